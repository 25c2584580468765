import type { Cancel, Clock } from '../clock.ts';
import { type LightPattern, type LightWish, lightAt } from './light.ts';

export interface OutputsOptions {
  readonly clock: Clock;
  /** Does nothing while the node is away. */
  readonly set: (part: string, on: boolean) => void;
}

/** What lights and relays of one node should do, kept so that a board that comes back is told again. */
export function createOutputs({ clock, set }: OutputsOptions) {
  const wishes = new Map<string, LightWish>();
  const timers = new Map<string, Cancel>();

  function follow(part: string): void {
    timers.get(part)?.();
    timers.delete(part);
    const wish = wishes.get(part);
    if (!wish) return;
    const nowMs = clock.monotonic();
    const { lit, changesMs } = lightAt(wish, nowMs);
    set(part, lit);
    // A timer may ring a little early; it must not ring at once again.
    if (changesMs !== null)
      timers.set(
        part,
        clock.after(Math.max(1, changesMs - nowMs), () => follow(part)),
      );
  }

  return {
    /** @param forMs how long; absent: until something else is wished */
    wish(part: string, pattern: LightPattern, forMs?: number): void {
      const sinceMs = clock.monotonic();
      wishes.set(part, { pattern, sinceMs, untilMs: forMs === undefined ? null : sinceMs + forMs });
      follow(part);
    },
    wished: (part: string): LightPattern => {
      const wish = wishes.get(part);
      return wish && (wish.untilMs === null || wish.untilMs > clock.monotonic()) ? wish.pattern : 'off';
    },
    /** The board is there, and dark: everything is set as it should be now. */
    apply(parts: readonly string[]): void {
      for (const part of parts) {
        if (wishes.has(part)) follow(part);
        else set(part, false);
      }
    },
    stop(): void {
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}
