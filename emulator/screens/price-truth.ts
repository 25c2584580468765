import type { Card } from './protocol.ts';

/** The gateway's time at an event, and both clocks of the page at that moment. Milliseconds. */
export interface Anchor {
  readonly atMs: number;
  readonly steadyMs: number;
  readonly wallMs: number;
}

/** Both clocks of the page now. */
export interface Clocks {
  readonly steadyMs: number;
  readonly wallMs: number;
}

/** Between what its two clocks say a page may find so much before it knows that one of them was moved. */
const maxDriftMs = 2_000;

/** The gateway's time, as far as the page knows it. */
export const pageTimeMs = (anchor: Anchor, { steadyMs }: Clocks): number => anchor.atMs + steadyMs - anchor.steadyMs;

export function clockOf(anchor: Anchor | null, now: Clocks): 'true' | 'lost' | 'none' {
  if (anchor === null) return 'none';
  const driftMs = now.wallMs - anchor.wallMs - (now.steadyMs - anchor.steadyMs);
  return Math.abs(driftMs) > maxDriftMs ? 'lost' : 'true';
}

/**
 * The price that may be shown; null: the words for "price at the shelf". The gateway's word must be of this load of the
 * page and young enough, the clock known, and the price of this very moment.
 */
export function priceShown(
  card: Card | undefined,
  anchor: Anchor | null,
  now: Clocks,
  priceLimitMs: number,
): string | null {
  if (card === undefined || anchor === null || clockOf(anchor, now) !== 'true') return null;
  if (now.steadyMs - anchor.steadyMs > priceLimitMs) return null;
  const nowMs = pageTimeMs(anchor, now);
  const step = card.steps.find(({ fromMs, untilMs }) => fromMs <= nowMs && (untilMs === null || nowMs < untilMs));
  return step?.price.text ?? null;
}
