import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PricePoint } from '../../src/shelf/fact.ts';
import { priceAt } from '../../src/shelf/timeline.ts';
import { aroundGridMs, hourMs, openingMs, point, reduction, timelineArbitrary } from './facts.ts';

/** The rule said another way: sort the points that hold, newest beginning first, later in the list first. */
function slowly(timeline: readonly PricePoint[], atMs: number): PricePoint | null {
  const holding = timeline
    .map((candidate, place) => ({ candidate, place }))
    .filter(({ candidate }) => candidate.fromMs <= atMs && (candidate.toMs ?? Number.POSITIVE_INFINITY) > atMs)
    .sort((a, b) => b.candidate.fromMs - a.candidate.fromMs || b.place - a.place);
  return holding[0]?.candidate ?? null;
}

describe('the price that holds', () => {
  const regular = point();
  const reduced = reduction({ fromMs: openingMs + 3 * hourMs, toMs: openingMs + 5 * hourMs });
  const risen = point({ fromMs: openingMs + 8 * hourMs, amountMinor: 2199n });
  const timeline = [regular, reduced, risen];

  it.each([
    ['before it begins', -1, null, 0],
    ['at the very instant of its beginning', 0, regular, 3],
    ['a millisecond before a reduction', 3 - 1 / hourMs, regular, 3],
    ['when the reduction begins', 3, reduced, 5],
    ['in its last millisecond', 5 - 1 / hourMs, reduced, 5],
    ['when it ends, the regular price again', 5, regular, 8],
    ['when a new regular price begins', 8, risen, null],
    ['years later', 50_000, risen, null],
  ])('%s', (_when, hours, expected, untilHours) => {
    expect(priceAt(timeline, Math.round(openingMs + hours * hourMs))).toEqual({
      point: expected,
      untilMs: untilHours === null ? null : openingMs + untilHours * hourMs,
    });
  });

  it('is none in a gap between two', () => {
    const early = point({ toMs: openingMs + hourMs });
    const late = point({ fromMs: openingMs + 2 * hourMs });
    expect(priceAt([early, late], openingMs + hourMs)).toEqual({ point: null, untilMs: openingMs + 2 * hourMs });
  });

  it('is the later in the list of two that begin together', () => {
    const first = point({ amountMinor: 1n });
    const second = point({ amountMinor: 2n });
    expect(priceAt([first, second], openingMs).point).toBe(second);
  });

  it('is the inner one of two reductions, then the outer, then the regular one', () => {
    const outer = reduction({ fromMs: openingMs + hourMs, toMs: openingMs + 6 * hourMs });
    const inner = reduction({ fromMs: openingMs + 2 * hourMs, toMs: openingMs + 3 * hourMs, amountMinor: 999n });
    const at = (hours: number) => priceAt([regular, outer, inner], openingMs + hours * hourMs).point;
    expect([0, 1, 2, 3, 6].map(at)).toEqual([regular, outer, inner, outer, regular]);
  });

  it('is none on an empty timeline, for ever', () =>
    expect(priceAt([], openingMs)).toEqual({ point: null, untilMs: null }));

  it('agrees with the rule said another way', () => {
    fc.assert(
      fc.property(timelineArbitrary, aroundGridMs, (points, atMs) => {
        expect(priceAt(points, atMs).point).toBe(slowly(points, atMs));
      }),
      { numRuns: 500 },
    );
  });

  it('stays what it is until the instant that is named', () => {
    fc.assert(
      fc.property(timelineArbitrary, aroundGridMs, aroundGridMs, (points, atMs, laterMs) => {
        const { point: now, untilMs } = priceAt(points, atMs);
        expect(untilMs ?? Number.POSITIVE_INFINITY).toBeGreaterThan(atMs);
        if (laterMs >= atMs && (untilMs === null || laterMs < untilMs))
          expect(priceAt(points, laterMs).point).toBe(now);
      }),
      { numRuns: 500 },
    );
  });

  it('is found by waking at the named instants only, however the day is walked', () => {
    fc.assert(
      fc.property(timelineArbitrary, points => {
        let atMs: number | null = openingMs - hourMs;
        let wakes = 0;
        const walked = new Map<number, PricePoint | null>();
        while (atMs !== null) {
          const current = priceAt(points, atMs);
          walked.set(atMs, current.point);
          atMs = current.untilMs;
          wakes += 1;
        }
        expect(wakes).toBeLessThanOrEqual(1 + points.length * 2);
        let held: PricePoint | null = null;
        for (let ms = openingMs - hourMs; ms <= openingMs + 20 * hourMs; ms += hourMs / 2) {
          held = walked.has(ms) ? walked.get(ms)! : held;
          expect(slowly(points, ms)).toBe(held);
        }
      }),
    );
  });
});
