import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTimeIn } from '../../src/agent/store-rules.ts';
import { daypartAt } from '../../src/shelf/daypart.ts';
import type { Daypart } from '../../src/shelf/fact.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The wall clock of Berlin at every minute of eleven days around an instant: weekday, and minute of the day. */
function wallClocks(aroundMs: number) {
  const clock = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Europe/Berlin',
  });
  const fromMs = aroundMs - 2 * dayMs;
  const minutes = Array.from({ length: 11 * 1440 }, (_, index) => {
    const [weekday = '', hour = '', minute = ''] = clock.format(fromMs + index * minuteMs).split(/[ ,:]+/);
    return {
      weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday) + 1,
      minute: 60 * +hour + +minute,
    };
  });
  return { fromMs, minutes };
}

// One o'clock UTC: two becomes three, three becomes two.
const spring = Date.UTC(2026, 2, 29, 1);
const autumn = Date.UTC(2026, 9, 25, 1);
const years = { spring: wallClocks(spring), autumn: wallClocks(autumn) };

const localTime = localTimeIn('Europe/Berlin');
const sunday = (from: number, until: number): Daypart => ({ days: [7], fromMinute: from, untilMinute: until });

const wallMinute = fc.oneof(fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 100, max: 200 }));
const daypart: fc.Arbitrary<Daypart> = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), wallMinute, wallMinute)
  .filter(([, a, b]) => a !== b)
  .map(([days, a, b]) => ({ days, fromMinute: Math.min(a, b), untilMinute: Math.max(a, b) }));

describe('dayparts', () => {
  it('hold by the wall clock until the minute that is named, on the days on which clocks change as well', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('spring' as const, 'autumn' as const),
        fc.array(daypart, { minLength: 1, maxLength: 3 }),
        fc.oneof(fc.integer({ min: 0, max: 3 * 1440 }), fc.integer({ min: 2 * 1440 - 100, max: 2 * 1440 + 100 })),
        fc.nat(minuteMs - 1),
        (season, dayparts, index, rest) => {
          const { fromMs, minutes } = years[season];
          const bare = (at: number) =>
            dayparts.some(
              ({ days, fromMinute, untilMinute }) =>
                days.includes(minutes[at]!.weekday) &&
                fromMinute <= minutes[at]!.minute &&
                minutes[at]!.minute < untilMinute,
            );
          const { holds, untilMs } = daypartAt(dayparts, localTime, fromMs + index * minuteMs + rest);
          expect(holds).toBe(bare(index));
          const until = untilMs === null ? minutes.length : (untilMs - fromMs) / minuteMs;
          expect(Number.isInteger(until)).toBe(true);
          expect(until).toBeGreaterThan(index);
          for (let at = index; at < Math.min(until, minutes.length); at++)
            if (bare(at) !== holds) expect(at).toBe(until);
          // The clocks may have been what came first.
          const changed = [spring, autumn].includes(untilMs ?? 0);
          if (until < minutes.length && !changed) expect(bare(until)).toBe(!holds);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('in the hour that is left out do not take place', () => {
    const quarter = [sunday(135, 165)];
    for (let atMs = spring - 3 * 3_600_000; atMs < spring + 3 * 3_600_000; atMs += 5 * minuteMs) {
      expect(daypartAt(quarter, localTime, atMs).holds).toBe(false);
    }
    // Half past two until four begins at three.
    expect(daypartAt([sunday(150, 240)], localTime, spring - 1)).toEqual({ holds: false, untilMs: spring });
    expect(daypartAt([sunday(150, 240)], localTime, spring)).toEqual({ holds: true, untilMs: spring + 60 * minuteMs });
  });

  it('in the hour that is repeated take place twice', () => {
    const quarter = [sunday(135, 165)];
    const first = autumn - 45 * minuteMs;
    expect(daypartAt(quarter, localTime, first - 1)).toEqual({ holds: false, untilMs: first });
    expect(daypartAt(quarter, localTime, first)).toEqual({ holds: true, untilMs: first + 30 * minuteMs });
    expect(daypartAt(quarter, localTime, first + 30 * minuteMs)).toEqual({ holds: false, untilMs: autumn });
    expect(daypartAt(quarter, localTime, autumn)).toEqual({ holds: false, untilMs: autumn + 15 * minuteMs });
    expect(daypartAt(quarter, localTime, autumn + 15 * minuteMs).holds).toBe(true);
    expect(daypartAt(quarter, localTime, autumn + 45 * minuteMs).holds).toBe(false);
  });

  it('that leave nothing out hold for ever', () => {
    const week = [1, 2, 3, 4, 5, 6, 7];
    const halves = [
      { days: week, fromMinute: 0, untilMinute: 700 },
      { days: week, fromMinute: 650, untilMinute: 1440 },
    ];
    for (const dayparts of [[], halves]) {
      expect(daypartAt(dayparts, localTime, spring - dayMs)).toEqual({ holds: true, untilMs: null });
    }
  });
});

describe('the local time of a time zone', () => {
  it('is what its wall clock is ahead of UTC, to the minute at which it changes', () => {
    expect([spring - 1, spring, autumn - 1, autumn].map(localTime)).toEqual([60, 120, 120, 60]);
    const newYork = localTimeIn('America/New_York');
    expect([Date.UTC(2026, 2, 8, 7) - 1, Date.UTC(2026, 2, 8, 7)].map(newYork)).toEqual([-300, -240]);
    // Half an hour of summer time.
    const lordHowe = localTimeIn('Australia/Lord_Howe');
    expect([Date.UTC(2026, 9, 3, 15, 30) - 1, Date.UTC(2026, 9, 3, 15, 30)].map(lordHowe)).toEqual([630, 660]);
    expect(localTimeIn('Asia/Kathmandu')(spring)).toBe(345);
    expect(localTimeIn('UTC')(spring)).toBe(0);
  });
});
