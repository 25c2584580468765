import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heatGrid, heatMeasures, peakTimes } from '../../../src/console/web/heat-grid.ts';
import type { HeatDocument } from '../../../src/console/wired-documents.ts';

type Hours = HeatDocument['zones'][number]['hours'];
/** By the clock of whoever looks, as the page shows it. */
const hour = (day: number, clock: number, entered: number, dwellSeconds: number | null = null): Hours[number] => ({
  hour: new Date(2026, 10, day, clock).toISOString(),
  entered,
  left: entered,
  peak: Math.ceil(entered / 2),
  visits: 0,
  dwellSeconds,
  motionSeconds: 0,
  method: 'two-beams',
  confidence: 0.9,
});
const one = (...hours: Hours) => heatGrid([{ zone: 'dairy', hours }], 'entered')[0]!;

describe('the hours of a zone', () => {
  it('are means of the days that are known, from the first to the last hour with anybody', () => {
    const { cells, days, enteredPerDay } = one(hour(2, 8, 4), hour(2, 10, 2), hour(3, 8, 6), hour(3, 10, 0));
    expect(cells.map(({ hour: clock, mean }) => [clock, mean])).toEqual([[8, 5], [9, null], [10, 1]]); // biome-ignore format: one row
    expect([days, enteredPerDay]).toEqual([2, 6]);
  });

  it('count as empty where they are missing between others, but not outside of what is known', () => {
    const { cells } = one(hour(2, 12, 8), hour(2, 18, 6), hour(3, 9, 4), hour(3, 12, 8));
    // 18 o'clock of the second day is still to come, 9 o'clock of the first was before anything was known.
    const means = new Map(cells.map(({ hour: clock, mean }) => [clock, mean]));
    expect([means.get(9), means.get(12), means.get(18)]).toEqual([4, 8, 6]);
    const between = one(hour(2, 12, 8), hour(3, 9, 4), hour(4, 12, 8)).cells;
    expect(between.find(({ hour: clock }) => clock === 12)?.mean).toBeCloseTo(16 / 3);
  });

  it('have a step against all zones and a peak against their own', () => {
    const [busy, calm] = heatGrid(
      [
        { zone: 'dairy', hours: [hour(2, 9, 40), hour(2, 10, 100)] },
        { zone: 'wine', hours: [hour(2, 9, 9), hour(2, 10, 10)] },
      ],
      'entered',
    );
    expect(busy!.cells.map(({ step, peak }) => [step, peak])).toEqual([[2, false], [4, true]]); // biome-ignore format: one row
    expect(calm!.cells.map(({ step, peak }) => [step, peak])).toEqual([[1, true], [1, true]]); // biome-ignore format: one row
  });

  it('tell a stay only of the hours that have one', () => {
    const [row] = heatGrid([{ zone: 'dairy', hours: [hour(2, 9, 5, 60), hour(3, 9, 5), hour(4, 9, 5, 90)] }], 'dwell');
    expect(row).toMatchObject({ dwellSeconds: 75, cells: [{ hour: 9, mean: 75 }] });
  });

  it('are none where nothing is known', () => {
    expect(heatGrid([{ zone: 'dairy', hours: [] }], 'entered')).toMatchObject([{ cells: [], days: 0, confidence: 0 }]);
  });

  it('are always within their bounds, and never empty of a peak where somebody came', () => {
    const some = fc.record({ day: fc.integer({ min: 1, max: 20 }), clock: fc.integer({ min: 0, max: 23 }), entered: fc.nat(500) }); // biome-ignore format: one record
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), fc.constantFrom(...heatMeasures), (given, measure) => {
        const hours = given.map(({ day, clock, entered }) => hour(day, clock, entered, entered));
        const [row] = heatGrid([{ zone: 'dairy', hours }], measure);
        for (const { step, mean } of row!.cells) {
          expect(step).toBeGreaterThanOrEqual(0);
          expect(step).toBeLessThanOrEqual(4);
          expect(mean ?? 0).toBeGreaterThanOrEqual(0);
        }
        if (row!.cells.length > 0) expect(row!.cells.some(({ peak }) => peak)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('peak times in words', () => {
  const cells = (...peaks: number[]) =>
    Array.from({ length: 24 }, (_, clock) => ({ hour: clock, mean: 1, step: 1, peak: peaks.includes(clock) }));
  it.each([
    [[], ''],
    [[17], '17–18'],
    [[11, 12, 17, 18], '11–13, 17–19'],
    [[23], '23–24'],
  ])('of %j are %j', (peaks, words) => expect(peakTimes(cells(...peaks))).toBe(words));
});
