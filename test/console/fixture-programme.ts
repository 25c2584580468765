import type { Card } from '../../src/signage/wire/card.ts';
import { type Programme, programmeSchema } from '../../src/signage/wire/programme.ts';

/** A card whose price holds until it is replaced. */
export function fixtureCard(sku: string, price: string): Card {
  const [whole = '0', fraction = '00'] = price.split(',');
  return {
    sku,
    epoch: 1,
    version: 1,
    name: [`Product ${sku}`],
    brand: null,
    packSize: null,
    steps: [
      {
        fromMs: 0,
        untilMs: null,
        price: { whole, decimal: ',', fraction, symbol: '€', symbolFirst: false, text: `${price} €` },
        unitPrice: null,
        lowest30d: null,
        badge: null,
        memberPrice: null,
        soldOut: false,
      },
    ],
    absent: null,
    sats: null,
  };
}

/** What one screen plays: a picture and some prices. */
export function fixtureProgramme(screen: string, assets: readonly string[], price = '2,49'): Programme {
  return programmeSchema.parse({
    screen,
    version: 3,
    zone: 'entrance',
    panel: { widthPx: 1920, heightPx: 1080, diagonalInch: 43 },
    viewingDistanceM: 3,
    layout: {
      id: 'landscape',
      regions: [
        { id: 'main', kind: 'playlist', x: 0, y: 0, width: 100, height: 100, tone: 'plain', columns: 2, rows: 1 },
      ],
      text: { price: 4, title: 2.4, body: 1.6, small: 1 },
    },
    skin: {
      background: '#101614',
      ink: '#f1f3ee',
      quiet: '#a7b2aa',
      surface: '#1c2622',
      surfaceInk: '#f1f3ee',
      accent: '#f2c14e',
      accentInk: '#1d1605',
    },
    locales: ['de-DE', 'en-GB'],
    timezone: 'Europe/Berlin',
    title: ['Willkommen', 'Welcome'],
    ticker: [],
    board: null,
    qr: null,
    entries: assets.map((sha256, n) => ({
      id: `picture-${n}`,
      entry: `picture-${n}`,
      region: 'main',
      durationMs: 8_000,
      priority: 0,
      windows: null,
      offer: null,
      capPerHour: null,
      scene: { kind: 'image', asset: { sha256, type: 'image/png', bytes: 1_000 }, text: null },
    })),
    cards: [fixtureCard('40123', price)],
    above: { overlays: [], emergency: null },
    words: {
      priceAtShelf: ['Preis am Regal', 'Price at the shelf'],
      soldOut: ['Ausverkauft', 'Sold out'],
      members: ['Mit Karte', 'Members'],
    },
    dark: false,
    priceLimitMs: 120_000,
    shift: { px: 4, everyMs: 60_000 },
  } satisfies Programme);
}
