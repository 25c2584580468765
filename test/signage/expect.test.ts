import { describe, expect, it } from 'vitest';
import { differences, hiddenInVain, reportToleranceMs } from '../../src/signage/expect.ts';
import { programmesAround, toldProgramme } from '../../src/signage/recent-programmes.ts';
import type { Card, PriceStep } from '../../src/signage/wire/card.ts';
import { type Entry, type Programme, programmeSchema } from '../../src/signage/wire/programme.ts';
import type { Seen } from '../../src/signage/wire/report.ts';

const nowMs = 1_795_446_000_000;

const step = (text: string, over: Partial<PriceStep> = {}): PriceStep => ({
  fromMs: 0,
  untilMs: null,
  price: {
    whole: text.slice(0, -5),
    decimal: ',',
    fraction: text.slice(-4, -2),
    symbol: '€',
    symbolFirst: false,
    text,
  },
  unitPrice: null,
  lowest30d: null,
  badge: null,
  memberPrice: null,
  soldOut: false,
  ...over,
});
const card = (over: Partial<Card> = {}): Card => ({
  sku: '40123',
  epoch: 1,
  version: 7,
  name: ['Tee'],
  brand: null,
  packSize: null,
  steps: [step('2,49\u00a0€')],
  absent: null,
  sats: null,
  ...over,
});
const entry = (over: Partial<Entry> = {}): Entry => ({
  id: 'offers/tea',
  entry: 'offers',
  region: 'main',
  durationMs: 10_000,
  priority: 0,
  windows: null,
  offer: { offer: 'tea', version: 3, variant: null },
  capPerHour: null,
  scene: { kind: 'message', title: null, text: ['Tee'] },
  ...over,
});
const programme = (over: Partial<Programme> = {}): Programme =>
  programmeSchema.parse({
    screen: 'entrance',
    version: 1,
    zone: null,
    panel: { widthPx: 1920, heightPx: 1080, diagonalInch: 43 },
    viewingDistanceM: 3,
    layout: {
      id: 'plain',
      regions: [
        { id: 'main', kind: 'playlist', x: 0, y: 0, width: 100, height: 100, tone: 'plain', columns: 1, rows: 1 },
      ],
      text: { price: 4, title: 2, body: 1, small: 1 },
    },
    skin: {
      background: '#ffffff',
      ink: '#000000',
      quiet: '#333333',
      surface: '#ffffff',
      surfaceInk: '#000000',
      accent: '#000000',
      accentInk: '#ffffff',
    },
    locales: ['de-DE'],
    timezone: 'Europe/Berlin',
    title: null,
    ticker: [],
    board: null,
    qr: null,
    entries: [entry()],
    cards: [card()],
    above: { overlays: [], emergency: null },
    words: { priceAtShelf: ['Preis am Regal'], soldOut: ['Ausverkauft'], members: ['Mitglieder'] },
    dark: false,
    priceLimitMs: 120_000,
    shift: { px: 4, everyMs: 60_000 },
    ...over,
  });
const seen = (over: Partial<Seen> = {}): Seen => ({
  prices: [{ sku: '40123', text: '2,49 €' }],
  entries: [{ region: 'main', entry: 'offers/tea', offer: { offer: 'tea', version: 3, variant: null } }],
  overlay: null,
  ...over,
});
const codes = (look: Seen, ...programmes: Programme[]) => differences(look, programmes, nowMs).map(({ code }) => code);
const withSteps = (...steps: PriceStep[]) => programme({ cards: [card({ steps })] });
const overlay = (text: string) => ({ id: text, severity: 'urgent' as const, text, sinceMs: 0 });

describe('what a screen shows', () => {
  it('is as it should be, whatever spaces stand in a price, and where prices gave way to words', () => {
    expect(codes(seen(), programme())).toEqual([]);
    expect(codes(seen({ prices: [{ sku: '40123', text: null }], entries: [] }), programme())).toEqual([]);
    expect(codes(seen({ prices: [] }))).toEqual([]);
  });

  it('is a price that holds, or held just now', () => {
    const change = (atMs: number) =>
      withSteps(step('2,49\u00a0€', { untilMs: atMs }), step('1,99\u00a0€', { fromMs: atMs }));
    const shown = (text: string, ...programmes: Programme[]) =>
      codes(seen({ prices: [{ sku: '40123', text }] }), ...programmes);
    expect(shown('1,99 €', programme())).toEqual(['price']);
    expect(shown('2,49 €', change(nowMs - reportToleranceMs + 1))).toEqual([]);
    expect(shown('2,49 €', change(nowMs - reportToleranceMs))).toEqual(['price']);
    expect(shown('1,99 €', change(nowMs))).toEqual([]);
    expect(shown('1,99 €', change(nowMs + 1))).toEqual(['price']);
    expect(shown('1,99 €', withSteps(step('1,99\u00a0€')), programme())).toEqual([]);
    expect(shown('2,49 €', programme({ cards: [card({ absent: 'price.none', steps: [] })] }))).toEqual(['price']);
  });

  it('says in words what is wrong', () => {
    const look = seen({ prices: [{ sku: '40123', text: '1,99 €' }], entries: [] });
    expect(differences(look, [programme()], nowMs)).toEqual([
      { code: 'price', subject: '40123', text: '40123 shows 1,99 €, and 2,49\u00a0€ holds' },
    ]);
  });

  it('has no product, entry or offer that its programme does not have', () => {
    expect(codes(seen({ prices: [{ sku: '99999', text: '2,49 €' }] }), programme())).toEqual(['product']);
    expect(codes(seen(), programme({ entries: [] }))).toEqual(['entry']);
    expect(codes(seen(), programme({ entries: [entry({ region: 'side' })] }))).toEqual(['entry']);
    const newer = entry({ offer: { offer: 'tea', version: 4, variant: null } });
    expect(codes(seen(), programme({ entries: [newer] }))).toEqual(['offer']);
    expect(codes(seen(), programme(), programme({ entries: [newer] }))).toEqual([]);
  });

  it('is an entry whose time it is, or was just now', () => {
    const until = (untilMs: number) => programme({ entries: [entry({ windows: [{ fromMs: 0, untilMs }] })] });
    expect(codes(seen(), until(nowMs - reportToleranceMs + 1))).toEqual([]);
    expect(codes(seen(), until(nowMs - reportToleranceMs))).toEqual(['entry']);
    expect(codes(seen(), programme({ entries: [entry({ windows: [] })] }))).toEqual(['entry']);
  });

  it('is nothing while it should be dark', () => {
    expect(codes(seen(), programme({ dark: true }))).toEqual(['dark', 'entry']);
    expect(codes(seen(), programme({ dark: true }), programme())).toEqual([]);
  });
});

