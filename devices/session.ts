import type { Reason } from '../src/shelf/reasons.ts';

/**
 * A protocol exchange as a state machine without I/O: events in, actions out. Whoever runs it owns the link, the timer
 * and the clock, so every path of a protocol can be tested by feeding it bytes.
 */
export type SessionEvent =
  /** The link is open, its characteristics are found, notifications are on. `mtu` is the ATT MTU in bytes. */
  | { readonly type: 'opened'; readonly mtu: number }
  /** A notification arrived from the characteristic with that role. */
  | { readonly type: 'notified'; readonly from: string; readonly data: Uint8Array }
  /** The time of the last `await` has passed without a notification. */
  | { readonly type: 'timeout' }
  /** The link is gone; nothing can be written any more. */
  | { readonly type: 'closed' };

export type SessionAction =
  /** Write to the characteristic with that role. Actions run in order, each after the one before has completed. */
  | { readonly type: 'write'; readonly to: string; readonly data: Uint8Array; readonly withResponse: boolean }
  /** Let that much time pass before the next action. */
  | { readonly type: 'pause'; readonly ms: number }
  /** Arm the timer, replacing the one before. A notification disarms it. */
  | { readonly type: 'await'; readonly timeoutMs: number }
  /** Blocks acknowledged so far, for people who watch. */
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  /** The exchange is over; the runner closes the link. */
  | { readonly type: 'end'; readonly outcome: Outcome };

/** How an exchange ended. */
export type Outcome =
  /** The label itself acknowledged the whole image. `authenticated`: cryptographically its own word. */
  | { readonly ok: true; readonly type: 'shown'; readonly proof: 'acknowledged' | 'authenticated' | 'sent' }
  /** The label told what it is: the id of a model of the same family, and its firmware where it said so. */
  | { readonly ok: true; readonly type: 'identified'; readonly model: string; readonly firmware: string | null }
  | {
      readonly ok: false;
      readonly reason: Reason;
      readonly detail: string;
      /** `later`: try again after a back-off. `never`: trying again cannot help until somebody changes something. */
      readonly retry: 'later' | 'never';
      /** The label said that trying again is of no use before this has passed. */
      readonly afterMs?: number;
    };

export interface Session {
  /** Feeds one event; the actions are to be carried out in order. After `end` it returns nothing. */
  handle(event: SessionEvent): readonly SessionAction[];
}
