import type { Reason } from './reasons.ts';
import { type BankRules, reserve, type TokenBank, tokensAt } from './token-bank.ts';
import { over, type Volatility } from './volatility.ts';

/**
 * When the price in bitcoin on a label is made anew: once the rate has left a band around the rate that the figure was made
 * at. For the same number of refreshes a band has the smallest worst case of all policies and 1/√3 of a timer's error.
 *
 * Distances are logarithms of ratios: 0.02 is about 2 %. They only decide when; no price is made from them.
 */
export interface PolicyRules {
  /** What a figure is promised to be within of the rate, e.g. 0.02. */
  readonly promise: number;
  /** Where it is made anew at the latest, e.g. 0.015. */
  readonly act: number;
  readonly bank: BankRules;
  /** Below so many tokens the band widens, up to the promise at the last one. */
  readonly lowTokens: number;
  /** After a figure was taken down, it comes back with so many. */
  readonly returnTokens: number;
}

/** Below this share of a full bank the band widens. */
const lowShare = 0.2;
/** A figure that was taken down comes back with so many tokens: enough to be kept for a while. */
const returnTokens = 3;

/** The rules that follow from what a store may set, percentages as it writes them. */
export function usualRules(set: {
  readonly promisePercent: number;
  readonly actPercent: number;
  readonly tokensPerDay: number;
  readonly tokensMost: number;
}): PolicyRules {
  return {
    promise: set.promisePercent / 100,
    act: set.actPercent / 100,
    bank: { perDay: set.tokensPerDay, most: set.tokensMost },
    lowTokens: set.tokensMost * lowShare,
    returnTokens,
  };
}

/** One-sided 95 %. */
const guardQuantile = 1.65;

/**
 * Where to act so that the promise still holds when the refresh arrives: before the promise by what the rate moves in
 * `latencyMs`, never beyond `act`, never below a quarter of the promise.
 * @param latencyMs from the decision to the label's word, 95th percentile
 */
export function bandOf({ promise, act }: PolicyRules, volatility: Volatility, latencyMs: number): number {
  const guarded = promise - guardQuantile * over(volatility, latencyMs);
  return Math.min(promise, Math.max(promise / 4, Math.min(act, guarded)));
}

/** What all labels of a store see alike at one moment. */
export interface Market {
  /** Logarithm of the rate that figures are made at; null: none may be made now. */
  readonly rateLog: number | null;
  /** Why not; null while they may. */
  readonly unusable: Unusable | null;
  /** See {@link bandOf}. */
  readonly band: number;
  /** Figures that were taken down may come back. */
  readonly mayReturn: boolean;
  /** `opening`: shortly before it opens, when every label is refreshed once. */
  readonly phase: 'open' | 'opening' | 'closed';
  /** When the last opening phase began; null: the shop never closes. */
  readonly openingMs: number | null;
}

export interface Unusable {
  readonly reason: Extract<Reason, `fx.${string}`>;
  /** Share of the time after which figures are taken down that has passed, refreshing them included; 1: all of it. */
  readonly lapsed: number;
}

/** One label's figure. */
export interface Figure {
  /** Logarithm of the rate that it was made at; null: the label shows none. */
  readonly rateLog: number | null;
  readonly issuedAtMs: number;
  readonly bank: TokenBank;
  /** Fixed for the label, 0.8 to 1: so that one move of the rate does not set off all labels at once. */
  readonly jitter: number;
}

export type FigureAction =
  | { readonly type: 'keep' }
  /** `turn`: it may wait for its turn, since the label shows nothing wrong meanwhile. */
  | { readonly type: 'issue'; readonly cost: 0 | 1; readonly turn: boolean }
  | { readonly type: 'withdraw'; readonly cost: 0 | 1; readonly reason: Reason };

const keep: FigureAction = { type: 'keep' };
const move: FigureAction = { type: 'issue', cost: 1, turn: false };
const moveInFlight: FigureAction = { type: 'issue', cost: 0, turn: false };
const inTurn: FigureAction = { type: 'issue', cost: 1, turn: true };

/** The band of a label that has so many tokens left: wider as they run out, so that the promise holds for longer. */
export function widened(band: number, rules: PolicyRules, tokens: number): number {
  if (tokens >= rules.lowTokens) return band;
  const spent = Math.min(1, (rules.lowTokens - tokens) / (rules.lowTokens - reserve));
  return band + (rules.promise - band) * spent;
}

/**
 * What to do about one label's figure now. Pure; about 30 ns while nothing is to be done.
 *
 * Whatever it answers, three things hold: with a rate that may be used and nothing on its way the figure is within the
 * (widened) band or gone; a withdrawal can always be paid; no figure is made while no rate may be used.
 * @param inFlight asked only when it matters: whether the figure is still on its way, so that replacing it costs no refresh
 */
export function decideFigure(
  figure: Figure,
  inFlight: () => boolean,
  market: Market,
  rules: PolicyRules,
  nowMs: number,
): FigureAction {
  if (market.phase === 'closed') return keep;
  const { rateLog, jitter } = figure;
  if (market.rateLog === null) return rateLog === null ? keep : withoutRate(market.unusable, jitter, inFlight);
  if (rateLog === null) {
    return market.mayReturn && tokensAt(figure.bank, rules.bank, nowMs) >= rules.returnTokens ? inTurn : keep;
  }
  const distance = Math.abs(market.rateLog - rateLog);
  const opening =
    market.phase === 'opening' && market.openingMs !== null && figure.issuedAtMs < market.openingMs && distance > 0;
  if (!opening && distance < market.band * jitter) return keep;
  const tokens = tokensAt(figure.bank, rules.bank, nowMs);
  const outside = distance >= widened(market.band, rules, tokens) * jitter;
  if (outside && inFlight()) return moveInFlight;
  if (tokens >= 1 + reserve) return outside ? move : opening ? inTurn : keep;
  return outside ? { type: 'withdraw', cost: 1, reason: 'sats.bank-empty' } : keep;
}

/** A figure that is still on its way would come from a rate that may not be used any more. */
function withoutRate(unusable: Unusable | null, jitter: number, inFlight: () => boolean): FigureAction {
  if (!unusable) return keep;
  const flying = inFlight();
  if (!flying && unusable.lapsed < jitter) return keep;
  return { type: 'withdraw', cost: flying ? 0 : 1, reason: unusable.reason };
}
