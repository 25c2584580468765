import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacity, mostPerSet, onAirAt, turnMs } from '../../src/beacons/rotation.ts';

const list = (length: number): readonly number[] => Array.from({ length }, (_, n) => n);
const sizes = fc.record({ items: fc.integer({ min: 0, max: 80 }), sets: fc.integer({ min: 1, max: 16 }) });

describe('the rotation', () => {
  it('gives everybody the same number of turns, give or take what a set shares less', () => {
    fc.assert(
      fc.property(sizes, fc.nat(1_000), ({ items, sets }, from) => {
        const most = Math.ceil(items / sets);
        const seen = new Map<number, number>();
        for (let n = from; n < from + most; n++)
          for (const item of onAirAt(list(items), sets, n)) seen.set(item, (seen.get(item) ?? 0) + 1);
        expect(seen.size).toBe(items);
        for (const times of seen.values()) expect(times).toBeLessThanOrEqual(Math.max(1, most));
      }),
    );
  });

  it('never shows one twice, nor more than there are sets, nor leaves a set idle', () => {
    fc.assert(
      fc.property(sizes, fc.nat(1_000), ({ items, sets }, n) => {
        const now = onAirAt(list(items), sets, n);
        expect(new Set(now).size).toBe(now.length);
        expect(now.length).toBe(Math.min(items, sets));
      }),
    );
  });

  it('touches no set while all fit, and only those that are shared otherwise', () => {
    fc.assert(
      fc.property(sizes, fc.nat(1_000), ({ items, sets }, n) => {
        const [before, after] = [onAirAt(list(items), sets, n), onAirAt(list(items), sets, n + 1)];
        if (items <= sets) expect(after).toEqual(before);
        before.forEach((item, set) => {
          const alone = set + sets >= items;
          expect(after[set] === item).toBe(alone);
        });
      }),
    );
  });

  it('brings everybody back within a second, as long as ten or fewer share a set', () => {
    fc.assert(
      fc.property(sizes, ({ items, sets }) => {
        const eachMs = turnMs(items, sets);
        const sharing = Math.ceil(items / sets);
        if (eachMs === null) expect(sharing).toBeLessThanOrEqual(1);
        else expect(eachMs * sharing).toBeLessThanOrEqual(Math.max(1_000, sharing * 100));
      }),
    );
    expect(turnMs(6, 3)).toBe(200);
    expect(turnMs(10, 1)).toBe(100);
    expect(capacity(4)).toBe(4 * mostPerSet);
  });
});
