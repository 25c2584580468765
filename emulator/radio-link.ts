import type { Cancel, Clock } from './clock.ts';
import type { Random } from './random.ts';

/** How the air is just now. Faults change it while it is in use. */
export interface Conditions {
  /** Share of radio packets that are lost: advertisements for good, connection requests too, data until repeated. */
  loss: number;
  /** Share of write commands and notifications that get lost above the link, as in a peer's full queue. */
  applicationLoss: number;
  /** Makes every packet of a link take that many times as long. */
  slowFactor: number;
  /** Share of notifications and advertisements that arrive damaged. */
  corruption: number;
  /** Addresses of labels that neither advertise nor answer. */
  readonly silent: Set<string>;
}

export function createConditions(): Conditions {
  return { loss: 0, applicationLoss: 0, slowFactor: 1, corruption: 0, silent: new Set() };
}

/** Longest queue of one direction of a link, packets; more is dropped as a peer's full buffer would. */
const maxQueued = 256;
/** What a repeated or slow packet costs when no connection interval is set, milliseconds. */
const plainIntervalMs = 7.5;
const maxRepeats = 20;

export interface Lane {
  /** Delivers `pdu` after the link's delay; `sent` runs when it has left the sender. */
  push(cid: number, pdu: Buffer, sent?: () => void): void;
  stop(): void;
}

export interface LaneOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly conditions: Conditions;
  /** Zero delivers at once. */
  readonly connectionIntervalMs: number;
  readonly deliver: (cid: number, pdu: Buffer) => void;
}

/** Number of times a packet has to be repeated at that rate of loss. */
function repeats(random: Random, loss: number): number {
  let count = 0;
  while (count < maxRepeats && random() < loss) count++;
  return count;
}

/**
 * One direction of a link. The link layer repeats what the air loses, so loss shows as delay here, and order is kept.
 * Without delay a packet is delivered within the call: no timer, no copy.
 */
export function createLane({ clock, random, conditions, connectionIntervalMs, deliver }: LaneOptions): Lane {
  const queue: { cid: number; pdu: Buffer; atMs: number; sent: (() => void) | undefined }[] = [];
  let lastAtMs = 0;
  let cancel: Cancel | null = null;
  let stopped = false;

  const delayMs = (): number => {
    const interval = connectionIntervalMs || (conditions.slowFactor > 1 || conditions.loss > 0 ? plainIntervalMs : 0);
    const extra = conditions.loss > 0 ? repeats(random, conditions.loss) : 0;
    const base = conditions.slowFactor > 1 || connectionIntervalMs > 0 ? 1 : 0;
    return interval * conditions.slowFactor * (base + extra);
  };
  const flush = (): void => {
    cancel = null;
    while (!stopped && queue.length > 0 && queue[0]!.atMs <= clock.now()) {
      const { cid, pdu, sent } = queue.shift()!;
      sent?.();
      deliver(cid, pdu);
    }
    arm();
  };
  const arm = (): void => {
    if (stopped || cancel || queue.length === 0) return;
    cancel = clock.after(Math.max(0, queue[0]!.atMs - clock.now()), flush);
  };
  return {
    push(cid, pdu, sent) {
      if (stopped) return;
      const delay = delayMs();
      if (delay === 0 && queue.length === 0) {
        sent?.();
        deliver(cid, pdu);
        return;
      }
      if (queue.length >= maxQueued) {
        sent?.();
        return;
      }
      lastAtMs = Math.max(lastAtMs, clock.now()) + delay;
      // The host's buffer is not the lane's own: it is copied because it waits here.
      queue.push({ cid, pdu: Buffer.from(pdu), atMs: lastAtMs, sent });
      arm();
    },
    stop() {
      stopped = true;
      queue.length = 0;
      cancel?.();
    },
  };
}

/** A copy of `data` with one to three bytes changed. */
export function damaged(random: Random, data: Uint8Array): Buffer {
  const copy = Buffer.from(data);
  if (copy.length === 0) return copy;
  for (let hits = 1 + Math.floor(random() * 3); hits > 0; hits--)
    copy[Math.floor(random() * copy.length)]! ^= 1 + Math.floor(random() * 255);
  return copy;
}
