import type { ContentItem, LabelContent } from '../../src/shelf/content.ts';
import type { Money } from '../../src/shelf/money.ts';
import type { Palette, Panel } from '../../src/shelf/panel.ts';

export const euro = (amountMinor: bigint): Money => ({ amountMinor, currency: 'EUR', exponent: 2 });

export const milk: ContentItem = {
  sku: '40123',
  gtin: '4006381333931',
  name: 'Müller Bio-Vollmilch 3,5 % Fett',
  secondName: null,
  brand: 'Wiesengrund',
  packSize: '1 l',
  legalText: 'zzgl. 0,25 € Pfand',
  price: euro(199n),
  unitPrice: { price: euro(199n), unit: 'l' },
  lowest30d: null,
  badge: null,
  offer: null,
  soldOut: false,
  memberPrice: null,
  sats: null,
  payCode: null,
};

export const coffee: ContentItem = {
  ...milk,
  sku: '40777',
  gtin: '4012345678901',
  name: 'Krönung gemahlener Röstkaffee',
  brand: 'Röstwerk',
  packSize: '500 g',
  legalText: null,
  price: euro(1399n),
  unitPrice: { price: euro(2798n), unit: 'kg' },
  lowest30d: euro(1899n),
  badge: '−26 %',
  offer: { id: 'coffee-week', version: 1, text: null, variant: null },
};

export const butter: ContentItem = {
  ...milk,
  sku: '40815',
  gtin: '96385074',
  name: 'Süßrahmbutter mild gesäuert',
  packSize: '250 g',
  legalText: null,
  price: euro(289n),
  unitPrice: { price: euro(1156n), unit: 'kg' },
  badge: '3 für 2',
  offer: { id: 'butter', version: 2, text: 'Drei nehmen, zwei zahlen', variant: null },
};

/** Milk that members get for less, and coffee that is reduced for everybody and more so for them. */
export const card: ContentItem = {
  ...milk,
  offer: { id: 'milk-card', version: 1, text: null, variant: null },
  memberPrice: { price: euro(159n), unitPrice: { price: euro(159n), unit: 'l' }, lowest30d: null },
};
export const cardReduction: ContentItem = {
  ...coffee,
  memberPrice: { price: euro(1199n), unitPrice: { price: euro(2398n), unit: 'kg' }, lowest30d: euro(1799n) },
};

export const situations = {
  normal: milk,
  reduction: coffee,
  multibuy: butter,
  'sold-out': { ...milk, soldOut: true },
  'long-name': {
    ...milk,
    legalText: null,
    name: 'Käseaufschnitt-Variation Gourmet mit Emmentaler, Gouda und Südtiroler Bergkäse, laktosefrei',
    price: euro(123456n),
    unitPrice: { price: euro(123456n), unit: 'kg' },
  },
} as const satisfies Record<string, ContentItem>;

export const staff: LabelContent['staff'] = [
  { name: 'Label', value: 'ffff92041122' },
  { name: 'SKU', value: '40123' },
  { name: 'GTIN', value: '4006381333931' },
  { name: 'Version', value: '3.17 (seq 4711)' },
  { name: 'Position', value: '4 / 2 / 3 / 11' },
  { name: 'Template', value: 'shelf' },
];

export function contentOf(items: readonly ContentItem[], over: Partial<LabelContent> = {}): LabelContent {
  return { page: 'price', template: 'shelf', locale: 'de-DE', bitcoin: null, items, staff: [], ...over };
}

export function panelOf(width: number, height: number, palette: Palette): Panel {
  return { width, height, palette, dpi: 112 };
}
