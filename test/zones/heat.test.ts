import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneHeatSchema } from '../../src/mesh/contract/wired.ts';
import { createHeat } from '../../src/zones/heat.ts';
import { heatStateFrom } from '../../src/zones/heat-state.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** A full hour. */
const beganMs = 1_795_446_000_000;
const beams = { method: 'two-beams', confidence: 0.9 };
const radio = { method: 'rssi-median-5s', confidence: 0.8 };
const zones = ['dairy', 'tills'];

describe('an hour', () => {
  it('adds up who came and went, most at once, visits and motion', () => {
    const heat = createHeat({ zones, nowMs: beganMs });
    heat.crossed('tills', 'in', beganMs + 1_000, beams);
    heat.counted('tills', 1, beganMs + 1_000, beams);
    heat.crossed('tills', 'in', beganMs + 2_000, beams);
    heat.counted('tills', 2, beganMs + 2_000, beams);
    heat.crossed('tills', 'out', beganMs + 9_000, { ...beams, confidence: 0.6 });
    heat.counted('tills', 1, beganMs + 9_000, beams);
    heat.motion('tills', true, beganMs + 10_000);
    heat.motion('tills', false, beganMs + 25_000);
    for (const seconds of [30, 200, 95]) heat.visited('tills', seconds, beganMs + 60_000, radio);
    expect(heat.takeOver(beganMs + hourMs - 1)).toEqual([]);
    expect(heat.takeOver(beganMs + hourMs)).toEqual([
      {
        zone: 'tills',
        hourMs: beganMs,
        entered: 2,
        left: 1,
        peak: 2,
        visits: 3,
        dwellSeconds: 95,
        motionSeconds: 15,
        method: 'motion+rssi-median-5s+two-beams',
        confidence: 0.84,
      },
    ]);
    expect(heat.takeOver(beganMs + hourMs)).toEqual([]);
  });

  it('fits the contract', () => {
    const heat = createHeat({ zones, nowMs: beganMs });
    heat.visited('dairy', 12.34, beganMs, radio);
    heat.visited('dairy', 13, beganMs, radio);
    const [{ hourMs: at, ...hour }] = heat.running(beganMs + 1) as [ReturnType<typeof heat.running>[number]];
    const body = { ...hour, hour: new Date(at).toISOString() };
    expect(zoneHeatSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({ visits: 2, dwellSeconds: 12.7, method: 'rssi-median-5s', confidence: 0.27 });
  });

  it('with a motion sensor alone is half sure, and with nothing is not told', () => {
    const heat = createHeat({ zones, nowMs: beganMs });
    heat.motion('dairy', true, beganMs);
    expect(heat.takeOver(beganMs + hourMs)).toMatchObject([
      { zone: 'dairy', motionSeconds: 3_600, method: 'motion', confidence: 0.5 },
    ]);
    expect(heat.running(beganMs + hourMs)).toEqual([]);
  });

  it('shares motion that goes on with the next one', () => {
    const heat = createHeat({ zones, nowMs: beganMs });
    heat.motion('dairy', true, beganMs + 50 * minuteMs);
    heat.motion('dairy', false, beganMs + 75 * minuteMs);
    expect(heat.takeOver(beganMs + 2 * hourMs).map(({ hourMs: at, motionSeconds }) => [at, motionSeconds])).toEqual([
      [beganMs, 600],
      [beganMs + hourMs, 900],
    ]);
  });
});

describe('limits', () => {
  it('leaves out other zones and what is no figure, and keeps the newest 512 visits', () => {
    const heat = createHeat({ zones, nowMs: beganMs });
    heat.crossed('office', 'in', beganMs, beams);
    heat.crossed('dairy', 'in', Number.NaN, beams);
    heat.counted('dairy', Number.NaN, beganMs, beams);
    heat.visited('dairy', -1, beganMs, radio);
    heat.visited('dairy', Number.POSITIVE_INFINITY, beganMs, radio);
    expect(heat.running(beganMs)).toEqual([]);
    for (let one = 0; one < 1_000; one++) heat.visited('dairy', one < 488 ? 1 : 100, beganMs, radio);
    expect(heat.running(beganMs)).toMatchObject([{ visits: 1_000, dwellSeconds: 100 }]);
  });

  it('holds two hours of each zone when nobody takes them', () => {
    const heat = createHeat({ zones, nowMs: beganMs });
    for (let hour = 0; hour < 50; hour++) heat.crossed('dairy', 'in', beganMs + hour * hourMs, beams);
    expect(heat.takeOver(beganMs + 50 * hourMs)).toHaveLength(4);
  });
});

describe('the clock', () => {
  it('may be set back by minutes without an hour being told twice', () => {
    const heat = createHeat({ zones, nowMs: beganMs });
    heat.crossed('dairy', 'in', beganMs + hourMs + 1_000, beams);
    heat.crossed('dairy', 'in', beganMs + hourMs - 60_000, beams);
    expect(heat.takeOver(beganMs + hourMs - 60_000)).toEqual([]);
    expect(heat.takeOver(beganMs + 2 * hourMs)).toMatchObject([{ hourMs: beganMs + hourMs, entered: 2 }]);
  });

  it('may have been years ahead', () => {
    const heat = createHeat({ zones, nowMs: beganMs });
    heat.crossed('dairy', 'in', beganMs + 70_000 * hourMs, beams);
    heat.crossed('dairy', 'in', beganMs + minuteMs, beams);
    expect(heat.takeOver(beganMs + hourMs).at(-1)).toMatchObject({ entered: 1 });
    expect(heat.running(beganMs + hourMs)).toEqual([]);
  });
});

it('a restart within an hour goes on with it', () => {
  const heat = createHeat({ zones, nowMs: beganMs });
  heat.crossed('dairy', 'in', beganMs, beams);
  heat.visited('dairy', 40, beganMs, radio);
  heat.motion('dairy', true, beganMs);
  const state = heatStateFrom(JSON.parse(JSON.stringify(heat.running(beganMs + minuteMs))));
  expect(heatStateFrom([null, 7, { zone: 'dairy' }, { ...state[0], entered: -1 }])).toEqual([]);
  expect(heatStateFrom('x')).toEqual([]);
  const again = createHeat({ zones, nowMs: beganMs + 2 * minuteMs, state });
  again.crossed('dairy', 'in', beganMs + 3 * minuteMs, beams);
  expect(again.takeOver(beganMs + hourMs)).toMatchObject([
    { entered: 2, visits: 1, dwellSeconds: 40, motionSeconds: 60, method: 'motion+rssi-median-5s+two-beams' },
  ]);
  expect(createHeat({ zones, nowMs: beganMs + hourMs, state }).running(beganMs + hourMs)).toEqual([]);
});

it('whatever happens, an hour holds no more motion than an hour, and nobody is lost', () => {
  const events = fc.array(fc.tuple(fc.nat(1_800_000), fc.constantFrom('in', 'out', 'on', 'off')), { maxLength: 80 });
  fc.assert(
    fc.property(events, all => {
      const heat = createHeat({ zones: ['dairy'], nowMs: beganMs });
      let atMs = beganMs;
      let entered = 0;
      const hours = all.flatMap(([afterMs, what]) => {
        atMs += afterMs;
        const over = heat.takeOver(atMs);
        if (what === 'in' || what === 'out') heat.crossed('dairy', what, atMs, beams);
        else heat.motion('dairy', what === 'on', atMs);
        if (what === 'in') entered += 1;
        return over;
      });
      hours.push(...heat.running(atMs));
      expect(hours.reduce((sum, hour) => sum + hour.entered, 0)).toBe(entered);
      for (const hour of hours) expect(hour.motionSeconds).toBeLessThanOrEqual(3_600);
      expect(new Set(hours.map(hour => hour.hourMs)).size).toBe(hours.length);
    }),
  );
});
