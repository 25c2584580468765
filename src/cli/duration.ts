const unitsMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The longest duration taken: a year. */
const longestMs = 366 * unitsMs.d;

/**
 * Reads `500ms`, `30s`, `5m`, `2h`, `1d`, or several together as in `1m30s`.
 * @returns milliseconds, or null for anything else, for zero and for more than a year.
 */
export function parseDuration(text: string): number | null {
  if (!/^(?:\d{1,9}(?:ms|s|m|h|d))+$/.test(text)) return null;
  let totalMs = 0;
  for (const [, digits, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)/g)) {
    totalMs += Number(digits) * unitsMs[unit as keyof typeof unitsMs];
  }
  return totalMs > 0 && totalMs <= longestMs ? totalMs : null;
}

/** A length of time for people, to two units at most: `0 s`, `45 s`, `3 min 20 s`, `2 h 5 min`, `4 d`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return two(minutes, 'min', seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return two(hours, 'h', minutes % 60, 'min');
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** How long ago an RFC 3339 instant was: `12 s ago`; `never` for null; `just now` where clocks differ a little. */
export function formatAgo(instant: string | null, nowMs: number): string {
  if (instant === null) return 'never';
  const ageMs = nowMs - Date.parse(instant);
  if (Number.isNaN(ageMs)) return instant;
  return ageMs < 1000 ? 'just now' : `${formatDuration(ageMs)} ago`;
}

/** The age of an RFC 3339 instant in its largest unit, for tables: `5 s`, `16 h`; empty for null. */
export function shortAge(instant: string | null, nowMs: number): string {
  if (instant === null) return '';
  const ageMs = Math.max(0, nowMs - Date.parse(instant));
  if (Number.isNaN(ageMs)) return instant;
  const [unit, lengthMs] = ageMs < 60_000 ? (['s', 1000] as const) : largeUnits.find(([, ms]) => ageMs >= ms)!;
  return `${Math.floor(ageMs / lengthMs)} ${unit}`;
}

const largeUnits = [
  ['d', unitsMs.d],
  ['h', unitsMs.h],
  ['min', unitsMs.m],
] as const;
