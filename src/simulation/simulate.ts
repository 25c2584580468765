import type { RatePath } from './path.ts';
import { type Label, labelUnder, type PolicySpec, type Production, policyName } from './policy.ts';

/** How a policy did over all labels and days. Shares are 0 to 1, errors in per cent of the rate. */
export interface Simulated {
  readonly policy: string;
  readonly refreshesPerDay: number;
  readonly rmsPercent: number;
  readonly p99Percent: number;
  readonly maxPercent: number;
  /** Share of the time with a figure during which it was further off than the promise. */
  readonly overPromiseShare: number;
  /** Share of the open time without a figure. */
  readonly withoutShare: number;
  /** Fewest refreshes that a label had left; null: the policy counts none. */
  readonly tokensLeast: number | null;
}

/** What a label showed, moment by moment, for a picture. */
export interface Trace {
  readonly policy: string;
  /** Logarithms of the rate shown; NaN: nothing. */
  readonly shownLog: Float64Array;
  /** Half the width of the band, as a logarithm; NaN: there is none. */
  readonly band: Float64Array;
}

/** Errors are counted in classes of a thousandth of a per cent, up to 30 %. */
const classes = 30_000;
const classPercent = 0.001;

/**
 * Lives through the path with every label and measures how far off the figure is that it shows in each moment: that is
 * what a shopper sees. About 40 ns a moment and label.
 * @param jitters one for each label
 */
export function simulate(
  path: RatePath,
  spec: PolicySpec,
  production: Production,
  jitters: readonly number[],
  progress: (share: number) => void = () => {},
): Simulated {
  const histogram = new Float64Array(classes + 1);
  let squares = 0;
  let shownMs = 0;
  let openMs = 0;
  let overMs = 0;
  let most = 0;
  let refreshes = 0;
  let tokensLeast = Number.POSITIVE_INFINITY;
  const { rateLog, lastsMs } = path;
  const moments = rateLog.length;
  const promise = production.rules.promise;

  jitters.forEach((jitter, index) => {
    const label = labelUnder(spec, path, production, jitter);
    for (let at = 0; at < moments; at++) {
      const lasts = lastsMs[at]!;
      label.step(at);
      if (lasts === 0) continue;
      openMs += lasts;
      const error = Math.abs(rateLog[at]! - label.shownLog);
      if (Number.isNaN(error)) continue;
      shownMs += lasts;
      squares += error * error * lasts;
      if (error > promise) overMs += lasts;
      if (error > most) most = error;
      histogram[Math.min(classes, Math.floor((error * 100) / classPercent))]! += lasts;
    }
    refreshes += label.refreshes;
    tokensLeast = Math.min(tokensLeast, label.tokensLeast);
    progress((index + 1) / jitters.length);
  });

  return {
    policy: policyName(spec),
    refreshesPerDay: refreshes / (path.days * jitters.length),
    rmsPercent: shownMs === 0 ? 0 : Math.sqrt(squares / shownMs) * 100,
    p99Percent: quantile(histogram, shownMs, 0.99),
    maxPercent: most * 100,
    overPromiseShare: shownMs === 0 ? 0 : overMs / shownMs,
    withoutShare: openMs === 0 ? 0 : 1 - shownMs / openMs,
    tokensLeast: Number.isFinite(tokensLeast) ? tokensLeast : null,
  };
}

/** One label's life, to be drawn. */
export function trace(path: RatePath, spec: PolicySpec, production: Production, jitter: number): Trace {
  const label: Label = labelUnder(spec, path, production, jitter);
  const shownLog = new Float64Array(path.rateLog.length);
  const band = new Float64Array(path.rateLog.length);
  for (let at = 0; at < shownLog.length; at++) {
    label.step(at);
    shownLog[at] = label.shownLog;
    band[at] = label.band;
  }
  return { policy: policyName(spec), shownLog, band };
}

function quantile(histogram: Float64Array, total: number, share: number): number {
  let seen = 0;
  for (let at = 0; at <= classes; at++) {
    seen += histogram[at]!;
    if (seen >= total * share) return (at + 1) * classPercent;
  }
  return 0;
}
