import type { ContentItem, LabelContent } from '../shelf/content.ts';
import { money } from '../shelf/money.ts';

/** Contents that a designer wants to see a template with: plain, long and reduced, sold out, cheaper for members. */
export function sampleContents(locale: string): readonly LabelContent[] {
  const plain: ContentItem = {
    sku: '100001',
    gtin: '4012345678901',
    name: 'Bergkäse gereift',
    secondName: 'Matured mountain cheese',
    brand: 'Almhof',
    packSize: '200 g',
    legalText: null,
    price: money(499n, 'EUR'),
    unitPrice: { price: money(2495n, 'EUR'), unit: 'kg' },
    lowest30d: null,
    badge: null,
    offer: null,
    memberPrice: null,
    soldOut: false,
    sats: { sats: 8_193n, unitTenths: 409_630n },
    payCode: 'LIGHTNING:LNURL1DP68GURN8GHJ7URP0YH8QUNFD4CZ7VF5XYERXDP5X5MRWWPEXQCSX6GS7J',
  };
  const reduced: ContentItem = {
    ...plain,
    name: 'Müsli mit Waldbeeren, Nüssen und Süßkirschen',
    price: money(129_99n, 'EUR'),
    lowest30d: money(159_99n, 'EUR'),
    badge: '−19 %',
  };
  const page = (item: ContentItem): LabelContent => ({
    page: 'price',
    template: 'shelf',
    locale,
    bitcoin: { style: 'sats', rate: { pair: 'btc-eur', rate: '60909.1', atMs: 0, seq: 1, timeText: '14:05' } },
    items: [item],
    staff: [],
  });
  const forMembers: ContentItem = {
    ...plain,
    offer: { id: 'cheese-card', version: 1, text: null, variant: null },
    memberPrice: {
      price: money(399n, 'EUR'),
      unitPrice: { price: money(1995n, 'EUR'), unit: 'kg' },
      lowest30d: money(449n, 'EUR'),
    },
  };
  return [page(plain), page(reduced), page({ ...plain, soldOut: true }), page(forMembers)];
}
