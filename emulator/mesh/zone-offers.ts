import type { Catalogue, CatalogueProduct } from '../catalogue/catalogue.ts';
import { type ZoneOfferLine, zoneOfferLines } from '../catalogue/offers.ts';
import { unitPriceMinor } from '../catalogue/unit-price.ts';
import type { Bodies } from './assortment.ts';
import type { Body } from './stream.ts';
import { rfc3339 } from './timeline.ts';

const dayMs = 24 * 3600 * 1000;
const days = 7;
/** Every hour of every day: an emulated shop may be opened at night. */
const always = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '24:00' }];

/** What an audience pays, as the contract's JSON carries it. */
export interface AudiencePrice {
  readonly amountMinor: number;
  readonly currency: string;
  readonly unitPriceMinor?: number;
  readonly unit?: string;
  readonly lowest30dMinor: number;
}

/**
 * A price below that of the shelf, with what the law wants beside it. Until now the audience paid what stands on the shelf,
 * so that is the lowest of the 30 days before.
 */
export function audiencePrice(
  product: Pick<CatalogueProduct, 'quantity' | 'unit'>,
  amountMinor: bigint,
  lowest30dMinor: number,
  currency: string,
): AudiencePrice {
  return {
    amountMinor: Number(amountMinor),
    currency,
    unitPriceMinor: Number(unitPriceMinor(amountMinor, product.quantity, product.unit)),
    unit: product.unit,
    lowest30dMinor,
  };
}

function bodyOf(line: ZoneOfferLine, product: CatalogueProduct, openingMs: number, currency: string): Body {
  const { zone, audience, badge, text, percentLess, path, coupon } = line;
  const amountMinor = percentLess === undefined ? null : (product.amountMinor * BigInt(100 - percentLess)) / 100n;
  return {
    skus: [product.sku],
    from: rfc3339(openingMs - dayMs),
    to: rfc3339(openingMs + days * dayMs),
    priority: 20,
    audience,
    zones: [zone],
    dayparts: always,
    badge,
    text,
    ...(amountMinor === null
      ? {}
      : { price: audiencePrice(product, amountMinor, Number(product.amountMinor), currency) }),
    url: `https://ec.example/${path}`,
    ...(coupon === undefined ? {} : { coupon }),
  };
}

/** The offers of zones on the opening day; those of zones that the shop has not are left out. */
export function openingZoneOffers(
  catalogue: Catalogue,
  zones: readonly { readonly id: string }[],
  openingMs: number,
  currency: string,
): Bodies {
  return zoneOfferLines
    .filter(({ zone }) => zones.some(({ id }) => id === zone))
    .map(line => {
      const product = catalogue.products.find(({ name }) => name.de === line.product)!;
      return [line.offer, bodyOf(line, product, openingMs, currency)] as const;
    });
}
