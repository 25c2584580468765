import type { Outcome, Session, SessionAction, SessionEvent } from './session.ts';

/**
 * A protocol exchange written in the order in which it happens. It yields what to do and is resumed with the answer;
 * what it returns is the outcome. Every yield must arm the timer, so that a script always goes on.
 *
 * @example
 * function* ask(): Script<string> {
 *   const answer = yield [write('command', hello), wait(5_000)];
 *   return answer === null ? 'silent' : answer.from;
 * }
 */
export type Script<T = Outcome> = Generator<readonly SessionAction[], T, Notification | null>;

/** What resumes a script: a notification, or null when the time of its `await` has passed. */
export type Notification = Extract<SessionEvent, { type: 'notified' }>;

/** Writes a frame to the characteristic with that role. */
export const write = (to: string, data: Uint8Array, withResponse = false): SessionAction => ({
  type: 'write',
  to,
  data,
  withResponse,
});

/** Waits for a notification. */
export const wait = (timeoutMs: number): SessionAction => ({ type: 'await', timeoutMs });

/** Tells people how far it is. */
export const progress = (done: number, total: number): SessionAction => ({ type: 'progress', done, total });

/** A failure worth another try after a back-off. */
export const later = (reason: Failure['reason'], detail: string): Failure => ({
  ok: false,
  reason,
  detail,
  retry: 'later',
});

/** A failure that only a person can mend. */
export const never = (reason: Failure['reason'], detail: string): Failure => ({
  ok: false,
  reason,
  detail,
  retry: 'never',
});

/** An exchange that failed. */
export type Failure = Extract<Outcome, { ok: false }>;

/**
 * Runs a script as a session. The script starts when the link opens and is given the ATT MTU in bytes; when the link
 * closes before it has returned, the outcome is `device.link-lost`, whatever it had got to.
 */
export function scripted(begin: (mtu: number) => Script): Session {
  let script: Script | null = null;
  let over = false;

  const step = (result: IteratorResult<readonly SessionAction[], Outcome>): readonly SessionAction[] => {
    if (!result.done) return result.value;
    over = true;
    return [{ type: 'end', outcome: result.value }];
  };

  return {
    handle(event) {
      if (over) return [];
      switch (event.type) {
        case 'opened':
          if (script !== null) return [];
          script = begin(event.mtu);
          return step(script.next());
        case 'notified':
          return script === null ? [] : step(script.next(event));
        case 'timeout':
          return script === null ? [] : step(script.next(null));
        case 'closed':
          over = true;
          return [
            {
              type: 'end',
              outcome: later('device.link-lost', 'The connection broke before the label had acknowledged.'),
            },
          ];
      }
    },
  };
}
