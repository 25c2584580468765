import fc from 'fast-check';
import { expect, it } from 'vitest';
import { etaSeconds, type Wave, waveGrows, waveSettles } from '../../src/delivery/wave.ts';

it('counts from the first label to the last', () => {
  let wave = waveGrows(null, 3, 1000);
  expect(wave).toEqual({ startedMs: 1000, done: 0, total: 3, recentMs: [] });
  wave = waveSettles(wave, 2000);
  wave = waveGrows(wave, 1, 2500);
  expect(wave).toMatchObject({ startedMs: 1000, done: 1, total: 4 });
  wave = waveSettles(waveSettles(wave, 3000), 4000);
  expect(wave).toMatchObject({ done: 3, total: 4 });
  expect(waveSettles(wave, 5000)).toBeNull();
});

it('does not begin with nothing, nor end before it began', () => {
  expect(waveGrows(null, 0, 0)).toBeNull();
  expect(waveSettles(null, 0)).toBeNull();
});

it('estimates from its recent pace', () => {
  let wave: Wave | null = waveGrows(null, 1000, 0);
  for (let ms = 100; ms <= 20_000; ms += 100) wave = waveSettles(wave, ms);
  expect(etaSeconds(wave!, 20_000)! / 80).toBeCloseTo(1, 1);
  expect(etaSeconds({ ...wave!, recentMs: [] }, 20_000)).toBeNull();
});

it('is as long as its labels and remembers a bounded part of them', () => {
  const event = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 200 }));
  fc.assert(
    fc.property(fc.array(event, { maxLength: 400 }), events => {
      let wave: Wave | null = null;
      let open = 0;
      let ms = 0;
      for (const grown of events) {
        ms += 10;
        if (grown > 0) {
          wave = waveGrows(wave, grown, ms);
          open += grown;
        } else if (open > 0) {
          wave = waveSettles(wave, ms);
          open -= 1;
        }
        expect(wave === null ? 0 : wave.total - wave.done).toBe(open);
        expect(wave?.recentMs.length ?? 0).toBeLessThanOrEqual(50);
        const eta = wave && etaSeconds(wave, ms);
        if (eta !== null) expect(eta).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
