import type { Confidence, LabelDocument, LabelSummary } from '../../src/console/documents.ts';
import type { Panel } from '../../src/shelf/panel.ts';
import type { FixtureProduct } from './fixture-picture.ts';

export const at = (minutesAgo: number) => new Date(Date.UTC(2026, 10, 23, 10, 0) - minutesAgo * 60_000).toISOString();

export const products: readonly FixtureProduct[] = [
  { sku: '40123', name: 'Bergkäse gereift', packSize: '200 g', amountMinor: 499, unitPriceMinor: 2495, unit: 'kg' },
  { sku: '40124', name: 'Alpenmilch 3,8 %', packSize: '1 l', amountMinor: 129, unitPriceMinor: 129, unit: 'l' },
  {
    sku: '40125',
    name: 'Joghurt griechischer Art',
    packSize: '500 g',
    amountMinor: 199,
    unitPriceMinor: 398,
    unit: 'kg',
    badge: '2 für 3',
  },
  { sku: '40126', name: 'Süßrahmbutter', packSize: '250 g', amountMinor: 249, unitPriceMinor: 996, unit: 'kg' },
  {
    sku: '40127',
    name: 'Müsli Beeren & Nüsse',
    packSize: '500 g',
    amountMinor: 379,
    unitPriceMinor: 758,
    unit: 'kg',
    badge: '−20 %',
  },
  {
    sku: '40128',
    name: 'Röstkaffee ganze Bohne',
    packSize: '1 kg',
    amountMinor: 1299,
    unitPriceMinor: 1299,
    unit: 'kg',
  },
  {
    sku: '40129',
    name: 'Espresso Tradizionale',
    packSize: '1 kg',
    amountMinor: 1549,
    unitPriceMinor: 1549,
    unit: 'kg',
  },
  { sku: '40130', name: 'Spülmittel Zitrone', packSize: '500 ml', amountMinor: 95, unitPriceMinor: 190, unit: 'l' },
  {
    sku: '40131',
    name: 'Olivenöl nativ extra',
    packSize: '750 ml',
    amountMinor: 899,
    unitPriceMinor: 1199,
    unit: 'l',
    badge: '−25 %',
  },
  { sku: '40132', name: 'Weizenmehl Type 405', packSize: '1 kg', amountMinor: 79, unitPriceMinor: 79, unit: 'kg' },
  {
    sku: '40133',
    name: 'Zartbitterschokolade 70 %',
    packSize: '100 g',
    amountMinor: 189,
    unitPriceMinor: 1890,
    unit: 'kg',
  },
  { sku: '40134', name: 'Haferdrink Barista', packSize: '1 l', amountMinor: 219, unitPriceMinor: 219, unit: 'l' },
];

export const panels: readonly (Panel & { model: string })[] = [
  { model: 'gicisky-290-bwr', width: 296, height: 128, palette: 'bwr', dpi: 112 },
  { model: 'gicisky-213-bwr', width: 250, height: 128, palette: 'bwr', dpi: 130 },
  { model: 'opendisplay-290-bw', width: 296, height: 128, palette: 'bw', dpi: 112 },
  { model: 'opendisplay-420-bwry', width: 400, height: 300, palette: 'bwry', dpi: 120 },
];

export const germanPrice = (amountMinor: number) => `${(amountMinor / 100).toFixed(2).replace('.', ',')} €`;

/** `count` labels: of forty, one each is pending, failed, refused, stale, unknown; the last of sixty has no position. */
export function labelId(index: number): string {
  return `50${index.toString(16).padStart(10, '0')}`;
}

export function productOf(label: LabelSummary): FixtureProduct {
  return products.find(({ sku }) => sku === label.skus[0])!;
}

export function priceMinor(label: LabelSummary): number {
  return Math.round(Number(label.priceText?.replace(/[^\d,]/g, '').replace(',', '.') ?? '0') * 100);
}

