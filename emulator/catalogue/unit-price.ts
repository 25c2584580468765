import type { Quantity } from './pack-size.ts';

/** Units in which the contract quotes a unit price. */
export type Unit = 'kg' | '100g' | 'l' | 'm' | 'm2' | 'piece' | 'wash';

/** How much of a quantity's small unit, in thousandths, one quoted unit is. */
const unitMilli: Record<Unit, bigint> = {
  kg: 1_000_000n,
  '100g': 100_000n,
  l: 1_000_000n,
  m: 100_000n,
  m2: 10_000_000n,
  piece: 1_000n,
  wash: 1_000n,
};

const quotedIn: Record<Quantity['measure'], Unit> = {
  mass: 'kg',
  volume: 'l',
  length: 'm',
  area: 'm2',
  piece: 'piece',
  wash: 'wash',
};

/** The unit a pack is quoted in: kilogram or litre (PAngV § 5), 100 g for goods from the counter. */
export function unitOf(quantity: Quantity, counter: boolean): Unit {
  return counter && quantity.measure === 'mass' ? '100g' : quotedIn[quantity.measure];
}

/**
 * Price per quoted unit in minor units, rounded half up, exactly: `amountMinor · unit ÷ quantity` in integers.
 * @example unitPriceMinor(1999n, parsePackSize('500 g'), 'kg') // 3998n
 */
export function unitPriceMinor(amountMinor: bigint, quantity: Quantity, unit: Unit): bigint {
  return (2n * amountMinor * unitMilli[unit] + quantity.milli) / (2n * quantity.milli);
}

/**
 * Whether the law wants the unit price on the label: for everything sold by weight, volume, length, area or wash load
 * (PAngV § 4), but not below 10 g or 10 ml, nor for single pieces.
 */
export function isUnitPriceRequired(quantity: Quantity): boolean {
  if (quantity.measure === 'piece') return false;
  const small = quantity.measure === 'mass' || quantity.measure === 'volume';
  return !(small && quantity.milli < 10_000n);
}
