import type { Cancel, Clock } from './clock.ts';
import { pick, type Random } from './random.ts';

/** Width of a slot: what falls due within it goes out together. */
const tickMs = 20;
/** One revolution is 10 s; what falls due later waits in its slot for another one. */
const slotCount = 512;
/** Random delay that is added to every advertising interval, so that two senders do not collide for ever. */
const maxDelayMs = 10;

export interface BroadcastWheel {
  /** Calls `send` every `intervalMs` while somebody listens, first after `firstMs`. Returns how to end it. */
  add(intervalMs: number, firstMs: number, send: () => void): () => void;
  /** Turns when somebody listens, stands still when nobody does. */
  listen(wanted: boolean): void;
}

interface Spoke {
  readonly intervalMs: number;
  readonly send: () => void;
  dueMs: number;
  ended: boolean;
}

/**
 * Sends for thousands of broadcasters with one timer. A turn costs what is due in it, not what there is; whoever was
 * missed while nobody listened keeps its place in its interval, so that short scans in a row reach everybody.
 * The random delay: Bluetooth Core 5.4, Vol 6, Part B, 4.4.2.2.1.
 */
export function createBroadcastWheel(clock: Clock, random: Random): BroadcastWheel {
  const spokes = new Set<Spoke>();
  const slots: Spoke[][] = Array.from({ length: slotCount }, () => []);
  let doneTick = 0;
  let cancel: Cancel | null = null;
  let wanted = false;

  const place = (spoke: Spoke): void => {
    const tick = Math.max(doneTick + 1, Math.ceil(spoke.dueMs / tickMs));
    slots[tick % slotCount]!.push(spoke);
  };
  /** The next instant of the spoke's own rhythm after `nowMs`. */
  const moveOn = (spoke: Spoke, nowMs: number): void => {
    const { dueMs, intervalMs } = spoke;
    if (dueMs <= nowMs) spoke.dueMs = dueMs + intervalMs * Math.max(1, Math.ceil((nowMs - dueMs) / intervalMs));
  };
  const turn = (): void => {
    const nowMs = clock.now();
    const nowTick = Math.floor(nowMs / tickMs);
    for (let tick = Math.max(doneTick + 1, nowTick - slotCount + 1); tick <= nowTick; tick++) {
      const due = slots[tick % slotCount]!;
      slots[tick % slotCount] = [];
      doneTick = tick;
      for (const spoke of due) {
        if (spoke.ended) continue;
        if (spoke.dueMs <= tick * tickMs) {
          spoke.send();
          moveOn(spoke, nowMs);
          spoke.dueMs += pick(random, maxDelayMs + 1);
        }
        place(spoke);
      }
    }
    doneTick = Math.max(doneTick, nowTick);
    cancel = clock.after(tickMs, turn);
  };
  const stand = (): void => {
    cancel?.();
    cancel = null;
    for (const slot of slots) slot.length = 0;
  };
  const run = (): void => {
    const nowMs = clock.now();
    doneTick = Math.floor(nowMs / tickMs);
    for (const spoke of spokes) {
      // What is due just now is yet to be sent.
      if (spoke.dueMs < nowMs) moveOn(spoke, nowMs);
      place(spoke);
    }
    cancel = clock.after(tickMs, turn);
  };
  const settle = (): void => {
    const turning = cancel !== null;
    if (turning === (wanted && spokes.size > 0)) return;
    if (turning) stand();
    else run();
  };
  return {
    add(intervalMs, firstMs, send) {
      const spoke = { intervalMs: Math.max(tickMs, intervalMs), send, dueMs: clock.now() + firstMs, ended: false };
      spokes.add(spoke);
      if (cancel) place(spoke);
      else settle();
      return () => {
        spoke.ended = true;
        spokes.delete(spoke);
        settle();
      };
    },
    listen(listened) {
      wanted = listened;
      settle();
    },
  };
}
