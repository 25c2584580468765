/** What a catalogue line may say beyond its five columns. Days count from the shop's opening day, which is day 0. */
export interface Extras {
  /** Sold at the counter: its unit price is quoted per 100 g (PAngV § 5). */
  readonly counter?: true;
  /** Bottle deposit in cents, printed as legal text (PAngV § 7). */
  readonly deposit?: 8 | 15 | 25;
  readonly soldOut?: true;
  /** A reduction: cents, the lowest cents of the 30 days before it, its first day, and how many days it lasts. */
  readonly reduced?: {
    readonly to: number;
    readonly lowest30d: number;
    readonly fromDay: number;
    readonly days: number;
  };
}

/** One product: German name, English name, brand (invented) or null, pack size as printed, price in euro cents. */
export type Line = readonly [
  german: string,
  english: string,
  brand: string | null,
  packSize: string,
  amountMinor: number,
  extras?: Extras,
];

/** A stretch of shelf: lines that stand together in the shop. */
export interface Category {
  readonly id: string;
  /** As it hangs over the aisle. */
  readonly aisle: string;
  readonly lines: readonly Line[];
}
