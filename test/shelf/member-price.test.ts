import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTimeIn } from '../../src/agent/store-rules.ts';
import { encodeContent } from '../../src/shelf/content-codec.ts';
import { decide, type LabelFacts } from '../../src/shelf/decide.ts';
import type { OfferPrice } from '../../src/shelf/fact.ts';
import type { VersionedOffer } from '../../src/shelf/offer.ts';
import {
  aroundGridMs,
  binding,
  factsWith,
  germanStore,
  hourMs,
  offer,
  openingMs,
  point,
  product,
  reduction,
  versioned,
} from './facts.ts';

const noon = openingMs + 7 * hourMs;

/** 16.99 for members; the shelf says 19.99. */
function memberPrice(over: Partial<OfferPrice> = {}): OfferPrice {
  return { amountMinor: 1699n, currency: 'EUR', unitPriceMinor: 3398n, unit: 'kg', lowest30dMinor: null, ...over };
}

function card(over: Partial<VersionedOffer> = {}, price: Partial<OfferPrice> = {}): VersionedOffer {
  return offer({ offer: 'card', audience: 'member', price: memberPrice(price), ...over });
}

function shown(facts: LabelFacts, atMs = noon) {
  const verdict = decide(facts, germanStore, atMs);
  if (!verdict.ok) throw new Error(`refused: ${verdict.reason}: ${verdict.detail}`);
  return verdict.content;
}

const withOffer = (made: VersionedOffer, timeline = [point()]) => factsWith(timeline, { offers: [made] });

