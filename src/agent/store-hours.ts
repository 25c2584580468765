import type { Market } from '../shelf/refresh-policy.ts';

export type Phase = Pick<Market, 'phase' | 'openingMs'>;

export interface StoreHours {
  phase(nowMs: number): Phase;
}

/**
 * When the shop is open, by cron lines in its own time zone. Only refreshes of prices in bitcoin go by it: what a price is
 * and from when never depends on a cron line.
 * @param nextRun the next instant of a line after now; node-cron's, by the machine's clock
 */
export function createStoreHours(
  { open, close, leadMs }: { readonly open: string; readonly close: string; readonly leadMs: number },
  nextRun: (line: string) => number | null,
): StoreHours {
  let opensMs = Number.NEGATIVE_INFINITY;
  let closesMs = Number.NEGATIVE_INFINITY;
  let openingMs: number | null = null;

  return {
    phase(nowMs) {
      if (nowMs >= Math.min(opensMs, closesMs)) {
        opensMs = nextRun(open) ?? Number.POSITIVE_INFINITY;
        closesMs = nextRun(close) ?? Number.POSITIVE_INFINITY;
      }
      // What closes before it opens is open.
      if (closesMs < opensMs) return { phase: 'open', openingMs };
      if (opensMs - nowMs > leadMs) return { phase: 'closed', openingMs };
      openingMs = opensMs - leadMs;
      return { phase: 'opening', openingMs };
    },
  };
}
