import type { PricePoint, Product } from './fact.ts';
import { textIn } from './local-text.ts';
import { percentBelow } from './money.ts';
import type { VersionedOffer } from './offer.ts';
import type { Reason } from './reasons.ts';

export type Refusal = { readonly reason: Reason; readonly detail: string };

/** What is wrong with a price on the shelf; null: nothing. */
export function misleadingPrice(point: PricePoint, product: Product, currency: string): Refusal | null {
  if (point.amountMinor <= 0n) return { reason: 'price.not-positive', detail: 'The price is zero or negative.' };
  if (point.currency !== currency) {
    return {
      reason: 'price.currency-foreign',
      detail: `The price is in ${point.currency}, the store in ${currency}.`,
    };
  }
  if (product.unitPriceRequired && (point.unitPriceMinor === null || point.unit === null)) {
    return { reason: 'price.unit-price-missing', detail: `SKU ${product.sku} must carry a unit price and has none.` };
  }
  if (point.unitPriceMinor !== null && point.unitPriceMinor <= 0n) {
    return {
      reason: 'price.unit-price-not-positive',
      detail: `The unit price of SKU ${product.sku} is zero or negative.`,
    };
  }
  if (point.kind !== 'reduction') {
    if (point.percentOff === null) return null;
    return { reason: 'price.percent-mismatch', detail: 'A percentage is claimed, but the price is no reduction.' };
  }
  if (point.lowest30dMinor === null) {
    return {
      reason: 'price.lowest30d-missing',
      detail: 'A reduction must state the lowest price of the 30 days before.',
    };
  }
  const truth = percentBelow(point.lowest30dMinor, point.amountMinor);
  if (point.amountMinor >= point.lowest30dMinor) {
    return {
      reason: 'price.reduction-false',
      detail: 'The reduced price is not below the lowest price of the last 30 days.',
    };
  }
  return point.percentOff === null || point.percentOff === truth ? null : percentMismatch(point.percentOff, truth);
}

/** A percentage beside a price is a claim about that price, whether it is a member of the offer or stands in its badge. */
export function misleadingOffer(offer: VersionedOffer, point: PricePoint, locale: string): Refusal | null {
  const reduced = point.kind === 'reduction' && point.lowest30dMinor !== null;
  const truth = reduced ? percentBelow(point.lowest30dMinor, point.amountMinor) : 0;
  const wrong = claimsOf(offer, locale).find(percent => percent !== String(truth));
  return wrong === undefined ? null : percentMismatch(wrong, truth);
}

/**
 * What is wrong with an offer for members beside the price on the shelf, as a sentence; null: nothing. Its price is held to
 * what a price on the shelf is held to, and has to be the lower one. A percentage is measured against the lowest price that
 * members paid in the 30 days before (Directive 98/6/EC, Article 6a), so it needs both.
 */
export function misleadingMemberOffer(
  offer: VersionedOffer,
  point: PricePoint,
  product: Product,
  rules: { readonly locale: string; readonly currency: string },
): string | null {
  const { price } = offer;
  if (price) {
    const { amountMinor, currency, unitPriceMinor, unit, lowest30dMinor } = price;
    if (amountMinor <= 0n) return 'Its price is zero or negative.';
    if (currency !== rules.currency) return `Its price is in ${currency}, the store in ${rules.currency}.`;
    if (amountMinor >= point.amountMinor) return 'Its price is not below the price on the shelf.';
    if (product.unitPriceRequired && (unitPriceMinor === null || unit === null)) {
      return `SKU ${product.sku} must carry a unit price and the price for members has none.`;
    }
    if (unitPriceMinor !== null && unitPriceMinor <= 0n) return 'Its unit price is zero or negative.';
    if (unit === point.unit && (unitPriceMinor ?? 0n) > (point.unitPriceMinor ?? 0n)) {
      return 'Its unit price is above the one on the shelf.';
    }
    if (lowest30dMinor !== null && amountMinor >= lowest30dMinor) {
      return 'Its price is not below the lowest price of the last 30 days.';
    }
  }
  const claimed = claimsOf(offer, rules.locale);
  if (claimed.length === 0) return null;
  if (!price || price.lowest30dMinor === null) {
    return 'A percentage for members must state their price and the lowest one of the 30 days before.';
  }
  const truth = percentBelow(price.lowest30dMinor, price.amountMinor);
  const wrong = claimed.find(percent => percent !== String(truth));
  return wrong === undefined ? null : percentMismatch(wrong, truth).detail;
}

/** Percentages that a badge claims in words of its own. */
const claims = /(\d+(?:[.,]\d+)?)\s*(?:%|％|prozent\b|per ?cent\b)/giu;

/** What a further piece costs, `2. −50 %` or `2nd −50%`, is no claim about the price on the label. */
const furtherPiece = /(?<![\d.,])[2-9](?:\.|nd\b|rd\b|th\b)\s[^\d%]*\d+\s*%/giu;

function claimsOf({ badge, percentOff }: VersionedOffer, locale: string): string[] {
  const words = badge ? textIn(badge, locale).replace(furtherPiece, '') : '';
  const claimed = [...words.matchAll(claims)].map(([, percent = '']) => percent);
  if (percentOff !== null) claimed.push(String(percentOff));
  return claimed;
}

function percentMismatch(claimed: number | string, truth: number): Refusal {
  return {
    reason: 'price.percent-mismatch',
    detail: `The badge claims ${claimed} %, against the lowest 30-day price it is ${truth} %.`,
  };
}
