import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anchorAt,
  apartMs,
  clockTrust,
  gatewayTime,
  type Moment,
  nextPriceTurn,
  priceNow,
  watchClock,
} from '../../src/signage/price-hold.ts';
import { cardOf, stepOf } from './programme-fixture.ts';

const limitMs = 60_000;
const start: Moment = { monotonicMs: 5_000, wallMs: 900_000 };
const later = (ms: number, jumpMs = 0): Moment => ({
  monotonicMs: start.monotonicMs + ms,
  wallMs: start.wallMs + ms + jumpMs,
});
const now = stepOf(1, '99', { fromMs: 0, untilMs: 1_010_000 });
const next = stepOf(2, '49', { fromMs: 1_010_000, untilMs: null });
const card = cardOf('a', ['A', 'A'], [now, next], {
  sats: { text: '2.000 sats', rate: ['Kurs 14:05'], untilMs: 1_005_000 },
});
const anchor = anchorAt(1_000_000, start);

const shownAt = (moment: Moment, of = anchor) => {
  const price = priceNow(card, of, limitMs, moment);
  return price.shown ? price.step.price.text : price.reason;
};

describe('a price on a page', () => {
  it('follows the plan of the shelf to the millisecond', () => {
    expect(shownAt(later(9_999))).toBe('1,99\u00a0€');
    expect(shownAt(later(10_000))).toBe('2,49\u00a0€');
  });

  it('gives way when the gateway was silent for longer than the limit', () => {
    expect(shownAt(later(limitMs))).toBe('2,49\u00a0€');
    expect(shownAt(later(limitMs + 1))).toBe('age');
  });

  it('gives way when the clocks went apart, whichever way', () => {
    expect(shownAt(later(1_000, apartMs))).toBe('1,99\u00a0€');
    for (const jumpMs of [apartMs + 1, -apartMs - 1]) expect(shownAt(later(1_000, jumpMs))).toBe('clock');
    expect(shownAt(later(-1))).toBe('clock');
  });

  it('stays away until the gateway speaks again, also when the clocks meet by chance', () => {
    const lost = watchClock(anchor, later(1_000, 10_000));
    expect(shownAt(later(2_000), lost)).toBe('clock');
    expect(clockTrust(lost, later(2_000))).toBe('lost');
    expect(shownAt(later(3_000, 10_000), anchorAt(1_003_000, later(3_000, 10_000)))).toBe('1,99\u00a0€');
  });

  it('is never of a plan that is over, absent, or unproved', () => {
    const ended = { ...card, steps: [now] };
    expect(priceNow(ended, anchor, limitMs, later(10_000))).toEqual({ shown: false, reason: 'plan' });
    expect(priceNow(card, null, limitMs, start)).toEqual({ shown: false, reason: 'stream' });
    expect(priceNow({ ...card, absent: 'content.no-price' }, anchor, limitMs, start)).toEqual({ shown: false, reason: 'none' }); // biome-ignore format: one line
    expect(priceNow(null, anchor, limitMs, start)).toEqual({ shown: false, reason: 'none' });
  });

  it('loses its sats at their own time', () => {
    expect(priceNow(card, anchor, limitMs, later(4_999))).toMatchObject({ sats: { text: '2.000 sats' } });
    expect(priceNow(card, anchor, limitMs, later(5_000))).toMatchObject({ shown: true, sats: null });
  });

  it('is shown only under every condition, whatever the clocks do', () => {
    const ms = fc.integer({ min: -200_000, max: 200_000 });
    fc.assert(
      fc.property(ms, ms, fc.integer({ min: 1_000, max: 100_000 }), ms, ms, (passed, jump, limit, from, length) => {
        const step = stepOf(1, '99', {
          fromMs: 1_000_000 + from,
          untilMs: length < 0 ? null : 1_000_000 + from + length,
        });
        const moment = later(passed, jump);
        const price = priceNow({ ...card, steps: [step] }, anchor, limit, moment);
        const at = gatewayTime(anchor, moment);
        const may =
          passed >= 0 &&
          passed <= limit &&
          Math.abs(jump) <= apartMs &&
          step.fromMs <= at &&
          (step.untilMs === null || at < step.untilMs);
        expect(price.shown).toBe(may);
      }),
      { numRuns: 500 },
    );
  });

  it('changes at no other time than the one that is told', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80_000 }), fc.integer({ min: 0, max: 80_000 }), (from, ms) => {
        const turn = nextPriceTurn([card], anchor, limitMs, 1_000_000 + from);
        const until = turn === null ? from + ms : Math.min(from + ms, turn - 1_000_000 - 1);
        fc.pre(until >= from);
        expect(priceNow(card, anchor, limitMs, later(until))).toEqual(priceNow(card, anchor, limitMs, later(from)));
      }),
      { numRuns: 300 },
    );
  });
});
