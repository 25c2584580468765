import type { PricePoint } from './fact.ts';

/** What a timeline says at one instant, and when it says something else next. */
export interface Current {
  /** Null: no price holds at that time. */
  readonly point: PricePoint | null;
  /** The next instant at which the answer may differ; null: never by itself. */
  readonly untilMs: number | null;
}

/**
 * The price that holds at `atMs`: of the points that have begun and not ended, the one that began last (the later in the
 * list among equals). So an open-ended regular price takes over again when a reduction ends.
 */
export function priceAt(timeline: readonly PricePoint[], atMs: number): Current {
  let point: PricePoint | null = null;
  let untilMs: number | null = null;
  const soonest = (instant: number | null) => {
    if (instant !== null && instant > atMs && (untilMs === null || instant < untilMs)) untilMs = instant;
  };
  for (const candidate of timeline) {
    soonest(candidate.fromMs);
    soonest(candidate.toMs);
    if (candidate.fromMs > atMs || (candidate.toMs !== null && candidate.toMs <= atMs)) continue;
    if (point === null || candidate.fromMs >= point.fromMs) point = candidate;
  }
  return { point, untilMs };
}
