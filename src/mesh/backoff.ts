import type { Random } from '../clock.ts';

/**
 * Pauses with decorrelated jitter: each lies between the shortest and three times the one before, so gateways that lost
 * their broker together do not come back together.
 */
export function createBackoff(shortestMs: number, longestMs: number, random: Random) {
  let lastMs = shortestMs;
  return {
    next(): number {
      lastMs = Math.min(longestMs, shortestMs + random() * (lastMs * 3 - shortestMs));
      return lastMs;
    },
    reset(): void {
      lastMs = shortestMs;
    },
  };
}
export type Backoff = ReturnType<typeof createBackoff>;
