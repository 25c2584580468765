/**
 * Whether the digits are a GTIN-8, -12, -13 or -14 with a valid check digit (GS1 General Specifications 7.9:
 * weights 3 and 1 alternating from the right, sum a multiple of ten).
 */
export function isGtin(digits: string): boolean {
  if (!/^(\d{8}|\d{12}|\d{13}|\d{14})$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const fromRight = digits.length - 1 - i;
    sum += Number(digits[i]) * (fromRight % 2 === 1 ? 3 : 1);
  }
  return sum % 10 === 0;
}
