import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussian, seededRandom } from '../../emulator/random.ts';
import { quietWatch, step, type WatchEvent, type WatchRule, type WatchState } from '../../src/alarms/watch.ts';
import { beganMs, help, longQueue } from './rules.ts';

const beams = { method: 'two-beams', confidence: 0.9 };
const figure = (value: number | null): WatchEvent => ({ kind: 'figure', value, ...beams });
const tick: WatchEvent = { kind: 'tick' };
const ack: WatchEvent = { kind: 'acknowledge', by: 'button:till-ack' };

/** A watch that lives through events, each at its second. */
function life(rule: WatchRule, events: readonly (readonly [number, WatchEvent])[], open = (_: number) => true) {
  let state = quietWatch;
  const phases: string[] = [];
  for (const [second, event] of events) {
    state = step(rule, state, event, beganMs + second * 1_000, open(second));
    phases.push(state.phase);
  }
  return { state, phases };
}

describe('a threshold', () => {
  it('raises when it has held, and clears below the other one when that has held', () => {
    const { phases, state } = life(longQueue, [
      [0, figure(4)],
      [1, figure(5)],
      [5, tick],
      [6, tick],
      [10, figure(3)],
      [11, figure(2)],
      [15, tick],
      [16, tick],
    ]);
    expect(phases).toEqual(['quiet', 'pending', 'pending', 'raised', 'raised', 'raised', 'raised', 'quiet']);
    expect(state).toMatchObject({ raised: 1, sinceMs: null, value: 2, confidence: 0.9 });
  });

  it('begins its hold anew when it was not crossed in between, on both sides', () => {
    const { phases } = life(longQueue, [
      [0, figure(6)],
      [4, figure(4)],
      [6, figure(6)],
      [10, tick],
      [11, tick],
      [12, figure(2)],
      [16, figure(4)],
      [18, figure(2)],
      [22, tick],
      [23, tick],
    ]);
    expect(phases.slice(0, 5)).toEqual(['pending', 'quiet', 'pending', 'pending', 'raised']);
    expect(phases.slice(5)).toEqual(['raised', 'raised', 'raised', 'raised', 'quiet']);
  });

  it('says nothing about a figure that is not known, and clears nothing by it', () => {
    const unknown = life(longQueue, [
      [0, figure(6)],
      [2, figure(null)],
      [9, figure(Number.NaN)],
    ]);
    expect(unknown.phases).toEqual(['pending', 'quiet', 'quiet']);
    const raised = life(longQueue, [
      [0, figure(6)],
      [5, tick],
      [6, figure(null)],
      [60, tick],
    ]);
    expect(raised.phases.slice(1, 3)).toEqual(['raised', 'raised']);
  });

  it('raises once and clears once on a trace that trembles around both', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.05, max: 1.2, noNaN: true }), (seed, sigma) => {
        const random = seededRandom(seed);
        let state = quietWatch;
        const turns: string[] = [];
        for (let second = 0; second < 600; second++) {
          // Up within four minutes, down within four.
          const truth = second < 300 ? Math.min(8, second / 30) : Math.max(0, 8 - (second - 300) / 30);
          const before = state.phase;
          const value = truth + Math.max(-1.9, Math.min(1.9, gaussian(random) * sigma));
          state = step({ ...longQueue, escalate: undefined }, state, figure(value), beganMs + second * 1_000, true);
          if (state.phase !== before && (state.phase === 'raised' || before === 'raised')) turns.push(state.phase);
        }
        expect(turns).toEqual(['raised', 'quiet']);
        expect(state.raised).toBe(1);
      }),
      { numRuns: 100 },
    );
  });

  it('that is missing never raises; a clear above the raise does not tremble', () => {
    const { raise: _, ...without } = longQueue;
    expect(life(without, [[0, figure(99)]]).phases).toEqual(['quiet']);
    const odd = { ...longQueue, clear: 9, holdMs: 0 };
    const trace = Array.from({ length: 20 }, (_, at) => [at, figure(6)] as const);
    expect(life(odd, trace).state).toMatchObject({ phase: 'raised', raised: 1 });
  });
});

describe('somebody who comes', () => {
  it('stops the escalation; nobody, and it is urgent', () => {
    const raised = [
      [0, figure(6)],
      [5, tick],
    ] as const;
    expect(life(longQueue, [...raised, [64, tick], [65, tick]]).phases.slice(2)).toEqual(['raised', 'escalated']);
    const acknowledged = life(longQueue, [...raised, [30, ack], [300, figure(9)]]);
    expect(acknowledged.state).toMatchObject({ phase: 'acknowledged', acknowledgedBy: 'button:till-ack', raised: 1 });
    expect(life(longQueue, [...raised, [65, tick], [70, ack]]).state.phase).toBe('acknowledged');
    expect(life(longQueue, [...raised, [30, ack], [40, figure(0)], [45, tick]]).state).toMatchObject({
      phase: 'quiet',
      acknowledgedBy: null,
    });
  });

  it('has nothing to acknowledge when nothing is raised', () => {
    expect(life(longQueue, [[0, ack]]).phases).toEqual(['quiet']);
    expect(
      life(longQueue, [
        [0, figure(6)],
        [1, ack],
      ]).phases,
    ).toEqual(['pending', 'pending']);
  });

  it('may clear it by hand', () => {
    const { phases } = life(longQueue, [
      [0, figure(6)],
      [5, tick],
      [6, { kind: 'clear' }],
      [7, figure(6)],
      [12, tick],
    ]);
    expect(phases).toEqual(['pending', 'raised', 'quiet', 'pending', 'raised']);
  });
});

