import { longestPlay, playsKeptMs } from '../shelf/play.ts';
import type { OfferMark } from './wire/programme.ts';
import type { Play } from './wire/report.ts';

/** So far a page's clock may be ahead: twice what its two clocks may go apart, and the way of the report. */
export const aheadMs = 5_000;
/** So much longer than its entry may be on a play lasts: the timers of a hidden page run once a minute. */
export const latenessMs = 65_000;
/** The longest entry that there is; for one that the programme does not have any more. */
export const longestEntryMs = 600_000;
/** What one frame proves at most. A page that can be seen draws many a second. */
export const frameProvesMs = 1_000;
/** Lines of one hour's report; of more, those are told that were seen longest. */
export const mostLines = 500;

/** Why a play counts for nothing. */
export type PlayRefusal = 'backwards' | 'future' | 'past' | 'too-long';

/** A play that counts. Whole ms; `seenMs` is at most the time between the two. */
export interface ProvenPlay {
  readonly id: string;
  readonly entry: string;
  readonly region: string;
  readonly offer: string | null;
  readonly version: number | null;
  readonly variant: string | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly seenMs: number;
  readonly frames: number;
}

export interface JudgedPlays {
  readonly proven: readonly ProvenPlay[];
  readonly refused: readonly { readonly id: string; readonly why: PlayRefusal }[];
}

/**
 * What of a report's plays counts. Each id comes once, at its longest. What a page says it was seen is believed as far as
 * its frames and the time between the ends bear it out.
 * @param durationMs how long an entry of the programme is shown; null: it is not in the programme
 */
export function judgePlays(
  plays: readonly Play[],
  atMs: number,
  durationMs: (entry: string) => number | null,
): JudgedPlays {
  const proven = new Map<string, ProvenPlay>();
  const refused: { id: string; why: PlayRefusal }[] = [];
  for (const play of plays) {
    const longestMs = (durationMs(play.entry) ?? longestEntryMs) + latenessMs;
    const why = refusalOf(play, atMs, longestMs);
    if (why !== null) {
      refused.push({ id: play.id, why });
      continue;
    }
    const known = proven.get(play.id);
    proven.set(play.id, known ? longestPlay(known, provenOf(play)) : provenOf(play));
  }
  return { proven: [...proven.values()], refused };
}

function refusalOf({ fromMs, toMs }: Play, atMs: number, longestMs: number): PlayRefusal | null {
  if (toMs < fromMs) return 'backwards';
  if (toMs > atMs + aheadMs) return 'future';
  if (fromMs < atMs - playsKeptMs) return 'past';
  return toMs - fromMs > longestMs ? 'too-long' : null;
}

function provenOf(play: Play): ProvenPlay {
  const { id, entry, region, frames } = play;
  const fromMs = Math.round(play.fromMs);
  const toMs = Math.round(play.toMs);
  const seenMs = Math.min(Math.round(play.seenMs), toMs - fromMs, frames * frameProvesMs);
  return { id, entry, region, ...markOf(play.offer), fromMs, toMs, seenMs, frames };
}

const markOf = (mark: OfferMark | null) => ({
  offer: mark?.offer ?? null,
  version: mark?.version ?? null,
  variant: mark?.variant ?? null,
});

/** What was played of one entry in an hour. */
export interface PlayedSum {
  readonly entry: string;
  readonly offer: string | null;
  readonly version: number | null;
  readonly variant: string | null;
  /** Plays that began in the hour. */
  readonly count: number;
  readonly seenMs: number;
  readonly unseenMs: number;
}

/** Sums by entry of the playlist: what one entry made of several offers, `offers/tea` and so on, differs by its offer. */
export function sumsByEntry(sums: readonly PlayedSum[]): PlayedSum[] {
  const byLine = new Map<string, PlayedSum>();
  for (const sum of sums) {
    const entry = sum.entry.split('/', 1)[0]!;
    const line = [entry, sum.offer, sum.version, sum.variant].join(' ');
    const known = byLine.get(line);
    byLine.set(line, {
      ...sum,
      entry,
      count: sum.count + (known?.count ?? 0),
      seenMs: sum.seenMs + (known?.seenMs ?? 0),
      unseenMs: sum.unseenMs + (known?.unseenMs ?? 0),
    });
  }
  return [...byLine.values()];
}

/** The body of `screen-plays`: proof of play of one hour. */
export function playsOfHour(screen: string, hourMs: number, sums: readonly PlayedSum[]) {
  const lines = sumsByEntry(sums);
  if (lines.length > mostLines) lines.sort((a, b) => b.seenMs - a.seenMs || b.count - a.count).splice(mostLines);
  return {
    screen,
    hour: new Date(hourMs).toISOString(),
    plays: lines.map(({ entry, offer, version, variant, count, seenMs, unseenMs }) => ({
      entry,
      offer,
      version,
      variant,
      count,
      seconds: seenMs / 1_000,
      unseenSeconds: unseenMs / 1_000,
    })),
    method: 'page-visible-and-drawing',
    // The page knows what it draws; that the panel is on and nobody hung a coat over it, it does not.
    confidence: 0.9,
  };
}
