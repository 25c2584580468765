/** When a label wakes next. All times follow its own interval, which stands for a minute. */
export interface Rhythm {
  /** It was answered. */
  heard(): void;
  /** It was not. Returns how long it sleeps now, ms. */
  missed(): number;
  /** What `nextCheckIn` means: minutes, or seconds with bit 15 set; 0: its own interval. Returns ms. */
  told(nextCheckIn: number): number;
  /** Whether it looks for the module on all channels first. */
  scans(): boolean;
}

/** Real labels take longer to look elsewhere: they go by the average of many check-ins. */
const scansAfter = 2;
/** After so many check-ins without an answer a label takes the module to be gone. */
const lostAfter = 10;
const hour = 60;
const secondsFlag = 0x8000;

/** How long it sleeps when the module is gone: hourly for a day, every two hours for another one, then daily. */
function lostMinutes(times: number): number {
  if (times < 24) return hour;
  return times < 36 ? 2 * hour : 24 * hour;
}

export function createRhythm(minuteMs: number): Rhythm {
  let misses = 0;
  return {
    heard() {
      misses = 0;
    },
    missed() {
      misses++;
      return minuteMs * (misses < lostAfter ? 1 : lostMinutes(misses - lostAfter));
    },
    told(nextCheckIn) {
      if (nextCheckIn === 0) return minuteMs;
      const minutes = nextCheckIn & secondsFlag ? Math.max(1, nextCheckIn & ~secondsFlag) / 60 : nextCheckIn;
      return minutes * minuteMs;
    },
    scans: () => misses >= scansAfter,
  };
}
