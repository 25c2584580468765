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
