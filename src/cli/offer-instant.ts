/**
 * Reads an instant such as `2026-12-01T18:00:00+01:00`, or a date and time by the wall clock of a time zone such as
 * `2026-12-01T18:00` or `2026-12-01 18:00:30`. An hour that a clock change leaves out counts as the one after it; of one
 * that comes twice the first is meant.
 * @returns RFC 3339 in UTC; null: neither of them
 */
export function readInstant(text: string, timezone: string): string | null {
  const [, date, time, seconds = ':00', zone] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  if (date === undefined) return null;
  const wallMs = Date.parse(`${date}T${time}${seconds}Z`);
  // `2026-02-30` would be taken for the second of March.
  if (Number.isNaN(wallMs) || !new Date(wallMs).toISOString().startsWith(date)) return null;
  if (zone !== undefined) {
    const ms = Date.parse(`${date}T${time}${seconds}${zone}`);
    return Number.isNaN(ms) ? null : new Date(ms).toISOString();
  }
  const offset = offsetOf(timezone);
  if (offset === null) return null;
  // The offset of a day before is that before any change, so an hour that comes twice is taken the first time.
  const early = wallMs - offset(wallMs - 86_400_000);
  const late = wallMs - offset(wallMs + 86_400_000);
  const fits = [early, late].find(ms => ms + offset(ms) === wallMs) ?? early;
  return new Date(fits).toISOString();
}

/** How far a zone's wall clock is ahead of UTC at an instant, milliseconds; null: there is no such zone. */
function offsetOf(timezone: string): ((ms: number) => number) | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
  return ms => {
    const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const wall = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
    return wall - Math.floor(ms / 1000) * 1000;
  };
}
