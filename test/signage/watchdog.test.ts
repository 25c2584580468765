import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  newWatchdog,
  type WatchdogEvent,
  type WatchdogRules,
  type WatchdogState,
  watch,
  watchdogDefaults,
} from '../../src/signage/watchdog.ts';

const rules: WatchdogRules = { ...watchdogDefaults, silentMs: 30_000 };
const minuteMs = 60_000;

const report = (over: Partial<Extract<WatchdogEvent, { kind: 'report' }>> = {}): WatchdogEvent => ({
  kind: 'report',
  page: 'panel001',
  visible: true,
  stale: false,
  differs: false,
  heapBytes: 50 * 1024 * 1024,
  entryEnded: false,
  ...over,
});

/** Runs events at their times; what was done, as `time: what`. */
function run(
  events: readonly (readonly [atMs: number, event: WatchdogEvent])[],
  state: WatchdogState = newWatchdog(0),
) {
  const done: string[] = [];
  for (const [atMs, event] of events) {
    const next = watch(state, event, atMs, rules);
    state = next.state;
    for (const step of next.steps) done.push(`${atMs}: ${step.do}${'reason' in step ? ` ${step.reason}` : ''}`);
  }
  return { state, done };
}
const ticks = (fromMs: number, untilMs: number, everyMs = 5_000) =>
  Array.from(
    { length: Math.floor((untilMs - fromMs) / everyMs) },
    (_, at) => [fromMs + at * everyMs, { kind: 'tick' }] as const,
  );
const reports = (fromMs: number, untilMs: number, over: Parameters<typeof report>[0] = {}) =>
  Array.from(
    { length: Math.floor((untilMs - fromMs) / 5_000) },
    (_, at) => [fromMs + at * 5_000, report(over)] as const,
  );

describe('a page that says nothing', () => {
  it('is reloaded, then its browser started anew, then people are told', () => {
    expect(run(ticks(0, 100_000)).done).toEqual(['30000: reload', '60000: restart', '90000: raise screen.silent']);
  });

  it('is started anew ever more rarely, and spoken of once', () => {
    const { done } = run(ticks(0, 180 * minuteMs));
    const restarts = done.filter(line => line.endsWith('restart')).map(line => Number.parseInt(line, 10) / minuteMs);
    expect(restarts).toEqual([1, 11, 31, 71, 131]);
    expect(done.filter(line => line.includes('raise'))).toHaveLength(1);
  });

  it('recovers without a word when it comes back in time, and is untold when it does not', () => {
    expect(run([...ticks(0, 65_000), [66_000, report()], ...ticks(67_000, 90_000)]).done).toEqual([
      '30000: reload',
      '60000: restart',
    ]);
    expect(run([...ticks(0, 95_000), [96_000, report()]]).done.slice(2)).toEqual([
      '90000: raise screen.silent',
      '96000: clear screen.silent',
    ]);
  });

  it('is left alone while the store is closed, and has its time when it opens', () => {
    const events = [
      ...ticks(0, 95_000),
      [95_000, { kind: 'dark', dark: true }] as const,
      ...ticks(96_000, 40 * minuteMs),
    ];
    const night = run(events);
    expect(night.done.slice(3)).toEqual(['95000: clear screen.silent']);
    const openMs = 40 * minuteMs;
    const day = run([[openMs, { kind: 'dark', dark: false }], ...ticks(openMs, openMs + 31_000, 1_000)], night.state);
    expect(day.done).toEqual([`${openMs + 30_000}: reload`]);
  });
});

