import type { Cancel, Clock } from './clock.ts';

/** Shortest time between two rounds of the schedule: adverts that fall due in between go out together. */
const tickMs = 20;

export interface AdvertisingSchedule {
  /** Starts the rounds when somebody listens, stops them when nobody does. */
  listen(wanted: boolean): void;
}

export interface AdvertisingOptions {
  readonly clock: Clock;
  /** How many labels there are. */
  readonly count: () => number;
  /** Time in which each label advertises once. */
  readonly intervalMs: () => number;
  readonly advertise: (index: number) => void;
}

/**
 * Lets every label advertise once per interval, evenly spread, with a single timer for all of them and none while no
 * radio listens. Short scans one after another reach every label, because a round goes on where the last one ended.
 */
export function createAdvertisingSchedule(options: AdvertisingOptions): AdvertisingSchedule {
  const { clock, count, intervalMs, advertise } = options;
  let cursor = 0;
  let owed = 0;
  let lastMs = 0;
  let cancel: Cancel | null = null;

  const round = (): void => {
    const total = count();
    const perMs = total / intervalMs();
    owed = Math.min(total, owed + (clock.now() - lastMs) * perMs);
    lastMs = clock.now();
    cancel = clock.after(Math.max(tickMs, perMs > 0 ? 1 / perMs : tickMs), round);
    for (; owed >= 1; owed--) advertise(cursor++ % total);
    cursor %= Math.max(1, total);
  };
  return {
    listen(wanted) {
      if (wanted && !cancel) {
        lastMs = clock.now();
        cancel = clock.after(tickMs, round);
      } else if (!wanted && cancel) {
        cancel();
        cancel = null;
      }
    },
  };
}
