import type { Mesh } from '../mesh/mesh.ts';
import type { LogFields } from '../shelf/log-events.ts';
import type { StandingAlarm } from './alarms.ts';
import type { Changes } from './changes.ts';

/** Whom alarms are told: the log, the mesh, and who watches. */
export interface AlarmListeners {
  readonly log: Record<'info' | 'warn', (fields: LogFields, text: string) => void>;
  readonly changes: Pick<Changes, 'event' | 'status'>;
  /** Null: it is not there yet. */
  readonly mesh: () => Pick<Mesh, 'alarm'> | null;
}

/** Tells everybody that an alarm was raised, or is over. */
export function announceAlarm({ log, changes, mesh }: AlarmListeners) {
  return ({ code, subject, detail }: StandingAlarm, state: 'raised' | 'cleared'): void => {
    const level = state === 'raised' ? 'warn' : 'info';
    log[level]({ event: `alarm.${state}`, reason: code, subject, detail }, `alarm ${state}`);
    mesh()?.alarm({ code, state, subject, detail });
    changes.event(`alarm.${state}`, subject, `${code}: ${detail}`);
    changes.status();
  };
}
