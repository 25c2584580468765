import type { Entry, Play } from './protocol.ts';
import type { Turn } from './turns.ts';

/** A turn that is not over. */
interface OpenPlay {
  readonly entry: Entry;
  readonly turn: Turn;
  readonly fromMs: number;
  seenMs: number;
}

/** What was played: which entry, for how long, and how long of that it could be seen. */
export interface PlayLog {
  /** What is shown from now on, and whether it can be seen from now on; what is shown no more is over. */
  follow(
    playing: readonly { readonly entry: Entry; readonly turn: Turn }[],
    nowMs: number,
    steadyMs: number,
    visible: boolean,
  ): void;
  /** When the turns of an entry began, of the last hour. */
  begunMs(entry: string): readonly number[];
  /** Those over that the gateway has not confirmed, the oldest first, as many as one report takes. */
  untaken(): readonly Play[];
  forget(taken: readonly string[]): void;
}

const maxReported = 200;
/** Over a day without a gateway; the oldest are given up then. */
const maxKept = 10_000;
const hourMs = 3_600_000;

export function createPlayLog(page: string, framesPerSecond: number): PlayLog {
  const open = new Map<string, OpenPlay>();
  const begun = new Map<string, number[]>();
  const over: Play[] = [];
  let count = 0;
  let lookedAtMs = 0;
  let wasVisible = false;

  function end({ entry, fromMs, seenMs }: OpenPlay, nowMs: number): void {
    over.push({
      id: `${page}-${++count}`,
      entry: entry.id,
      region: entry.region,
      offer: entry.offer,
      fromMs,
      toMs: Math.max(fromMs, nowMs),
      seenMs: Math.round(seenMs),
      frames: Math.round((seenMs / 1_000) * framesPerSecond),
    });
    if (over.length > maxKept) over.shift();
  }

  return {
    follow(playing, nowMs, steadyMs, visible) {
      if (wasVisible) for (const one of open.values()) one.seenMs += steadyMs - lookedAtMs;
      lookedAtMs = steadyMs;
      wasVisible = visible;
      for (const [region, one] of open) {
        if (playing.some(now => now.entry.region === region && isSame(now, one))) continue;
        open.delete(region);
        end(one, nowMs);
      }
      for (const { entry, turn } of playing) {
        if (open.has(entry.region)) continue;
        open.set(entry.region, { entry, turn, fromMs: nowMs, seenMs: 0 });
        for (const [id, times] of begun) if (times.at(-1)! <= nowMs - hourMs) begun.delete(id);
        begun.set(entry.id, [...(begun.get(entry.id) ?? []).filter(ms => ms > nowMs - hourMs), turn.sinceMs]);
      }
    },
    begunMs: entry => begun.get(entry) ?? [],
    untaken: () => over.slice(0, maxReported),
    forget(taken) {
      const gone = new Set(taken);
      over.splice(0, over.length, ...over.filter(({ id }) => !gone.has(id)));
    },
  };
}

type Playing = Pick<OpenPlay, 'entry' | 'turn'>;

/** Another version of an offer is another play. */
const isSame = (now: Playing, before: Playing): boolean =>
  now.turn === before.turn && JSON.stringify(now.entry.offer) === JSON.stringify(before.entry.offer);
