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

const screen = (label: string, over: Partial<Screen> = {}): Screen => ({
  label,
  kind: 'display',
  zone: 'dairy',
  metres: null,
  ...over,
});
const milk = { kind: 'product', sku: 'milk' } as const;
const inDairy = { label: null, zone: 'dairy' };

test("the scanner's own label answers, else the nearest display of its zone", () => {
  const near = screen('b', { metres: 2 });
  const screens = [
    screen('a', { metres: 9 }),
    near,
    screen('c'),
    screen('d', { kind: 'label', metres: 1 }),
    screen('e', { zone: 'tills' }),
  ];
  expect(answeringScreen({ label: 'e', zone: 'dairy' }, screens)?.label).toBe('e');
  expect(answeringScreen({ label: 'gone', zone: 'dairy' }, screens)).toBeNull();
  expect(answeringScreen(inDairy, screens)).toBe(near);
  expect(
    answeringScreen(
      inDairy,
      screens.filter(({ kind }) => kind === 'label'),
    )?.label,
  ).toBe('d');
  expect(answeringScreen({ label: null, zone: 'wine' }, screens)).toBeNull();
  expect(answeringScreen({ label: null, zone: null }, screens)).toBeNull();
});

test('an answer stands for its time, and then its own content is back', () => {
  const checks = begin(noChecks, screen('a'), milk, 1_000);
  expect(checkOn(checks, 'a', 1_000)?.content).toEqual(milk);
  expect(checkOn(checks, 'b', 1_000)).toBeNull();
  expect(nextEndMs(checks, 1_000)).toBe(1_000 + shownMs.display);
  expect(checkOn(checks, 'a', 999 + shownMs.display)).not.toBeNull();
  expect(checkOn(checks, 'a', 1_000 + shownMs.display)).toBeNull();
  expect(nextEndMs(checks, 1_000 + shownMs.display)).toBeNull();
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
