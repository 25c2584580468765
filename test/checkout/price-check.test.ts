import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  answeringScreen,
  begin,
  checkOn,
  nextEndMs,
  noChecks,
  type Screen,
  shownMs,
} from '../../src/checkout/price-check.ts';

const screen = (label: string, zone = 'dairy'): Screen => ({ label, zone });
const milk = { kind: 'product', sku: 'milk' } as const;
const inDairy = { label: null, zone: 'dairy' };

test("the scanner's own display answers, else always the same one of its zone", () => {
  const screens = [screen('b'), screen('a'), screen('c'), screen('e', 'tills')];
  expect(answeringScreen({ label: 'e', zone: 'dairy' }, screens)?.label).toBe('e');
  expect(answeringScreen({ label: 'gone', zone: 'dairy' }, screens)).toBeNull();
  expect(answeringScreen(inDairy, screens)?.label).toBe('a');
  expect(answeringScreen(inDairy, screens.toReversed())?.label).toBe('a');
  expect(answeringScreen({ label: null, zone: 'wine' }, screens)).toBeNull();
  expect(answeringScreen({ label: null, zone: null }, screens)).toBeNull();
});

test('an answer stands for its time, and then its own content is back', () => {
  const checks = begin(noChecks, screen('a'), milk, 1_000);
  expect(checkOn(checks, 'a', 1_000)?.content).toEqual(milk);
  expect(checkOn(checks, 'b', 1_000)).toBeNull();
  expect(nextEndMs(checks, 1_000)).toBe(1_000 + shownMs);
  expect(checkOn(checks, 'a', 999 + shownMs)).not.toBeNull();
  expect(checkOn(checks, 'a', 1_000 + shownMs)).toBeNull();
  expect(nextEndMs(checks, 1_000 + shownMs)).toBeNull();
  // A clock that is put back leaves nothing standing.
  expect(checkOn(checks, 'a', 0)).toBeNull();
});

test('the newest scan wins, and there are never too many', () => {
  const scans = fc.array(fc.record({ label: fc.nat(400), afterMs: fc.nat(200) }), { maxLength: 400 });
  fc.assert(
    fc.property(scans, list => {
      let checks = noChecks;
      let nowMs = 0;
      for (const [n, { label, afterMs }] of list.entries()) {
        nowMs += afterMs;
        checks = begin(checks, screen(`l-${label}`), { kind: 'product', sku: `s-${n}` }, nowMs);
        expect(checkOn(checks, `l-${label}`, nowMs)?.content).toEqual({ kind: 'product', sku: `s-${n}` });
        expect(checks.size).toBeLessThanOrEqual(200);
      }
    }),
    { seed: 4, numRuns: 30 },
  );
});
