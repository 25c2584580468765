import type { Reason } from '../shelf/reasons.ts';

/** A label as the store knows it. Bound but never heard: model and lastSeenMs are null. */
export interface LabelRow {
  readonly label: string;
  readonly model: string | null;
  readonly family: string | null;
  readonly firmware: string | null;
  readonly batteryMv: number | null;
  readonly rssi: number | null;
  readonly lastSeenMs: number | null;
  /** Whether a key is stored for it; the key itself is only ever handed to the session. */
  readonly hasKey: boolean;
}

/** What a label should show. `refusal` set: it must not be changed, and why. */
export interface DesiredRow {
  readonly label: string;
  readonly epoch: number;
  readonly version: number;
  /** seq of the newest fact that had a say; the applied watermark is drawn from it. */
  readonly seq: number;
  /** Identity of content, template, renderer and panel: 16 hex digits. Empty while refused. */
  readonly hash: string;
  /** The encoded content, or null while refused. */
  readonly content: string | null;
  readonly refusal: { readonly reason: Reason; readonly detail: string } | null;
  /** When this was decided. */
  readonly sinceMs: number;
  /** Since when the label has not shown what it should, over all decisions since; later than `shown` once it does. */
  readonly openSinceMs: number;
  /**
   * The oldest price seq that is not proven on the label, over all decisions since; equal to `seq` once it is. A price
   * that was overtaken before it was shown still holds the applied watermark back.
   */
  readonly openSeq: number;
  /** When the timeline changes it next; null: never by itself. */
  readonly untilMs: number | null;
  /** W3C trace context of the fact that caused it. */
  readonly traceparent: string | null;
}

/** What a label is known to show: its last acknowledged upload. */
export interface ShownRow {
  readonly label: string;
  readonly epoch: number;
  readonly version: number;
  readonly seq: number;
  readonly hash: string;
  readonly content: string;
  readonly atMs: number;
  readonly proof: 'authenticated' | 'acknowledged' | 'sent';
  /** False once something spoke against it: the label rebooted, an upload broke off half-way. */
  readonly trusted: boolean;
}

/** A price in satoshi that a label acknowledged. Tills honour it for a time of grace after it was given up. */
export interface FigureRow {
  readonly label: string;
  readonly sku: string;
  readonly sats: bigint;
  readonly pair: string;
  /** What one bitcoin was counted at, a plain decimal. */
  readonly rate: string;
  readonly rateAtMs: number;
  readonly rateSeq: number;
  readonly shownAtMs: number;
  /** When something else was decided for the label; null: it stands. */
  readonly endedAtMs: number | null;
}

/** The last failed attempt of a label, kept so that a restart goes on with the same patience. */
export interface AttemptRow {
  readonly label: string;
  readonly failures: number;
  readonly reason: Reason;
  readonly detail: string;
  readonly atMs: number;
  /** `never`: terminal until desired, key or binding changes. */
  readonly retry: 'later' | 'never';
}

/** One line of a label's history, newest first in lists. */
export interface HistoryRow {
  readonly label: string;
  readonly atMs: number;
  /**
   * `desired`, `refused`, `unbound`, `identified`, `upload`, `queued`, `taken-back`, `shown`, `failed`, `rebooted`,
   * `refresh`, `offer-left-out`.
   */
  readonly event: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What a label said of itself at one time. */
export interface LabelSample {
  /** To the minute. */
  readonly atMs: number;
  readonly batteryMv: number | null;
  readonly rssi: number | null;
}

/** What delivery needs from a store. */
export interface LabelStore {
  transaction<T>(work: () => T): T;
  labels(): LabelRow[];
  label(id: string): LabelRow | null;
  putLabel(row: Omit<LabelRow, 'hasKey'>): void;
  /** The unwrapped key, or null. Never log it. */
  labelKey(id: string): Uint8Array | null;
  desired(label: string): DesiredRow | null;
  allDesired(): DesiredRow[];
  putDesired(row: DesiredRow): void;
  removeDesired(label: string): void;
  shown(label: string): ShownRow | null;
  allShown(): ShownRow[];
  putShown(row: ShownRow): void;
  /** The label acknowledged these; what it acknowledged before is over. */
  showFigures(label: string, figures: readonly Omit<FigureRow, 'endedAtMs'>[], atMs: number): void;
  /** Something else was decided for the label: from now on its figures only stand for the time of grace. */
  endFigures(label: string, atMs: number): void;
  attempt(label: string): AttemptRow | null;
  allAttempts(): AttemptRow[];
  putAttempt(row: AttemptRow): void;
  clearAttempt(label: string): void;
  /** Bumps the label's revision, so that its state is reported again. */
  touchReport(label: string): void;
  addHistory(row: HistoryRow): void;
  addSample(label: string, sample: LabelSample): void;
  /** Oldest first. */
  samples(label: string): LabelSample[];
  history(label: string, limit: number): HistoryRow[];
}
