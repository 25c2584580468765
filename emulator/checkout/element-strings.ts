import type { Scanned } from './scanner.ts';

/** FNC1 as scanners send it. */
export const gs = '\x1d';

/** Beginnings of identifiers whose values have a fixed length, so that nothing need end them (GS1 General Specifications, 7.8.5). */
const fixedPrefixes = '00 01 02 03 04 11 12 13 14 15 16 17 18 19 20 31 32 33 34 35 36 41'.split(' ');

/** Element strings one after the other; those of variable length are ended by FNC1, but for the last. */
export function elementString(elements: readonly (readonly [identifier: string, value: string])[]): string {
  return elements
    .map(([identifier, value], at) => {
      const ended = fixedPrefixes.includes(identifier.slice(0, 2)) || at === elements.length - 1;
      return `${identifier}${value}${ended ? '' : gs}`;
    })
    .join('');
}

/** What people type of a symbol: `(01)…(10)…` for element strings, a GTIN, what begins with an identifier, or any text. */
export function symbolOf(typed: string): Scanned {
  const elements = [...typed.matchAll(/\((\d{2,4})\)([^(]*)/g)].map(([, identifier = '', value = '']) => {
    return [identifier, value] as const;
  });
  if (elements.length > 0 && typed.startsWith('(')) {
    return { symbology: 'gs1-datamatrix', data: elementString(elements) };
  }
  if (/^\d{13}$/.test(typed)) return { symbology: 'ean-13', data: typed };
  if (/^\d{8}$/.test(typed)) return { symbology: 'ean-8', data: typed };
  return { symbology: 'qr', data: typed };
}
