import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offerAt } from '../../src/shelf/offer.ts';
import { aroundGridMs, hourMs, offer, offerArbitrary, openingMs } from './facts.ts';

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

  it.each(['member', 'session'] as const)('is never one for a %s alone, and is not woken for by it', audience => {
    const private_ = offer({ audience, priority: 1000, fromMs: openingMs, toMs: openingMs + hourMs });
    expect(offerAt([private_], openingMs)).toEqual({ offer: null, untilMs: null });
    expect(offerAt([private_, week], openingMs).offer?.offer).toBe('week');
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

  it('is public, valid and outranked by none, until the instant that is named', () => {
    fc.assert(
      fc.property(offers, aroundGridMs, aroundGridMs, (all, atMs, laterMs) => {
        const { offer: best, untilMs } = offerAt(all, atMs);
        const valid = all.filter(
          one => one.audience === 'public' && one.fromMs <= atMs && (one.toMs === null || atMs < one.toMs),
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
