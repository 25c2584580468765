import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PowerEvent, power, powerDefaults, unknownPower, type Way } from '../../src/signage/power.ts';

const both = { on: true, off: true };
const tick = (wanted: Way): PowerEvent => ({ kind: 'tick', wanted });
const done = (ok: boolean): PowerEvent => ({ kind: 'done', ok });

function run(events: readonly (readonly [atMs: number, event: PowerEvent])[], can = both) {
  let state = unknownPower;
  const steps: string[] = [];
  for (const [atMs, event] of events) {
    const next = power(state, event, atMs, can);
    state = next.state;
    for (const step of next.steps) steps.push(`${atMs}: ${step.do}${step.do === 'switch' ? ` ${step.way}` : ''}`);
  }
  return { state, steps };
}

describe('a panel', () => {
  it('is switched to what is wanted after a start, and then when that changes', () => {
    const { steps } = run([
      [0, tick('on')],
      [1, done(true)],
      [5, tick('on')],
      [9, tick('off')],
      [10, tick('off')],
      [11, done(true)],
      [12, tick('off')],
    ]);
    expect(steps).toEqual(['0: switch on', '9: switch off']);
  });

  it('follows what is wanted by the time a command has ended', () => {
    const { steps } = run([
      [0, tick('on')],
      [1, tick('off')],
      [2, done(true)],
      [3, tick('off')],
    ]);
    expect(steps).toEqual(['0: switch on', '3: switch off']);
  });

  it('that fails is spoken of once and tried again ever more rarely', () => {
    let state = unknownPower;
    const tries: number[] = [];
    const told: string[] = [];
    for (let atMs = 0; atMs < 3_600_000; atMs += 5_000) {
      const { state: next, steps } = power(state, tick('off'), atMs, both);
      state = next;
      if (steps.length === 0) continue;
      tries.push(atMs / 1_000);
      const end = power(state, done(false), atMs, both);
      state = end.state;
      told.push(...end.steps.map(step => step.do));
    }
    expect(tries).toEqual([0, 30, 90, 210, 450, 930, 1_830, 2_730]);
    expect(told).toEqual(['raise']);
    const { state: running } = power(state, tick('off'), 3_700_000, both);
    expect(power(running, done(true), 3_700_001, both).steps).toEqual([{ do: 'clear' }]);
  });

  it('that failed one way is switched the other way at once, and then speaks of it no more', () => {
    const { steps } = run([
      [0, tick('off')],
      [1, done(false)],
      [2, tick('on')],
      [3, done(true)],
    ]);
    expect(steps).toEqual(['0: switch off', '1: raise', '2: switch on', '3: clear']);
  });

  it('without a command is left alone', () => {
    expect(run([[0, tick('off')]], { on: true, off: false }).steps).toEqual([]);
  });

  it('runs one command at a time, and ends as it is wanted when nothing fails', () => {
    const event = fc.oneof(fc.constantFrom<Way>('on', 'off').map(tick), fc.boolean().map(done));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60_000), event)), fc.constantFrom<Way>('on', 'off'), (story, wanted) => {
        let state = unknownPower;
        let atMs = 0;
        let running = 0;
        for (const [waitMs, one] of story) {
          atMs += waitMs;
          const next = power(state, one, atMs, both);
          if (one.kind === 'done') running = 0;
          running += next.steps.filter(step => step.do === 'switch').length;
          expect(running).toBeLessThanOrEqual(1);
          state = next.state;
        }
        for (const one of [done(true), tick(wanted), done(true), tick(wanted), done(true)]) {
          atMs += powerDefaults.longestMs;
          state = power(state, one, atMs, both).state;
        }
        expect(state).toMatchObject({ done: wanted, running: null, failed: null });
      }),
    );
  });
});
