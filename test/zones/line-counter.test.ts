import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pick, seededRandom } from '../../emulator/random.ts';
import { createLineCounter, type LineCounter } from '../../src/zones/line-counter.ts';
import type { BeamEvent, Crossing } from '../../src/zones/ports.ts';
import { beamsOf, lastTurnCm, type Walker, walkMs } from './line-walkers.ts';

/** What a counter makes of these events, and of the second after them. */
function feed(counter: LineCounter, events: readonly BeamEvent[]): Crossing[] {
  const crossings = events.flatMap(counter.beam);
  return [...crossings, ...counter.settle((events.at(-1)?.atMs ?? 0) + 1_000)];
}

const adult = { lengthCm: 35, speed: 100 } as const;
const inwards: Walker = { startMs: 1_000, direction: 'in', ...adult };
/** A script in words: `0+` beam 0 is broken, `1-` beam 1 is free, each after so many milliseconds. */
const script = (...steps: readonly (readonly [number, string])[]): BeamEvent[] => {
  let atMs = 1_000;
  return steps.map(([afterMs, step]) => {
    atMs += afterMs;
    return { beam: step.startsWith('0') ? 0 : 1, broken: step.endsWith('+'), atMs };
  });
};

describe('one person', () => {
  it('counts once, with direction and the time of the last beam', () => {
    const events = beamsOf([inwards]);
    expect(feed(createLineCounter(), events)).toEqual([
      { direction: 'in', atMs: events.at(-1)!.atMs, confidence: 0.95 },
    ]);
    expect(feed(createLineCounter(), beamsOf([{ ...inwards, direction: 'out' }]))).toMatchObject([
      { direction: 'out' },
    ]);
  });

  it('is told as soon as the last beam has been free for as long as a pulse may be', () => {
    const counter = createLineCounter();
    const events = beamsOf([inwards]);
    const lastMs = events.at(-1)!.atMs;
    expect(events.flatMap(counter.beam)).toEqual([]);
    expect(counter.nextInMs(lastMs)).toBe(15);
    expect(counter.settle(lastMs + 14)).toEqual([]);
    expect(counter.figures(lastMs + 14).state).toBe('passing');
    expect(counter.settle(lastMs + 15)).toHaveLength(1);
    expect(counter.nextInMs(lastMs + 15)).toBeNull();
    expect(counter.figures(lastMs + 15).state).toBe('clear');
  });

  it('counts nothing when he turns back, wherever that is', () => {
    for (let turnsAtCm = 4; turnsAtCm < lastTurnCm(35); turnsAtCm++) {
      for (const direction of ['in', 'out'] as const) {
        const counter = createLineCounter();
        expect(feed(counter, beamsOf([{ ...inwards, direction, turnsAtCm, standsMs: 300 }]))).toEqual([]);
        expect(counter.figures(20_000)).toMatchObject({ in: 0, out: 0, turnedBack: 1, lost: 0 });
      }
    }
  });

  it('counts once when he hesitates on the way', () => {
    const steps = [
      [0, '0+'],
      [120, '1+'],
      [230, '0-'],
      [400, '0+'],
      [220, '1-'],
      [500, '1+'],
      [230, '0-'],
      [120, '1-'],
    ] as const;
    expect(feed(createLineCounter(), script(...steps))).toMatchObject([{ direction: 'in' }]);
  });

  it('counts nothing that breaks one beam only, or takes longer than going through does', () => {
    expect(feed(createLineCounter(), script([0, '0+'], [200, '0-'], [100, '1+'], [200, '1-']))).toEqual([]);
    const counter = createLineCounter();
    const slow = script([0, '0+'], [100, '1+'], [21_000, '0-'], [100, '1-']);
    expect(feed(counter, slow)).toEqual([]);
    expect(counter.figures(60_000)).toMatchObject({ in: 0, lost: 1 });
  });
});

describe('two people', () => {
  it('count twice with a gap as short as a step', () => {
    const second = { ...inwards, startMs: inwards.startMs + walkMs(inwards) + 60 };
    expect(feed(createLineCounter(), beamsOf([inwards, second]))).toMatchObject([
      { direction: 'in', confidence: 0.95 },
      { direction: 'in', confidence: 0.95 },
    ]);
  });

  it('count twice when the second is in before the first is out, and that is less sure', () => {
    for (const gapMs of [40, 60, 80, 100]) {
      const second = { ...inwards, startMs: inwards.startMs + 350 + gapMs };
      expect(feed(createLineCounter(), beamsOf([inwards, second]))).toMatchObject([
        { direction: 'in', confidence: 0.6 },
        { direction: 'in', confidence: 0.6 },
      ]);
    }
  });
});

