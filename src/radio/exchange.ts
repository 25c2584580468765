import type { Outcome, Session, SessionAction, SessionEvent } from '../../devices/session.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { GattLink } from './radio.ts';

/** Longest exchange; the largest picture over the slowest link takes about two minutes. */
const defaultLimitMs = 600_000;
/** Notifications that may wait while an action is being carried out. */
const maxWaiting = 256;

/** What to do beside the exchange. */
export interface ExchangeOptions {
  /** Ends it early. */
  readonly signal?: AbortSignal;
  /** Blocks acknowledged so far. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends it when it takes longer. */
  readonly limitMs?: number;
}

const lost = (detail: string): Outcome => ({ ok: false, reason: 'device.link-lost', detail, retry: 'later' });

/**
 * Carries out a session on an open link, closes the link and returns the outcome. It never rejects: a link that
 * breaks is an outcome too.
 */
export async function runSession(
  session: Session,
  link: GattLink,
  clock: Clock,
  options: ExchangeOptions = {},
): Promise<Outcome> {
  const { signal, onProgress, limitMs = defaultLimitMs } = options;
  const waiting: SessionEvent[] = [];
  let wake: (() => void) | null = null;
  let disarm: Cancel = () => {};
  let stopped: Outcome | null = null;

  const put = (event: SessionEvent): void => {
    if (waiting.length >= maxWaiting) stop(lost(`More than ${maxWaiting} notifications wait.`));
    else waiting.push(event);
    wake?.();
  };
  const stop = (outcome: Outcome): void => {
    stopped ??= outcome;
    wake?.();
  };
  const arm = (timeoutMs: number): void => {
    disarm();
    disarm = clock.after(timeoutMs, () => put({ type: 'timeout' }));
  };

  link.onNotification((from, data) => {
    disarm();
    put({ type: 'notified', from, data });
  });
  link.onClosed(() => put({ type: 'closed' }));
  const onAbort = (): void => stop(lost('It was stopped.'));
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const unlimit = clock.after(limitMs, () => stop(lost(`It took longer than ${limitMs} ms.`)));

  /** The outcome, when one of the actions is the end. */
  async function carryOut(actions: readonly SessionAction[]): Promise<Outcome | null> {
    for (const action of actions) {
      if (stopped !== null) return stopped;
      switch (action.type) {
        case 'write':
          try {
            await link.write(action.to, action.data, action.withResponse);
          } catch (error) {
            return lost((error as Error).message);
          }
          break;
        case 'pause':
          await new Promise<void>(resolve => clock.after(action.ms, resolve));
          break;
        case 'await':
          // What came while the actions were carried out is the answer already.
          if (waiting.length === 0) arm(action.timeoutMs);
          break;
        case 'progress':
          onProgress?.(action.done, action.total);
          break;
        case 'end':
          return action.outcome;
      }
    }
    return null;
  }

  try {
    let outcome = await carryOut(session.handle({ type: 'opened', mtu: link.mtu }));
    while (outcome === null) {
      if (stopped !== null) return stopped;
      const event = waiting.shift();
      if (event === undefined) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
        wake = null;
        continue;
      }
      outcome = await carryOut(session.handle(event));
    }
    return outcome;
  } finally {
    disarm();
    unlimit();
    signal?.removeEventListener('abort', onAbort);
    await link.close();
  }
}
