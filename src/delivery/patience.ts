import type { Clock } from '../clock.ts';
import type { GattLink } from '../radio/radio.ts';
import type { Labels } from './labels.ts';
import type { Step } from './plan.ts';
import type { TrackedLabel } from './tracked-label.ts';

/** A picture that is queued for a label that sleeps, until it has fetched it or something newer replaces it. */
export interface Waiting {
  readonly label: TrackedLabel;
  /** What was decided for the label when it was queued. */
  readonly hash: string;
  readonly step: Step['type'];
  readonly abort: AbortController;
  /** The label was told of it: from then on its panel may change before we learn of it. */
  told: boolean;
  /** When the label last did something about it; monotonic. */
  movedMs: number;
  /** It was ended because nobody wants it any more: that says nothing about the label. */
  superseded: boolean;
}

/** A fetch in which nothing moves for so long does not hold up something newer. */
const stalledMs = 30_000;

export interface PatienceOptions {
  readonly labels: Labels;
  readonly clock: Clock;
  /** The store did not take what happened. */
  readonly unrecorded: (label: TrackedLabel, error: unknown) => void;
}

/**
 * Keeps the pictures that wait for labels that sleep. What is queued does not touch the panel, so that the label is
 * trusted until it is told of it; while it fetches, it is left to finish, so that what it shows for a while is on record.
 */
export function createPatience({ labels, clock, unrecorded }: PatienceOptions) {
  const all = new Set<Waiting>();

  function tell(waiting: Waiting): void {
    waiting.movedMs = clock.monotonic();
    if (waiting.told) return;
    waiting.told = true;
    const { label } = waiting;
    if (label.session) label.session.waits = false;
    try {
      labels.distrust(label, 'upload');
    } catch (error) {
      if (label.shown) label.shown = { ...label.shown, trusted: false };
      unrecorded(label, error);
    }
  }

  /** Nobody wants it any more, or something newer is to be shown. */
  function outdated({ label, hash, step }: Waiting, stepOf: (label: TrackedLabel) => Step): boolean {
    if (!label.desired || label.desired.hash !== hash) return true;
    return step === 'withdraw' ? stepOf(label).type !== 'withdraw' : label.desired.refusal !== null;
  }

  return {
    /** Notes that it is queued. Throws when the store does not take it; nothing may be queued then. */
    begin(label: TrackedLabel, step: Step['type'], abort: AbortController): Waiting {
      labels.noteQueue(label, 'queued');
      const hash = label.desired?.hash ?? '';
      const movedMs = clock.monotonic();
      const waiting: Waiting = { label, hash, step, abort, told: false, movedMs, superseded: false };
      if (label.session) label.session.waits = true;
      all.add(waiting);
      return waiting;
    },
    /** The link, with an ear for what the label does. It may still do something while the link is being closed. */
    watched(link: GattLink, waiting: Waiting, begins: string): GattLink {
      return {
        ...link,
        onNotification: listener =>
          link.onNotification((role, data) => {
            if (role === begins) tell(waiting);
            else waiting.movedMs = clock.monotonic();
            listener(role, data);
          }),
      };
    },
    /** It is over, however it ended. */
    end(waiting: Waiting): void {
      all.delete(waiting);
      if (!waiting.told) labels.noteQueue(waiting.label, 'taken-back');
    },
    /**
     * Ends what is outdated; and, where places are short, what waits for labels that are silent.
     * @param silent whether a label was not heard of for too long to hold a place that others need
     */
    review(stepOf: (label: TrackedLabel) => Step, silent: (label: TrackedLabel) => boolean): void {
      for (const waiting of all) {
        if (waiting.superseded) continue;
        const stalled = clock.monotonic() - waiting.movedMs > stalledMs;
        const free = !waiting.told || stalled;
        if (!free || !(outdated(waiting, stepOf) || silent(waiting.label))) continue;
        waiting.superseded = true;
        waiting.abort.abort();
      }
    },
  };
}
