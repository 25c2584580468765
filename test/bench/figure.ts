/** One line of the benchmark's report. `value` null: not measured, and `skipped` says why. */
export interface Figure {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  /** What it should reach: at least (rates, shares) or at most (`ms`, `MB`); null: it only stands beside another. */
  readonly goal: number | null;
  /** What it is compared with, in the same unit; null: nothing. */
  readonly baseline: number | null;
  readonly samples: number;
  /** How it was measured, where the name does not say it all. */
  readonly note?: string;
  readonly skipped?: string;
}

/** The value in the middle; of an even number the upper one. Throws on none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param share 0.99 for the value that 99 of 100 do not exceed */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new RangeError('of nothing');
  return value;
}

export function notMeasured(name: string, unit: string, goal: number | null, skipped: string): Figure {
  return { name, value: null, unit, goal, baseline: null, samples: 0, skipped };
}

export const round = (value: number, digits: number): number => Number(value.toFixed(digits));
