import type { Cancel, Clock } from '../clock.ts';
import type { Reason } from '../shelf/reasons.ts';
import type { AlarmNotice } from './mesh.ts';

/** Between two messages with the same code. */
const shortestMs = 10_000;

/**
 * Tells people, without flooding them: of each code at most one notice in 10 s goes out, the newest. A notice that the
 * broker did not take goes out with the next connection. Bounded by the number of reason codes.
 */
export function createAlarms(options: {
  readonly clock: Clock;
  publish(notice: AlarmNotice): Promise<boolean>;
  onAlarm(notice: AlarmNotice): void;
}) {
  const { clock } = options;
  const lastAt = new Map<Reason, number>();
  const timers = new Map<Reason, Cancel>();
  const newest = new Map<Reason, AlarmNotice>();
  const untold = new Map<Reason, AlarmNotice>();

  function send(notice: AlarmNotice): void {
    untold.set(notice.code, notice);
    void options.publish(notice).then(taken => {
      if (taken && untold.get(notice.code) === notice) untold.delete(notice.code);
    });
  }

  function emit(code: Reason): void {
    timers.delete(code);
    const notice = newest.get(code);
    if (notice === undefined) return;
    lastAt.set(code, clock.monotonic());
    options.onAlarm(notice);
    send(notice);
  }

  return {
    notify(alarm: Omit<AlarmNotice, 'atMs'>): void {
      newest.set(alarm.code, { ...alarm, atMs: clock.now() });
      if (timers.has(alarm.code)) return;
      const last = lastAt.get(alarm.code);
      const waitMs = last === undefined ? 0 : last + shortestMs - clock.monotonic();
      if (waitMs <= 0) emit(alarm.code);
      else
        timers.set(
          alarm.code,
          clock.after(waitMs, () => emit(alarm.code)),
        );
    },
    /** A connection is there. */
    tellPending(): void {
      for (const notice of untold.values()) send(notice);
    },
    stop(): void {
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}
export type Alarms = ReturnType<typeof createAlarms>;
