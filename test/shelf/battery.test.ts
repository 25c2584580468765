import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BatterySample, forecastBattery } from '../../src/shelf/battery.ts';

const dayMs = 86_400_000;
const now = 1_800_000_000_000;
/** Four readings a day, falling by `perDay` millivolts, with noise of our choice. */
const readings = (days: number, startMv: number, perDay: number, noise: (index: number) => number = () => 0) =>
  Array.from({ length: days * 4 + 1 }, (_, index): BatterySample => {
    const age = days - index / 4;
    return { atMs: now - age * dayMs, mv: startMv - perDay * (days - age) + noise(index) };
  });

describe('the forecast of a battery', () => {
  test('finds the day on a clean line', () => {
    // 3,000 mV at the start, 20 days at 5 mV: 2,900 now, 500 mV to go.
    expect(forecastBattery(readings(20, 3_000, 5), 2_400, now)).toEqual({
      known: true,
      low: 100,
      likely: 100,
      high: 100,
    });
  });

  test('is not moved by single wild readings, but says less exactly', () => {
    const wild = readings(20, 3_000, 5, index => (index % 3 === 0 ? 25 * (index % 2 === 0 ? 1 : -1) : 0));
    const forecast = forecastBattery(wild, 2_400, now);
    if (!forecast.known) throw new Error(forecast.why);
    expect(forecast.likely).toBeGreaterThan(90);
    expect(forecast.likely).toBeLessThan(110);
    expect(forecast.low).toBeLessThan(forecast.likely);
  });

  test.each([
    ['too-few-samples', readings(1, 3_000, 5)],
    ['too-short', readings(2, 3_000, 5)],
    ['not-falling', readings(10, 3_000, 0)],
    ['not-falling', readings(10, 2_800, -3)],
  ] as const)('says %s instead of a number', (why, samples) => {
    expect(forecastBattery(samples, 2_400, now)).toEqual({ known: false, why });
  });

  test('orders its three guesses, and none is negative', () => {
    const sample = fc.array(fc.integer({ min: 2_000, max: 3_300 }), { minLength: 13, maxLength: 120 });
    fc.assert(
      fc.property(sample, values => {
        const samples = values.map((mv, index) => ({ atMs: now - (values.length - index) * (dayMs / 4), mv }));
        const forecast = forecastBattery(samples, 2_400, now);
        if (!forecast.known) return;
        expect(forecast.low).toBeGreaterThanOrEqual(0);
        expect(forecast.likely).toBeGreaterThanOrEqual(forecast.low);
        if (forecast.high !== null) expect(forecast.high).toBeGreaterThanOrEqual(forecast.likely);
      }),
    );
  });
});
