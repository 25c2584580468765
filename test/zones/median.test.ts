import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMedians } from '../../src/zones/median.ts';

describe('medians', () => {
  it('are of the last five seconds, by tag and radio', () => {
    const medians = createMedians();
    for (const [atMs, rssi] of [
      [0, -40],
      [1_000, -70],
      [3_000, -60],
      [6_000, -50],
    ] as const) {
      medians.heard('trolley-7', 'gw-01/0', rssi, atMs);
    }
    medians.heard('cart', 'gw-01/1', -80, 5_900);
    medians.heard('cart', 'gw-01/0', -81, 5_900);
    expect(medians.at(6_000)).toEqual([
      { tag: 'cart', receiver: 'gw-01/0', rssi: -81 },
      { tag: 'cart', receiver: 'gw-01/1', rssi: -80 },
      // The reading at 1,000 is five seconds old; of the two others the stronger counts.
      { tag: 'trolley-7', receiver: 'gw-01/0', rssi: -50 },
    ]);
    expect(medians.at(10_999)).toEqual([{ tag: 'trolley-7', receiver: 'gw-01/0', rssi: -50 }]);
    expect(medians.at(11_000)).toEqual([]);
    expect(medians.size()).toBe(0);
  });

  it('leave out what was heard after the moment asked for', () => {
    const medians = createMedians();
    medians.heard('cart', 'gw-01', -50, 1_000);
    medians.heard('cart', 'gw-01', -90, 1_001);
    medians.heard('cart', 'gw-01', -90, 1_002);
    expect(medians.at(1_000)).toEqual([{ tag: 'cart', receiver: 'gw-01', rssi: -50 }]);
  });

  it('leave out what no radio measures', () => {
    const medians = createMedians();
    for (const rssi of [-127, 127, 21, Number.NaN, Number.POSITIVE_INFINITY, -1_000])
      medians.heard('cart', 'gw-01', rssi, 0);
    expect(medians.at(0)).toEqual([]);
  });

  it('are those of the newest 64 readings where there are more', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100, max: 0 }), { minLength: 1, maxLength: 150 }), readings => {
        const medians = createMedians();
        for (const [at, rssi] of readings.entries()) medians.heard('cart', 'gw-01', rssi, at);
        const sorted = readings.slice(-64).sort((a, b) => a - b);
        expect(medians.at(readings.length)).toEqual([
          { tag: 'cart', receiver: 'gw-01', rssi: sorted[sorted.length >> 1] },
        ]);
      }),
    );
  });

  it('remember no more pairs than they may; who was heard longest ago goes', () => {
    const medians = createMedians({ mostSeries: 100 });
    medians.heard('first', 'gw-01', -50, 0);
    for (let tag = 0; tag < 100_000; tag++) {
      medians.heard(`tag-${tag}`, 'gw-01', -60, 1);
      if (tag % 50 === 0) medians.heard('first', 'gw-01', -50, 1);
    }
    expect(medians.size()).toBe(100);
    const tags = medians.at(1).map(({ tag }) => tag);
    expect(tags).toContain('first');
    expect(tags).toContain('tag-99999');
    expect(tags).not.toContain('tag-99800');
  });
});
