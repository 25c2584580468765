import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeContent } from '../../src/shelf/content-codec.ts';
import { decide, type LabelFacts, type StoreRules, type Verdict } from '../../src/shelf/decide.ts';
import type { PricePoint, Product } from '../../src/shelf/fact.ts';
import type { VersionedOffer } from '../../src/shelf/offer.ts';
import {
  aroundGridMs,
  binding,
  factsWith,
  germanStore,
  hourMs,
  offer,
  offerArbitrary,
  openingMs,
  point,
  product,
  reduction,
  timelineArbitrary,
  versioned,
} from './facts.ts';

const noon = openingMs + 7 * hourMs;

function contentOf(verdict: Verdict) {
  if (!verdict.ok) throw new Error(`refused: ${verdict.reason}: ${verdict.detail}`);
  return verdict.content;
}

function itemOf(facts: LabelFacts, rules: StoreRules = germanStore, atMs = noon) {
  return contentOf(decide(facts, rules, atMs)).items[0]!;
}

function reasonOf(facts: LabelFacts, atMs = noon): string | null {
  const verdict = decide(facts, germanStore, atMs);
  return verdict.ok ? null : verdict.reason;
}

describe('what a label should show', () => {
  it('is the price that holds, with its unit price', () => {
    expect(itemOf(factsWith([point()]))).toEqual({
      sku: '40123',
      gtin: '4006381333931',
      name: 'Röstkaffee',
      secondName: null,
      brand: 'Röstwerk',
      packSize: '500 g',
      legalText: null,
      price: { amountMinor: 1999n, currency: 'EUR', exponent: 2 },
      unitPrice: { price: { amountMinor: 3998n, currency: 'EUR', exponent: 2 }, unit: 'kg' },
      lowest30d: null,
      badge: null,
      offer: null,
      memberPrice: null,
      soldOut: false,
      sats: null,
      payCode: null,
    });
  });

  it('is a reduction with its true percentage beside what it is measured against', () => {
    const item = itemOf(factsWith([point(), reduction({ fromMs: openingMs + hourMs })]));
    expect(item.price.amountMinor).toBe(1499n);
    expect(item.badge).toBe('−21\u00a0%');
    expect(item.lowest30d?.amountMinor).toBe(1899n);
  });

  it('says nothing of a reduction that is no whole per cent', () => {
    const item = itemOf(factsWith([reduction({ amountMinor: 1898n })]));
    expect([item.badge, item.lowest30d, item.price.amountMinor]).toEqual([null, null, 1898n]);
  });

  it('changes at the instant of the timeline, without another fact', () => {
    const facts = factsWith([point(), reduction({ fromMs: noon, toMs: noon + hourMs })]);
    const at = (atMs: number) => itemOf(facts, germanStore, atMs).price.amountMinor;
    expect([noon - 1, noon, noon + hourMs - 1, noon + hourMs].map(at)).toEqual([1999n, 1499n, 1499n, 1999n]);
    expect(decide(facts, germanStore, openingMs).untilMs).toBe(noon);
    expect(decide(facts, germanStore, noon).untilMs).toBe(noon + hourMs);
    expect(decide(facts, germanStore, noon + hourMs).untilMs).toBeNull();
  });

  it('is the sold-out mark with the price still there', () => {
    const item = itemOf(factsWith([point()], { product: { availability: 'sold-out' } }));
    expect([item.soldOut, item.price.amountMinor]).toEqual([true, 1999n]);
  });

  it("is in the store's language, else in English, else in what there is", () => {
    const named = (name: Product['name'], locale: string) =>
      itemOf(factsWith([point()], { product: { name } }), { ...germanStore, locale }).name;
    expect(named({ de: 'Äpfel', en: 'Apples' }, 'de-AT')).toBe('Äpfel');
    expect(named({ de: 'Äpfel', en: 'Apples' }, 'fr-FR')).toBe('Apples');
    expect(named({ de: 'Äpfel' }, 'en-GB')).toBe('Äpfel');
  });

  it('has a second name only where it says something else', () => {
    const rules = { ...germanStore, secondLocale: 'en-GB' };
    const second = (name: Product['name']) => itemOf(factsWith([point()], { product: { name } }), rules).secondName;
    expect([second({ de: 'Kaffee', en: 'Coffee' }), second({ de: 'Cola', en: 'Cola' }), second({ de: 'Tee' })]).toEqual(
      ['Coffee', null, null],
    );
  });

  it('is the staff page when staff asked for it', () => {
    const content = contentOf(decide(factsWith([point()], { binding: { page: 'staff' } }), germanStore, noon));
    expect(content.page).toBe('staff');
    expect(content.staff).toContainEqual({ name: 'SKU', value: '40123' });
    expect(content.staff).toContainEqual({ name: 'Version', value: '7.412 (seq 88100)' });
    expect(contentOf(decide(factsWith([point()]), germanStore, noon)).staff).toEqual([]);
  });

  it('stands where its price stands, and at the newest seq of all its products', () => {
    const [own] = factsWith([point()]).items;
    const second = { ...own!, sku: '40124', price: versioned({ sku: '40124', timeline: [point()] }, { seq: 90_000 }) };
    const facts = { binding: versioned(binding({ skus: ['40123', '40124'] })), zone: null, items: [own!, second] };
    expect(decide(facts, germanStore, noon)).toMatchObject({ ok: true, epoch: 7, version: 412, seq: 90_000 });
  });
});