describe('a price for members', () => {
  it('stands beside the one on the shelf, with its unit price and its lowest', () => {
    const [item] = shown(
      withOffer(card({ badge: { de: 'Mit Karte −15 %' }, percentOff: 15 }, { lowest30dMinor: 1999n })),
    ).items;
    expect(item!.price.amountMinor).toBe(1999n);
    expect(item!.memberPrice).toEqual({
      price: { amountMinor: 1699n, currency: 'EUR', exponent: 2 },
      unitPrice: { price: { amountMinor: 3398n, currency: 'EUR', exponent: 2 }, unit: 'kg' },
      lowest30d: { amountMinor: 1999n, currency: 'EUR', exponent: 2 },
    });
    expect(item).toMatchObject({ badge: 'Mit Karte −15 %', lowest30d: null, offer: { id: 'card', variant: null } });
  });

  it('is not made for what is sold out', () => {
    const facts = factsWith([point()], { offers: [card()], product: { availability: 'sold-out' } });
    expect(shown(facts).items[0]!.memberPrice).toBeNull();
  });

  it('is never that of a session', () => {
    expect(shown(withOffer(card({ audience: 'session' }))).items[0]).toMatchObject({ memberPrice: null, offer: null });
  });

  const misleading: [string, VersionedOffer][] = [
    ['of zero', card({}, { amountMinor: 0n })],
    ['in another currency', card({}, { currency: 'CHF' })],
    ['that is what everybody pays', card({}, { amountMinor: 1999n })],
    ['above what everybody pays', card({}, { amountMinor: 2099n })],
    ['without the unit price that the law wants', card({}, { unitPriceMinor: null, unit: null })],
    ['with a unit price of zero', card({}, { unitPriceMinor: 0n })],
    ['with a unit price above the one on the shelf', card({}, { unitPriceMinor: 3999n })],
    ['that is no lower than a month ago', card({}, { lowest30dMinor: 1699n })],
    ['with a percentage from nowhere', card({ percentOff: 15 })],
    ['with a percentage that is not true', card({ percentOff: 16 }, { lowest30dMinor: 1999n })],
    ['with words that claim more', card({ badge: { de: '−20 %' } }, { lowest30dMinor: 1999n })],
    ['with a percentage and no price at all', card({ percentOff: 15, price: null })],
  ];

  it.each(misleading)('%s is left out with the reason, and the label is made without it', (_what, made) => {
    const verdict = decide(withOffer(made), germanStore, noon);
    expect(verdict).toMatchObject({ ok: true, content: { items: [{ offer: null, memberPrice: null, badge: null }] } });
    const said = verdict.why.filter(({ reason }) => reason === 'offer.price-misleading');
    expect(said).toHaveLength(1);
    expect(said[0]!.text).toMatch(/^Offer card@3 is left out: \S/);
    expect(verdict.ok && encodeContent(verdict.content)).toBe(encodeContent(shown(factsWith([point()]))));
  });

  it('that misleads makes room for the offer that it outranks', () => {
    const bad = card({ priority: 9 }, { amountMinor: 1999n });
    const facts = factsWith([point()], { offers: [offer({ badge: { de: '3 für 2' } }), bad] });
    expect(shown(facts).items[0]).toMatchObject({ offer: { id: 'coffee-week' }, badge: '3 für 2' });
  });

  it.each<[string, VersionedOffer]>([
    ['without a percentage', card()],
    ['with a true one', card({ percentOff: 15 }, { lowest30dMinor: 1999n })],
    ['with true words', card({ badge: { de: 'Mit Karte 15 %' } }, { lowest30dMinor: 1999n })],
    ['with what a second piece costs', card({ badge: { de: '2. −50 %' } })],
    ['with double points instead', card({ price: null, badge: { de: 'Doppelte Punkte' } })],
  ])('%s is made', (_what, made) => expect(shown(withOffer(made)).items[0]!.offer?.id).toBe('card'));

  it('has to be below a reduced price as well', () => {
    const [item] = shown(withOffer(card({}, { amountMinor: 1399n, unitPriceMinor: 2798n }), [reduction()])).items;
    expect([item!.memberPrice?.price.amountMinor, item!.lowest30d?.amountMinor]).toEqual([1399n, 1899n]);
    expect(shown(withOffer(card(), [reduction()])).items[0]!.memberPrice).toBeNull();
  });

  it('leaves a misleading public offer what it was: a reason not to change the label', () => {
    expect(decide(withOffer(offer({ percentOff: 50 })), germanStore, noon)).toMatchObject({
      ok: false,
      reason: 'price.percent-mismatch',
    });
  });

  it('is always the lower one, and true, whatever the mesh says', () => {
    let made = 0;
    const price: fc.Arbitrary<OfferPrice> = fc
      .tuple(
        fc.bigInt(-2n, 2500n),
        fc.constantFrom('EUR', 'EUR', 'EUR', 'CHF'),
        fc.option(fc.bigInt(-1n, 4200n), { nil: null }),
        fc.option(fc.bigInt(0n, 2500n), { nil: null }),
      )
      .map(([amountMinor, currency, unitPriceMinor, lowest30dMinor]) => ({
        amountMinor,
        currency,
        unitPriceMinor,
        unit: unitPriceMinor === null ? null : 'kg',
        lowest30dMinor,
      }));
    fc.assert(
      fc.property(
        price,
        fc.option(fc.integer({ min: 1, max: 99 }), { nil: null, freq: 1 }),
        fc.boolean(),
        (said, percentOff, required) => {
          const facts = factsWith([point()], {
            offers: [card({ price: said, percentOff })],
            product: { unitPriceRequired: required },
          });
          const [item] = shown(facts).items;
          expect(item!.price.amountMinor).toBe(1999n);
          if (!item!.memberPrice) return;
          made += 1;
          const { price: low, unitPrice, lowest30d } = item!.memberPrice;
          expect(low.amountMinor > 0n && low.amountMinor < 1999n && low.currency === 'EUR').toBe(true);
          if (required) expect(unitPrice!.price.amountMinor > 0n).toBe(true);
          if (percentOff === null) return;
          expect(BigInt(percentOff)).toBe(((lowest30d!.amountMinor - low.amountMinor) * 100n) / lowest30d!.amountMinor);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(made).toBeGreaterThan(50);
  });
});

describe('an offer on a label', () => {
  it('holds in its zones only', () => {
    const inZone = (zone: string | null) =>
      shown(factsWith([point()], { offers: [offer({ zones: ['dairy'] })], zone })).items[0]!.offer;
    expect(inZone('dairy')?.id).toBe('coffee-week');
    expect([inZone('wine'), inZone(null)]).toEqual([null, null]);
  });

  it('is hidden by the stock of its own product', () => {
    const inStock = (stock: number | null) =>
      shown(
        factsWith([point()], { offers: [offer({ stockAtLeast: 6, skus: ['40123', '40124'] })], product: { stock } }),
      ).items[0]!.offer?.id ?? null;
    expect([inStock(6), inStock(5), inStock(null)]).toEqual(['coffee-week', null, 'coffee-week']);
  });

  it('comes and goes with its dayparts', () => {
    const rules = { ...germanStore, localTime: localTimeIn('Europe/Berlin') };
    // Tuesday 07:00 to 09:00 in Berlin is 06:00 to 08:00 in UTC.
    const facts = withOffer(offer({ dayparts: [{ days: [2], fromMinute: 420, untilMinute: 540 }] }));
    const at = (atMs: number) => {
      const verdict = decide(facts, rules, atMs);
      return [
        verdict.ok && verdict.content.items[0]!.offer !== null,
        verdict.untilMs && (verdict.untilMs - openingMs) / hourMs,
      ];
    };
    expect([openingMs, openingMs + hourMs, openingMs + 3 * hourMs].map(at)).toEqual([
      [false, 1],
      [true, 3],
      [false, 1 + 7 * 24],
    ]);
  });

  it('lends the label its template while it holds, unless staff looks', () => {
    const offers = [offer({ template: 'flash', toMs: noon })];
    const on = (page: 'price' | 'staff', atMs: number) =>
      shown(factsWith([point()], { offers, binding: { page } }), atMs).template;
    expect([on('price', noon - 1), on('price', noon), on('staff', noon - 1)]).toEqual(['flash', 'shelf', 'shelf']);
  });

  it('that is tried in variants looks the same on all labels of a zone', () => {
    const experiment = {
      experiment: 'words',
      key: 'ab'.repeat(16),
      variants: ['a', 'b'].map(variant => ({ variant, weight: 1, badge: { de: variant }, text: null, url: null })),
    };
    const badgeIn = (zone: string | null, label: string) => {
      const facts = factsWith([point()], { offers: [offer({ experiment })], zone, binding: { label } });
      const { badge, offer: made } = shown(facts).items[0]!;
      expect(badge).toBe(made!.variant);
      return badge;
    };
    const zones = Array.from({ length: 20 }, (_, index) => `zone-${index}`);
    const badges = zones.map(zone => badgeIn(zone, 'aabbccddeeff'));
    expect(zones.map(zone => badgeIn(zone, 'aabbccddee00'))).toEqual(badges);
    expect(new Set(badges)).toEqual(new Set(['a', 'b']));
    expect(badgeIn(null, 'aabbccddeeff')).toBe(badgeIn(null, 'aabbccddee00'));
  });

  it('is decided until the instant that the verdict names', () => {
    const daypart = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
      .filter(([from, until]) => from < until)
      .map(([from, until]) => ({ days: [2, 3], fromMinute: from * 60, untilMinute: until * 60 }));
    const made = fc
      .record({
        dayparts: fc.array(daypart, { maxLength: 2 }),
        zones: fc.constantFrom([], ['dairy']),
        stockAtLeast: fc.constantFrom(null, 5),
        audience: fc.constantFrom('public' as const, 'member' as const),
        offer: fc.constantFrom('a', 'b', 'c'),
        toMs: fc.constantFrom(null, noon),
        amountMinor: fc.constantFrom(1699n, 1999n),
      })
      .map(({ amountMinor, ...rest }) =>
        offer({ ...rest, price: rest.audience === 'member' ? memberPrice({ amountMinor }) : null }),
      );
    const anyFacts = fc
      .record({
        offers: fc.uniqueArray(made, { maxLength: 3, selector: one => one.offer }),
        zone: fc.constantFrom(null, 'dairy'),
        stock: fc.constantFrom(null, 4, 5),
      })
      .map(({ offers, zone, stock }) => ({
        binding: versioned(binding()),
        zone,
        items: [
          {
            sku: '40123',
            product: versioned(product({ stock })),
            price: versioned({ sku: '40123', timeline: [point({ fromMs: 0 })] }),
            offers,
          },
        ],
      }));
    fc.assert(
      fc.property(anyFacts, aroundGridMs, aroundGridMs, (facts, atMs, laterMs) => {
        const { untilMs } = decide(facts, germanStore, atMs);
        expect(untilMs ?? Number.POSITIVE_INFINITY).toBeGreaterThan(atMs);
        if (laterMs < atMs || (untilMs !== null && laterMs >= untilMs)) return;
        expect(encodeContent(shown(facts, laterMs))).toBe(encodeContent(shown(facts, atMs)));
      }),
      { numRuns: 500 },
    );
  });
});
