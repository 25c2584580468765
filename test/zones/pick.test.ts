import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussian, pick, type Random, seededRandom } from '../../emulator/random.ts';
import { createLoadCell, type LoadCell, type LoadCellOptions, type PickEvent } from '../../src/zones/pick.ts';
import { loadCellStateFrom } from '../../src/zones/pick-state.ts';

const pieceGrams = 310;
/** Counts of the converter per gram, and what it says with nothing on it. */
const perGram = 420;
const emptyRaw = 83_200;

/** A shelf with a cell under it: time goes on in samples, and each has some noise. */
function shelf(options: LoadCellOptions = { pieceGrams }, { rateHz = 40, noiseGrams = 0.4, seed = 5 } = {}) {
  const random = seededRandom(seed);
  let cell: LoadCell = createLoadCell(options);
  let atMs = 1_000;
  const one = {
    /** So many grams for so long; `shake` comes on top. */
    weigh(grams: number, forMs: number, shake: (atMs: number) => number = () => 0): PickEvent[] {
      const events: PickEvent[] = [];
      for (const untilMs = atMs + forMs; atMs < untilMs; atMs += 1_000 / rateHz) {
        const weight = grams + shake(atMs) + gaussian(random) * noiseGrams;
        const event = cell.sample({ raw: Math.round(emptyRaw + weight * perGram), atMs });
        if (event) events.push(event);
      }
      return events;
    },
    pause(ms: number) {
      atMs += ms;
    },
    restart() {
      cell = createLoadCell({ ...options, state: JSON.parse(JSON.stringify(cell.state())) });
    },
    cell: () => cell,
    random,
  };
  return one;
}

/** The same, tared and calibrated, with so many grams on it at rest. */
function calibrated(grams: number, options?: LoadCellOptions, world?: Parameters<typeof shelf>[1]) {
  const one = shelf(options, world);
  one.weigh(0, 3_000);
  expect(one.cell().tare().ok).toBe(true);
  one.weigh(1_000, 3_000);
  expect(one.cell().calibrate(1_000).ok).toBe(true);
  one.weigh(grams, 3_000);
  return one;
}

/** A lorry passes, a compressor runs: several tones that swell and fade, none near a multiple of the sampling rate. */
function vibration(random: Random, peakGrams: number) {
  const tones = Array.from({ length: 4 }, () => ({
    hz: 2 + random() * 14,
    grams: (peakGrams / 4) * (0.5 + random() / 2),
    phase: random() * 7,
  }));
  return (atMs: number) =>
    Math.sin(atMs / 2_900) ** 2 *
    tones.reduce((sum, { hz, grams, phase }) => sum + grams * Math.sin((atMs / 1_000) * hz * 2 * Math.PI + phase), 0);
}

describe('before it is calibrated', () => {
  it('says so, and needs rest, an empty tare and a weight', () => {
    const one = shelf();
    expect(one.cell().reading()).toMatchObject({ ok: false, reason: 'sensor.not-calibrated' });
    expect(one.cell().tare()).toMatchObject({ ok: false, reason: 'checkout.scale-unstable' });
    one.weigh(0, 2_000);
    expect(one.cell().calibrate(1_000)).toMatchObject({ ok: false, reason: 'sensor.not-calibrated' });
    expect(one.cell().tare().ok).toBe(true);
    expect(one.cell().reading()).toMatchObject({ ok: false, detail: 'no known weight was put on it' });
    one.weigh(0, 2_000);
    expect(one.cell().calibrate(1_000)).toMatchObject({ ok: false, reason: 'sensor.unfit' });
    one.weigh(1_000, 2_000);
    expect(one.cell().calibrate(-5)).toMatchObject({ ok: false, reason: 'sensor.unfit' });
    const set = one.cell().calibrate(1_000);
    expect(set.ok && set.calibration.gramsPerRaw).toBeCloseTo(1 / perGram, 5);
    expect(one.weigh(1_000, 2_000)).toEqual([]);
    expect(one.cell().reading()).toMatchObject({ ok: true, state: 'stable', estimate: true, method: 'load-cell' });
  });

  it('tells nothing', () => {
    const one = shelf();
    expect([...one.weigh(0, 3_000), ...one.weigh(3_100, 3_000)]).toEqual([]);
  });

  it('does not tare while somebody leans on it', () => {
    const one = shelf();
    one.weigh(0, 2_000);
    one.weigh(0, 2_000, vibration(one.random, 400));
    expect(one.cell().tare()).toMatchObject({ ok: false, reason: 'checkout.scale-unstable' });
  });
});

