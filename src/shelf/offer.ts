import type { Offer } from './fact.ts';

/** An offer with the version of the fact that carries it. */
export type VersionedOffer = Offer & { readonly version: number };

/**
 * The offer that a shared label shows at `atMs`: public, valid, highest priority; among equals the one that began last,
 * then the one whose id sorts first, so that every gateway decides the same.
 */
export function offerAt(
  offers: readonly VersionedOffer[],
  atMs: number,
): { readonly offer: VersionedOffer | null; readonly untilMs: number | null } {
  let best: VersionedOffer | null = null;
  let untilMs: number | null = null;
  for (const offer of offers) {
    if (offer.audience !== 'public') continue;
    for (const instant of [offer.fromMs, offer.toMs]) {
      if (instant !== null && instant > atMs && (untilMs === null || instant < untilMs)) untilMs = instant;
    }
    if (offer.fromMs > atMs || (offer.toMs !== null && offer.toMs <= atMs)) continue;
    if (best === null || outranks(offer, best)) best = offer;
  }
  return { offer: best, untilMs };
}

function outranks(a: VersionedOffer, b: VersionedOffer): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  if (a.fromMs !== b.fromMs) return a.fromMs > b.fromMs;
  return a.offer < b.offer;
}
