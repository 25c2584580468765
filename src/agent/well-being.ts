import type { WellBeingView } from '../console/well-being-view.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { LabelStore } from '../delivery/ports.ts';
import type { Alarms } from './alarms.ts';
import { attention, type LabelCondition } from './attention.ts';
import type { LabelDocuments } from './label-documents.ts';
import type { LabelWatch } from './label-watch.ts';
import { verifyLabel, verifyStore } from './verification.ts';

export interface WellBeingOptions {
  readonly delivery: Pick<Delivery, 'report' | 'reports' | 'radios'>;
  readonly documents: Pick<LabelDocuments, 'summaryOf'>;
  readonly store: Pick<LabelStore, 'samples'> & { quarantinedByReason(): Record<string, number> };
  readonly alarms: Pick<Alarms, 'standing'>;
  readonly watch: Pick<LabelWatch, 'batteryLow'>;
  readonly locale: string;
  readonly nowMs: () => number;
}

/** Proof, attention and readings, drawn from what the stations know now. */
export function createWellBeing(options: WellBeingOptions): WellBeingView {
  const { delivery, documents, store, alarms, watch, locale, nowMs } = options;

  function* conditions(): Generator<LabelCondition> {
    for (const { label, confidence, reason } of delivery.reports()) {
      const { desired, row } = label;
      const settled = confidence === 'confirmed' || confidence === 'sent';
      yield {
        id: label.id,
        bound: desired !== null,
        confidence,
        reason,
        refused: desired?.refusal != null,
        batteryLow: watch.batteryLow(label.id),
        lastSeenMs: row.lastSeenMs,
        openSinceMs: settled ? null : (desired?.openSinceMs ?? null),
      };
    }
  }

  return {
    verify(all) {
      const now = nowMs();
      const reports = [...delivery.reports()];
      const bound = reports.filter(report => report.label.desired !== null);
      const rows = bound.map(report => verifyLabel(report, documents.summaryOf(report), locale, now));
      return verifyStore(rows, reports.length - bound.length, all, now);
    },
    verifyLabel(id) {
      const report = delivery.report(id);
      if (!report?.label.desired) return null;
      return verifyLabel(report, documents.summaryOf(report), locale, nowMs());
    },
    attention() {
      const radios = delivery.radios();
      const standing = alarms.standing();
      return attention({
        labels: conditions(),
        alarms: standing,
        radios: radios.length,
        radiosDown: radios
          .filter(({ state }) => state.state === 'down')
          .map(({ radio }) => ({
            url: radio.url,
            sinceMs:
              standing.find(alarm => alarm.code === 'radio.down' && alarm.subject === radio.url)?.sinceMs ?? null,
          })),
        quarantine: store.quarantinedByReason(),
      });
    },
    samples(id) {
      if (!delivery.report(id)) return null;
      const samples = store.samples(id).map(({ atMs, batteryMv, rssi }) => ({
        at: new Date(atMs).toISOString(),
        batteryMv,
        rssi,
      }));
      return { schemaVersion: 1, samples };
    },
  };
}
