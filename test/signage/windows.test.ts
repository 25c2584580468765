import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTimeIn } from '../../src/agent/store-rules.ts';
import { daypartAt } from '../../src/shelf/daypart.ts';
import type { Daypart } from '../../src/shelf/fact.ts';
import { covers, nextTurn, type Window, windowsOf, within } from '../../src/signage/windows.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const aheadMs = 2 * dayMs;
const berlin = localTimeIn('Europe/Berlin');
const always = { fromMs: 0, toMs: null, dayparts: [] };
const everyDay = (fromMinute: number, untilMinute: number): Daypart => ({
  days: [1, 2, 3, 4, 5, 6, 7],
  fromMinute,
  untilMinute,
});
const utc = (...at: Parameters<typeof Date.UTC>) => Date.UTC(...at);
const text = (windows: readonly Window[] | null) =>
  windows?.map(({ fromMs, untilMs }) =>
    [fromMs, untilMs].map(ms => (ms === null ? '…' : new Date(ms).toISOString().slice(5, 16))).join(' – '),
  );

describe('when an entry may be shown', () => {
  const atMs = utc(2026, 10, 24, 9);

  it('is always without a beginning to come, an end or dayparts', () => {
    expect(windowsOf(always, berlin, atMs, aheadMs)).toBeNull();
    expect(windowsOf({ ...always, fromMs: atMs }, berlin, atMs, aheadMs)).toBeNull();
  });

  it('is from its beginning until its end, however far away these are', () => {
    const later = { ...always, fromMs: atMs + 9 * dayMs };
    expect(windowsOf(later, berlin, atMs, aheadMs)).toEqual([{ fromMs: later.fromMs, untilMs: null }]);
    expect(windowsOf({ ...later, toMs: atMs + 10 * dayMs }, berlin, atMs, aheadMs)).toEqual([
      { fromMs: later.fromMs, untilMs: atMs + 10 * dayMs },
    ]);
    expect(windowsOf({ ...always, toMs: atMs }, berlin, atMs, aheadMs)).toEqual([]);
  });

  it('is in its dayparts, for two days to the full hour', () => {
    const evening = { ...always, dayparts: [everyDay(18 * 60, 20 * 60)] };
    expect(text(windowsOf(evening, berlin, atMs + 60_000, aheadMs))).toEqual([
      '11-24T17:00 – 11-24T19:00',
      '11-25T17:00 – 11-25T19:00',
    ]);
    const allDay = { ...always, fromMs: atMs - dayMs, dayparts: [everyDay(0, 1440)] };
    expect(text(windowsOf(allDay, berlin, atMs + 60_000, aheadMs))).toEqual(['11-23T09:00 – 11-26T10:00']);
  });

  it('is the same within an hour, so that no page is told anything', () => {
    const evening = { ...always, dayparts: [everyDay(18 * 60, 20 * 60)] };
    const first = windowsOf(evening, berlin, atMs + 1, aheadMs);
    for (const later of [60_000, hourMs / 2, hourMs]) {
      expect(windowsOf(evening, berlin, atMs + later, aheadMs)).toEqual(first);
    }
  });

  it('ends with its validity in the middle of a daypart', () => {
    const evening = { ...always, toMs: utc(2026, 10, 24, 18), dayparts: [everyDay(18 * 60, 20 * 60)] };
    expect(text(windowsOf(evening, berlin, atMs, aheadMs))).toEqual(['11-24T17:00 – 11-24T18:00']);
  });

  it('follows the wall clock of Berlin when it leaves out an hour, and when it repeats one', () => {
    const night = { ...always, dayparts: [everyDay(60, 240)] };
    // 2026-03-29, 02:00 becomes 03:00: from 01:00 until 04:00 are two hours.
    expect(text(windowsOf(night, berlin, utc(2026, 2, 28, 22), dayMs))).toEqual(['03-29T00:00 – 03-29T02:00']);
    // 2026-10-25, 03:00 becomes 02:00: four hours.
    expect(text(windowsOf(night, berlin, utc(2026, 9, 24, 22), dayMs))).toEqual(['10-24T23:00 – 10-25T03:00']);
    const leftOut = { ...always, dayparts: [everyDay(125, 170)] };
    expect(text(windowsOf(leftOut, berlin, utc(2026, 2, 28, 22), dayMs))).toEqual([]);
    expect(text(windowsOf(leftOut, berlin, utc(2026, 9, 24, 22), dayMs))).toEqual([
      '10-25T00:05 – 10-25T00:50',
      '10-25T01:05 – 10-25T01:50',
    ]);
  });

  it('covers exactly the instants at which its dayparts hold, around both changes of the clock', () => {
    const minute = fc.integer({ min: 0, max: 24 }).map(quarter => quarter * 60);
    const daypart = fc
      .record({ days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), a: minute, b: minute })
      .filter(({ a, b }) => a !== b)
      .map(({ days, a, b }) => ({ days, fromMinute: Math.min(a, b), untilMinute: Math.max(a, b) }));
    const day = fc.constantFrom(utc(2026, 2, 28), utc(2026, 9, 24), utc(2026, 10, 24));
    fc.assert(
      fc.property(
        fc.array(daypart, { minLength: 1, maxLength: 4 }),
        day,
        fc.nat(48),
        fc.nat(aheadMs - 1),
        (dayparts, fromMs, half, later) => {
          const nowMs = fromMs + (half * hourMs) / 2;
          const windows = windowsOf({ ...always, dayparts }, berlin, nowMs, aheadMs);
          expect(covers(windows, nowMs + later)).toBe(daypartAt(dayparts, berlin, nowMs + later).holds);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('windows together', () => {
  const one = fc
    .tuple(fc.nat(30), fc.option(fc.integer({ min: 1, max: 10 }), { nil: null }))
    .map(([fromMs, length]) => ({ fromMs, untilMs: length === null ? null : fromMs + length }));
  const some = fc.option(fc.array(one, { maxLength: 4 }), { nil: null, freq: 5 });

  it('permit what each of them does', () => {
    fc.assert(
      fc.property(some, some, fc.nat(45), (a, b, atMs) => {
        expect(covers(within(a, b), atMs)).toBe(covers(a, atMs) && covers(b, atMs));
      }),
    );
  });

  it('turn at no other time than the next that is named', () => {
    fc.assert(
      fc.property(some, fc.nat(45), fc.nat(45), (windows, atMs, later) => {
        const turnMs = nextTurn(windows, atMs) ?? Number.POSITIVE_INFINITY;
        if (atMs + later < turnMs) expect(covers(windows, atMs + later)).toBe(covers(windows, atMs));
      }),
    );
  });
});
