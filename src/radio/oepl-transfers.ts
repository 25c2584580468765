import type { Clock } from '../clock.ts';

/** So long after its last request the module keeps itself free for a label. Source: OpenEPaperLink: main.c. */
const heldMs = 1_200;

/**
 * Counts the time in which the module is busy with a label: from its first request until it has everything, or has asked
 * for nothing for a while. Pictures that only wait cost nothing.
 */
export function createTransferMeter(clock: Clock) {
  let current: { readonly address: string; readonly sinceMs: number; lastMs: number } | null = null;
  let pastMs = 0;

  function end(atMs: number): void {
    if (current !== null) pastMs += Math.min(atMs, current.lastMs + heldMs) - current.sinceMs;
    current = null;
  }

  return {
    asked(address: string): void {
      const nowMs = clock.monotonic();
      if (current !== null && (current.address !== address || nowMs - current.lastMs > heldMs)) end(nowMs);
      if (current === null) current = { address, sinceMs: nowMs, lastMs: nowMs };
      else current.lastMs = nowMs;
    },
    ended(address: string): void {
      if (current?.address === address) end(clock.monotonic());
    },
    totalMs(): number {
      if (current === null) return pastMs;
      return pastMs + Math.min(clock.monotonic(), current.lastMs + heldMs) - current.sinceMs;
    },
  };
}