export function fixtureLabel(index: number): LabelSummary {
  const { sku, name, amountMinor } = products[index % products.length]!;
  const panel = panels[index % 30 === 17 ? 3 : index % 3]!;
  const turn = index % 40;
  const state: [Confidence, string | null] =
    turn === 5
      ? ['pending', 'delivery.min-gap']
      : turn === 12
        ? ['failed', 'radio.label-silent']
        : turn === 19
          ? ['stale', 'price.unit-price-missing']
          : turn === 26
            ? ['stale', 'label.overdue']
            : turn === 33
              ? ['unknown', 'label.never-heard']
              : turn === 6
                ? ['sent', null]
                : ['confirmed', null];
  const hash = (0x1000 + index).toString(16).padStart(16, '0');
  const never = state[0] === 'unknown';
  const slot = index % 15;
  const bay = Math.floor(index / 15);
  return {
    id: labelId(index),
    model: panel.model,
    panel: { width: panel.width, height: panel.height, palette: panel.palette },
    skus: [sku],
    name,
    priceText: never ? null : germanPrice(amountMinor),
    position:
      index % 60 === 59
        ? null
        : {
            aisle: `${3 + Math.floor(bay / 4)}`,
            bay: 1 + (bay % 4),
            shelf: 1 + Math.floor(slot / 3),
            facing: 1 + (slot % 3),
          },
    confidence: state[0],
    reason: state[1],
    ...(state[1] === 'price.unit-price-missing' ? { refused: true } : {}),
    desired:
      state[0] === 'stale' && state[1] === 'price.unit-price-missing'
        ? null
        : { version: 7, hash: state[0] === 'confirmed' ? hash : `d${hash.slice(1)}` },
    shown: never ? null : { version: state[0] === 'confirmed' ? 7 : 6, hash, at: at(index % 50) },
    progress: turn === 5 ? { done: 23, total: 61 } : null,
    batteryMv: 3010 - (index % 9) * 60,
    rssi: -48 - (index % 40),
    lastSeen: never ? null : at(index % 3),
  };
}

export function detailOf(label: LabelSummary): LabelDocument {
  const { amountMinor, unitPriceMinor, unit } = productOf(label);
  const content = (minor: number) => ({
    amountMinor: minor,
    currency: 'EUR',
    exponent: 2,
    priceText: germanPrice(minor),
    unitPriceText: `${germanPrice(unitPriceMinor)}/${unit}`,
    satsText: null,
    rateText: null,
    notice: null,
    name: label.name ?? '',
    badge: null,
    soldOut: false,
    template: 'shelf',
    page: 'price' as const,
  });
  return {
    schemaVersion: 1,
    ...label,
    firmware: '0x0412',
    hasKey: label.model?.startsWith('opendisplay') ?? false,
    health: {
      batteryShare: 0.6,
      batteryEmptyInDays: { low: 300, likely: 420, high: null },
      batteryForecastMissing: null,
      missedCheckIns: 0,
      lastAcknowledged: label.shown?.at ?? null,
    },
    radio: 'tcp://127.0.0.1:9700',
    content: {
      shown: label.shown === null ? null : content(amountMinor),
      desired:
        label.desired === null ? null : content(label.confidence === 'confirmed' ? amountMinor : amountMinor + 30),
    },
    why: [
      {
        rule: 'price',
        reason: null,
        text: `Price ${germanPrice(amountMinor)} holds since 06:00 (version 7).`,
        at: at(240),
      },
      { rule: 'binding', reason: null, text: 'Bound to this SKU with template shelf.', at: at(9_000) },
      ...(label.reason === null ? [] : [{ rule: 'radio', reason: label.reason, text: 'See the reason.', at: at(3) }]),
    ],
    next: label.confidence === 'failed' ? 'retry at 10:05' : null,
    history: [
      { at: at(2), event: 'heard', detail: { rssi: label.rssi } },
      { at: at(20), event: 'shown', detail: { proof: 'acknowledged', version: 7 } },
      { at: at(21), event: 'upload', detail: { attempt: 1 } },
      { at: at(22), event: 'desired', detail: { version: 7 } },
    ],
  };
}
