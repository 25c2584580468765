/** ISO 4217 alphabetic code. */
export type CurrencyCode = string;

/** An amount in minor units: 1999n EUR with exponent 2 is 19.99 €. */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  /** Digits after the decimal sign, ISO 4217. */
  readonly exponent: number;
}
