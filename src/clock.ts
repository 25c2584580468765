/** Cancels a timer; calling it twice is harmless. */
export type Cancel = () => void;

/**
 * The only source of time in the shell. The core takes instants as arguments instead.
 * Tests and simulations pass one that runs on virtual time.
 */
export interface Clock {
  /** Wall clock, milliseconds since the Unix epoch. May jump. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back. For durations and timeouts. */
  monotonic(): number;
  /** Calls `work` once after `delayMs`. */
  after(delayMs: number, work: () => void): Cancel;
}

/** A source of randomness in [0, 1); seeded in tests. */
export type Random = () => number;

/** Real time. Timers are unreferenced only where the caller asks Node itself; these keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  },
};
