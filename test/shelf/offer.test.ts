import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  judgeOffer,
  type OfferContext,
  offerAt as offerIn,
  offerRules,
  type VersionedOffer,
} from '../../src/shelf/offer.ts';
import { aroundGridMs, hourMs, offer, offerArbitrary, openingMs } from './facts.ts';

/** A shared label in no zone that is known, of a product whose stock nobody knows. */
const label: OfferContext = { zone: null, stockOf: () => null, audience: 'member', localTime: () => 60 };
const offerAt = (offers: readonly VersionedOffer[], atMs: number) => offerIn(offers, label, atMs);

describe('the offer on a shared label', () => {
  const week = offer({ offer: 'week', toMs: openingMs + 10 * hourMs });

  it('holds from its beginning until its end, which is exclusive', () => {
    const at = (ms: number) => offerAt([week], ms).offer?.offer ?? null;
    expect([openingMs - 1, openingMs, openingMs + 10 * hourMs - 1, openingMs + 10 * hourMs].map(at)).toEqual([
      null,
      'week',
      'week',
      null,
    ]);
  });

  it('is the one of the highest priority, however old', () => {
    const flash = offer({ offer: 'flash', fromMs: openingMs + hourMs, priority: 1 });
    expect(offerAt([{ ...week, priority: 2 }, flash], openingMs + hourMs).offer?.offer).toBe('week');
  });

  it('is the one that began last among equals', () => {
    const flash = offer({ offer: 'flash', fromMs: openingMs + hourMs });
    expect(offerAt([flash, week], openingMs + hourMs).offer?.offer).toBe('flash');
  });

  it('is never one for a session, and is not woken for by it', () => {
    const private_ = offer({ audience: 'session', priority: 1000, fromMs: openingMs, toMs: openingMs + hourMs });
    expect(offerAt([private_], openingMs)).toEqual({ offer: null, untilMs: null });
    expect(offerAt([private_, week], openingMs).offer?.offer).toBe('week');
  });

  it('may be one for members, which everybody may read', () => {
    const card = offer({ offer: 'card', audience: 'member', priority: 1 });
    expect(offerAt([card, week], openingMs).offer?.offer).toBe('card');
  });

  const offers = fc.uniqueArray(offerArbitrary, { maxLength: 5, selector: one => one.offer });

  it('does not depend on the order in which offers are told', () => {
    fc.assert(
      fc.property(
        offers.chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        aroundGridMs,
        ([told, shuffled], atMs) => {
          expect(offerAt(told, atMs)).toEqual(offerAt(shuffled, atMs));
        },
      ),
    );
  });

  it('is for no session, valid and outranked by none, until the instant that is named', () => {
    fc.assert(
      fc.property(offers, aroundGridMs, aroundGridMs, (all, atMs, laterMs) => {
        const { offer: best, untilMs } = offerAt(all, atMs);
        const valid = all.filter(
          one => one.audience !== 'session' && one.fromMs <= atMs && (one.toMs === null || atMs < one.toMs),
        );
        expect(best === null).toBe(valid.length === 0);
        if (best) expect(valid).toContain(best);
        for (const other of valid) expect(best!.priority).toBeGreaterThanOrEqual(other.priority);
        if (laterMs >= atMs && (untilMs === null || laterMs < untilMs)) expect(offerAt(all, laterMs).offer).toBe(best);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an offer at an output', () => {
  const morning = { days: [2], fromMinute: 7 * 60, untilMinute: 9 * 60 };
  const judged = (over: Partial<VersionedOffer>, context: Partial<OfferContext> = {}, atMs = openingMs) => {
    const answer = judgeOffer(offer(over), { ...label, ...context }, atMs);
    return [answer.holds || answer.reason, answer.untilMs === null ? null : (answer.untilMs - openingMs) / hourMs];
  };
  const noon = openingMs + 6 * hourMs;

  // 05:00 of a Tuesday in UTC is six o'clock on the wall.
  it.each<[string, Partial<VersionedOffer>, Partial<OfferContext>, unknown, number | null]>([
    ['nothing speaks against', {}, {}, true, null],
    ['that ends', { toMs: noon }, {}, true, 6],
    ['that begins', { fromMs: noon }, {}, 'offer.not-yet', 6],
    ['that is over', { fromMs: 0, toMs: openingMs }, {}, 'offer.over', null],
    ['of the morning', { dayparts: [morning] }, {}, 'offer.daypart', 1],
    ['of the morning, in the morning', { dayparts: [morning] }, { localTime: () => 120 }, true, 2],
    ['of the morning, over before', { dayparts: [morning], toMs: openingMs + 1 }, {}, 'offer.daypart', null],
    ['of the morning, over in it', { dayparts: [morning], toMs: noon - 1 }, { localTime: () => 120 }, true, 2],
    ['of here', { zones: ['dairy', 'wine'] }, { zone: 'wine' }, true, null],
    ['of elsewhere', { zones: ['dairy'] }, { zone: 'wine' }, 'offer.zone-elsewhere', null],
    ['of some zone, nowhere', { zones: ['dairy'] }, {}, 'offer.zone-elsewhere', null],
    ['with enough in stock', { stockAtLeast: 5 }, { stockOf: () => 5 }, true, null],
    ['with too little', { stockAtLeast: 5, toMs: noon }, { stockOf: () => 4 }, 'offer.stock-low', null],
    ['with nobody knows how much', { stockAtLeast: 5 }, {}, true, null],
    ['for members, to everybody', { audience: 'member' }, { audience: 'public' }, 'offer.audience', null],
    ['for everybody, to members', {}, { audience: 'member' }, true, null],
    ['for members, to a session', { audience: 'member' }, { audience: 'session' }, true, null],
    ['for a session, to members', { audience: 'session' }, { audience: 'member' }, 'offer.audience', null],
    ['taken back', {}, { revoked: (id, version) => id === 'coffee-week' && version <= 3 }, 'offer.revoked', null],
    ['made anew since', { version: 4 }, { revoked: (_id, version) => version <= 3 }, true, null],
  ])('%s', (_what, over, context, answer, hours) => expect(judged(over, context)).toEqual([answer, hours]));

  it('of several products is hidden when all of them are short', () => {
    const stock: Record<string, number> = { a: 1, b: 9 };
    const over = { skus: ['a', 'b'], stockAtLeast: 5 };
    expect(judged(over, { stockOf: sku => stock[sku] ?? null })[0]).toBe(true);
    expect(judged(over, { stockOf: () => 1 })[0]).toBe('offer.stock-low');
  });

  it('names the first rule that speaks against it, in one order', () => {
    const dead = {
      revoked: () => true,
      zone: 'wine',
      audience: 'public',
      stockOf: () => 0,
      localTime: () => 60,
    } as const;
    const all = {
      toMs: openingMs,
      audience: 'member',
      zones: ['dairy'],
      dayparts: [morning],
      stockAtLeast: 1,
    } as const;
    const seen = [
      judged(all, dead),
      judged(all, { ...dead, revoked: () => false }),
      judged({ ...all, toMs: null }, { ...dead, revoked: () => false }),
      judged({ ...all, toMs: null, audience: 'public' }, { ...dead, revoked: () => false }),
      judged({ ...all, fromMs: noon, toMs: null, audience: 'public', zones: [] }, { ...dead, revoked: () => false }),
      judged({ ...all, toMs: null, audience: 'public', zones: [] }, { ...dead, revoked: () => false }),
      judged({ stockAtLeast: 1 }, { stockOf: () => 0 }),
    ];
    expect(seen.map(([reason]) => reason)).toEqual(offerRules);
  });
});
