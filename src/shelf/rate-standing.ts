import type { RateFact } from './exchange-rate.ts';
import type { AcceptedRate, GateState, Instant } from './rate-gate.ts';
import type { Reason } from './reasons.ts';

/** How old a rate may be for what. */
export interface RateLadder {
  /** What is no older may become usable again. */
  readonly freshMs: number;
  /** What is older makes no new figure. */
  readonly usableMs: number;
  /** What is older is taken off the labels. */
  readonly withdrawMs: number;
  /** How long a rate has to be usable without a break before figures that were taken down come back. */
  readonly steadyMs: number;
}

export const usualLadder: RateLadder = { freshMs: 90_000, usableMs: 300_000, withdrawMs: 900_000, steadyMs: 60_000 };

/** Whether figures may be made from the last accepted rate. */
export type RateStanding =
  | {
      readonly usable: true;
      readonly fact: RateFact;
      readonly ageMs: number;
      /** By the monotonic clock: since when without a break. Minus infinity: since before anything was taken down. */
      readonly sinceMs: number;
    }
  | {
      readonly usable: false;
      readonly reason: Extract<Reason, `fx.${string}`>;
      /** Null: none was ever accepted. */
      readonly fact: RateFact | null;
      readonly ageMs: number | null;
      /** Figures go at once instead of when the rate is too old for them. */
      readonly atOnce: boolean;
    };

/**
 * Where the last accepted rate stands now. By both clocks: the older age counts, so that neither a wall clock that was set
 * back nor a pause of the machine keeps a rate alive. What was unusable has to be fresh to be usable again.
 * @param before the standing as of the last look; null: this is the first
 */
export function standingOf(
  gate: GateState,
  ladder: RateLadder,
  now: Instant,
  before: RateStanding | null,
): RateStanding {
  const { accepted, held } = gate;
  const fact = accepted?.fact ?? null;
  const ageMs = accepted && ageOf(accepted, now);
  const unusable = (reason: Extract<Reason, `fx.${string}`>, atOnce = false): RateStanding => ({
    usable: false,
    reason,
    fact,
    ageMs,
    atOnce,
  });
  if (!fact || ageMs === null) return unusable(held ? 'fx.move-held' : 'fx.none');
  if (held) return unusable('fx.move-held', true);
  if (!now.synchronised) return unusable('fx.clock-not-synchronised');
  const stays = before === null || before.usable;
  const mostMs = Math.min(fact.validMs, stays ? ladder.usableMs : ladder.freshMs);
  if (ageMs > mostMs) return unusable('fx.too-old');
  // Nothing was ever taken down for want of the first rate.
  const first = before === null || before.fact === null;
  const sinceMs = first ? Number.NEGATIVE_INFINITY : before.usable ? before.sinceMs : now.monotonicMs;
  return { usable: true, fact, ageMs, sinceMs };
}

function ageOf({ fact, heardMs }: AcceptedRate, now: Instant): number {
  const byWallMs = now.wallMs - fact.atMs;
  return Math.max(byWallMs, heardMs === null ? byWallMs : now.monotonicMs - heardMs);
}
