import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRateLimit } from '../../src/console/rate-limit.ts';

test('never lets through more than its burst and its rate, whatever the pattern', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 200 }), gaps => {
      const limit = createRateLimit({ burst: 5, perSecond: 2 });
      let nowMs = 0;
      let through = 0;
      for (const gap of gaps) {
        nowMs += gap;
        if (limit('a', nowMs) === null) through += 1;
      }
      expect(through).toBeLessThanOrEqual(5 + (nowMs / 1000) * 2 + 1e-6);
    }),
  );
});

test('whoever waits as long as it says gets through', () => {
  const limit = createRateLimit({ burst: 1, perSecond: 0.1 });
  expect(limit('a', 0)).toBeNull();
  const waitSeconds = limit('a', 0)!;
  expect(limit('a', waitSeconds * 1000)).toBeNull();
});

test('counts each client for itself, and forgets the one that was silent longest', () => {
  const limit = createRateLimit({ burst: 1, perSecond: 0.001 });
  expect(limit('a', 0)).toBeNull();
  expect(limit('a', 1)).not.toBeNull();
  for (let i = 0; i < 2_000; i++) expect(limit(`other-${i}`, 2)).toBeNull();
  expect(limit('a', 3)).toBeNull();
});
