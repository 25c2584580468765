/** A battery reading. */
export interface BatterySample {
  readonly atMs: number;
  readonly mv: number;
}

/** Days until a battery is empty, from the cautious to the hopeful guess; `high` null: perhaps not within years. */
export type BatteryForecast =
  | { readonly known: true; readonly low: number; readonly likely: number; readonly high: number | null }
  | { readonly known: false; readonly why: 'too-few-samples' | 'too-short' | 'not-falling' };

const dayMs = 86_400_000;
const fewest = 8;
const shortestMs = 3 * dayMs;
/** Nobody believes more. */
const longestDays = 3_650;

/**
 * Foresees when a battery reaches `emptyMv`, by the slopes between all pairs of readings that lie far enough apart
 * (Theil 1950, Sen 1968: the median slope is not moved by a third of wild readings). The tenth and the ninetieth of a
 * hundred slopes give the range. Pure; 120 readings cost some 5,000 pairs.
 */
export function forecastBattery(samples: readonly BatterySample[], emptyMv: number, nowMs: number): BatteryForecast {
  if (samples.length < fewest) return { known: false, why: 'too-few-samples' };
  const spanMs = samples.at(-1)!.atMs - samples[0]!.atMs;
  if (spanMs < shortestMs) return { known: false, why: 'too-short' };
  const slopes: number[] = [];
  for (const [index, a] of samples.entries()) {
    for (const b of samples.slice(index + 1)) {
      const apartMs = b.atMs - a.atMs;
      if (apartMs >= spanMs / 4) slopes.push(((b.mv - a.mv) / apartMs) * dayMs);
    }
  }
  slopes.sort((a, b) => a - b);
  const at = (share: number) => slopes[Math.min(slopes.length - 1, Math.floor(share * slopes.length))]!;
  const middle = at(0.5);
  if (middle >= 0) return { known: false, why: 'not-falling' };
  // Where the line runs today, again by a median, so that the last reading alone does not decide.
  const levels = samples.map(({ atMs, mv }) => mv + (middle * (nowMs - atMs)) / dayMs).sort((a, b) => a - b);
  const leftMv = Math.max(0, levels[Math.floor(levels.length / 2)]! - emptyMv);
  const daysAt = (slope: number) => (slope >= 0 ? null : Math.min(longestDays, Math.round(leftMv / -slope)));
  const high = daysAt(at(0.9));
  return { known: true, low: daysAt(at(0.1))!, likely: daysAt(middle)!, high: high === longestDays ? null : high };
}
