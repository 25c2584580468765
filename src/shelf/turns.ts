/**
 * Turns that are given out evenly: what comes back all at once would keep every radio busy. At most a `share` of all in any
 * minute, and always at least one.
 */
export interface Turns {
  readonly left: number;
  readonly atMs: number;
}

const minuteMs = 60_000;
/** What may be saved up, as a part of a minute's turns. */
const savedShare = 0.2;

/** A handful of labels: one every two minutes. */
const slowest = 0.5;

export const noTurns: Turns = { left: 0, atMs: Number.NEGATIVE_INFINITY };

/**
 * The turns at `nowMs` for a store of `all` labels. What may be saved up and what comes in within a minute are together
 * never more than the share.
 */
export function turnsAt(turns: Turns, all: number, share: number, nowMs: number): Turns {
  const perMinute = Math.max(1, all * share);
  const most = Math.max(1, perMinute * savedShare);
  const grows = Math.max(slowest, perMinute - most);
  const passed = Math.min(minuteMs, Math.max(0, nowMs - turns.atMs));
  return { left: Math.min(most, turns.left + (grows * passed) / minuteMs), atMs: nowMs };
}
