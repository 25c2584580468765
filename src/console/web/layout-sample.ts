import type { Card } from '../../signage/wire/card.ts';
import type { Layout, Skin } from '../../signage/wire/layout.ts';
import type { PageEvent } from '../../signage/wire/page-event.ts';
import type { Entry, Programme, Scene } from '../../signage/wire/programme.ts';

/** What a sample plays in the regions for playlists. */
export const sampleScenes = ['offer', 'prices', 'bitcoin', 'message', 'qr'] as const;
export type SampleScene = (typeof sampleScenes)[number];

export interface SampleWish {
  readonly layout: Layout;
  readonly skin: Skin;
  readonly panel: Programme['panel'];
  readonly viewingDistanceM: number;
  readonly atMs: number;
  /** Only this one; null: all of them in turn. */
  readonly scene: SampleScene | null;
}

interface SampleProduct {
  readonly sku: string;
  readonly name: readonly [string, string];
  readonly about: readonly [string | null, string | null];
  readonly whole: string;
  readonly fraction: string;
  readonly unit: string | null;
  readonly was?: string;
  readonly badge?: string;
  readonly member?: string;
  readonly sats?: string;
}

const products: readonly SampleProduct[] = [
  {
    sku: '40123',
    name: ['Bergkäse gereift', 'Aged mountain cheese'],
    about: ['Almhof', '200 g'],
    whole: '3',
    fraction: '49',
    unit: '17,45 €/kg',
    was: '4,29\u00a0€',
    badge: '−18 %',
  },
  {
    sku: '40124',
    name: ['Tomaten', 'Tomatoes'],
    about: [null, '500 g'],
    whole: '1',
    fraction: '99',
    unit: '3,98 €/kg',
    sats: '2.154 sat',
  },
  {
    sku: '40125',
    name: ['Espresso Tradizionale', 'Espresso Tradizionale'],
    about: ['Torrefazione', '1 kg'],
    whole: '14',
    fraction: '99',
    unit: '14,99 €/kg',
    member: '12,99\u00a0€',
  },
  {
    sku: '40126',
    name: ['Äpfel Elstar', 'Elstar apples'],
    about: ['Klasse I', null],
    whole: '2',
    fraction: '29',
    unit: '2,29 €/kg',
  },
  {
    sku: '40127',
    name: ['Bio-Vollmilch', 'Organic whole milk'],
    about: [null, '1 l'],
    whole: '1',
    fraction: '29',
    unit: '1,29 €/l',
    sats: '1.396 sat',
  },
  {
    sku: '40128',
    name: ['Roggenmischbrot', 'Rye bread'],
    about: ['Backstube', '750 g'],
    whole: '3',
    fraction: '80',
    unit: '5,07 €/kg',
    sats: '4.113 sat',
  },
];

/** A programme as a shop would play it, in a layout: what its designer looks at. Always the same for the same wish. */
export function sampleProgramme(wish: SampleWish): Programme {
  const { layout, skin, panel, viewingDistanceM, atMs, scene } = wish;
  const scenes = scene === null ? sampleScenes : [scene];
  const regions = layout.regions.filter(({ kind }) => kind === 'playlist');
  return {
    screen: 'preview',
    version: 1,
    zone: null,
    panel,
    viewingDistanceM,
    layout,
    skin,
    locales: ['de-DE', 'en-GB'],
    timezone: 'Europe/Berlin',
    title: ['Frisch vom Markt', 'Fresh from the market'],
    ticker: [['Heute bis 22 Uhr geöffnet', 'Open until 10 pm today']],
    board: { title: ['Heute', 'Today'], skus: products.map(({ sku }) => sku) },
    qr: { kind: 'link', text: 'https://shop.example/app', caption: ['Unsere App', 'Our app'] },
    entries: regions.flatMap(({ id }) => scenes.map(kind => entry(id, kind))),
    cards: products.map(product => card(product, atMs)),
    above: { overlays: [], emergency: null },
    words: {
      priceAtShelf: ['Preis am Regal', 'Price at the shelf'],
      soldOut: ['Ausverkauft', 'Sold out'],
      members: ['Für Mitglieder', 'For members'],
    },
    dark: false,
    priceLimitMs: 3_600_000,
    shift: { px: 0, everyMs: 60_000 },
  };
}

/** The same as the first event of a stream. */
export function sampleEvent(wish: SampleWish, seq: number): Extract<PageEvent, { type: 'programme' }> {
  return { type: 'programme', seq, atMs: wish.atMs, programme: sampleProgramme(wish) };
}

function entry(region: string, kind: SampleScene): Entry {
  return {
    id: `${region}-${kind}`,
    entry: kind,
    region,
    durationMs: 12_000,
    priority: 0,
    windows: null,
    offer: kind === 'offer' ? { offer: 'market', version: 1, variant: null } : null,
    capPerHour: null,
    scene: sceneOf(kind),
  };
}

function sceneOf(kind: SampleScene): Scene {
  const all = products.map(({ sku }) => sku);
  switch (kind) {
    case 'offer':
      return {
        kind,
        badge: 'Angebot der Woche',
        text: ['Von der Alm auf den Tisch', 'From alp to table'],
        skus: all.slice(0, 1),
        picture: null,
        qr: null,
      };
    case 'prices':
      return { kind, title: ['Aus der Region', 'From around here'], skus: all };
    case 'bitcoin':
      return { kind, title: ['Zahlen mit Bitcoin', 'Pay with bitcoin'], skus: ['40124', '40127', '40128'] };
    case 'message':
      return {
        kind,
        title: ['Willkommen', 'Welcome'],
        text: ['Schön, dass Sie da sind.', 'Good to have you here.'],
      };
    case 'qr':
      return {
        kind,
        qr: { kind: 'entry', text: 'https://shop.example/in', caption: ['Hier einchecken', 'Check in here'] },
      };
  }
}

function card(product: SampleProduct, atMs: number): Card {
  const { sku, name, about, whole, fraction, unit, was, badge, member, sats } = product;
  const [brand, packSize] = about;
  return {
    sku,
    epoch: 1,
    version: 1,
    name: [...new Set(name)],
    brand,
    packSize,
    steps: [
      {
        fromMs: atMs - 3_600_000,
        untilMs: null,
        price: {
          whole,
          decimal: ',',
          fraction,
          symbol: '€',
          symbolFirst: false,
          text: `${whole},${fraction}\u00a0€`,
        },
        unitPrice: unit,
        lowest30d:
          was === undefined
            ? null
            : [`Niedrigster Preis der letzten 30 Tage: ${was}`, `Lowest price in 30 days: ${was}`],
        badge: badge ?? null,
        memberPrice: member === undefined ? null : { text: member, unitPrice: null, lowest30d: null },
        soldOut: false,
      },
    ],
    absent: null,
    sats: sats === undefined ? null : { text: sats, rate: ['Kurs 14:00', 'Rate 14:00'], untilMs: atMs + 3_600_000 },
  };
}
