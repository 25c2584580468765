import { type DecisionState, decide, type MedianRound, nothingDecided, winnersOf } from './decision.ts';
import { createMedians } from './median.ts';
import type { Plan } from './plan.ts';
import { createRounds, graceMs, type Reception, roundAt, roundMs } from './rounds.ts';

/** What a moment brought. */
export interface Turn {
  /** Rounds that were decided, oldest first. */
  readonly decided: readonly DecisionState[];
  /** For all gateways of the store; null: no round has ended since the last turn. */
  readonly publish: MedianRound | null;
  /** When the next turn is due. */
  readonly nextInMs: number;
}

/**
 * Where tags are, as one gateway finds out: its own readings go in, and what the others say; twice a second `turn` says
 * what to publish and what was decided. The plan is asked for each time, as a store's zones may be redrawn.
 */
export function createWhereabouts({ gateway, plan }: { readonly gateway: string; readonly plan: () => Plan }) {
  const medians = createMedians();
  const rounds = createRounds();
  let state = nothingDecided;
  let closed: number | null = null;

  function decideDue(nowMs: number): DecisionState[] {
    return rounds.due(nowMs).map(({ round, messages }) => {
      // A clock that was set back: what was decided in the future says nothing now.
      if (state.round !== null && round <= state.round) state = nothingDecided;
      state = decide(state, round, messages, plan(), gateway);
      return state;
    });
  }

  return {
    /** Only for tags that are known by name. `receiver`: one of this gateway's own. */
    heard: medians.heard,

    /** What another gateway says; its own message is taken when it is made, and not again. */
    take(message: MedianRound, nowMs: number): Reception | 'own' {
      return message.gateway === gateway ? 'own' : rounds.take(message, nowMs);
    },

    turn(nowMs: number, monotonicMs: number): Turn {
      const ended = roundAt(nowMs) - 1;
      const endMs = (ended + 1) * roundMs;
      // A late turn still says what it heard before it decides upon it.
      const decided = decideDue(Math.min(nowMs, endMs + graceMs - 1));
      let publish: MedianRound | null = null;
      if (ended !== closed) {
        closed = ended;
        const heard = medians.at(monotonicMs - (nowMs - endMs));
        publish = { gateway, round: ended, medians: heard, winners: winnersOf(state, plan()) };
        rounds.take(publish, nowMs);
      }
      decided.push(...decideDue(nowMs));
      return { decided, publish, nextInMs: (nowMs - endMs < graceMs ? graceMs : roundMs) - (nowMs - endMs) };
    },

    state: (): DecisionState => state,
    /** Messages of gateways since the start, by what became of them. */
    counts: rounds.counts,
    /** Pairs of a tag and a radio that are remembered. */
    size: medians.size,
  };
}

export type WhereaboutsKeeper = ReturnType<typeof createWhereabouts>;
