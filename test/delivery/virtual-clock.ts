import type { Clock } from '../../src/clock.ts';

/** Time that passes when it is told to, and a wall clock that may jump away from it. */
export interface VirtualClock extends Clock {
  /** Lets time pass, ringing every timer on the way at its instant. */
  pass(durationMs: number): void;
  /** Sets the wall clock; timers do not notice. */
  setWall(nowMs: number): void;
  readonly pending: () => number;
}

export function createVirtualClock(startMs: number): VirtualClock {
  let elapsedMs = 0;
  let wallOffsetMs = startMs;
  let timers: { readonly atMs: number; readonly work: () => void }[] = [];
  return {
    now: () => wallOffsetMs + elapsedMs,
    monotonic: () => elapsedMs,
    after(delayMs, work) {
      const timer = { atMs: elapsedMs + delayMs, work };
      timers.push(timer);
      return () => {
        timers = timers.filter(one => one !== timer);
      };
    },
    pass(durationMs) {
      const endMs = elapsedMs + durationMs;
      for (let rung = 0; ; rung += 1) {
        if (rung > 100_000) throw new Error('timers ring without time passing');
        const [next] = timers.filter(timer => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
        if (!next) break;
        timers = timers.filter(one => one !== next);
        elapsedMs = Math.max(elapsedMs, next.atMs);
        next.work();
      }
      elapsedMs = endMs;
    },
    setWall(nowMs) {
      wallOffsetMs = nowMs - elapsedMs;
    },
    pending: () => timers.length,
  };
}
