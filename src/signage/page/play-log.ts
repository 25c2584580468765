import type { Play } from '../wire/report.ts';

/** Plays that wait for the gateway: some days of one region, or a day of a busy screen. The oldest goes first. */
export const mostPlays = 2_000;
/** What fits into one report. */
export const playsPerReport = 200;

/** Plays that are not safe with the gateway yet. */
export interface PlayLog {
  readonly plays: readonly Play[];
  /** How many were given up. */
  readonly dropped: number;
}

export const emptyPlayLog: PlayLog = { plays: [], dropped: 0 };

export function addPlay({ plays, dropped }: PlayLog, play: Play): PlayLog {
  const over = Math.max(0, plays.length + 1 - mostPlays);
  return { plays: [...plays.slice(over), play], dropped: dropped + over };
}

/** Forgets what the gateway has. The same log where that is nothing of it. */
export function forgetPlays(log: PlayLog, taken: readonly string[]): PlayLog {
  const safe = new Set(taken);
  const plays = log.plays.filter(({ id }) => !safe.has(id));
  return plays.length === log.plays.length ? log : { ...log, plays };
}
