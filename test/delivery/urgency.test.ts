import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, changeOf, isPriceChange, lateAfterMs, rank } from '../../src/delivery/urgency.ts';
import type { ContentItem, LabelContent } from '../../src/shelf/content.ts';
import { money } from '../../src/shelf/money.ts';

const coffee: ContentItem = {
  sku: '40123',
  gtin: '4006381333931',
  name: 'Röstkaffee',
  secondName: null,
  brand: null,
  packSize: '500 g',
  legalText: null,
  price: money(1999n, 'EUR'),
  unitPrice: { price: money(3998n, 'EUR'), unit: 'kg' },
  lowest30d: null,
  badge: null,
  offer: null,
  soldOut: false,
  memberPrice: null,
  sats: null,
  payCode: null,
};
const tea: ContentItem = { ...coffee, sku: '40124', name: 'Tee', price: money(299n, 'EUR') };

const label = (items: readonly ContentItem[], over: Partial<LabelContent> = {}): LabelContent => ({
  page: 'price',
  template: 'shelf',
  locale: 'de-DE',
  bitcoin: null,
  items,
  staff: [],
  ...over,
});
const at = (item: ContentItem, minor: bigint): ContentItem => ({ ...item, price: money(minor, item.price.currency) });

describe('what a change is for the shopper', () => {
  it.each<[string, Change, LabelContent | null, LabelContent]>([
    ['nothing proven is shown', 'first', null, label([coffee])],
    ['the price rises', 'increase', label([coffee]), label([at(coffee, 2000n)])],
    ['the price falls', 'decrease', label([coffee]), label([at(coffee, 1998n)])],
    ['another product', 'first', label([coffee]), label([tea])],
    ['another currency', 'first', label([coffee]), label([{ ...coffee, price: money(1999n, 'CHF') }])],
    ['one more product', 'first', label([coffee]), label([coffee, tea])],
    ['one product less, whose price nobody keeps any more', 'first', label([coffee, tea]), label([coffee])],
    ['one rises, one falls', 'increase', label([coffee, tea]), label([at(coffee, 1n), at(tea, 300n)])],
    ['one falls, one rises', 'increase', label([coffee, tea]), label([at(coffee, 2000n), at(tea, 1n)])],
    ['one rises beside a new one', 'increase', label([coffee, tea]), label([tea, at(tea, 300n)])],
    ['one falls beside a new one', 'first', label([coffee, tea]), label([at(coffee, 1n), { ...tea, sku: '1' }])],
    ['back from the staff page', 'first', label([coffee], { page: 'staff' }), label([coffee])],
    ['back from a notice', 'first', label([coffee], { notice: 'Kasse 2 öffnet' }), label([coffee])],
    ['a notice', 'first', label([coffee]), label([coffee], { notice: 'Kasse 2 öffnet' })],
    ['the staff page', 'cosmetic', label([coffee]), label([coffee], { page: 'staff' })],
    ['a badge', 'offer', label([coffee]), label([{ ...coffee, badge: '3 für 2' }])],
    ['sold out', 'offer', label([coffee]), label([{ ...coffee, soldOut: true }])],
    ['another unit price', 'offer', label([coffee]), label([{ ...coffee, unitPrice: null }])],
    ['another lowest price', 'offer', label([coffee]), label([{ ...coffee, lowest30d: money(2500n, 'EUR') }])],
    ['another name', 'cosmetic', label([coffee]), label([{ ...coffee, name: 'Kaffee' }])],
    ['another template', 'cosmetic', label([coffee]), label([coffee], { template: 'shelf-multi' })],
  ])('%s: %s', (_what, change, shown, desired) => expect(changeOf(shown, desired)).toBe(change));

  it('never passes a dearer price off as anything less', () => {
    const prices = fc.array(fc.bigInt(1n, 5n), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(prices, prices, (shown, desired) => {
        const items = (amounts: bigint[]) => amounts.map((minor, i) => at({ ...coffee, sku: `s${i}` }, minor));
        const change = changeOf(label(items(shown)), label(items(desired)));
        const both = desired.slice(0, shown.length);
        const rises = both.some((minor, i) => minor > shown[i]!);
        const differs = shown.length !== desired.length || both.some((minor, i) => minor !== shown[i]);
        expect(change === 'increase').toBe(rises);
        expect(isPriceChange(change)).toBe(differs);
      }),
    );
  });
});

describe('the order of work', () => {
  const all: Change[] = ['increase', 'first', 'decrease', 'offer', 'cosmetic'];

  it('is prices, offers, cosmetics while nothing is late', () => {
    expect(all.map(change => rank(change, lateAfterMs))).toEqual([1, 1, 1, 2, 3]);
  });

  it('puts increases before everything when they are late', () => {
    expect(all.map(change => rank(change, lateAfterMs + 1))).toEqual([0, 1, 1, 2, 3]);
  });

  it('never lets a price wait for what is no price, however long that has waited', () => {
    const change = fc.constantFrom(...all);
    fc.assert(
      fc.property(change, change, fc.nat(10 ** 9), fc.nat(10 ** 9), (a, b, waitedA, waitedB) => {
        if (isPriceChange(a) && !isPriceChange(b)) expect(rank(a, waitedA)).toBeLessThan(rank(b, waitedB));
      }),
    );
  });
});