describe('picks and puts', () => {
  it('are told with pieces and grams, once they have come to rest, always as an estimate', () => {
    const one = calibrated(10 * pieceGrams);
    expect(one.cell().reading()).toMatchObject({ pieces: 10, state: 'stable' });
    const [taken, ...more] = one.weigh(8 * pieceGrams, 2_000);
    expect(more).toEqual([]);
    expect(taken).toMatchObject({ event: 'pick', pieces: 2, estimate: true, method: 'load-cell' });
    expect(Math.abs(taken!.grams + 620)).toBeLessThan(2);
    expect(taken!.confidence).toBeGreaterThan(0.75);
    expect(one.weigh(9 * pieceGrams, 2_000)).toMatchObject([{ event: 'put', pieces: 1 }]);
    expect(one.cell().reading()).toMatchObject({ pieces: 9 });
  });

  it('twenty of them are twenty, with every hand that leans on the shelf', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const one = calibrated(30 * pieceGrams, { pieceGrams }, { seed, noiseGrams: 1 });
      const events: PickEvent[] = [];
      for (let left = 29; left >= 10; left--) {
        const leaning = vibration(one.random, 900);
        events.push(...one.weigh((left + 1) * pieceGrams, 300 + pick(one.random, 900), leaning));
        events.push(...one.weigh(left * pieceGrams, 100 + pick(one.random, 400), leaning));
        events.push(...one.weigh(left * pieceGrams, 1_500 + pick(one.random, 2_000)));
      }
      expect(events.map(({ event, pieces }) => `${event} ${pieces}`)).toEqual(Array(20).fill('pick 1'));
    }
  });

  it('add up, whatever is taken and put at whatever rate of samples', () => {
    const changes = fc.array(fc.integer({ min: -6, max: 6 }), { maxLength: 12 });
    fc.assert(
      fc.property(changes, fc.constantFrom(8, 10, 40, 80), fc.nat(), (moves, rateHz, seed) => {
        const one = calibrated(20 * pieceGrams, { pieceGrams }, { rateHz, seed });
        let pieces = 20;
        for (const move of moves) {
          pieces = Math.max(0, pieces + move);
          const before = one.cell().reading();
          const events = one.weigh(pieces * pieceGrams, 2_500);
          const had = before.ok ? before.pieces! : 0;
          const sum = events.reduce((all, { event, pieces: n }) => all + (event === 'put' ? n! : -n!), 0);
          expect(had + sum).toBe(pieces);
          expect(events.length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are told in grams where a piece is not known, and less sure', () => {
    const one = calibrated(2_000, {});
    expect(one.weigh(1_700, 2_000)).toMatchObject([{ event: 'pick', pieces: null, confidence: 0.4 }]);
    expect(one.weigh(1_712, 2_000)).toEqual([]);
  });

  it('are less sure when they are no whole piece', () => {
    const one = calibrated(10 * pieceGrams);
    const [odd] = one.weigh(8.7 * pieceGrams, 2_000);
    expect(odd).toMatchObject({ event: 'pick', pieces: 1 });
    expect(odd!.confidence).toBeLessThan(0.4);
  });
});

describe('what is nobody', () => {
  it('a vibration of many pieces tells nothing, whatever its tones', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 1_500 }), (seed, peakGrams) => {
        const one = calibrated(10 * pieceGrams, { pieceGrams }, { seed });
        expect(one.weigh(10 * pieceGrams, 20_000, vibration(seededRandom(seed), peakGrams))).toEqual([]);
        expect(one.weigh(10 * pieceGrams, 3_000)).toEqual([]);
        expect(one.cell().reading()).toMatchObject({ pieces: 10 });
      }),
      { numRuns: 40 },
    );
  });

  it('a knock, and a hand that lies on it for a moment', () => {
    const one = calibrated(10 * pieceGrams);
    const knocked = [5_000, 60, 900, -800].flatMap(grams => [
      ...one.weigh(10 * pieceGrams + grams, 500),
      ...one.weigh(10 * pieceGrams, 2_000),
    ]);
    expect(knocked).toEqual([]);
  });

  it('a cell that creeps by a piece in hours, and picks are told right meanwhile', () => {
    const one = calibrated(10 * pieceGrams, { pieceGrams }, { rateHz: 10 });
    const events: PickEvent[] = [];
    for (let minute = 0; minute < 60; minute++) {
      events.push(...one.weigh((minute < 30 ? 10 : 9) * pieceGrams + minute * 6, 60_000));
    }
    expect(events).toMatchObject([{ event: 'pick', pieces: 1 }]);
    expect(one.cell().reading()).toMatchObject({ pieces: 9 });
    const reading = one.cell().reading();
    expect(reading.ok && reading.confidence).toBeLessThan(0.75);
  });

  it('samples that are none, or go back in time', () => {
    const one = calibrated(10 * pieceGrams);
    const { cell } = one;
    for (const raw of [Number.NaN, Number.POSITIVE_INFINITY]) expect(cell().sample({ raw, atMs: 20_000 })).toBeNull();
    expect(cell().sample({ raw: 0, atMs: Number.NaN })).toBeNull();
    expect(cell().sample({ raw: 0, atMs: 5 })).toBeNull();
    expect(one.weigh(10 * pieceGrams, 2_000)).toEqual([]);
  });
});

describe('a break', () => {
  it('tells what changed meanwhile, and that nobody saw it', () => {
    for (const broken of ['cable', 'restart'] as const) {
      const one = calibrated(10 * pieceGrams);
      if (broken === 'cable') one.pause(60_000);
      else one.restart();
      const [event] = one.weigh(7 * pieceGrams, 2_000);
      expect(event).toMatchObject({ event: 'pick', pieces: 3 });
      expect(event!.confidence).toBeLessThan(0.41);
    }
  });

  it('keeps what it was, and what cannot be read is not calibrated', () => {
    const state = calibrated(10 * pieceGrams)
      .cell()
      .state();
    expect(loadCellStateFrom(JSON.parse(JSON.stringify(state)))).toEqual(state);
    for (const rubbish of [null, 7, {}, { ...state, gramsPerRaw: 0 }, { ...state, zeroRaw: Number.NaN }]) {
      expect(loadCellStateFrom(rubbish)).toBeNull();
    }
  });

  it('with nothing changed tells nothing', () => {
    const one = calibrated(10 * pieceGrams);
    one.restart();
    expect(one.weigh(10 * pieceGrams, 3_000)).toEqual([]);
    expect(one.cell().reading()).toMatchObject({ pieces: 10, state: 'stable' });
  });
});