describe('what stands above', () => {
  const alarmed = programme({ above: { overlays: [overlay('Open till 2'), overlay('Wet floor')], emergency: null } });

  it('is an alarm that holds', () => {
    expect(codes(seen({ overlay: 'Open till 2' }), alarmed)).toEqual([]);
    expect(codes(seen(), alarmed)).toEqual(['overlay-missing']);
    expect(codes(seen(), programme(), alarmed)).toEqual([]);
    expect(codes(seen({ overlay: 'Open till 3' }), alarmed)).toEqual(['overlay-over']);
    expect(codes(seen({ overlay: 'Open till 2' }), alarmed, programme())).toEqual([]);
    expect(codes(seen({ overlay: 'Open till 2' }), programme())).toEqual(['overlay-over']);
  });

  it('is the emergency before everything else, as soon as it surely holds', () => {
    const emergency = (fromMs: number, untilMs: number | null = null) =>
      programme({
        above: { overlays: [overlay('Wet floor')], emergency: { text: ['Räumung', 'Leave'], fromMs, untilMs } },
      });
    expect(codes(seen({ overlay: 'Räumung' }), emergency(0))).toEqual([]);
    expect(codes(seen({ overlay: 'Wet floor' }), emergency(0))).toEqual(['emergency-missing']);
    expect(codes(seen(), emergency(0))).toEqual(['emergency-missing']);
    expect(codes(seen(), emergency(nowMs - 1_000))).toEqual([]);
    expect(codes(seen({ overlay: 'Räumung' }), emergency(0, nowMs - 60_000))).toEqual(['overlay-over']);
    expect(codes(seen({ overlay: 'Wet floor' }), emergency(nowMs + 60_000))).toEqual([]);
  });
});

describe('a price that gave way to words', () => {
  const hidden = seen({ prices: [{ sku: '40123', text: null }], entries: [] });
  const inVain = (...programmes: Programme[]) => hiddenInVain(hidden, programmes, nowMs);

  it('is hidden in vain where the gateway holds one', () => {
    expect(inVain(programme())).toEqual(['40123']);
    expect(inVain(programme({ cards: [card({ absent: 'price.none', steps: [] })] }))).toEqual([]);
    expect(inVain(withSteps(step('2,49\u00a0€', { fromMs: nowMs - 1_000 })))).toEqual([]);
    expect(inVain(programme({ cards: [] }), programme())).toEqual([]);
    expect(inVain()).toEqual([]);
    expect(hiddenInVain(seen(), [programme()], nowMs)).toEqual([]);
  });
});

describe('programmes that pages were told', () => {
  it('count until a report about them cannot be on its way any more', () => {
    const [first, second, third] = [1, 2, 3].map(version => programme({ version }));
    let told = toldProgramme([], first!, nowMs);
    told = toldProgramme(told, second!, nowMs + 60_000);
    told = toldProgramme(told, third!, nowMs + 61_000);
    const versions = (atMs: number) => programmesAround(told, nowMs + atMs).map(({ version }) => version);
    expect(versions(61_000)).toEqual([1, 2, 3]);
    expect(versions(60_001 + reportToleranceMs)).toEqual([2, 3]);
    expect(versions(61_001 + reportToleranceMs)).toEqual([3]);
    expect(versions(3_600_000)).toEqual([3]);
  });

  it('are never more than some', () => {
    let told = toldProgramme([], programme(), nowMs);
    for (let at = 0; at < 200; at++) told = toldProgramme(told, programme({ version: at }), nowMs);
    expect(told).toHaveLength(64);
    expect(told.at(-1)!.programme.version).toBe(199);
  });
});
