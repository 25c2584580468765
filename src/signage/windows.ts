import { daypartAt, type LocalTime } from '../shelf/daypart.ts';
import type { Daypart } from '../shelf/fact.ts';

/** A stretch of time; null: without an end that is known. */
export interface Window {
  readonly fromMs: number;
  readonly untilMs: number | null;
}

/** Stretches that are worked out at once; a day has fourteen dayparts at most. */
const mostWindows = 60;
const hourMs = 3_600_000;

/**
 * When something that has a beginning, an end and dayparts may be shown, from `atMs` for `aheadMs`: a page knows nothing
 * of time zones and has to play on while nobody answers it. Null: always. Empty: not in that time.
 */
export function windowsOf(
  validity: { readonly fromMs: number; readonly toMs: number | null; readonly dayparts: readonly Daypart[] },
  localTime: LocalTime,
  atMs: number,
  aheadMs: number,
): readonly Window[] | null {
  const { fromMs, toMs, dayparts } = validity;
  if (dayparts.length === 0) {
    if (fromMs <= atMs && toMs === null) return null;
    return toMs !== null && toMs <= atMs ? [] : [{ fromMs, untilMs: toMs }];
  }
  const windows: Window[] = [];
  // To the full hour, so that the same facts make the same windows for a while: each change is told to every page.
  const horizonMs = Math.ceil((atMs + aheadMs) / hourMs) * hourMs;
  const endMs = Math.min(toMs ?? Number.POSITIVE_INFINITY, horizonMs);
  let look = Math.max(fromMs, atMs);
  while (look < endMs && windows.length < mostWindows) {
    const { holds, untilMs } = daypartAt(dayparts, localTime, look);
    // What never changes by itself still ends where it is known no further.
    const until = Math.min(untilMs ?? endMs, endMs);
    const last = windows.at(-1);
    // A change of the clock is looked at, but ends nothing by itself.
    if (holds && last?.untilMs === look) windows[windows.length - 1] = { ...last, untilMs: until };
    // One that is open already began some time ago.
    else if (holds) windows.push({ fromMs: look === atMs ? fromMs : look, untilMs: until });
    if (untilMs === null) break;
    look = untilMs;
  }
  return windows;
}

/** Whether one of them covers an instant. */
export function covers(windows: readonly Window[] | null, atMs: number): boolean {
  return (
    windows === null || windows.some(({ fromMs, untilMs }) => fromMs <= atMs && (untilMs === null || atMs < untilMs))
  );
}

/** What both of them permit. */
export function within(a: readonly Window[] | null, b: readonly Window[] | null): readonly Window[] | null {
  if (a === null || b === null) return a ?? b;
  return a.flatMap(one =>
    b.flatMap(other => {
      const fromMs = Math.max(one.fromMs, other.fromMs);
      const untilMs = sooner(one.untilMs, other.untilMs);
      return untilMs === null || fromMs < untilMs ? [{ fromMs, untilMs }] : [];
    }),
  );
}

/** The next instant after `atMs` at which one begins or ends; null: none. */
export function nextTurn(windows: readonly Window[] | null, atMs: number): number | null {
  let next: number | null = null;
  for (const { fromMs, untilMs } of windows ?? []) {
    for (const instant of [fromMs, untilMs]) {
      if (instant !== null && instant > atMs && (next === null || instant < next)) next = instant;
    }
  }
  return next;
}

function sooner(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}
