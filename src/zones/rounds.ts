import type { MedianRound } from './decision.ts';

export const roundMs = 1_000;
/** How long after its end a round waits for what other gateways say of it. */
export const graceMs = 700;
/** Rounds that are decided in one go after a standstill; what lay before them is skipped. */
const mostWaiting = 4;

/** The round that runs at this moment. */
export const roundAt = (nowMs: number): number => Math.floor(nowMs / roundMs);

/** A round that waited long enough. */
export interface DueRound {
  readonly round: number;
  readonly messages: readonly MedianRound[];
}

/**
 * `late`: that round is decided. `early`: the sender's clock is ahead. `full`: more gateways than a store has. None of
 * them is used.
 */
export type Reception = 'taken' | 'late' | 'early' | 'full';

/** Collects what gateways say until a round is due. Times are wall clock, as gateways share nothing else. */
export function createRounds({ mostGateways = 64 }: { readonly mostGateways?: number } = {}) {
  const waiting = new Map<number, Map<string, MedianRound>>();
  /** Everything before this round is decided or skipped; null: nothing was asked for yet. */
  let next: number | null = null;
  const counts: Record<Reception, number> & { skipped: number } = { taken: 0, late: 0, early: 0, full: 0, skipped: 0 };

  function sort({ round, gateway }: MedianRound, nowMs: number): Reception {
    const running = roundAt(nowMs);
    if (round > running + 1) return 'early';
    if (round < (next ?? running - mostWaiting) || round < running - mostWaiting) return 'late';
    const messages = waiting.get(round);
    return messages && messages.size >= mostGateways && !messages.has(gateway) ? 'full' : 'taken';
  }

  return {
    take(message: MedianRound, nowMs: number): Reception {
      const reception = sort(message, nowMs);
      counts[reception] += 1;
      if (reception !== 'taken') return reception;
      const messages = waiting.get(message.round) ?? new Map<string, MedianRound>();
      waiting.set(message.round, messages);
      const same = messages.get(message.gateway);
      messages.set(message.gateway, same ? settled(same, message) : message);
      return reception;
    },

    /** Rounds whose grace is over, oldest first, each once. A clock that was set back begins anew. */
    due(nowMs: number): DueRound[] {
      const last = roundAt(nowMs - graceMs) - 1;
      if (next === null || next > last + mostWaiting) next = last;
      if (last - next >= mostWaiting) {
        counts.skipped += last - next + 1 - mostWaiting;
        next = last + 1 - mostWaiting;
      }
      const due: DueRound[] = [];
      for (; next <= last; next++) due.push({ round: next, messages: [...(waiting.get(next)?.values() ?? [])] });
      for (const round of waiting.keys()) if (round < next || round > last + mostWaiting) waiting.delete(round);
      return due;
    },

    /** Messages since the start by what became of them, and rounds that were skipped. */
    counts: (): Readonly<typeof counts> => ({ ...counts }),
  };
}

export type Rounds = ReturnType<typeof createRounds>;

/** A gateway that says two things of one round, as one whose clock was set back: everybody takes the same of them. */
function settled(a: MedianRound, b: MedianRound): MedianRound {
  return JSON.stringify(a) <= JSON.stringify(b) ? a : b;
}
