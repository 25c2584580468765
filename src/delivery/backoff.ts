import type { Random } from '../clock.ts';

export interface BackoffLimits {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Failures in a row from which a label counts as failed; it is still tried, at the longest back-off. */
export const failuresUntilFailed = 5;

/** How long to leave a label alone after its n-th failure in a row: doubling, with half of it up to chance. */
export function backoffMs(failures: number, limits: BackoffLimits, random: Random): number {
  const ceiling = Math.min(limits.longestMs, limits.firstMs * 2 ** Math.min(failures - 1, 20));
  return Math.round(ceiling * (0.5 + random() / 2));
}
