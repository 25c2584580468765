import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hourMs, hourShares } from '../../src/shelf/play.ts';

const beganMs = 1_795_446_000_000;

const span = fc
  .tuple(
    fc.integer({ min: beganMs, max: beganMs + 5 * hourMs }),
    fc.nat(3 * hourMs),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([fromMs, lengthMs, seen]) => ({ fromMs, toMs: fromMs + lengthMs, seenMs: Math.floor(lengthMs * seen) }));

test('a play over the end of an hour is split by its share', () => {
  expect(hourShares({ fromMs: beganMs + hourMs - 6_000, toMs: beganMs + hourMs + 4_000, seenMs: 5_000 })).toEqual([
    { hourMs: beganMs, count: 1, seenMs: 3_000, unseenMs: 3_000 },
    { hourMs: beganMs + hourMs, count: 0, seenMs: 2_000, unseenMs: 2_000 },
  ]);
});

test('one that ends with the hour lies in it alone, and one without length counts', () => {
  expect(hourShares({ fromMs: beganMs, toMs: beganMs + hourMs, seenMs: 0 })).toHaveLength(1);
  expect(hourShares({ fromMs: beganMs, toMs: beganMs, seenMs: 0 })).toEqual([
    { hourMs: beganMs, count: 1, seenMs: 0, unseenMs: 0 },
  ]);
  expect(hourShares({ fromMs: beganMs + 1, toMs: beganMs, seenMs: 0 })).toEqual([]);
});

test('the hours of a play add up to it, to the millisecond', () => {
  fc.assert(
    fc.property(span, play => {
      const shares = hourShares(play);
      const sum = (of: (share: (typeof shares)[number]) => number) => shares.reduce((all, share) => all + of(share), 0);
      expect(sum(({ count }) => count)).toBe(1);
      expect(sum(({ seenMs }) => seenMs)).toBe(play.seenMs);
      expect(sum(({ seenMs, unseenMs }) => seenMs + unseenMs)).toBe(play.toMs - play.fromMs);
      for (const { seenMs, unseenMs } of shares) expect(Math.min(seenMs, unseenMs)).toBeGreaterThanOrEqual(0);
    }),
  );
});
