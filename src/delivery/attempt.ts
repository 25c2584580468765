import type { Outcome } from '../../devices/session.ts';
import type { Clock, Random } from '../clock.ts';
import { decodeContent } from '../shelf/content-codec.ts';
import { figuresOf } from '../shelf/figure-content.ts';
import { type BackoffLimits, backoffMs } from './backoff.ts';
import type { Labels } from './labels.ts';
import type { DesiredRow, LabelStore, ShownRow } from './ports.ts';
import { disappoint } from './reach.ts';
import type { TrackedLabel } from './tracked-label.ts';

type Failure = Extract<Outcome, { ok: false }>;

export interface RecordOptions {
  readonly store: LabelStore;
  readonly labels: Labels;
  readonly clock: Clock;
  readonly random: Random;
  readonly backoff: BackoffLimits;
}

/** A failure that trying again cannot help is believed when it comes so often in a row. */
const verdictsUntilFinal = 3;
const dayMs = 86_400_000;

/**
 * Writes down how attempts ended: in the store first, then in memory. Nothing here is believed before it is durable, so
 * after a crash a label is at worst refreshed once more than needed.
 */
export function createRecorder({ store, labels, clock, random, backoff }: RecordOptions) {
  return {
    /** The label itself acknowledged this content. */
    shown(label: TrackedLabel, sent: DesiredRow, proof: ShownRow['proof'], durationMs: number): void {
      const atMs = clock.now();
      const row: ShownRow = {
        label: label.id,
        epoch: sent.epoch,
        version: sent.version,
        seq: sent.seq,
        hash: sent.hash,
        content: sent.content ?? '',
        atMs,
        proof,
        trusted: true,
      };
      // A newer fact with the same picture may have come while it was on its way.
      const now = label.desired;
      const same = now !== null && now.hash === row.hash;
      const kept = same ? { ...row, epoch: now.epoch, version: now.version, seq: now.seq } : row;
      store.transaction(() => {
        store.putShown(kept);
        store.clearAttempt(label.id);
        recordFigures(store, kept, same, atMs);
        const { hash, version } = kept;
        store.addHistory({ label: label.id, atMs, event: 'shown', detail: { version, hash, proof, durationMs } });
        store.touchReport(label.id);
      });
      label.shown = kept;
      label.attempt = null;
      label.refreshes = [...(label.refreshes ?? []).filter(before => before > atMs - dayMs), atMs];
      labels.settle(label);
    },
    failed(label: TrackedLabel, radio: string, outcome: Failure): void {
      const atMs = clock.now();
      const { reason, detail, retry } = outcome;
      const failures = (label.attempt?.failures ?? 0) + 1;
      label.nextMs = atMs + Math.max(outcome.afterMs ?? 0, backoffMs(failures, backoff, random));
      label.askedForRest = outcome.afterMs !== undefined;
      disappoint(label.reach, radio);
      // One damaged frame can look like a verdict for good, so a label has to insist on it.
      const insists = failures >= verdictsUntilFinal && label.attempt?.reason === reason;
      const row = { label: label.id, failures, reason, detail, atMs, retry: insists ? retry : 'later' } as const;
      store.transaction(() => {
        store.putAttempt(row);
        store.addHistory({ label: label.id, atMs, event: 'failed', detail: { reason, detail, radio, failures } });
        store.touchReport(label.id);
      });
      label.attempt = row;
    },
    /** Fills in how often the panel was refreshed within the last day, the first time that it matters. */
    countRefreshes(label: TrackedLabel): void {
      if (label.refreshes) return;
      const sinceMs = clock.now() - dayMs;
      label.refreshes = store
        .history(label.id, 200)
        .filter(row => row.event === 'shown' && row.atMs > sinceMs)
        .map(row => row.atMs)
        .reverse();
    },
  };
}

/** What tills have to honour. A figure that was overtaken on its way stood, if only for a moment. */
function recordFigures(store: LabelStore, { label, content }: ShownRow, stands: boolean, atMs: number): void {
  const decoded = decodeContent(content);
  if (!decoded.bitcoin) return;
  // Behind a notice nobody has seen them.
  const seen = decoded.notice === undefined ? figuresOf(decoded) : [];
  const figures = seen.map(({ sku, sats, rate }) => ({
    label,
    sku,
    sats,
    pair: rate.pair,
    rate: rate.rate,
    rateAtMs: rate.atMs,
    rateSeq: rate.seq,
    shownAtMs: atMs,
  }));
  store.showFigures(label, figures, atMs);
  if (!stands) store.endFigures(label, atMs);
}

export type Recorder = ReturnType<typeof createRecorder>;
