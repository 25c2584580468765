import { cellCharacters } from './cell-font.ts';

/** Spellings where taking the accent off is not enough. */
const spellings: Readonly<Record<string, string>> = {
  æ: 'ae',
  Æ: 'Ae',
  ø: 'o',
  Ø: 'O',
  œ: 'oe',
  Œ: 'Oe',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  ð: 'd',
  þ: 'th',
  ẞ: 'SS',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\u00ad': '',
  '’': "'",
  '‘': "'",
  '‚': ',',
  '„': '"',
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '‑': '-',
  '·': '-',
  '•': '-',
  '…': '...',
  '×': 'x',
  '²': '2',
  '³': '3',
  '½': '1/2',
  '¼': '1/4',
  '¾': '3/4',
  '®': '',
  '™': '',
  '©': '',
  μ: 'µ',
};

/**
 * A text in the characters that a panel of characters has: accents that it lacks are taken off (`Café` becomes `Cafe`),
 * typographic signs become plain ones. `missing`: what nothing can stand for.
 */
export function cellText(
  text: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly missing: string } {
  let plain = '';
  for (const character of text.normalize('NFC')) {
    const spelt = inCells(character);
    if (spelt === null) return { ok: false, missing: character };
    plain += spelt;
  }
  return { ok: true, text: plain };
}

function inCells(character: string): string | null {
  if (cellCharacters.has(character)) return character;
  const spelling = spellings[character];
  if (spelling !== undefined) return spelling;
  const bare = character.normalize('NFD').replace(/\p{M}/gu, '');
  return bare !== '' && bare !== character && [...bare].every(one => cellCharacters.has(one)) ? bare : null;
}

/** An abbreviated word of fewer letters says nothing. */
const fewestLetters = 3;

/**
 * A product's name in so many characters: whole words from its beginning, what is in brackets left out first, and the
 * last word abbreviated with a stop. A number is never shortened, as `3,5 %` would become something else: it is left
 * out whole, with all that follows.
 *
 * @example shortName('Krönung gemahlener Röstkaffee', 20)  // 'Krönung gemahlener' …
 */
export function shortName(name: string, columns: number): string {
  const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();
  const whole = tidy(name);
  if (whole.length <= columns) return whole;
  const unbracketed = tidy(whole.replace(/\([^()]*\)/g, ' '));
  if (unbracketed !== '' && unbracketed.length <= columns) return unbracketed;
  const words = (unbracketed || whole).split(' ');
  let short = '';
  for (const word of words) {
    const longer = short === '' ? word : `${short} ${word}`;
    if (longer.length <= columns) {
      short = longer;
      continue;
    }
    const room = columns - (short === '' ? 0 : short.length + 1) - 1;
    const stem = abbreviation(word, room);
    if (stem !== '') return short === '' ? `${stem}.` : `${short} ${stem}.`;
    break;
  }
  return short.replace(/[\s,;:/&+-]+$/, '');
}

/** The beginning of a word in at most that many letters, at a consonant where there is one; empty: better none at all. */
function abbreviation(word: string, letters: number): string {
  const start = /^[\p{L}-]+/u.exec(word)?.[0] ?? '';
  let stem = start.slice(0, Math.max(0, letters)).replace(/-+$/, '');
  const consonant = /^(.{3,}?)[aeiouäöüyAEIOUÄÖÜY]+$/.exec(stem);
  if (consonant?.[1] !== undefined) stem = consonant[1];
  return stem.length < fewestLetters ? '' : stem;
}

/** Two texts at the two ends of a row; null when they do not fit with a gap between them. */
export function spread(left: string, right: string, columns: number): string | null {
  const gap = columns - left.length - right.length;
  if (gap < (left === '' || right === '' ? 0 : 1)) return null;
  return left + ' '.repeat(gap) + right;
}

/** A name on at most that many rows, whole words where they fit; the last row is shortened. */
export function nameRows(name: string, columns: number, rows: number): string[] {
  const words = name.replace(/\s+/g, ' ').trim().split(' ');
  const lines: string[] = [];
  while (words.length > 0 && lines.length < rows - 1) {
    let line = words[0]!;
    if (line.length > columns) break;
    words.shift();
    while (words.length > 0 && line.length + 1 + words[0]!.length <= columns) line += ` ${words.shift()}`;
    lines.push(line);
  }
  if (words.length > 0) lines.push(shortName(words.join(' '), columns));
  return lines;
}
