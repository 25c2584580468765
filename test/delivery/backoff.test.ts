import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs } from '../../src/delivery/backoff.ts';

const limits = { firstMs: 5000, longestMs: 600_000 };

it.each([
  [1, 0, 2500],
  [1, 1, 5000],
  [2, 1, 10_000],
  [3, 0.5, 15_000],
  [8, 1, 600_000],
  [1_000_000, 1, 600_000],
])('after failure %i with chance %d: %i ms', (failures, chance, pause) => {
  expect(backoffMs(failures, limits, () => chance)).toBe(pause);
});

it('is bounded, grows and depends on nothing but its arguments', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), chance, (failures, value) => {
      const pause = backoffMs(failures, limits, () => value);
      expect(pause).toBeGreaterThanOrEqual(limits.firstMs / 2);
      expect(pause).toBeLessThanOrEqual(limits.longestMs);
      expect(Number.isInteger(pause)).toBe(true);
      expect(backoffMs(failures + 1, limits, () => value)).toBeGreaterThanOrEqual(pause);
      expect(backoffMs(failures, limits, () => value)).toBe(pause);
    }),
  );
});

it('spreads labels that failed together', () => {
  const pauses = Array.from({ length: 100 }, (_, i) => backoffMs(6, limits, () => i / 100));
  expect(Math.max(...pauses) / Math.min(...pauses)).toBeGreaterThan(1.9);
});
