import { execFile } from 'node:child_process';
import type { Cancel, Clock } from '../clock.ts';
import type { StatusDocument } from '../console/documents.ts';
import type { LogFields } from '../shelf/log-events.ts';

/**
 * Tells systemd how the agent is (sd_notify(3)): when it is ready, that it is alive, what it does, that it stops.
 * Alive means that its own checks hold, not that a timer still fires. Without a service manager it does nothing.
 */
export interface Supervision {
  /** The console listens and the stored facts have been looked through. */
  ready(): void;
  /** Resolves when the manager knows. */
  stopping(): Promise<void>;
}

/** Why the agent should be started anew; null: it should not. */
export type SelfCheck = () => string | null;

export interface SupervisionOptions {
  /** `NOTIFY_SOCKET` and `WATCHDOG_USEC` count. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly check: SelfCheck;
  /** One line for `systemctl status`. */
  readonly describe: () => string;
  readonly log: { warn(fields: LogFields, message: string): void };
}

/** When the unit has no watchdog, the status line alone is kept fresh. */
const defaultIntervalMs = 20_000;
/** A manager that does not take a message in this time is not waited for. */
const sendTimeoutMs = 10_000;
/** Signs of life per watchdog time: one may be late, and one lost. */
const signsPerWatchdog = 3;

export function createSupervision({ env, clock, check, describe, log }: SupervisionOptions): Supervision {
  const socket = env.NOTIFY_SOCKET;
  if (!socket) return { ready() {}, stopping: async () => {} };

  const watchdogMs = Number(env.WATCHDOG_USEC ?? 0) / 1000;
  const watched = Number.isFinite(watchdogMs) && watchdogMs > 0;
  const intervalMs = watched ? watchdogMs / signsPerWatchdog : defaultIntervalMs;
  let state: 'starting' | 'ready' | 'stopping' = 'starting';
  let sending = false;
  let cancel: Cancel = arm();

  function arm(): Cancel {
    const dueMs = clock.monotonic() + intervalMs;
    return clock.after(intervalMs, () => {
      cancel = arm();
      sign(clock.monotonic() - dueMs);
    });
  }

  /** One sign of life, if there is life: `lateMs` is how long the event loop was held up. */
  function sign(lateMs: number): void {
    if (state === 'stopping' || sending) return;
    const wrong = lateMs > intervalMs ? `the event loop stood still for ${Math.round(lateMs)} ms` : check();
    if (wrong !== null) {
      log.warn({ event: 'supervision.no-sign', detail: wrong }, 'no sign of life to the service manager');
      void send(`STATUS=${oneLine(wrong)}`);
    } else if (state === 'ready') void send('WATCHDOG=1', status());
    else
      void send(
        `EXTEND_TIMEOUT_USEC=${Math.round(intervalMs * signsPerWatchdog * 1000)}`,
        'STATUS=Looking through the stored facts',
      );
  }

  const status = () => `STATUS=${oneLine(describe())}`;

  function send(...assignments: readonly string[]): Promise<void> {
    sending = true;
    return new Promise(resolve => {
      const options = { env: { PATH: env.PATH, NOTIFY_SOCKET: socket }, timeout: sendTimeoutMs };
      execFile('systemd-notify', assignments, options, error => {
        sending = false;
        if (error)
          log.warn({ event: 'supervision.untold', error: error.message }, 'the service manager cannot be told');
        resolve();
      });
    });
  }

  return {
    ready() {
      if (state !== 'starting') return;
      state = 'ready';
      void send('READY=1', status());
    },
    stopping() {
      state = 'stopping';
      cancel();
      return send('STOPPING=1', 'STATUS=Stopping');
    },
  };
}

/** The gateway at a glance. */
export function statusLine({ labels, mesh, radios, alarms }: StatusDocument): string {
  const onAir = radios.filter(({ state }) => state === 'ready').length;
  const proven = `${labels.confirmed} of ${labels.total} labels proven right`;
  return `${proven}; mesh ${mesh.state}; ${onAir} of ${radios.length} radios on air; ${alarms.length} alarms`;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 200);
