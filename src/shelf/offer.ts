import { daypartAt, type LocalTime } from './daypart.ts';
import type { Offer } from './fact.ts';
import type { Reason } from './reasons.ts';

/** An offer with the version of the fact that carries it. */
export type VersionedOffer = Offer & { readonly version: number };

/** Where an offer would be made. */
export interface OfferContext {
  /** The zone of the output; null: it is in none that is known. */
  readonly zone: string | null;
  /** Pieces of a product in the store; null: the mesh does not say. A shared label answers for its own product only. */
  readonly stockOf: (sku: string) => number | null;
  /** Who is addressed: members are made what everybody is, a session what members are. */
  readonly audience: Offer['audience'];
  readonly localTime: LocalTime;
  /** Whether somebody here took it back; absent: nobody did. */
  readonly revoked?: (offer: string, version: number) => boolean;
}

/** Why an offer does not hold, in the order in which it is asked: what lasts longest comes first. */
export const offerRules = [
  'offer.revoked',
  'offer.over',
  'offer.audience',
  'offer.zone-elsewhere',
  'offer.not-yet',
  'offer.daypart',
  'offer.stock-low',
] as const satisfies readonly Reason[];

/** `untilMs`: the next instant at which time alone may change whether it holds; null: never. */
export type OfferJudgement =
  | { readonly holds: true; readonly untilMs: number | null }
  | { readonly holds: false; readonly reason: (typeof offerRules)[number]; readonly untilMs: number | null };

const reach = { public: 0, member: 1, session: 2 } as const;

/**
 * Whether an offer holds at an output, or the first rule that speaks against it. Below a microsecond where there are no
 * dayparts.
 *
 * One that names zones holds in these only, so never at an output whose zone is not known. The stock guard hides it while
 * every one of its products is known to be below it: what is left of the others may still be offered.
 */
export function judgeOffer(offer: VersionedOffer, context: OfferContext, atMs: number): OfferJudgement {
  const { fromMs, toMs, zones, dayparts, stockAtLeast } = offer;
  if (context.revoked?.(offer.offer, offer.version)) return against('offer.revoked', null);
  if (toMs !== null && toMs <= atMs) return against('offer.over', null);
  if (reach[offer.audience] > reach[context.audience]) return against('offer.audience', null);
  if (zones.length > 0 && (context.zone === null || !zones.includes(context.zone))) {
    return against('offer.zone-elsewhere', null);
  }
  if (fromMs > atMs) return against('offer.not-yet', fromMs);
  let untilMs = toMs;
  if (dayparts.length > 0) {
    const now = daypartAt(dayparts, context.localTime, atMs);
    const changesMs = now.untilMs !== null && (toMs === null || now.untilMs < toMs) ? now.untilMs : null;
    if (!now.holds) return against('offer.daypart', changesMs);
    untilMs = changesMs ?? toMs;
  }
  if (stockAtLeast !== null && offer.skus.every(sku => isBelow(context.stockOf(sku), stockAtLeast))) {
    // The dayparts may end and begin again meanwhile; what is left in stock does not change by that.
    return against('offer.stock-low', null);
  }
  return { holds: true, untilMs };
}

function against(reason: (typeof offerRules)[number], untilMs: number | null): OfferJudgement {
  return { holds: false, reason, untilMs };
}

function isBelow(stock: number | null, least: number): boolean {
  return stock !== null && stock < least;
}

/**
 * The offer that an output shows at `atMs`: it holds there and has the highest priority; among equals the one that began
 * last, then the one whose id sorts first, so that every gateway decides the same.
 */
export function offerAt(
  offers: readonly VersionedOffer[],
  context: OfferContext,
  atMs: number,
): { readonly offer: VersionedOffer | null; readonly untilMs: number | null } {
  let best: VersionedOffer | null = null;
  let untilMs: number | null = null;
  for (const offer of offers) {
    const judged = judgeOffer(offer, context, atMs);
    if (judged.untilMs !== null && (untilMs === null || judged.untilMs < untilMs)) untilMs = judged.untilMs;
    if (judged.holds && (best === null || outranks(offer, best))) best = offer;
  }
  return { offer: best, untilMs };
}

/** Whether `a` is made rather than `b` where both hold. */
export function outranks(a: VersionedOffer, b: VersionedOffer): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  if (a.fromMs !== b.fromMs) return a.fromMs > b.fromMs;
  return a.offer < b.offer;
}
