import type { MemberPrice } from './content.ts';
import type { LocalTime } from './daypart.ts';
import type { PricePoint, Product } from './fact.ts';
import { misleadingMemberOffer } from './misleading.ts';
import { money } from './money.ts';
import { offerAt, type VersionedOffer } from './offer.ts';
import { asDealt, type KeyedHash, wholeStore } from './offer-variant.ts';

/** What offers on labels follow, of the store's rules. */
export interface LabelOfferRules {
  readonly locale: string;
  readonly currency: string;
  readonly localTime: LocalTime;
  /** Deals the variants of experiments. */
  readonly hmac: KeyedHash;
}

/** The offer that stands beside a product's price. */
export interface LabelOffer {
  /** With the badge, text and address of its variant. */
  readonly offer: VersionedOffer | null;
  readonly variant: string | null;
  /** Offers that would stand there if they did not mislead, each with a sentence that says why. */
  readonly leftOut: readonly { readonly offer: VersionedOffer; readonly detail: string }[];
  /** The next instant at which time alone may change it; null: never. */
  readonly untilMs: number | null;
}

const none: LabelOffer = { offer: null, variant: null, leftOut: [], untilMs: null };

/**
 * The offer for a product on a shared label, which everybody reads: public ones and those for members, never one for a
 * single session. An offer for members that would mislead makes room for the next: it must not stop the price on the shelf.
 */
export function labelOffer(
  offers: readonly VersionedOffer[],
  product: Product | null,
  point: PricePoint | null,
  zone: string | null,
  rules: LabelOfferRules,
  atMs: number,
): LabelOffer {
  if (offers.length === 0) return none;
  const stock = product?.stock ?? null;
  const context = { zone, stockOf: () => stock, audience: 'member', localTime: rules.localTime } as const;
  const { untilMs, offer: first } = offerAt(offers, context, atMs);
  let leftOut = none.leftOut;
  let raw = first;
  while (raw) {
    const { offer, variant } = asDealt(raw, zone ?? wholeStore, rules.hmac);
    const detail =
      offer.audience === 'member' && product && point ? misleadingMemberOffer(offer, point, product, rules) : null;
    if (detail === null) return { offer, variant, leftOut, untilMs };
    leftOut = [...leftOut, { offer: raw, detail }];
    raw = offerAt(without(offers, leftOut), context, atMs).offer;
  }
  return { offer: null, variant: null, leftOut, untilMs };
}

function without(offers: readonly VersionedOffer[], leftOut: LabelOffer['leftOut']): VersionedOffer[] {
  return offers.filter(offer => leftOut.every(out => out.offer !== offer));
}

/** What members pay by an offer that does not mislead; null: what everybody does. */
export function memberPriceOf({ audience, price }: VersionedOffer): MemberPrice | null {
  if (audience !== 'member' || price === null) return null;
  const { amountMinor, currency, unitPriceMinor, unit, lowest30dMinor } = price;
  return {
    price: money(amountMinor, currency),
    unitPrice: unitPriceMinor === null || unit === null ? null : { price: money(unitPriceMinor, currency), unit },
    lowest30d: lowest30dMinor === null ? null : money(lowest30dMinor, currency),
  };
}
