import type { DeliveryOptions } from '../delivery/delivery.ts';
import type { AlarmNotice, Change } from '../mesh/mesh.ts';
import type { LogFields } from '../shelf/log-events.ts';
import type { StoreHealth } from '../store/health.ts';
import type { Alarms } from './alarms.ts';
import type { Changes } from './changes.ts';

/** The few calls of a pino logger that it makes. */
export interface NarratorLog {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
}

const storeFaults = ['store.disk-full', 'store.io', 'store.damaged', 'store.unwritable', 'store.locked'] as const;

/** Says what happens at the stations: in the log for later, on the tail for whoever looks, as alarms for who must act. */
export function createNarrator({ log, changes, alarms }: { log: NarratorLog; changes: Changes; alarms: Alarms }) {
  return {
    committed(facts: readonly Change[]): void {
      for (const { stream, key } of facts) {
        // Rates come every few seconds; the gate tells what becomes of them.
        if (stream !== 'fx') changes.event('fact.accepted', `${stream}/${key}`, 'accepted');
      }
      changes.status();
    },
    attemptEnded: (({ id, desired }, outcome) => {
      if (!outcome.ok) {
        log.info(
          {
            event: 'label.attempt-failed',
            label: id,
            reason: outcome.reason,
            detail: outcome.detail,
          },
          'attempt failed',
        );
        changes.event('label.failed', id, `${outcome.reason}: ${outcome.detail}`);
      } else if (outcome.type === 'shown') {
        log.debug(
          { event: 'label.shown', label: id, version: desired?.version, traceparent: desired?.traceparent },
          'shown',
        );
        changes.event('label.shown', id, `shows version ${desired?.version ?? '?'}, ${outcome.proof}`);
      } else {
        changes.event('label.identified', id, `is a ${outcome.model}`);
      }
    }) satisfies DeliveryOptions['hooks']['ended'],
    radio: ((url, state) => {
      if (state.state === 'down') alarms.raise('radio.down', url, state.detail);
      else if (state.state === 'ready') alarms.clear('radio.down', url);
      changes.status();
    }) satisfies DeliveryOptions['hooks']['radio'],
    tillSilent(labels: number): void {
      if (labels === 0) alarms.clear('till.silent', 'tills');
      else
        alarms.raise(
          'till.silent',
          'tills',
          `${labels} labels keep a higher price until the tills have the lower one.`,
        );
    },
    /** `detail` null: the template can be used. */
    template(id: string, detail: string | null): void {
      if (detail === null) alarms.clear('render.template-invalid', `template/${id}`);
      else alarms.raise('render.template-invalid', `template/${id}`, detail);
    },
    meshAlarm({ code, state, subject, detail }: AlarmNotice): void {
      if (state === 'raised') alarms.raise(code, subject, detail);
      else alarms.clear(code, subject);
    },
    storeHealth(health: StoreHealth): void {
      for (const code of storeFaults) {
        if (!health.ok && health.reason === code) alarms.raise(code, 'store', health.detail);
        else alarms.clear(code, 'store');
      }
    },
  };
}

export type Narrator = ReturnType<typeof createNarrator>;
