/** ISO 4217 alphabetic code. */
export type CurrencyCode = string;

/** An amount in minor units: 1999n EUR with exponent 2 is 19.99 €. */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  /** Digits after the decimal sign, ISO 4217. */
  readonly exponent: number;
}

/** ISO 4217 exponents that are not 2, pinned (list one, 2024-06). */
const unusualExponents: Readonly<Record<CurrencyCode, number>> = {
  BHD: 3, BIF: 0, CLF: 4, CLP: 0, DJF: 0, GNF: 0, IQD: 3, ISK: 0, JOD: 3, JPY: 0, KMF: 0, KRW: 0, KWD: 3, LYD: 3, OMR: 3,
  PYG: 0, RWF: 0, TND: 3, UGX: 0, UYI: 0, UYW: 4, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
}; // biome-ignore format: one glance

/** Minor-unit digits of a currency. */
export function exponentOf(currency: CurrencyCode): number {
  return unusualExponents[currency] ?? 2;
}

/** Money of a currency from its minor units. */
export function money(amountMinor: bigint, currency: CurrencyCode): Money {
  return { amountMinor, currency, exponent: exponentOf(currency) };
}

/**
 * Reads a plain decimal such as `12.34` exactly.
 * @returns null for anything else, or for more digits than the currency has.
 */
export function parseAmount(text: string, currency: CurrencyCode): Money | null {
  const exponent = exponentOf(currency);
  const match = /^(\d{1,12})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  const fraction = match[2] ?? '';
  if (fraction.length > exponent) return null;
  return { amountMinor: BigInt(match[1] + fraction.padEnd(exponent, '0')), currency, exponent };
}

/** The plain decimal of an amount, e.g. `12.34`; the inverse of {@link parseAmount}. */
export function decimalOf(amount: Money): string {
  const negative = amount.amountMinor < 0n;
  const digits = (negative ? -amount.amountMinor : amount.amountMinor).toString().padStart(amount.exponent + 1, '0');
  const cut = digits.length - amount.exponent;
  const text = amount.exponent === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return negative ? `-${text}` : text;
}

/**
 * The whole per cent by which `now` lies under `before`, rounded down: a badge may promise less than the truth, never
 * more. 0 when it does not lie under it.
 */
export function percentBelow(before: bigint, now: bigint): number {
  if (before <= 0n || now >= before) return 0;
  return Number(((before - now) * 100n) / before);
}
