import type { Card, PriceStep } from '../../src/signage/wire/card.ts';
import type { Entry, Programme, Scene } from '../../src/signage/wire/programme.ts';

/** A price in euro as the agent would write it for German readers. */
export function priceOf(whole: number, fraction: string): PriceStep['price'] {
  const text = `${whole},${fraction}\u00a0€`;
  return { whole: String(whole), decimal: ',', fraction, symbol: '€', symbolFirst: false, text };
}

export function stepOf(whole: number, fraction: string, rest: Partial<PriceStep> = {}): PriceStep {
  return {
    fromMs: 0,
    untilMs: null,
    price: priceOf(whole, fraction),
    unitPrice: null,
    lowest30d: null,
    badge: null,
    memberPrice: null,
    soldOut: false,
    ...rest,
  };
}

export function cardOf(
  sku: string,
  names: readonly [string, string],
  steps: PriceStep[],
  rest: Partial<Card> = {},
): Card {
  return {
    sku,
    epoch: 1,
    version: 1,
    name: [...names],
    brand: null,
    packSize: null,
    steps,
    absent: steps.length === 0 ? 'content.no-price' : null,
    sats: null,
    ...rest,
  };
}

export function entryOf(id: string, scene: Scene, rest: Partial<Entry> = {}): Entry {
  return {
    id,
    entry: id.split('/')[0]!,
    region: 'main',
    durationMs: 8_000,
    priority: 0,
    windows: null,
    offer: null,
    capPerHour: null,
    scene,
    ...rest,
  };
}

export const cards: Card[] = [
  cardOf(
    'tea',
    ['Grüner Tee Sencha', 'Green tea Sencha'],
    [
      stepOf(3, '49', {
        unitPrice: '34,90 €/kg',
        badge: '−22 %',
        lowest30d: ['Niedrigster Preis der letzten 30 Tage: 4,49 €', 'Lowest price in 30 days: 4.49 €'],
        memberPrice: { text: '2,99 €', unitPrice: '29,90 €/kg', lowest30d: null },
      }),
    ],
    { brand: 'Teehaus', packSize: '100 g' },
  ),
  cardOf('coffee', ['Espresso Bohnen', 'Espresso beans'], [stepOf(12, '99', { unitPrice: '12,99 €/kg' })], {
    brand: 'Rösterei Nord',
    packSize: '1 kg',
    sats: { text: '13.571 sats', rate: ['Kurs 14:05', 'Rate 14:05'], untilMs: 4_102_444_800_000 },
  }),
  cardOf('apple', ['Äpfel Elstar', 'Elstar apples'], [stepOf(2, '79', { unitPrice: '2,79 €/kg' })]),
  cardOf('pear', ['Birnen Conference', 'Conference pears'], [stepOf(3, '19', { unitPrice: '3,19 €/kg' })]),
  cardOf('grape', ['Trauben kernlos', 'Seedless grapes'], [stepOf(1, '99', { unitPrice: '3,98 €/kg' })]),
  cardOf('lemon', ['Zitronen', 'Lemons'], [], {}),
];

/** A programme for the door: offers, prices, a message and a code beside a board and a ticker. */
export function programmeOf(rest: Partial<Programme> = {}): Programme {
  return {
    screen: 'door-1',
    version: 1,
    zone: 'entrance',
    panel: { widthPx: 1920, heightPx: 1080, diagonalInch: 43 },
    viewingDistanceM: 3,
    layout: {
      id: 'fixture',
      regions: [
        { id: 'header', kind: 'title', x: 0, y: 0, width: 82, height: 11, tone: 'accent', columns: 1, rows: 1 },
        { id: 'clock', kind: 'clock', x: 82, y: 0, width: 18, height: 11, tone: 'accent', columns: 1, rows: 1 },
        { id: 'main', kind: 'playlist', x: 0, y: 11, width: 64, height: 80, tone: 'plain', columns: 2, rows: 2 },
        { id: 'board', kind: 'board', x: 64, y: 11, width: 36, height: 52, tone: 'surface', columns: 1, rows: 4 },
        { id: 'code', kind: 'qr', x: 64, y: 63, width: 36, height: 28, tone: 'surface', columns: 1, rows: 1 },
        { id: 'ticker', kind: 'ticker', x: 0, y: 91, width: 100, height: 9, tone: 'accent', columns: 1, rows: 1 },
      ],
      text: { price: 4, title: 2.4, body: 1.6, small: 1 },
    },
    skin: {
      background: '#f5f3ec',
      ink: '#1d2320',
      quiet: '#59625c',
      surface: '#ffffff',
      surfaceInk: '#1d2320',
      accent: '#14532d',
      accentInk: '#ffffff',
    },
    locales: ['de-DE', 'en-GB'],
    timezone: 'Europe/Berlin',
    title: ['Willkommen', 'Welcome'],
    ticker: [
      ['Heute bis 22 Uhr geöffnet', 'Open until 10 pm today'],
      ['Frisches Obst aus der Region', 'Fresh fruit from nearby'],
    ],
    board: { title: ['Obst', 'Fruit'], skus: ['apple', 'pear', 'grape', 'lemon'] },
    qr: { kind: 'link', text: 'https://shop.example/app', caption: ['Unsere App', 'Our app'] },
    entries: [
      entryOf(
        'tea',
        {
          kind: 'offer',
          badge: 'Teewoche',
          text: ['Jetzt aufgießen', 'Time for tea'],
          skus: ['tea'],
          picture: null,
          qr: { kind: 'coupon', text: 'https://shop.example/c/tea', caption: ['Coupon holen', 'Get the coupon'] },
        },
        { offer: { offer: 'tea-week', version: 3, variant: 'a' } },
      ),
      entryOf('prices', {
        kind: 'prices',
        title: ['Frisch heute', 'Fresh today'],
        skus: ['apple', 'pear', 'grape', 'tea'],
      }),
      entryOf('bitcoin', { kind: 'bitcoin', title: ['In Bitcoin', 'In bitcoin'], skus: ['coffee'] }),
      entryOf('evening', {
        kind: 'message',
        title: ['Heute', 'Today'],
        text: ['Bis 22 Uhr für Sie da', 'Here for you until 10 pm'],
      }),
    ],
    cards,
    above: { overlays: [], emergency: null },
    words: {
      priceAtShelf: ['Preis am Regal', 'Price at the shelf'],
      soldOut: ['Ausverkauft', 'Sold out'],
      members: ['Für Mitglieder', 'For members'],
    },
    dark: false,
    priceLimitMs: 60_000,
    shift: { px: 4, everyMs: 60_000 },
    ...rest,
  };
}
