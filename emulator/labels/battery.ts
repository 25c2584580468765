import type { Clock } from '../clock.ts';

const dayMs = 86_400_000;
/** A pair of lithium coin cells: what a day of waiting and one refresh take from the open-circuit voltage. */
const perDayMv = 0.15;
const perRefreshMv = 0.02;
const emptyMv = 2000;

/** Millivolts that fall slowly, by age and use. */
export function createBattery(clock: Clock, startMv: number, refreshes: () => number): () => number {
  const startMs = clock.now();
  return () => {
    const days = Math.max(0, clock.now() - startMs) / dayMs;
    return Math.max(emptyMv, Math.round(startMv - perDayMv * days - perRefreshMv * refreshes()));
  };
}