describe('a page that speaks', () => {
  it('is hidden when none has been seen for a while', () => {
    const { done } = run([...reports(0, 41_000, { visible: false }), [41_000, report()]]);
    expect(done).toEqual(['30000: raise screen.hidden', '41000: clear screen.hidden']);
    const both = reports(0, 90_000, { visible: false }).flatMap(one => [one, [one[0] + 1, report()] as const]);
    expect(run(both).done).toEqual([]);
  });

  it('is stale when it hides prices for a while, also when another page does not', () => {
    const both = reports(0, 60_000, { stale: true }).flatMap(one => [
      one,
      [one[0] + 1, report({ page: 'other001' })] as const,
    ]);
    const { done, state } = run(both);
    expect(done).toEqual(['30000: raise screen.stale']);
    expect(run(reports(60_000, 100_000), state).done).toEqual(['85000: clear screen.stale']);
  });

  it('differs no more once the page that did was loaded anew under another name', () => {
    const { done, state } = run([
      [0, report({ differs: true })],
      [5_000, report({ differs: true })],
    ]);
    expect(done).toContain('5000: raise screen.differs');
    const anew = run(
      [6_000, 20_000, 34_000, 36_000].map(atMs => [atMs, report({ page: 'panel002' })] as const),
      state,
    );
    expect(anew.done).toEqual(['36000: clear screen.differs']);
  });

  it('differs when it says so twice in a row, is loaded anew for it, and not again at once', () => {
    const wrong = report({ differs: true });
    expect(
      run([
        [0, wrong],
        [5_000, report()],
        [10_000, wrong],
      ]).done,
    ).toEqual([]);
    const { done, state } = run([
      [0, wrong],
      [5_000, wrong],
      [10_000, wrong],
    ]);
    expect(done).toEqual(['5000: raise screen.differs', '5000: reload']);
    expect(run([[15_000, report({ page: 'other001' })]], state).done).toEqual([]);
    expect(run([[15_000, report()]], state).done).toEqual(['15000: clear screen.differs']);
  });

  it('is loaded anew between two entries when it has grown heavy', () => {
    const heavy = { heapBytes: rules.heapLimitBytes + 1 };
    expect(
      run([
        [0, report(heavy)],
        [5_000, report({ ...heavy, entryEnded: true })],
      ]).done,
    ).toEqual(['5000: reload']);
    expect(run(reports(0, 11 * minuteMs, heavy)).done).toEqual([`${rules.reloadGapMs}: reload`]);
    expect(run([[0, report({ heapBytes: null, entryEnded: true })]]).done).toEqual([]);
  });
});

describe('whatever happens', () => {
  const event = fc.oneof(
    { weight: 6, arbitrary: fc.constant<WatchdogEvent>({ kind: 'tick' }) },
    { weight: 1, arbitrary: fc.boolean().map(dark => ({ kind: 'dark', dark }) as const) },
    {
      weight: 2,
      arbitrary: fc
        .record({
          page: fc.constantFrom('panel001', 'other001'),
          visible: fc.boolean(),
          stale: fc.boolean(),
          differs: fc.boolean(),
          heapBytes: fc.constantFrom(null, 1, rules.heapLimitBytes + 1),
          entryEnded: fc.boolean(),
        })
        .map(over => report(over)),
    },
  );
  const story = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 * minuteMs }), event), { maxLength: 120 });
  const timed = (steps: readonly (readonly [number, WatchdogEvent])[]) => {
    let atMs = 0;
    return steps.map(([waitMs, one]) => {
      atMs += waitMs;
      return [atMs, one] as const;
    });
  };

  it('a browser is never started anew twice within the gap, nor by night', () => {
    fc.assert(
      fc.property(story, steps => {
        const events = timed(steps);
        const at = (what: string) =>
          run(events)
            .done.filter(line => line.endsWith(what))
            .map(line => Number.parseInt(line, 10));
        const restarts = at('restart');
        for (const [index, atMs] of restarts.slice(1).entries()) {
          expect(atMs - restarts[index]!).toBeGreaterThanOrEqual(rules.restartGapMs);
        }
        let dark = false;
        const darkAt = new Map<number, boolean>();
        for (const [atMs, one] of events) {
          if (one.kind === 'dark') dark = one.dark;
          darkAt.set(atMs, dark);
        }
        for (const atMs of [...restarts, ...at('reload')]) expect(darkAt.get(atMs)).toBe(false);
      }),
    );
  });

  it('what is raised is cleared once, and nothing stays raised after a calm while', () => {
    fc.assert(
      fc.property(story, steps => {
        const events = timed(steps);
        const endMs = events.at(-1)?.[0] ?? 0;
        const { done, state } = run([
          ...events,
          [endMs + 1, { kind: 'dark', dark: false }],
          ...reports(endMs + 2, endMs + 60_000),
          ...reports(endMs + 2, endMs + 10_000, { page: 'other001' }),
        ]);
        expect(state.raised).toEqual([]);
        const open = new Set<string>();
        for (const line of done) {
          const [, verb, reason] = line.split(' ');
          if (verb === 'raise') expect(open.size).toBe(open.add(reason!).size - 1);
          if (verb === 'clear') expect(open.delete(reason!)).toBe(true);
        }
        expect(open.size).toBe(0);
      }),
    );
  });
});
