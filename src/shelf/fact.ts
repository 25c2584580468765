import type { CurrencyCode } from './money.ts';

/**
 * What the mesh says, in the types the rules work on. The mesh contract's schemas parse into these; amounts are bigint
 * minor units, instants are milliseconds since the Unix epoch.
 */

/** Names in the languages the store speaks, by primary language subtag (`de`, `en`). At least one is present. */
export type LocalText = Readonly<Record<string, string>>;

/** Units in which a unit price is quoted. */
export type UnitOfMeasure = 'kg' | '100g' | 'l' | '100ml' | 'm' | 'm2' | 'piece' | 'wash';

/** One stretch of a price timeline: valid from `fromMs` until `toMs` (exclusive), or until the next one takes over. */
export interface PricePoint {
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly unitPriceMinor: bigint | null;
  readonly unit: UnitOfMeasure | null;
  readonly kind: 'regular' | 'reduction';
  /** The lowest price of the 30 days before a reduction (Directive 98/6/EC, Article 6a). */
  readonly lowest30dMinor: bigint | null;
  /** A percentage the publisher wants on the badge; refused when it is not what `lowest30dMinor` yields. */
  readonly percentOff: number | null;
}

export interface Price {
  readonly sku: string;
  /** Ordered by `fromMs`. */
  readonly timeline: readonly PricePoint[];
}

export interface Product {
  readonly sku: string;
  /** GTIN-8, -12, -13 or -14, digits with a valid check digit. */
  readonly gtin: string;
  readonly name: LocalText;
  readonly brand: string | null;
  /** As printed, e.g. `500 g`. */
  readonly packSize: string | null;
  /** Whether the law wants a unit price beside the price; without one the label is refused. */
  readonly unitPriceRequired: boolean;
  readonly legalText: LocalText | null;
  readonly availability: 'available' | 'sold-out';
  /** Pieces in the store as the mesh last knew; null: it does not say. */
  readonly stock: number | null;
}

export interface Offer {
  readonly offer: string;
  readonly skus: readonly string[];
  readonly fromMs: number;
  readonly toMs: number | null;
  /** Higher wins when several offers hold. */
  readonly priority: number;
  readonly audience: 'public' | 'member' | 'session';
  /** Short text for the badge, e.g. `3 für 2`. */
  readonly badge: LocalText | null;
  readonly percentOff: number | null;
  readonly text: LocalText | null;
  /** Where it is made; empty: everywhere. */
  readonly zones: readonly string[];
  /** When in a day, in the store's time zone; empty: all day. */
  readonly dayparts: readonly Daypart[];
  /** Hidden while the stock is known to be below this; null: no guard. */
  readonly stockAtLeast: number | null;
  /** What its audience pays; null: the price on the shelf. */
  readonly price: OfferPrice | null;
  /** Template of the labels while it holds; null: their own. */
  readonly template: string | null;
  /** What the zone's beacon leads to meanwhile. */
  readonly url: string | null;
  /** A coupon's number or address. */
  readonly coupon: string | null;
  readonly media: readonly { readonly ref: string; readonly sha256: string }[];
  readonly caps: OfferCaps;
  readonly experiment: OfferExperiment | null;
}

/** Part of a day by the wall clock: minutes since midnight; `untilMinute` may be 1440 and lies after `fromMinute`. */
export interface Daypart {
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  readonly days: readonly number[];
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** A price for members or for one session, beside the one on the shelf. */
export interface OfferPrice {
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly unitPriceMinor: bigint | null;
  readonly unit: UnitOfMeasure | null;
  /** Lowest price of the 30 days before, for the same audience. */
  readonly lowest30dMinor: bigint | null;
}

/** How often it may be made; null: no limit. */
export interface OfferCaps {
  readonly perHour: number | null;
  readonly perScreenPerHour: number | null;
  readonly perSession: number;
  /** Between two pushes in one zone. */
  readonly zoneCooldownMs: number;
}

/** The offer is tried in several forms; who sees which follows from a keyed hash, the same on every gateway. */
export interface OfferExperiment {
  readonly experiment: string;
  /** 32 to 64 hex digits. */
  readonly key: string;
  readonly variants: readonly OfferVariant[];
}

export interface OfferVariant {
  readonly variant: string;
  /** Share among the weights of all. */
  readonly weight: number;
  readonly badge: LocalText | null;
  readonly text: LocalText | null;
  readonly url: string | null;
}

export interface ShelfPosition {
  readonly aisle: string;
  readonly bay: number;
  readonly shelf: number;
  readonly facing: number;
}

export interface Binding {
  readonly label: string;
  /** One to four SKUs; the first is the label's own price. */
  readonly skus: readonly string[];
  readonly template: string;
  readonly position: ShelfPosition | null;
  /** `price` unless staff asked for their page. */
  readonly page: 'price' | 'staff';
}
