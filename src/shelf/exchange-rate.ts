/**
 * An exact decimal: `digits · 10^-scale`. Rates never become floating point on their way to a price.
 */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** One exchange rate as the mesh states it: the price of one base in the quote currency. */
export interface RateFact {
  /** `{base}-{quote}` in lower case, e.g. `btc-eur`. */
  readonly pair: string;
  readonly rate: Decimal;
  /** What is paid for one base; shelves convert at it. */
  readonly bid: Decimal;
  readonly ask: Decimal;
  /** When it held. */
  readonly atMs: number;
  /** Rises with every rate of the pair within an epoch. */
  readonly seq: number;
  /** Sources that it was made from. */
  readonly sources: number;
  /** How far they lie apart, in basis points. */
  readonly dispersionBps: number;
  /** How long it may be used at most. */
  readonly validMs: number;
}

/** Most digits of a rate that comes from outside. */
const mostDigits = 18;

/**
 * Reads a plain decimal exactly; null for anything else: signs, exponents, leading zeros, or more digits than `most`.
 * @param most more than the usual 18 only for what we have written ourselves
 */
export function parseDecimal(text: string, most: number = mostDigits): Decimal | null {
  const match = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  if (whole.length + fraction.length > most) return null;
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

/** The plain decimal, without zeros at its end: `60909.10` and `60909.1` are the same number and the same text. */
export function decimalText({ digits, scale }: Decimal): string {
  const text = digits.toString().padStart(scale + 1, '0');
  if (scale === 0) return text;
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  const whole = text.slice(0, text.length - scale);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Compares exactly: negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Both over one scale, as integers. */
export function aligned(a: Decimal, b: Decimal): [bigint, bigint] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale)];
}

/** Whether `a` lies within `toleranceBps` of `b`, measured in `b`. Exact. */
export function isWithin(a: Decimal, b: Decimal, toleranceBps: number): boolean {
  const [left, right] = aligned(a, b);
  const distance = left > right ? left - right : right - left;
  return distance * 10_000n <= right * BigInt(toleranceBps);
}

/**
 * What the store pays for one base: the bid less its own spread. Sats are counted at it, so that the customer's sats are
 * worth at least the price.
 * @param spreadBps basis points, 0 to 9999
 */
export function storeSide(bid: Decimal, spreadBps: number): Decimal {
  if (spreadBps === 0) return bid;
  return { digits: bid.digits * BigInt(10_000 - spreadBps), scale: bid.scale + 4 };
}

/**
 * The natural logarithm, for measuring how far two rates lie apart. Never turned back into a rate.
 * @param value must be positive
 */
export function logOf({ digits, scale }: Decimal): number {
  const text = digits.toString();
  // A double holds 15 digits exactly, far more than a distance of basis points needs.
  const cut = Math.max(0, text.length - 15);
  return Math.log(Number(text.slice(0, text.length - cut))) + (cut - scale) * Math.LN10;
}
