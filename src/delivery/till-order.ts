import type { Reason } from '../shelf/reasons.ts';
import type { Change } from './urgency.ts';

/** How far the tills have come in the price stream; null: no till has ever spoken on this mesh. */
export interface TillWatermark {
  readonly epoch: number;
  readonly seq: number;
  readonly atMs: number;
}

export interface TillOrder {
  /** `auto`: as soon as a till has spoken. `strict`: always. `off`: never wait. */
  readonly order: 'auto' | 'strict' | 'off';
  readonly maxWaitMs: number;
  /** What happens when the tills stay silent for longer: keep the higher price and say so, or show the lower one. */
  readonly whenSilent: 'hold' | 'show';
}

/**
 * Lower prices reach the till before the shelf, so that nobody is charged more than the shelf says. Higher ones go to the
 * shelf at once; the tills wait for the applied watermark.
 * @returns null when the change may go out, else why it waits.
 */
export function waitsForTill(
  change: Change,
  desired: { readonly epoch: number; readonly seq: number; readonly sinceMs: number },
  till: TillWatermark | null,
  order: TillOrder,
  nowMs: number,
): Extract<Reason, 'till.waiting' | 'till.silent'> | null {
  if (change !== 'decrease' || order.order === 'off') return null;
  if (till === null && order.order === 'auto') return null;
  if (till && (till.epoch > desired.epoch || (till.epoch === desired.epoch && till.seq >= desired.seq))) return null;
  // A clock that was set back measures nothing: said at once rather than waited for quietly.
  const waitedMs = nowMs - desired.sinceMs;
  if (waitedMs >= 0 && waitedMs < order.maxWaitMs) return 'till.waiting';
  return order.whenSilent === 'hold' ? 'till.silent' : null;
}
