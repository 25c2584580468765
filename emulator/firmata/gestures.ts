import type { Cancel, Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Board } from './board.ts';

export type Press = 'single' | 'double' | 'long';

/** A button between a pin and ground: pressed is low, and its contacts bounce. */
export interface Button {
  /** Resolves when it is let go; presses follow one another. */
  press(kind: Press): Promise<void>;
  stop(): void;
}

const bounceMs = 4;
const tapMs = 90;
const betweenTapsMs = 140;
const longMs = 1_200;
/** Before the next press begins: long enough that two are not taken for a double one. */
const restMs = 700;
/** Presses that may wait. */
const maxWaiting = 16;

export function createButton(board: Board, pin: number, clock: Clock, random: Random): Button {
  const waiting: { readonly kind: Press; readonly done: () => void }[] = [];
  const timers = new Set<Cancel>();
  let busy = false;
  board.setDigital(pin, true);

  function later(atMs: number, work: () => void): void {
    const cancel = clock.after(atMs, () => {
      timers.delete(cancel);
      work();
    });
    timers.add(cancel);
  }

  /** Contacts that close or open do so several times. */
  function settle(atMs: number, high: boolean): void {
    later(atMs, () => board.setDigital(pin, high));
    if (random() < 0.5) return;
    later(atMs + bounceMs / 2, () => board.setDigital(pin, !high));
    later(atMs + bounceMs, () => board.setDigital(pin, high));
  }

  function tap(atMs: number, forMs: number): number {
    settle(atMs, false);
    settle(atMs + forMs, true);
    return atMs + forMs + bounceMs;
  }

  function next(): void {
    const order = waiting.shift();
    if (order === undefined) {
      busy = false;
      return;
    }
    busy = true;
    let endMs = tap(0, order.kind === 'long' ? longMs : tapMs);
    if (order.kind === 'double') endMs = tap(endMs + betweenTapsMs, tapMs);
    later(endMs + bounceMs, order.done);
    later(endMs + restMs, next);
  }

  return {
    press: kind =>
      new Promise(done => {
        if (waiting.length >= maxWaiting) {
          done();
          return;
        }
        waiting.push({ kind, done });
        if (!busy) next();
      }),
    stop() {
      for (const cancel of timers) cancel();
      for (const { done } of waiting.splice(0)) done();
    },
  };
}
