import type { Cancel, Clock } from '../clock.ts';
import type { LabelReport } from '../delivery/delivery.ts';
import type { Reason } from '../shelf/reasons.ts';
import type { Alarms } from './alarms.ts';
import { batteryIsLow } from './label-health.ts';

export interface LabelWatchOptions {
  readonly reports: () => Iterable<LabelReport>;
  /** Whether any adapter is on air: without one, silence says nothing of the labels. */
  readonly onAir: () => boolean;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly clock: Clock;
  /** A label that was heard within this time is well. */
  readonly freshMs: number;
}

const lookEveryMs = 60_000;
/** Bound, and not heard of within this time. */
const neverHeardAfterMs = 3_600_000;
/** Silent for this many times the span in which it should have been heard; heard once, it is well again. */
const silentAfter = 3;
const named = 5;

/** What this station raises about labels, each with the subject `labels`. */
export const watchedReasons = [
  'label.battery-low',
  'radio.label-silent',
  'label.never-heard',
] as const satisfies readonly Reason[];
type Watched = (typeof watchedReasons)[number];

/** Looks at all labels once a minute and raises one alarm per kind of trouble; it clears when the last label is well. */
export function createLabelWatch({ reports, onAir, alarms, clock, freshMs }: LabelWatchOptions) {
  const low = new Set<string>();
  let cancel: Cancel = () => {};

  function look(): void {
    cancel = clock.after(lookEveryMs, look);
    const nowMs = clock.now();
    const struck: Record<Watched, string[]> = {
      'label.battery-low': [],
      'radio.label-silent': [],
      'label.never-heard': [],
    };
    const radios = onAir();
    for (const { label } of reports()) {
      const { row, model, desired, id } = label;
      if (batteryIsLow(row.batteryMv, model?.battery ?? null, low.has(id))) {
        low.add(id);
        struck['label.battery-low'].push(id);
      } else {
        low.delete(id);
      }
      if (!desired || !radios) continue;
      if (row.lastSeenMs === null) {
        if (nowMs - desired.openSinceMs > neverHeardAfterMs) struck['label.never-heard'].push(id);
      } else if (nowMs - row.lastSeenMs > silentAfter * freshMs) {
        struck['radio.label-silent'].push(id);
      }
    }
    for (const reason of watchedReasons) {
      const labels = struck[reason];
      if (labels.length === 0) alarms.clear(reason, 'labels');
      else {
        const more = labels.length > named ? ` and ${labels.length - named} more` : '';
        alarms.raise(reason, 'labels', `${labels.slice(0, named).join(', ')}${more}`);
      }
    }
  }

  return {
    start: look,
    stop: () => cancel(),
    /** Whether the label's battery counts as low since the last look. */
    batteryLow: (id: string): boolean => low.has(id),
  };
}

export type LabelWatch = ReturnType<typeof createLabelWatch>;
