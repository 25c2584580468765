import type { ContentItem } from '../shelf/content.ts';
import { formatPrice, formatUnitPrice } from '../shelf/format.ts';
import type { PriceStep } from './wire/card.ts';
import { lowestWords } from './words.ts';

/** A decided price as a screen draws it: the same figures and claims as on a label, in the screen's languages. */
export function priceStep(
  item: ContentItem,
  from: { readonly fromMs: number; readonly untilMs: number | null },
  locales: readonly string[],
): PriceStep {
  const [locale = 'en'] = locales;
  const { memberPrice, unitPrice, lowest30d } = item;
  const perUnit = (price: ContentItem['unitPrice']) => price && formatUnitPrice(price.price, price.unit, locale);
  return {
    ...from,
    price: formatPrice(item.price, locale),
    unitPrice: perUnit(unitPrice),
    lowest30d: lowest30d && lowestWords(formatPrice(lowest30d, locale).text, locales),
    // What is longer is no badge; the offer says it in its own words.
    badge: item.badge !== null && item.badge.length > 40 ? null : item.badge,
    memberPrice: memberPrice && {
      text: formatPrice(memberPrice.price, locale).text,
      unitPrice: perUnit(memberPrice.unitPrice),
      lowest30d: memberPrice.lowest30d && formatPrice(memberPrice.lowest30d, locale).text,
    },
    soldOut: item.soldOut,
  };
}

/** The bare price: while it waits for something it claims nothing. */
export function plainStep(step: PriceStep): PriceStep {
  return { ...step, badge: null, lowest30d: null, memberPrice: null };
}