describe('what is refused', () => {
  const gone = (over: Partial<LabelFacts['items'][number]>): LabelFacts => {
    const facts = factsWith([point()]);
    return { ...facts, items: [{ ...facts.items[0]!, ...over }] };
  };

  it.each<[string, string, LabelFacts]>([
    ['an unknown product', 'product.missing', gone({ product: null })],
    ['a wrong GTIN', 'product.gtin-invalid', factsWith([point()], { product: { gtin: '4006381333932' } })],
    ['no price', 'price.missing', gone({ price: null })],
    ['a price to come', 'price.none-valid', factsWith([point({ fromMs: noon + 1 })])],
    ['a price that is over', 'price.none-valid', factsWith([point({ toMs: noon })])],
    ['an empty timeline', 'price.none-valid', factsWith([])],
    ['zero', 'price.not-positive', factsWith([point({ amountMinor: 0n })])],
    ['less than zero', 'price.not-positive', factsWith([point({ amountMinor: -1n })])],
    ['another currency', 'price.currency-foreign', factsWith([point({ currency: 'CHF' })])],
    ['no unit price', 'price.unit-price-missing', factsWith([point({ unitPriceMinor: null, unit: null })])],
    ['a unit price without unit', 'price.unit-price-missing', factsWith([point({ unit: null })])],
    ['a unit price of zero', 'price.unit-price-not-positive', factsWith([point({ unitPriceMinor: 0n })])],
    [
      'a negative unit price nobody asked for',
      'price.unit-price-not-positive',
      factsWith([point({ unitPriceMinor: -5n })], { product: { unitPriceRequired: false } }),
    ],
    ['a reduction from nowhere', 'price.lowest30d-missing', factsWith([reduction({ lowest30dMinor: null })])],
    ['a reduction to the same', 'price.reduction-false', factsWith([reduction({ lowest30dMinor: 1499n })])],
    ['a reduction upwards', 'price.reduction-false', factsWith([reduction({ lowest30dMinor: 1400n })])],
    ['a reduction from zero', 'price.reduction-false', factsWith([reduction({ lowest30dMinor: 0n })])],
    ['one per cent too much', 'price.percent-mismatch', factsWith([reduction({ percentOff: 22 })])],
    ['one per cent too little', 'price.percent-mismatch', factsWith([reduction({ percentOff: 20 })])],
    ['a percentage off a regular price', 'price.percent-mismatch', factsWith([point({ percentOff: 10 })])],
    [
      'an offer whose percentage is not true',
      'price.percent-mismatch',
      factsWith([reduction()], { offers: [offer({ percentOff: 25 })] }),
    ],
    [
      'an offer with a percentage where nothing is reduced',
      'price.percent-mismatch',
      factsWith([point()], { offers: [offer({ percentOff: 25 })] }),
    ],
    [
      'an offer with a true percentage whose measure would not be shown',
      'price.percent-mismatch',
      factsWith([point({ amountMinor: 1499n, lowest30dMinor: 1899n })], { offers: [offer({ percentOff: 21 })] }),
    ],
    [
      'a badge whose words claim another percentage',
      'price.percent-mismatch',
      factsWith([reduction()], { offers: [offer({ badge: { de: '−50 %' } })] }),
    ],
    [
      'a badge that claims more than the same offer states',
      'price.percent-mismatch',
      factsWith([reduction()], { offers: [offer({ percentOff: 21, badge: { de: 'Jetzt 30% billiger' } })] }),
    ],
    [
      'a badge with a percentage on a regular price',
      'price.percent-mismatch',
      factsWith([point()], { offers: [offer({ badge: { de: '20 Prozent Rabatt' } })] }),
    ],
    [
      'a badge with a percentage after a date',
      'price.percent-mismatch',
      factsWith([point()], { offers: [offer({ badge: { de: 'Am 24.11. −50 %' } })] }),
    ],
    [
      'a badge with a percentage beside that of a second piece',
      'price.percent-mismatch',
      factsWith([point()], { offers: [offer({ badge: { de: '−30 %, 2. −50 %' } })] }),
    ],
    [
      'a badge with a fraction of a per cent too much',
      'price.percent-mismatch',
      factsWith([reduction()], { offers: [offer({ badge: { de: '21,9 %' } })] }),
    ],
  ])('%s', (_what, reason, facts) => {
    const verdict = decide(facts, germanStore, noon);
    expect(verdict).toMatchObject({ ok: false, reason });
    expect(verdict).not.toHaveProperty('content');
    expect(verdict.why[0]).toMatchObject({ rule: 'refusal', reason });
  });

  it.each<[string, LabelFacts]>([
    ['the true percentage', factsWith([reduction({ percentOff: 21 })])],
    ['an offer with it', factsWith([reduction()], { offers: [offer({ percentOff: 21 })] })],
    ['a badge with it', factsWith([reduction()], { offers: [offer({ badge: { de: 'Nur heute −21 %!' } })] })],
    ['what a second piece costs', factsWith([point()], { offers: [offer({ badge: { de: '2. −50 %' } })] })],
    ['a badge without percentages', factsWith([point()], { offers: [offer({ badge: { de: '3 für 2' } })] })],
    [
      'a badge in a language that is not shown',
      factsWith([point()], { offers: [offer({ badge: { de: 'Aktion', en: '50 %' } })] }),
    ],
    [
      'a misleading offer that has not begun',
      factsWith([point()], { offers: [offer({ percentOff: 50, fromMs: noon + 1 })] }),
    ],
    [
      'a misleading offer for members only',
      factsWith([point()], { offers: [offer({ percentOff: 50, audience: 'member' })] }),
    ],
    [
      'no unit price where none is wanted',
      factsWith([point({ unitPriceMinor: null, unit: null })], { product: { unitPriceRequired: false } }),
    ],
    ['a wrong point that does not hold now', factsWith([point(), point({ fromMs: noon + 1, amountMinor: 0n })])],
  ])('not: %s', (_what, facts) => expect(reasonOf(facts)).toBeNull());

  it('wakes when it may become right', () => {
    const verdict = decide(
      factsWith(
        [point({ amountMinor: 0n, toMs: noon + 5 }), point({ fromMs: noon + 9 })].sort((a, b) => a.fromMs - b.fromMs),
      ),
      germanStore,
      noon,
    );
    expect(verdict).toMatchObject({ ok: false, untilMs: noon + 5 });
  });

  it('the whole label for the sake of any of its products', () => {
    const facts = factsWith([point()]);
    for (const bad of [0, 1, 2, 3]) {
      const items = [0, 1, 2, 3].map(index => ({
        ...facts.items[0]!,
        sku: `4012${index}`,
        product: index === bad ? null : versioned(product({ sku: `4012${index}` })),
      }));
      expect(reasonOf({ ...facts, items })).toBe('product.missing');
    }
  });
});

