/** The GTIN check digit: weights 3 and 1 alternating from the right, complement to ten (GS1 General Specifications 7.9). */
export function checkDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  }
  return String((10 - (sum % 10)) % 10);
}

/** A number for a brand that stays the same as long as the brand keeps its name. */
function brandNumber(brand: string): string {
  let hash = 2166136261;
  for (const byte of new TextEncoder().encode(brand)) hash = Math.imul(hash ^ byte, 16777619) >>> 0;
  return String(hash % 100_000).padStart(5, '0');
}

/**
 * A GTIN-13 from the prefix 20, which GS1 keeps for numbers of a shop's own (restricted circulation), so that none of
 * them can be a real product's: 20, five digits of the brand, the five-digit SKU, check digit.
 */
export function gtin13(brand: string | null, sku: string): string {
  const digits = `20${brandNumber(brand ?? '')}${sku}`;
  return digits + checkDigit(digits);
}
