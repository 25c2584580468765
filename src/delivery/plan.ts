import type { LabelModel } from '../../devices/label-model.ts';
import type { Reason } from '../shelf/reasons.ts';
import { failuresUntilFailed } from './backoff.ts';
import type { DesiredRow } from './ports.ts';
import { type TillOrder, type TillWatermark, waitsForTill } from './till-order.ts';
import type { Change } from './urgency.ts';

/** What is known of one label when its next step is chosen. */
export interface LabelState {
  readonly model: LabelModel | null;
  readonly family: string | null;
  readonly desired: DesiredRow | null;
  readonly shown: { readonly hash: string; readonly atMs: number; readonly trusted: boolean } | null;
  /** What the step from shown to desired is; meaningless while they agree. */
  readonly change: Change;
  readonly attempt: {
    readonly failures: number;
    readonly reason: Reason;
    readonly retry: 'later' | 'never';
    readonly atMs: number;
    readonly nextMs: number;
  } | null;
  readonly lastHeardMs: number | null;
  /** Refreshes of the last 24 hours. */
  readonly refreshesToday: number;
  /** It last said that it had restarted. */
  readonly rebooted: boolean;
  /** A session with it is open right now. */
  readonly busy: boolean;
  /** It still shows a price in bitcoin that does not keep its promise. */
  readonly pastPromise: boolean;
}

export interface PlanRules {
  readonly till: TillOrder;
  /** A label that was heard within this time can be expected to answer. */
  readonly freshMs: number;
  /** From when an open difference is `stale` instead of `pending`. */
  readonly overdueMs: number;
  /** Multiplies the minimum gaps; 0 in the emulated shop. */
  readonly gapScale: number;
  /** Between two refreshes of a panel for nothing but a price in bitcoin. */
  readonly figureGapMs: number;
}

/** The one next step of a label, as data: executing it is somebody else's, showing it is everybody's. */
export type Step =
  | { readonly type: 'none' }
  /** Nothing can be done before `untilMs` (null: before something happens). */
  | { readonly type: 'wait'; readonly reason: Reason; readonly untilMs: number | null }
  | { readonly type: 'refused'; readonly reason: Reason }
  | { readonly type: 'identify' }
  | { readonly type: 'show'; readonly change: Change }
  /** What it should show may not be sent yet, but the price in bitcoin that it shows no longer holds: only that goes. */
  | { readonly type: 'withdraw'; readonly instead: Blocked };

/** Why nothing may be changed on a label that could be reached. */
export type Blocked = Extract<Step, { type: 'wait' | 'refused' }>;

/**
 * Chooses the next step of one label. Pure. An instant that should lie in the past and does not means that the clock was
 * set back; no wait is counted from it, as it could last for days.
 */
export function plan(label: LabelState, till: TillWatermark | null, rules: PlanRules, nowMs: number): Step {
  const { desired, shown, model } = label;
  if (!desired) return { type: 'none' };
  const refused: Blocked | null = desired.refusal && { type: 'refused', reason: desired.refusal.reason };
  if (!refused && model && shown?.trusted && shown.hash === desired.hash) return { type: 'none' };
  const away = awayStep(label, rules, nowMs);
  if (refused) return away ? refused : orWithdraw(label, refused);
  if (away) return away;
  if (!model) throw new Error('a label of no known model is identified first');

  const waiting = waitsForTill(label.change, desired, till, rules.till, nowMs);
  if (waiting) {
    const untilMs = waiting === 'till.waiting' ? desired.sinceMs + rules.till.maxWaitMs : null;
    return orWithdraw(label, { type: 'wait', reason: waiting, untilMs });
  }
  if (shown?.trusted) {
    // What the shopper acts on goes out at once; only what is merely nicer waits for the panel's sake.
    if (canWait(label)) {
      const gapMs = Math.max(model.refresh.minGapMs, label.change === 'figure' ? rules.figureGapMs : 0);
      const gapEndsMs = shown.atMs + gapMs * rules.gapScale;
      if (gapEndsMs > nowMs && shown.atMs <= nowMs)
        return { type: 'wait', reason: 'delivery.min-gap', untilMs: gapEndsMs };
      if (rules.gapScale > 0 && label.refreshesToday >= model.refresh.perDay) {
        return { type: 'wait', reason: 'delivery.budget', untilMs: nowMs + 3_600_000 };
      }
    }
  }
  return { type: 'show', change: label.change };
}

