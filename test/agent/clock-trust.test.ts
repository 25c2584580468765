import { expect, test } from 'vitest';
import { createAlarms } from '../../src/agent/alarms.ts';
import { type ClockTrustOptions, createClockTrust } from '../../src/agent/clock-trust.ts';
import { createVirtualClock } from '../delivery/virtual-clock.ts';

function trust(over: Partial<ClockTrustOptions> = {}) {
  const clock = createVirtualClock(1_000_000);
  const said: string[] = [];
  const alarms = createAlarms(clock, (alarm, state) => said.push(`${alarm.code} ${state}`));
  let machine: boolean | null = true;
  let skewMs: number | null = null;
  let released = 0;
  const made = createClockTrust({
    require: 'auto',
    machine: async () => machine,
    skewMs: () => skewMs,
    alarms,
    clock,
    trusted: () => {
      released += 1;
    },
    ...over,
  });
  const pass = async (ms: number) => {
    clock.pass(ms);
    await new Promise(resolve => setImmediate(resolve));
  };
  return {
    made,
    said,
    pass,
    released: () => released,
    set: (answer: boolean | null) => {
      machine = answer;
    },
    skew: (ms: number | null) => {
      skewMs = ms;
    },
  };
}

test('scheduled changes wait for the first answer, and begin with it', async () => {
  const { made, pass, released } = trust();
  expect(made.held()).toBe(true);
  made.start();
  await pass(0);
  expect([made.held(), released()]).toEqual([false, 1]);
  made.stop();
});

test('a machine that says that it is not synchronised holds them, says so when it lasts, and lets go by itself', async () => {
  const { made, pass, set, said, released } = trust();
  set(false);
  made.start();
  await pass(0);
  expect(made.held()).toBe(true);
  expect(said).toEqual([]);
  for (let n = 0; n < 20; n++) await pass(5_000);
  expect(said).toEqual(['time.not-synchronised raised']);
  set(true);
  for (let n = 0; n < 14; n++) await pass(5_000);
  expect([made.held(), released()]).toEqual([false, 1]);
  expect(said.at(-1)).toBe('time.not-synchronised cleared');
  made.stop();
});

test('a clock that differs from the mesh holds them, in either direction', async () => {
  const { made, pass, skew } = trust();
  made.start();
  await pass(0);
  for (const ms of [-31_000, 31_000]) {
    skew(ms);
    expect(made.held()).toBe(true);
    skew(ms / 2);
    expect(made.held()).toBe(false);
  }
  made.stop();
});

test('where nobody knows, only `always` holds; `never` never does', async () => {
  const held = async (require: ClockTrustOptions['require']) => {
    const { made, pass, set, skew } = trust({ require });
    set(null);
    made.start();
    await pass(0);
    const unknown = made.held();
    skew(99_000);
    const wrong = made.held();
    made.stop();
    return [unknown, wrong];
  };
  expect(await held('auto')).toEqual([false, true]);
  expect(await held('always')).toEqual([true, true]);
  expect(await held('never')).toEqual([false, false]);
});
