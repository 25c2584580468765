/** What a pack holds, in whole small units: grams, millilitres, centimetres, square centimetres, pieces, wash loads. */
export interface Quantity {
  readonly measure: 'mass' | 'volume' | 'length' | 'area' | 'piece' | 'wash';
  /** Thousandths of that small unit, so that 0,1 g stays whole. */
  readonly milli: bigint;
}

const units: Record<string, { readonly measure: Quantity['measure']; readonly milli: bigint }> = {
  g: { measure: 'mass', milli: 1_000n },
  kg: { measure: 'mass', milli: 1_000_000n },
  ml: { measure: 'volume', milli: 1_000n },
  l: { measure: 'volume', milli: 1_000_000n },
  m: { measure: 'length', milli: 100_000n },
  'm²': { measure: 'area', milli: 10_000_000n },
  Stück: { measure: 'piece', milli: 1_000n },
  WL: { measure: 'wash', milli: 1_000n },
};

/**
 * Reads a German pack size such as `500 g`, `0,75 l`, `6 × 0,33 l` or `40 WL`. Throws on anything else: the catalogue
 * is ours, so a size that cannot be read is a bug in it.
 */
export function parsePackSize(text: string): Quantity {
  const match = /^(?:(\d+) × )?(\d+)(?:,(\d{1,3}))? (\S+)$/.exec(text);
  const unit = units[match?.[4] ?? ''];
  if (match === null || unit === undefined) throw new Error(`not a pack size: ${text}`);
  const [, packs = '1', whole = '0', fraction = ''] = match;
  const thousandths = BigInt(whole + fraction.padEnd(3, '0'));
  return { measure: unit.measure, milli: (BigInt(packs) * thousandths * unit.milli) / 1_000n };
}
