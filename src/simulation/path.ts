/** A rate over time as a label lives through it: only moments at which the shop is open, or about to open. */
export interface RatePath {
  readonly atMs: Float64Array;
  /** Logarithm of the rate. */
  readonly rateLog: Float64Array;
  /** 1: the shop is about to open, and every label is refreshed once; 0: it is open. */
  readonly opening: Uint8Array;
  /** How long each moment lasts, until the next one or until the shop closes. */
  readonly lastsMs: Float64Array;
  readonly days: number;
}

/** A source of randomness in [0, 1), seeded. */
export type Random = () => number;

export interface WalkOptions {
  readonly days: number;
  readonly tickMs: number;
  /** Standard deviation of a year, as a share. */
  readonly sigma: number;
  /** Jumps a year, and the standard deviation of one, as Merton has them; null: none. */
  readonly jumps: { readonly perYear: number; readonly sigma: number } | null;
  readonly random: Random;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;
const openMs = 12 * hourMs;
/** Where a walk begins; only distances count. */
const firstRate = 60_000;

/**
 * A geometric Brownian motion through shop days of twelve hours, with jumps where wanted. The nights between move the rate
 * as well, in one step. Days begin at midnight UTC of the first day of 1970, so nothing depends on a calendar.
 */
export function walk({ days, tickMs, sigma, jumps, random }: WalkOptions): RatePath {
  const perDay = Math.floor(openMs / tickMs) + 1;
  const length = days * perDay;
  const path = emptyPath(length, days);
  let rateLog = Math.log(firstRate);
  const step = (ms: number) => {
    rateLog += sigma * Math.sqrt(ms / yearMs) * gaussian(random);
    if (jumps && random() < (jumps.perYear * ms) / yearMs) rateLog += jumps.sigma * gaussian(random);
  };
  for (let day = 0, at = 0; day < days; day++) {
    for (let tick = 0; tick < perDay; tick++, at++) {
      if (at > 0) step(tick === 0 ? dayMs - openMs : tickMs);
      path.atMs[at] = day * dayMs + tick * tickMs;
      path.rateLog[at] = rateLog;
      path.opening[at] = tick === 0 ? 1 : 0;
      path.lastsMs[at] = tick === 0 || tick === perDay - 1 ? 0 : tickMs;
    }
  }
  return path;
}

/** One reading of a market. */
export interface Tick {
  readonly atMs: number;
  readonly rate: number;
}

/**
 * Readings as they were, without those at which the shop is closed.
 * @param minuteOfDay in the shop's time zone, 0 to 1439
 * @param hours minutes of the day at which it opens and closes
 */
export function recorded(
  ticks: readonly Tick[],
  minuteOfDay: (atMs: number) => number,
  hours: { readonly open: number; readonly close: number },
): RatePath {
  const kept = ticks.filter(({ atMs }) => {
    const minute = minuteOfDay(atMs);
    return minute >= hours.open && minute < hours.close;
  });
  const closedMs = (24 * 60 - (hours.close - hours.open)) * 60_000;
  const path = emptyPath(kept.length, 0);
  let days = 0;
  kept.forEach(({ atMs, rate }, at) => {
    const beforeMs = kept[at - 1]?.atMs ?? Number.NEGATIVE_INFINITY;
    const nextMs = kept[at + 1]?.atMs ?? atMs;
    const opens = atMs - beforeMs >= closedMs;
    if (opens) days += 1;
    path.atMs[at] = atMs;
    path.rateLog[at] = Math.log(rate);
    path.opening[at] = opens ? 1 : 0;
    path.lastsMs[at] = nextMs - atMs >= closedMs ? 0 : nextMs - atMs;
  });
  return { ...path, days: Math.max(1, days) };
}

function emptyPath(length: number, days: number): RatePath {
  return {
    atMs: new Float64Array(length),
    rateLog: new Float64Array(length),
    opening: new Uint8Array(length),
    lastsMs: new Float64Array(length),
    days,
  };
}

/** A seeded generator (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Box-Muller. */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