describe('a button', () => {
  const press: WatchEvent = { kind: 'press' };

  it('raises at once, counts presses, and calls again after somebody came', () => {
    const { phases, state } = life(help, [
      [0, press],
      [1, press],
      [10, ack],
      [20, press],
    ]);
    expect(phases).toEqual(['raised', 'raised', 'acknowledged', 'raised']);
    expect(state).toMatchObject({ value: 3, raised: 2, method: 'button', acknowledgedBy: null });
  });

  it('is done when it is acknowledged twice, or after a quarter of an hour', () => {
    expect(
      life(help, [
        [0, press],
        [5, ack],
        [60, ack],
      ]).phases,
    ).toEqual(['raised', 'acknowledged', 'quiet']);
    const late = life(help, [
      [0, press],
      [5, ack],
      [904, tick],
      [905, tick],
    ]);
    expect(late.phases.slice(2)).toEqual(['acknowledged', 'quiet']);
    expect(
      life(help, [
        [0, press],
        [100_000, tick],
      ]).phases,
    ).toEqual(['raised', 'raised']);
  });
});

describe('hours and silence', () => {
  it('out of hours nothing is raised, and what was raised is over', () => {
    const open = (second: number) => second < 10;
    const { phases, state } = life(
      longQueue,
      [
        [0, figure(6)],
        [5, tick],
        [10, tick],
        [20, figure(9)],
      ],
      open,
    );
    expect(phases).toEqual(['pending', 'raised', 'quiet', 'quiet']);
    expect(state).toMatchObject({ open: false, value: 9 });
    expect(life(help, [[20, { kind: 'press' }]], open).phases).toEqual(['quiet']);
  });

  it('a silenced one goes on, but does not escalate before people could hear it', () => {
    const { phases } = life(longQueue, [
      [0, { kind: 'silence', forMs: 100_000 }],
      [1, figure(6)],
      [6, tick],
      [80, tick],
      [159, tick],
      [160, tick],
    ]);
    expect(phases.slice(2)).toEqual(['raised', 'raised', 'raised', 'escalated']);
    const longest = life(longQueue, [[0, { kind: 'silence', forMs: 1e12 }]]).state;
    expect(longest.silencedUntilMs).toBe(beganMs + 86_400_000);
  });
});

it('a clock that is set back makes no wait longer', () => {
  const rule = { ...longQueue, escalate: undefined };
  let state = step(rule, quietWatch, figure(6), beganMs, true);
  state = step(rule, state, tick, beganMs + 3_000, true);
  state = step(rule, state, tick, beganMs - 3_600_000, true);
  expect(state.phase).toBe('pending');
  expect(step(rule, state, tick, beganMs - 3_600_000 + 2_000, true).phase).toBe('raised');
});

it('whatever happens, what is raised has a beginning, and only what is raised has somebody who came', () => {
  const events = fc.array(
    fc.tuple(
      fc.integer({ min: -20_000, max: 200_000 }),
      fc.oneof<fc.Arbitrary<WatchEvent>[]>(
        fc.constant(tick),
        fc.constant(ack),
        fc.constant({ kind: 'press' }),
        fc.constant({ kind: 'clear' }),
        fc.nat(100_000).map((forMs): WatchEvent => ({ kind: 'silence', forMs })),
        fc.option(fc.nat(9)).map(figure),
      ),
      fc.boolean(),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(events, fc.constantFrom(longQueue, help), (all, rule) => {
      let state: WatchState = quietWatch;
      let atMs = beganMs;
      for (const [afterMs, event, open] of all) {
        atMs += afterMs;
        const before = state;
        state = step(rule, state, event, atMs, open);
        expect(state.sinceMs === null).toBe(state.phase === 'quiet');
        if (state.sinceMs !== null) expect(state.sinceMs).toBeLessThanOrEqual(atMs);
        if (state.acknowledgedBy !== null) expect(state.phase).toBe('acknowledged');
        if (!open) expect(state.phase).toBe('quiet');
        expect(state.raised - before.raised).toBeLessThanOrEqual(1);
        expect(step(rule, state, tick, atMs, open)).toEqual(state);
      }
    }),
  );
});
