/** Digits after the decimal sign of the currencies whose minor unit is not a hundredth (ISO 4217). */
const exponents: Readonly<Record<string, number>> = {
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Digits after the decimal sign, ISO 4217. */
export function exponentOf(currency: string): number {
  return exponents[currency] ?? 2;
}

/** The largest amount that the contract carries, in minor units. */
const largest = 1_000_000_000_000n;

/**
 * Reads a price as people type it, exactly.
 * @returns minor units, or null for anything that is not a positive amount with at most the currency's digits
 * @example parseAmount('12.34', 'EUR') // 1234n
 * @example parseAmount('12,5', 'EUR') // null
 */
export function parseAmount(text: string, currency: string): bigint | null {
  const match = /^(\d{1,13})(?:\.(\d{1,3}))?$/.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  const exponent = exponentOf(currency);
  if (fraction.length > exponent) return null;
  const amountMinor = BigInt(whole + fraction.padEnd(exponent, '0'));
  return amountMinor > 0n && amountMinor <= largest ? amountMinor : null;
}
