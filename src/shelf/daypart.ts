import type { Daypart } from './fact.ts';

/** Minutes by which the store's wall clock is ahead of UTC at an instant: 60 in Berlin's winter, 120 in its summer. */
export type LocalTime = (atMs: number) => number;

/** What dayparts say at one instant, and when they say something else next. */
export interface DaypartNow {
  readonly holds: boolean;
  /** Null: never by itself. On a day on which clocks change it may be the instant at which they do. */
  readonly untilMs: number | null;
}

const minuteMs = 60_000;
const dayMinutes = 1440;
/** A weekday comes back within these, so what has not changed by then never will. */
const daysAhead = 8;

/**
 * Whether one of the dayparts holds at `atMs` by the store's wall clock; none at all is all day. What falls into an hour
 * that clocks leave out does not take place, what falls into one that they repeat takes place twice. Some microseconds.
 * @param localTime changes at most once within eight days
 */
export function daypartAt(dayparts: readonly Daypart[], localTime: LocalTime, atMs: number): DaypartNow {
  if (dayparts.length === 0) return { holds: true, untilMs: null };
  const offset = localTime(atMs);
  const minute = Math.floor(atMs / minuteMs) + offset;
  const holds = holdsAt(dayparts, minute);
  const nextMinute = nextChange(dayparts, minute, holds);
  if (nextMinute === null) return { holds, untilMs: null };
  const nextMs = (nextMinute - offset) * minuteMs;
  return { holds, untilMs: localTime(nextMs) === offset ? nextMs : clockChange(localTime, atMs, nextMs) };
}

/** @param minute of the wall clock, since midnight of 1970-01-01 */
function holdsAt(dayparts: readonly Daypart[], minute: number): boolean {
  const day = Math.floor(minute / dayMinutes);
  const ofDay = minute - day * dayMinutes;
  const weekday = weekdayOf(day);
  return dayparts.some(
    ({ days, fromMinute, untilMinute }) => fromMinute <= ofDay && ofDay < untilMinute && days.includes(weekday),
  );
}

function nextChange(dayparts: readonly Daypart[], minute: number, holds: boolean): number | null {
  const today = Math.floor(minute / dayMinutes);
  for (let day = today; day <= today + daysAhead; day++) {
    const midnight = day * dayMinutes;
    const weekday = weekdayOf(day);
    let next: number | null = null;
    for (const { days, fromMinute, untilMinute } of dayparts) {
      if (!days.includes(weekday)) continue;
      for (const boundary of [midnight + fromMinute, midnight + untilMinute]) {
        if (boundary <= minute || (next !== null && boundary >= next)) continue;
        if (holdsAt(dayparts, boundary) !== holds) next = boundary;
      }
    }
    if (next !== null) return next;
  }
  return null;
}

/** ISO weekday of a day since 1970-01-01, which was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The first instant after `afterMs` at which the wall clock is another; at `untilMs` it is. */
function clockChange(localTime: LocalTime, afterMs: number, untilMs: number): number {
  const offset = localTime(afterMs);
  let [before, after] = [afterMs, untilMs];
  while (after - before > 1) {
    const middle = before + Math.floor((after - before) / 2);
    if (localTime(middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}
