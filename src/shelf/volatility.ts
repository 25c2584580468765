/** How much a rate moves, as an exponentially weighted mean over accepted rates. */
export interface Volatility {
  /** Mean of the squared logarithmic moves, per millisecond; null: nothing was measured yet. */
  readonly variancePerMs: number | null;
}

export const unmeasured: Volatility = { variancePerMs: null };

const halfLifeMs = 7 * 86_400_000;
export const yearMs = 365 * 86_400_000;
/** A calm week must not make the guard careless: 30 % a year at least. */
const floorPerYear = 0.3;

/** Takes one move in. @param move logarithm of the ratio of two rates that lie `overMs` apart */
export function measure(before: Volatility, move: number, overMs: number): Volatility {
  if (overMs <= 0) return before;
  const variance = (move * move) / overMs;
  if (before.variancePerMs === null) return { variancePerMs: variance };
  const kept = 2 ** (-overMs / halfLifeMs);
  return { variancePerMs: before.variancePerMs * kept + variance * (1 - kept) };
}

/** The standard deviation of a year, as a share: 0.5 is 50 %. Never below the floor. */
export function perYear({ variancePerMs }: Volatility): number {
  return Math.max(floorPerYear, Math.sqrt((variancePerMs ?? 0) * yearMs));
}

/** The standard deviation of so many milliseconds. */
export function over(volatility: Volatility, ms: number): number {
  return perYear(volatility) * Math.sqrt(ms / yearMs);
}
