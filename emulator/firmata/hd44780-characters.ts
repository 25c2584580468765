/**
 * The character generator in ROM code A00, as far as texts of a shop go; the rest is a box. Source: Hitachi HD44780U data
 * sheet, table 4.
 */
const special: Readonly<Record<number, string>> = {
  92: '¥',
  126: '→',
  127: '←',
  176: 'ー',
  223: '°',
  224: 'α',
  225: 'ä',
  226: 'β',
  227: 'ε',
  228: 'µ',
  229: 'σ',
  230: 'ρ',
  232: '√',
  236: '¢',
  238: 'ñ',
  239: 'ö',
  242: 'θ',
  243: '∞',
  244: 'Ω',
  245: 'ü',
  246: 'Σ',
  247: 'π',
  253: '÷',
  254: ' ',
  255: '█',
};

const firstOwn = 0xe000;

/** What a code looks like. Codes 0 to 15 are the eight characters of the user's own, twice. */
export function characterOf(code: number): string {
  if (code < 16) return String.fromCodePoint(firstOwn + (code & 7));
  const known = special[code];
  if (known !== undefined) return known;
  return code >= 0x20 && code < 0x7e ? String.fromCharCode(code) : code < 0x20 || code < 0xa1 ? ' ' : '▯';
}
