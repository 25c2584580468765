import type { Card, PriceStep } from './wire/card.ts';

/** Both clocks of a page at one instant. Only the first never jumps; only the second notices that the machine slept. */
export interface Moment {
  /** Milliseconds since an arbitrary start (`performance.now()`). */
  readonly monotonicMs: number;
  /** Milliseconds since the Unix epoch by the page's own clock (`Date.now()`). */
  readonly wallMs: number;
}

/** When the gateway last spoke, by its clock and by both of the page. */
export interface Anchor extends Moment {
  readonly atMs: number;
  /** The clocks went apart since: only the next word of the gateway mends that. */
  readonly lost: boolean;
}

/** So far the page's clocks may go apart before neither is believed. */
export const apartMs = 2_000;

export type ClockTrust = 'true' | 'lost' | 'none';

/**
 * Why a price may not be shown: there is `none`; the `stream` has not proved itself since the page was loaded; the `clock`
 * jumped; the last word is of too great an `age`; by the `plan` of the shelf nothing known holds now.
 */
export type HoldReason = 'none' | 'stream' | 'clock' | 'age' | 'plan';

export type PriceNow =
  | { readonly shown: true; readonly step: PriceStep; readonly sats: Card['sats'] }
  | { readonly shown: false; readonly reason: HoldReason };

export function anchorAt(atMs: number, { monotonicMs, wallMs }: Moment): Anchor {
  return { atMs, monotonicMs, wallMs, lost: false };
}

/** The gateway's time at this moment, milliseconds since the Unix epoch. */
export function gatewayTime(anchor: Anchor, moment: Moment): number {
  return anchor.atMs + moment.monotonicMs - anchor.monotonicMs;
}

/** Remembers that the clocks went apart: that they came together again by chance proves nothing. */
export function watchClock(anchor: Anchor, moment: Moment): Anchor {
  return anchor.lost || !wentApart(anchor, moment) ? anchor : { ...anchor, lost: true };
}

export function clockTrust(anchor: Anchor | null, moment: Moment): ClockTrust {
  if (anchor === null) return 'none';
  return anchor.lost || wentApart(anchor, moment) ? 'lost' : 'true';
}

/**
 * What of a product's price may be shown at this moment. Sats go at their own time.
 * @param anchor null: the stream has not proved itself since the page was loaded
 * @param limitMs so long without a word of the gateway a price may be shown
 */
export function priceNow(card: Card | null, anchor: Anchor | null, limitMs: number, moment: Moment): PriceNow {
  if (card === null || card.absent !== null || card.steps.length === 0) return { shown: false, reason: 'none' };
  if (anchor === null) return { shown: false, reason: 'stream' };
  if (clockTrust(anchor, moment) !== 'true') return { shown: false, reason: 'clock' };
  if (moment.monotonicMs - anchor.monotonicMs > limitMs) return { shown: false, reason: 'age' };
  const atMs = gatewayTime(anchor, moment);
  const step = card.steps.find(({ fromMs, untilMs }) => fromMs <= atMs && (untilMs === null || atMs < untilMs));
  if (step === undefined) return { shown: false, reason: 'plan' };
  return { shown: true, step, sats: card.sats !== null && atMs < card.sats.untilMs ? card.sats : null };
}

/** When {@link priceNow} may next say something else by itself, in the gateway's time; null: never. */
export function nextPriceTurn(cards: readonly Card[], anchor: Anchor, limitMs: number, atMs: number): number | null {
  // The limit itself still holds.
  const turns = [anchor.atMs + limitMs + 1];
  for (const { steps, sats } of cards) {
    for (const { fromMs, untilMs } of steps) turns.push(fromMs, untilMs ?? fromMs);
    if (sats !== null) turns.push(sats.untilMs);
  }
  const next = turns.reduce((least, turn) => (turn > atMs && turn < least ? turn : least), Number.POSITIVE_INFINITY);
  return next === Number.POSITIVE_INFINITY ? null : next;
}

function wentApart(anchor: Anchor, { monotonicMs, wallMs }: Moment): boolean {
  const passedMs = monotonicMs - anchor.monotonicMs;
  return passedMs < 0 || Math.abs(wallMs - anchor.wallMs - passedMs) > apartMs;
}
