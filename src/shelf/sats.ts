import type { Decimal } from './exchange-rate.ts';
import type { Money } from './money.ts';

/** Satoshi in one bitcoin. */
const satsPerBitcoin = 100_000_000n;

/** Multiplies out a price at a rate: `amount · units · 10^s / (10^e · R)`, divided once and rounded up. */
function ceilAt(amount: Money, rate: Decimal, unitsPerBitcoin: bigint): bigint {
  if (rate.digits <= 0n) throw new RangeError('a rate must be positive');
  const dividend = amount.amountMinor * unitsPerBitcoin * 10n ** BigInt(rate.scale);
  const divisor = 10n ** BigInt(amount.exponent) * rate.digits;
  return (dividend + divisor - 1n) / divisor;
}

/**
 * A price in satoshi, rounded up: never less than the price is worth, and by less than one satoshi more. At least 1 for
 * any positive price. No floating point.
 * @param amount not negative
 * @param rate what the store pays for one bitcoin in the amount's currency; positive
 * @example satsOf(money(199n, 'EUR'), { digits: 6090910n, scale: 2 }) // 3268n
 */
export function satsOf(amount: Money, rate: Decimal): bigint {
  return ceilAt(amount, rate, satsPerBitcoin);
}

/** The same in thousandths of a satoshi, as payment requests count. */
export function millisatsOf(amount: Money, rate: Decimal): bigint {
  return ceilAt(amount, rate, satsPerBitcoin * 1000n);
}

/**
 * A unit price in tenths of a satoshi, from the unit price in money, never from rounded sats. From 100 sats up it is a
 * whole number of satoshi.
 */
export function unitSatsTenthsOf(unitPrice: Money, rate: Decimal): bigint {
  const tenths = ceilAt(unitPrice, rate, satsPerBitcoin * 10n);
  return tenths < 1000n ? tenths : satsOf(unitPrice, rate) * 10n;
}
