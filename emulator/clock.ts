/** Cancels a timer; calling it twice is harmless. */
export type Cancel = () => void;

/** The emulator's only source of time. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `work` once after `delayMs`. */
  after(delayMs: number, work: () => void): Cancel;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Time that stands still until it is moved on: a whole night in a millisecond, the same for every run. */
export interface VirtualClock extends Clock {
  /** Moves time on, running what falls due on the way, in order. */
  advance(ms: number): void;
}

export function createVirtualClock(startMs = 0): VirtualClock {
  let nowMs = startMs;
  let order = 0;
  const due = new Map<number, { readonly atMs: number; readonly work: () => void }>();
  const earliest = (untilMs: number): number | null => {
    let found: number | null = null;
    let foundAtMs = untilMs;
    for (const [id, timer] of due) {
      if (timer.atMs < foundAtMs || (timer.atMs === foundAtMs && found === null)) {
        found = id;
        foundAtMs = timer.atMs;
      }
    }
    return found;
  };
  return {
    now: () => nowMs,
    after(delayMs, work) {
      const id = order++;
      due.set(id, { atMs: nowMs + Math.max(0, delayMs), work });
      return () => due.delete(id);
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (let id = earliest(untilMs); id !== null; id = earliest(untilMs)) {
        const timer = due.get(id)!;
        due.delete(id);
        nowMs = timer.atMs;
        timer.work();
      }
      nowMs = untilMs;
    },
  };
}