describe('whatever the mesh says', () => {
  const anyFacts: fc.Arbitrary<LabelFacts> = fc
    .record({
      timelines: fc.array(timelineArbitrary, { minLength: 1, maxLength: 3 }),
      offers: fc.array(offerArbitrary, { maxLength: 4 }),
      unitPriceRequired: fc.boolean(),
      page: fc.constantFrom('price' as const, 'staff' as const),
    })
    .map(({ timelines, offers, unitPriceRequired, page }) => ({
      binding: versioned(binding({ page })),
      zone: null,
      items: timelines.map((timeline, index) => ({
        sku: `4012${index}`,
        product: versioned(product({ sku: `4012${index}`, unitPriceRequired })),
        price: versioned({ sku: `4012${index}`, timeline }, { seq: 100 + index }),
        offers,
      })),
    }));

  it('nothing that is shown misleads', () => {
    let shown = 0;
    fc.assert(
      fc.property(anyFacts, aroundGridMs, (facts, atMs) => {
        const verdict = decide(facts, germanStore, atMs);
        if (!verdict.ok) return;
        shown += 1;
        expect(verdict.content.items).toHaveLength(facts.items.length);
        for (const [index, item] of verdict.content.items.entries()) {
          const source = facts.items[index]!;
          const holding = source.price!.value.timeline.filter(
            one => one.fromMs <= atMs && (one.toMs === null || atMs < one.toMs),
          );
          const newest = holding.findLast(one => one.fromMs === Math.max(...holding.map(each => each.fromMs)))!;
          expect(item.price).toEqual({ amountMinor: newest.amountMinor, currency: 'EUR', exponent: 2 });
          expect(item.price.amountMinor > 0n).toBe(true);
          expect(item.unitPrice?.price.amountMinor ?? null).toBe(newest.unitPriceMinor);
          if (source.product!.value.unitPriceRequired) expect(item.unitPrice!.price.amountMinor > 0n).toBe(true);
          if (item.lowest30d) expect(item.lowest30d.amountMinor > item.price.amountMinor).toBe(true);
          const claimed = /(\d+)\s%/.exec(item.badge ?? '')?.[1];
          if (claimed === undefined) continue;
          // The claim, recomputed from nothing but what the label itself shows.
          const before = item.lowest30d!.amountMinor;
          expect(BigInt(claimed)).toBe(((before - item.price.amountMinor) * 100n) / before);
        }
      }),
      { numRuns: 1000 },
    );
    expect(shown).toBeGreaterThan(50);
  });

  it('it stays right until the instant that the verdict names', () => {
    fc.assert(
      fc.property(anyFacts, aroundGridMs, aroundGridMs, (facts, atMs, laterMs) => {
        const now = decide(facts, germanStore, atMs);
        expect(now.untilMs ?? Number.POSITIVE_INFINITY).toBeGreaterThan(atMs);
        if (laterMs < atMs || (now.untilMs !== null && laterMs >= now.untilMs)) return;
        expect(essence(decide(facts, germanStore, laterMs))).toEqual(essence(now));
      }),
      { numRuns: 1000 },
    );
  });

  it('equal facts make equal verdicts, and facts are left as they were', () => {
    fc.assert(
      fc.property(anyFacts, aroundGridMs, (facts, atMs) => {
        const frozen = deepFrozen(structuredClone(facts));
        expect(decide(frozen, germanStore, atMs)).toEqual(decide(facts, germanStore, atMs));
      }),
    );
  });

  it('every verdict says why, and every refusal comes first', () => {
    fc.assert(
      fc.property(anyFacts, aroundGridMs, (facts, atMs) => {
        const verdict = decide(facts, germanStore, atMs);
        expect(verdict.why.some(({ rule }) => rule === 'binding')).toBe(true);
        expect(verdict.why.filter(({ rule }) => rule === 'refusal')).toHaveLength(verdict.ok ? 0 : 1);
        if (!verdict.ok) expect(verdict.why[0]?.text).toContain(verdict.detail);
      }),
    );
  });
});

function essence(verdict: Verdict): string {
  return verdict.ok ? encodeContent(verdict.content) : `${verdict.reason}: ${verdict.detail}`;
}

function deepFrozen<T extends LabelFacts | PricePoint | VersionedOffer | object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFrozen(inner);
  return Object.freeze(value);
}