/** What keeps the label from being sent anything; null: it can be reached and is known. */
function awayStep(label: LabelState, rules: PlanRules, nowMs: number): Step | null {
  const { attempt, model } = label;
  if (label.lastHeardMs === null) return { type: 'wait', reason: 'label.never-heard', untilMs: null };
  if (attempt?.retry === 'never') return { type: 'wait', reason: attempt.reason, untilMs: null };
  if (attempt && attempt.nextMs > nowMs && attempt.atMs <= nowMs)
    return { type: 'wait', reason: attempt.reason, untilMs: attempt.nextMs };
  if (nowMs - label.lastHeardMs > rules.freshMs) return { type: 'wait', reason: 'radio.label-silent', untilMs: null };
  if (!model)
    return label.family ? { type: 'identify' } : { type: 'wait', reason: 'delivery.model-unknown', untilMs: null };
  return null;
}

function orWithdraw({ pastPromise, shown }: LabelState, blocked: Blocked): Step {
  return pastPromise && shown?.trusted ? { type: 'withdraw', instead: blocked } : blocked;
}

/** A price in bitcoin is the nicer one only while the one that is there keeps its promise. */
function canWait({ change, pastPromise }: LabelState): boolean {
  return change === 'cosmetic' || (change === 'figure' && !pastPromise);
}

/** How long a price in bitcoin may be past its promise before the label counts as stale: refreshing takes its time. */
const outdatedAfterMs = 60_000;

export type Confidence = 'confirmed' | 'sent' | 'pending' | 'stale' | 'unknown' | 'failed';

/** What may be said of the label's display now, and why it is not better. */
export function confidenceOf(
  label: LabelState,
  proof: 'authenticated' | 'acknowledged' | 'sent' | null,
  step: Step,
  rules: PlanRules,
  nowMs: number,
): { readonly confidence: Confidence; readonly reason: Reason | null } {
  const { desired, shown, attempt } = label;
  if (label.lastHeardMs === null && !shown) return { confidence: 'unknown', reason: 'label.never-heard' };
  if (step.type === 'withdraw') return { confidence: 'stale', reason: 'sats.outdated' };
  if (step.type === 'refused') return { confidence: shown?.trusted ? 'stale' : 'unknown', reason: step.reason };
  if (!desired) return { confidence: 'unknown', reason: null };
  if (step.type === 'none') return { confidence: proof === 'sent' ? 'sent' : 'confirmed', reason: null };
  if (label.pastPromise && (step.type === 'wait' || nowMs - desired.openSinceMs > outdatedAfterMs)) {
    return { confidence: shown?.trusted ? 'stale' : 'unknown', reason: 'sats.outdated' };
  }
  const reason: Reason | null = step.type === 'wait' ? step.reason : (attempt?.reason ?? doubtOf(label));
  if (attempt && (attempt.retry === 'never' || attempt.failures >= failuresUntilFailed)) {
    return { confidence: 'failed', reason: attempt.reason };
  }
  if (nowMs - desired.openSinceMs > rules.overdueMs || reason === 'till.silent') {
    return { confidence: shown?.trusted ? 'stale' : 'unknown', reason: reason ?? 'label.overdue' };
  }
  if (shown && !shown.trusted && !label.busy) return { confidence: 'unknown', reason };
  return { confidence: 'pending', reason };
}

/** Why what is shown cannot be trusted, where nothing failed; null: it can, or is being replaced. */
function doubtOf({ shown, busy, rebooted }: LabelState): Reason | null {
  if (!shown || shown.trusted || busy) return null;
  return rebooted ? 'label.rebooted' : 'label.interrupted';
}
