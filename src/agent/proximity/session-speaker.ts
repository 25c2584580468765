import type { Winner } from '../../zones/decision.ts';

/** What a gateway says in one round of where tags are. */
interface Claiming {
  readonly gateway: string;
  readonly round: number;
  readonly winners: readonly Pick<Winner, 'tag'>[];
}

export interface SessionSpeakerOptions {
  readonly gateway: string;
  /** No other gateway has a radio in a zone of the store. */
  readonly alone: boolean;
}

/** First words that lie no further apart are at the same time: one may have been lost. */
const sameRounds = 2;
/** Rounds after the first own word until those of others that follow the session have been heard as well. */
const settlingRounds = 3;

/**
 * Which gateway of the store speaks to a session. All that follow it find out where it is; were all of them to speak, each
 * would say once what may be said once. The one that was first to say where it is speaks, in every zone; among equals the
 * one whose name sorts first. It stays that one for the visit, also when it falls silent: an offer that is not made is
 * better than one that is made twice.
 */
export function createSessionSpeaker({ gateway, alone }: SessionSpeakerOptions) {
  /** By session and gateway: the first round in which it said where the session is. */
  const firstRounds = new Map<string, Map<string, number>>();
  let lastRound = Number.NEGATIVE_INFINITY;

  return {
    /** What gateways of the store say, this one among them. `follows`: whether a tag is a session that is open here. */
    heard({ gateway: who, round, winners }: Claiming, follows: (tag: string) => boolean): void {
      if (alone) return;
      if (who === gateway) lastRound = round;
      for (const { tag } of winners) {
        if (!follows(tag)) continue;
        const rounds = firstRounds.get(tag) ?? new Map<string, number>();
        firstRounds.set(tag, rounds);
        if (!rounds.has(who)) rounds.set(who, round);
      }
    },
    speaks(session: string): boolean {
      if (alone) return true;
      const rounds = firstRounds.get(session);
      const mine = rounds?.get(gateway);
      if (!rounds || mine === undefined || lastRound - mine < settlingRounds) return false;
      return [...rounds].every(([who, first]) =>
        Math.abs(mine - first) <= sameRounds ? gateway <= who : mine < first,
      );
    },
    ended: (session: string): void => void firstRounds.delete(session),
  };
}
export type SessionSpeaker = ReturnType<typeof createSessionSpeaker>;
