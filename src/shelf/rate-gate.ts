import { aligned, compareDecimals, type Decimal, decimalText, isWithin, type RateFact } from './exchange-rate.ts';
import type { Reason } from './reasons.ts';

/**
 * The admission gate for exchange rates. Whoever may publish a rate can be wrong, so a rate that is signed and well formed
 * still has to be young, agreed upon by several sources, and close to the last one that was believed. The form and the
 * signature are checked before, where every message comes in.
 */
export interface GateRules {
  /** The pairs that this gateway uses. */
  readonly pairs: readonly string[];
  /** How far ahead of our clock a rate's time may lie. */
  readonly aheadMs: number;
  /** A rate older than this, or than it says itself, makes no figure. */
  readonly usableMs: number;
  readonly maxSpreadBps: number;
  readonly minSources: number;
  readonly maxDispersionBps: number;
  /** A larger move is held until `messages` over at least `forMs` agree. */
  readonly holdBps: number;
  readonly hold: Agreement;
  /** The same for the first rate of a pair, which nothing can be compared with. */
  readonly first: Agreement;
}

/** How many messages over what time have to agree. */
export interface Agreement {
  readonly messages: number;
  readonly forMs: number;
}

/** The house's own limits. A store may tighten them. */
export const usualGate: Omit<GateRules, 'pairs'> = {
  aheadMs: 5_000,
  usableMs: 300_000,
  maxSpreadBps: 100,
  minSources: 3,
  maxDispersionBps: 100,
  holdBps: 300,
  hold: { messages: 3, forMs: 120_000 },
  first: { messages: 3, forMs: 120_000 },
};

/** Now, by both clocks: the wall clock may jump, the other never goes back but knows no date. */
export interface Instant {
  readonly wallMs: number;
  readonly monotonicMs: number;
  /** Whether the wall clock can be trusted. */
  readonly synchronised: boolean;
}

export interface AcceptedRate {
  readonly fact: RateFact;
  /** By the monotonic clock; null: heard by a process before this one. */
  readonly heardMs: number | null;
}

/** A large move that waits for agreement. */
export interface Hold {
  readonly first: Decimal;
  readonly messages: number;
  /** By the monotonic clock. */
  readonly sinceMs: number;
}

/** What the gate remembers of one pair. */
export interface GateState {
  /** Where the last rate that was looked at stands; a lower one was seen before. */
  readonly position: { readonly epoch: number; readonly seq: number } | null;
  readonly accepted: AcceptedRate | null;
  readonly held: Hold | null;
}

export const emptyGate: GateState = { position: null, accepted: null, held: null };

type GateReason = Extract<Reason, `fx.${string}`>;

export type GateVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: GateReason; readonly detail: string };

/**
 * Judges one rate. Pure; the checks run in the order in which they stand here, and the first that fails is the answer.
 * @param epoch of the stream that it came in
 */
export function judgeRate(
  state: GateState,
  fact: RateFact,
  epoch: number,
  rules: GateRules,
  now: Instant,
): { readonly state: GateState; readonly verdict: GateVerdict } {
  const refuse = (reason: GateReason, detail: string, kept: GateState) => ({
    state: kept,
    verdict: { ok: false as const, reason, detail },
  });
  if (!rules.pairs.includes(fact.pair)) return refuse('fx.pair-unknown', fact.pair, state);
  const { position } = state;
  if (position && (epoch < position.epoch || (epoch === position.epoch && fact.seq <= position.seq))) {
    return refuse('fx.seq-not-rising', `seq ${fact.seq} after ${position.seq}`, state);
  }
  const seen: GateState = { ...state, position: { epoch, seq: fact.seq } };
  const fault = faultOf(fact, rules, now);
  if (fault) return refuse(fault.reason, fault.detail, seen);

  const last = seen.accepted?.fact.rate ?? null;
  if (last && !isPlausible(fact.rate, last)) {
    return refuse('fx.ratio-implausible', `${decimalText(last)} to ${decimalText(fact.rate)}`, seen);
  }
  const accepted = { ...seen, accepted: { fact, heardMs: now.monotonicMs }, held: null };
  if (last && isWithin(fact.rate, last, rules.holdBps)) return { state: accepted, verdict: { ok: true } };

  const held = agreeing(seen.held, fact.rate, rules.holdBps, now);
  const wanted = last ? rules.hold : rules.first;
  const lastedMs = now.monotonicMs - held.sinceMs;
  if (held.messages >= wanted.messages && lastedMs >= wanted.forMs) return { state: accepted, verdict: { ok: true } };
  const from = last ? `${decimalText(last)} to ${decimalText(fact.rate)}` : `the first rate, ${decimalText(fact.rate)}`;
  const progress = `${held.messages} of ${wanted.messages} messages agree, for ${Math.round(lastedMs / 1000)} s`;
  return refuse('fx.move-held', `${from}: ${progress}`, { ...seen, held });
}

type Fault = { readonly reason: GateReason; readonly detail: string };

/** What is wrong with a rate by itself, whatever came before; null: nothing. */
function faultOf(fact: RateFact, rules: GateRules, now: Instant): Fault | null {
  const aheadMs = fact.atMs - now.wallMs;
  if (aheadMs > rules.aheadMs) return { reason: 'fx.from-future', detail: `${aheadMs} ms ahead` };
  const mostMs = Math.min(fact.validMs, rules.usableMs);
  if (-aheadMs > mostMs) return { reason: 'fx.too-old', detail: `${-aheadMs} ms old, at most ${mostMs}` };
  if (!now.synchronised) return { reason: 'fx.clock-not-synchronised', detail: 'its age cannot be told' };
  const { rate, bid, ask } = fact;
  if ([rate, bid, ask].some(one => one.digits <= 0n)) {
    return { reason: 'fx.not-positive', detail: [bid, rate, ask].map(decimalText).join(' / ') };
  }
  if (compareDecimals(bid, rate) > 0 || compareDecimals(rate, ask) > 0) {
    return { reason: 'fx.outside-spread', detail: [bid, rate, ask].map(decimalText).join(' / ') };
  }
  if (!isWithin(ask, bid, rules.maxSpreadBps)) {
    return { reason: 'fx.spread-too-wide', detail: `${decimalText(bid)} to ${decimalText(ask)}` };
  }
  if (fact.sources < rules.minSources) return { reason: 'fx.too-few-sources', detail: `${fact.sources}` };
  if (fact.dispersionBps > rules.maxDispersionBps) {
    return { reason: 'fx.dispersion-too-wide', detail: `${fact.dispersionBps} basis points` };
  }
  return null;
}

/** Within half and twice the last one. */
function isPlausible(rate: Decimal, last: Decimal): boolean {
  const [now, before] = aligned(rate, last);
  return now * 2n >= before && now <= before * 2n;
}

/** One more message of the same move, or the first of another. */
function agreeing(held: Hold | null, rate: Decimal, toleranceBps: number, now: Instant): Hold {
  if (held && isWithin(rate, held.first, toleranceBps)) return { ...held, messages: held.messages + 1 };
  return { first: rate, messages: 1, sinceMs: now.monotonicMs };
}
