/** How long an entry was on a screen. Whole ms since 1970; `seenMs` is at most the time between the two. */
export interface PlaySpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** The page was visible and drew frames. */
  readonly seenMs: number;
}

/** How long plays and their sums are kept; an older one comes too late. */
export const playsKeptMs = 7 * 86_400_000;

/** What a play adds to one hour. */
export interface HourShare {
  readonly hourMs: number;
  /** 1 in the hour in which it began, else 0. */
  readonly count: number;
  readonly seenMs: number;
  readonly unseenMs: number;
}

export const hourMs = 3_600_000;

/** The beginning of the hour, UTC. */
export const hourOf = (atMs: number): number => Math.floor(atMs / hourMs) * hourMs;

/**
 * Splits a play by the hours it lies in: what was seen of it falls to each by its share of the time, and not a
 * millisecond is lost or doubled. A play that ends before it begins adds nothing.
 */
export function hourShares({ fromMs, toMs, seenMs }: PlaySpan): HourShare[] {
  const shares: HourShare[] = [];
  for (let hour = hourOf(fromMs); hour < toMs || (hour === hourOf(fromMs) && toMs === fromMs); hour += hourMs) {
    const beginMs = Math.max(fromMs, hour);
    const endMs = Math.min(toMs, hour + hourMs);
    // Differences of one rising function, so the parts add up whatever is rounded.
    const seenUntil = (atMs: number) =>
      toMs === fromMs ? 0 : Math.floor((seenMs * (atMs - fromMs)) / (toMs - fromMs));
    const seen = seenUntil(endMs) - seenUntil(beginMs);
    shares.push({ hourMs: hour, count: shares.length === 0 ? 1 : 0, seenMs: seen, unseenMs: endMs - beginMs - seen });
  }
  return shares;
}

/** Which of two reports of one play comes first does not matter; what it is of stays as it was said first. */
export const longestPlay = <T extends PlaySpan & { readonly frames: number }>(known: T, again: T): T => ({
  ...known,
  fromMs: Math.min(known.fromMs, again.fromMs),
  toMs: Math.max(known.toMs, again.toMs),
  seenMs: Math.max(known.seenMs, again.seenMs),
  frames: Math.max(known.frames, again.frames),
});
