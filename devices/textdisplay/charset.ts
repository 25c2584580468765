/*
 * Characters of an HD44780 with the Japanese ROM (code A00), which nearly all of these displays have.
 * Source: Hitachi HD44780U datasheet, table 4 (ROM) and table 5 (CGRAM).
 */

/** Codes 0x20 to 0x7D are ASCII, but for these. */
const notAscii = new Set(['\\', '~']);

const romCodes: Readonly<Record<string, number>> = {
  '¥': 0x5c,
  '°': 0xdf,
  ä: 0xe1,
  ß: 0xe2,
  µ: 0xe4,
  ö: 0xef,
  ü: 0xf5,
};

/** Characters that the ROM lacks, as eight rows of five dots, the left one in the highest bit. */
const drawn: Readonly<Record<string, readonly string[]>> = {
  '€': ['..##.', '.#..#', '###..', '.#...', '###..', '.#..#', '..##.', '.....'],
  '£': ['..##.', '.#..#', '.#...', '###..', '.#...', '.#...', '#####', '.....'],
  '₿': ['.#.#.', '####.', '.#..#', '.###.', '.#..#', '####.', '.#.#.', '.....'],
  '≈': ['.....', '.##.#', '#.##.', '.....', '.##.#', '#.##.', '.....', '.....'],
  Ä: ['#...#', '.###.', '#...#', '#...#', '#####', '#...#', '#...#', '.....'],
  Ö: ['#...#', '.###.', '#...#', '#...#', '#...#', '#...#', '.###.', '.....'],
  Ü: ['#...#', '.....', '#...#', '#...#', '#...#', '#...#', '.###.', '.....'],
};

/** The display remembers so many characters of ours. */
const ownCharacters = 8;

/** What a panel of characters is sent. */
export interface Encoded {
  /** Patterns of the characters that the ROM lacks, eight bytes each, for codes 0, 1, … */
  readonly glyphs: Uint8Array;
  /** One code per cell, row by row. */
  readonly codes: Uint8Array;
}

/** The rows of a panel in its own codes. Throws on a character that it cannot show: that is a bug of whoever drew it. */
export function encodeRows(rows: readonly string[]): Encoded {
  const own: string[] = [];
  const codes = [...rows.join('')].map(character => {
    const rom = romCode(character);
    if (rom !== null) return rom;
    if (drawn[character] === undefined) throw new RangeError(`${JSON.stringify(character)} cannot be shown`);
    if (!own.includes(character)) own.push(character);
    return own.indexOf(character);
  });
  if (own.length > ownCharacters)
    throw new RangeError(`${own.length} characters of our own; ${ownCharacters} are the most`);
  return { glyphs: Uint8Array.from(own.flatMap(patternOf)), codes: Uint8Array.from(codes) };
}

function romCode(character: string): number | null {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code <= 0x7d && !notAscii.has(character)) return code;
  return romCodes[character] ?? null;
}

function patternOf(character: string): number[] {
  return (drawn[character] ?? []).map(row => Number.parseInt(row.replaceAll('.', '0').replaceAll('#', '1'), 2));
}
