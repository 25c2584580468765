import type { LabelModel } from '../../devices/label-model.ts';
import { decodeContent } from '../shelf/content-codec.ts';
import { logOf } from '../shelf/exchange-rate.ts';
import { sameBesidesFigures } from '../shelf/figure-content.ts';
import { rateIn } from './figure-choice.ts';
import type { Confidence, LabelState } from './plan.ts';
import type { AttemptRow, DesiredRow, LabelRow, ShownRow } from './ports.ts';
import type { Reach } from './reach.ts';
import { type Change, changeOf } from './urgency.ts';

/** A session that is open with a label. */
export interface OpenSession {
  readonly radio: string;
  readonly step: 'identify' | 'show' | 'withdraw';
  readonly beganMs: number;
  /** The picture is only queued until the label wakes: nothing is under way yet. */
  waits: boolean;
  /** Blocks that the label has acknowledged, of all; null before the first. */
  progress: { readonly done: number; readonly total: number } | null;
}

/** One label in memory: what the store holds of it, and what only matters while the agent runs. */
export interface TrackedLabel {
  readonly id: string;
  row: LabelRow;
  model: LabelModel | null;
  desired: DesiredRow | null;
  shown: ShownRow | null;
  attempt: AttemptRow | null;
  /** When the label may be tried again after its last failure. */
  nextMs: number;
  /** It asked itself to be left alone until then, so that nothing shortens the wait. */
  askedForRest: boolean;
  /** The step from shown to desired for the shopper. */
  change: Change;
  /** The legal price and all else that is shown is what it should be; only prices in bitcoin differ. */
  onlyFigures: boolean;
  /** Logarithm of the rate of the price in bitcoin that it shows; null: it shows none. */
  shownRateLog: number | null;
  /** How far it errs in money: what errs most is refreshed first. 0: not by the rate. */
  weight: number;
  readonly reach: Reach;
  /** Instants of its refreshes within the last day, oldest first; null: not counted yet. */
  refreshes: number[] | null;
  session: OpenSession | null;
  /** Whether it last said that it had restarted; null: it has not spoken yet, or never says. */
  rebootFlag: boolean | null;
  /** When its readings were last kept for the plots; null: not looked up yet. */
  sampledMs: number | null;
  /** When its readings were last passed on. */
  toldMs: number;
  /** What was last said of it: time alone can turn `pending` into `stale`. */
  confidence: Confidence | null;
  /** Counted in the wave that is under way. */
  inWave: boolean;
}

const dayMs = 86_400_000;

/** A label of which no more is known than its id. */
export function newLabel(id: string): TrackedLabel {
  return {
    id,
    row: {
      label: id,
      model: null,
      family: null,
      firmware: null,
      batteryMv: null,
      rssi: null,
      lastSeenMs: null,
      hasKey: false,
    },
    model: null,
    desired: null,
    shown: null,
    attempt: null,
    nextMs: 0,
    askedForRest: false,
    change: 'cosmetic',
    onlyFigures: false,
    shownRateLog: null,
    weight: 0,
    reach: new Map(),
    refreshes: null,
    session: null,
    rebootFlag: null,
    sampledMs: null,
    toldMs: Number.NEGATIVE_INFINITY,
    confidence: null,
    inWave: false,
  };
}

/** Whether the label is not proven to show what it should. A label that must not be changed is not open. */
export function isOpen(label: TrackedLabel): boolean {
  const { desired, shown } = label;
  if (!desired || desired.refusal) return false;
  return label.model === null || !shown?.trusted || shown.hash !== desired.hash;
}

/** What the step from what is shown to what is desired is; to be asked again when either changes. */
export function classify({
  shown,
  desired,
}: Pick<TrackedLabel, 'shown' | 'desired'>): Pick<TrackedLabel, 'change' | 'onlyFigures' | 'shownRateLog' | 'weight'> {
  const before = shown && decodeContent(shown.content);
  const shownRate = before && rateIn(before);
  const nothing = {
    change: 'cosmetic',
    onlyFigures: false,
    shownRateLog: shownRate && logOf(shownRate.value),
    weight: 0,
  } as const;
  if (!desired?.content) return nothing;
  if (!shown || !before) return { ...nothing, change: 'first' };
  const after = decodeContent(desired.content);
  const change = changeOf(before, after);
  const rate = rateIn(after);
  const distance = rate && shownRate ? Math.abs(logOf(rate.value) - logOf(shownRate.value)) : 0;
  return {
    ...nothing,
    // In doubt it most likely still shows what it did, so that a lower price waits for the tills all the same.
    change: shown.trusted || change === 'increase' || change === 'decrease' ? change : 'first',
    onlyFigures: sameBesidesFigures(before, after),
    weight: change === 'figure' ? distance * Number(after.items[0]?.price.amountMinor ?? 0n) : 0,
  };
}

/**
 * The label as the planner sees it.
 * @param pastPromise whether a price in bitcoin made at a rate of this logarithm does not keep its promise now
 */
export function stateOf(label: TrackedLabel, pastPromise: (rateLog: number) => boolean, nowMs: number): LabelState {
  return {
    model: label.model,
    family: label.row.family,
    desired: label.desired,
    shown: label.shown,
    change: label.change,
    attempt: label.attempt && { ...label.attempt, nextMs: label.nextMs },
    lastHeardMs: label.row.lastSeenMs,
    refreshesToday: label.refreshes?.filter(atMs => atMs > nowMs - dayMs).length ?? 0,
    rebooted: label.rebootFlag === true,
    busy: label.session !== null && !label.session.waits,
    pastPromise: label.shownRateLog !== null && pastPromise(label.shownRateLog),
  };
}
