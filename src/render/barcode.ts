/**
 * EAN/UPC symbols (GS1 General Specifications 5.2, ISO/IEC 15420): EAN-13, UPC-A (an EAN-13 that starts with 0), EAN-8.
 */
export interface Barcode {
  readonly kind: 'ean-13' | 'ean-8';
  /** One entry per module, true = bar: 95 or 67. */
  readonly modules: readonly boolean[];
  /** Modules of white that a scanner needs on the left and on the right. */
  readonly quietLeft: number;
  readonly quietRight: number;
  /** The digits, as printed below. */
  readonly digits: string;
}

const setA = [
  '0001101',
  '0011001',
  '0010011',
  '0111101',
  '0100011',
  '0110001',
  '0101111',
  '0111011',
  '0110111',
  '0001011',
];
const setC = setA.map(bits => [...bits].map(b => (b === '1' ? '0' : '1')).join(''));
const setB = setC.map(bits => [...bits].reverse().join(''));
/** Which set the six left digits of an EAN-13 take, by its first digit. */
const parity = ['AAAAAA', 'AABABB', 'AABBAB', 'AABBBA', 'ABAABB', 'ABBAAB', 'ABBBAA', 'ABABAB', 'ABABBA', 'ABBABA'];

/**
 * The symbol of a GTIN, or null where EAN/UPC has none: a GTIN-14 of a trade unit that tills never see.
 *
 * @example encodeGtin('4006381333931')?.modules.length // 95
 */
export function encodeGtin(gtin: string): Barcode | null {
  if (/^\d{8}$/.test(gtin)) return { kind: 'ean-8', modules: ean8(gtin), quietLeft: 7, quietRight: 7, digits: gtin };
  const digits = /^0\d{13}$/.test(gtin) ? gtin.slice(1) : gtin.padStart(13, '0');
  if (!/^\d{12,14}$/.test(gtin) || digits.length !== 13) return null;
  return { kind: 'ean-13', modules: ean13(digits), quietLeft: 11, quietRight: 7, digits };
}

function ean13(digits: string): boolean[] {
  const sets = parity[Number(digits[0])] ?? '';
  const left = [...digits.slice(1, 7)].map((d, i) => (sets[i] === 'A' ? setA : setB)[Number(d)]).join('');
  const right = [...digits.slice(7)].map(d => setC[Number(d)]).join('');
  return toModules(`101${left}01010${right}101`);
}

function ean8(digits: string): boolean[] {
  const left = [...digits.slice(0, 4)].map(d => setA[Number(d)]).join('');
  const right = [...digits.slice(4)].map(d => setC[Number(d)]).join('');
  return toModules(`101${left}01010${right}101`);
}

function toModules(bits: string): boolean[] {
  return [...bits].map(b => b === '1');
}

/**
 * Pixels per module that a scanner still reads at `dpi`: 80 % of the nominal 0.33 mm (GS1 General Specifications 5.12),
 * and never one pixel, whose edges e-paper blurs.
 */
export function smallestModulePx(dpi: number): number {
  return Math.max(2, Math.ceil((0.264 / 25.4) * dpi));
}