describe('a thousand people', () => {
  const random = seededRandom(7);
  const walkers: Walker[] = [];
  let startMs = 1_000;
  for (let one = 0; one < 1_000; one++) {
    const lengthCm = 25 + pick(random, 30);
    const turns = random() < 0.3;
    const walker: Walker = {
      startMs,
      lengthCm,
      speed: 40 + pick(random, 160),
      direction: random() < 0.6 ? 'in' : 'out',
      ...(turns ? { turnsAtCm: 4 + random() * (lastTurnCm(lengthCm) - 5), standsMs: pick(random, 2_000) } : {}),
    };
    walkers.push(walker);
    startMs += walkMs(walker) + 50 + pick(random, 3_000);
  }
  const through = (direction: string) =>
    walkers.filter(one => one.direction === direction && one.turnsAtCm === undefined).length;

  it('are counted exactly, and those who turn back not at all', () => {
    const counter = createLineCounter();
    const crossings = feed(counter, beamsOf(walkers));
    expect(walkers.length - through('in') - through('out')).toBeGreaterThan(250);
    expect(counter.figures(startMs)).toMatchObject({
      in: through('in'),
      out: through('out'),
      turnedBack: walkers.length - through('in') - through('out'),
      lost: 0,
    });
    expect(crossings).toHaveLength(through('in') + through('out'));
  });

  it('are counted exactly through flicker and drop-outs', () => {
    const counter = createLineCounter();
    const noisy = beamsOf(walkers).flatMap((event): BeamEvent[] => {
      if (random() < 0.5) return [event];
      const { beam, broken, atMs } = event;
      const lengthMs = 1 + random() * 5;
      return [event, { beam, broken: !broken, atMs: atMs + 2 }, { beam, broken, atMs: atMs + 2 + lengthMs }];
    });
    feed(
      counter,
      noisy.sort((a, b) => a.atMs - b.atMs),
    );
    expect(counter.figures(startMs)).toMatchObject({ in: through('in'), out: through('out') });
    expect(counter.figures(startMs).pulses).toBeGreaterThan(500);
  });
});

describe('a beam that stays broken', () => {
  const blocked = script([0, '1+']);

  it('pauses counting, says so, and goes on when both are free', () => {
    const counter = createLineCounter();
    feed(counter, blocked);
    expect(counter.figures(30_000)).toMatchObject({ state: 'passing', detail: null });
    expect(counter.figures(35_000)).toMatchObject({
      state: 'blocked',
      detail: 'beam 2 has been broken for 34 s',
      lost: 1,
    });
    const past = [40_000, 42_000].flatMap((atMs): BeamEvent[] => [
      { beam: 0, broken: true, atMs },
      { beam: 0, broken: false, atMs: atMs + 300 },
    ]);
    expect(feed(counter, past)).toEqual([]);
    expect(feed(counter, [{ beam: 1, broken: false, atMs: 50_000 }])).toEqual([]);
    expect(counter.figures(52_000)).toMatchObject({ state: 'clear', in: 0, out: 0 });
    expect(feed(counter, beamsOf([{ ...inwards, startMs: 53_000 }]))).toHaveLength(1);
  });

  it('is found out by the next edge when nobody asks', () => {
    const counter = createLineCounter();
    counter.beam(blocked[0]!);
    counter.beam({ beam: 0, broken: true, atMs: 90_000 });
    counter.settle(91_000);
    expect(counter.figures(91_000).state).toBe('blocked');
  });
});

describe('whatever the beams say', () => {
  const events = fc.array(
    fc.record({
      beam: fc.constantFrom(0 as const, 1 as const),
      broken: fc.boolean(),
      afterMs: fc.oneof(fc.nat(400), fc.integer({ min: -50, max: 60_000 }), fc.constant(Number.NaN)),
    }),
    { maxLength: 80 },
  );

  it('nobody is counted twice, and a time that is none or goes back changes nothing', () => {
    fc.assert(
      fc.property(events, edges => {
        const counter = createLineCounter();
        let atMs = 0;
        let crossings = 0;
        let breaks = 0;
        for (const { beam, broken, afterMs } of edges) {
          if (Number.isFinite(afterMs)) atMs += afterMs;
          if (broken) breaks += 1;
          crossings += counter.beam({ beam, broken, atMs: Number.isNaN(afterMs) ? afterMs : atMs }).length;
        }
        crossings += counter.settle(atMs + 120_000).length;
        const { in: inside, out } = counter.figures(atMs + 120_000);
        expect(inside + out).toBe(crossings);
        expect(crossings * 2).toBeLessThanOrEqual(breaks);
      }),
    );
  });

  it('a way back is the way there backwards: it adds up to nothing', () => {
    const walkers = fc.array(
      fc.record({ lengthCm: fc.integer({ min: 20, max: 60 }), speed: fc.integer({ min: 30, max: 250 }) }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(walkers, bodies => {
        const counter = createLineCounter();
        let startMs = 0;
        const both = bodies.flatMap(body =>
          (['in', 'out'] as const).map((direction): Walker => {
            startMs += 5_000;
            return { ...body, direction, startMs };
          }),
        );
        feed(counter, beamsOf(both));
        expect(counter.figures(startMs + 5_000)).toMatchObject({ in: bodies.length, out: bodies.length });
      }),
    );
  });
});
