import type { Clock } from '../clock.ts';
import type { Reason } from '../shelf/reasons.ts';

/** Something a person should look at, as long as it stands. */
export interface StandingAlarm {
  readonly code: Reason;
  readonly subject: string;
  readonly detail: string;
  readonly sinceMs: number;
}

/** Alarms that stand at once; beyond, further ones only reach the log. */
const maxStanding = 500;

export type Alarms = ReturnType<typeof createAlarms>;

/** The alarms that stand. Raising one again only renews its text; clearing what does not stand does nothing. */
export function createAlarms(clock: Clock, changed: (alarm: StandingAlarm, state: 'raised' | 'cleared') => void) {
  const standing = new Map<string, StandingAlarm>();
  const keyOf = (code: Reason, subject: string) => `${code} ${subject}`;
  return {
    raise(code: Reason, subject: string, detail: string): void {
      const key = keyOf(code, subject);
      const before = standing.get(key);
      const alarm = { code, subject, detail, sinceMs: before?.sinceMs ?? clock.now() };
      if (before?.detail === detail) return;
      if (before || standing.size < maxStanding) standing.set(key, alarm);
      if (!before) changed(alarm, 'raised');
    },
    clear(code: Reason, subject: string): void {
      const alarm = standing.get(keyOf(code, subject));
      if (!alarm) return;
      standing.delete(keyOf(code, subject));
      changed(alarm, 'cleared');
    },
    /** Oldest first. */
    standing: (): readonly StandingAlarm[] => [...standing.values()],
  };
}
