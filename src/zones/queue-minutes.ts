const minuteMs = 60_000;
/** An hour of minutes. */
const mostMinutes = 60;

interface Minute {
  /** Length times milliseconds. */
  area: number;
  ms: number;
  /** How long the queue was when the minute ended. */
  length: number;
  left: number;
  served: number;
}

/** What went on over some time. */
export interface Span {
  readonly ms: number;
  /** Mean over time. */
  readonly meanLength: number;
  /** Who left the queue, served or not. */
  readonly left: number;
  readonly served: number;
}

/** The last hour of a queue by the minute. Times are monotonic. */
export function createQueueMinutes(nowMs: number) {
  const over: Minute[] = [];
  let running: Minute = fresh(0);
  let beganMs = nowMs;
  let lastMs = nowMs;

  function fresh(length: number): Minute {
    return { area: 0, ms: 0, length, left: 0, served: 0 };
  }

  /** The queue was so long up to now. A standstill of the machine costs no more than an hour of minutes. */
  function stayed(length: number, atMs: number): void {
    if (atMs - lastMs > (mostMinutes + 1) * minuteMs) {
      over.length = 0;
      beganMs = lastMs = atMs - mostMinutes * minuteMs;
      running = fresh(length);
    }
    while (lastMs < atMs) {
      const endMs = Math.min(atMs, beganMs + minuteMs);
      running.area += length * (endMs - lastMs);
      running.ms += endMs - lastMs;
      running.length = length;
      lastMs = endMs;
      if (endMs < beganMs + minuteMs) continue;
      over.push(running);
      if (over.length > mostMinutes) over.shift();
      running = fresh(length);
      beganMs = endMs;
    }
  }

  return {
    stayed,
    left(served: boolean): void {
      running.left += 1;
      if (served) running.served += 1;
    },
    /** The last so many minutes and the one that runs. */
    span(minutes: number): Span {
      const all = [...over.slice(-minutes), running];
      const sum = (of: (minute: Minute) => number) => all.reduce((total, minute) => total + of(minute), 0);
      const ms = sum(minute => minute.ms);
      return {
        ms,
        meanLength: ms === 0 ? 0 : sum(minute => minute.area) / ms,
        left: sum(minute => minute.left),
        served: sum(minute => minute.served),
      };
    },
    /** How long it was at the end of each minute, the oldest first. */
    lengths: (): number[] => over.map(minute => minute.length),
  };
}
