import { type Bitmap, blankBitmap, type Cells, cellDots, type Panel } from '../shelf/panel.ts';

/*
 * The characters that panels of characters can show, as 5×8 dots: for people who look at a picture of such a panel. Five
 * columns a character, left to right; the lowest bit is the uppermost dot.
 */

/** From the space to the tilde; those that an HD44780 of the Japanese ROM (A00) lacks are left out below. */
const ascii =
  '0000000000 00005f0000 0007000700 147f147f14 242a7f2a12 2313086462 3649562050 0005030000 ' +
  '001c224100 0041221c00 14083e0814 08083e0808 0050300000 0808080808 0060600000 2010080402 ' +
  '3e5149453e 00427f4000 4261514946 2141454b31 1814127f10 2745454539 3c4a494930 0171090503 ' +
  '3649494936 064949291e 0036360000 0056360000 0814224100 1414141414 0041221408 0201510906 ' +
  '324979413e 7e1111117e 7f49494936 3e41414122 7f4141221c 7f49494941 7f09090901 3e4149497a ' +
  '7f0808087f 00417f4100 2040413f01 7f08142241 7f40404040 7f020c027f 7f0408107f 3e4141413e ' +
  '7f09090906 3e4151215e 7f09192946 4649494931 01017f0101 3f4040403f 1f2040201f 3f4038403f ' +
  '6314081463 0708700807 6151494543 007f414100 0000000000 0041417f00 0402010204 4040404040 ' +
  '0001020400 2054545478 7f48444438 3844444420 384444487f 3854545418 087e090102 18a4a4a47c ' +
  '7f08040478 00447d4000 4080847d00 7f10284400 00417f4000 7c04180478 7c08040478 3844444438 ' +
  'fc24242418 18242418fc 7c08040408 4854545420 043f444020 3c4040207c 1c2040201c 3c4030403c ' +
  '4428102844 1ca0a0a07c 4464544c44 0008364100 00007f0000 0041360800 0000000000';

const beyondAscii: Readonly<Record<string, string>> = {
  ä: '2055545578',
  ö: '3845444538',
  ü: '3c4140217c',
  ß: '007e014936',
  Ä: '7d1212127d',
  Ö: '3d4242423d',
  Ü: '3d4040403d',
  '€': '143e554122',
  '£': '487e494142',
  '¥': '292a7c2a29',
  '₿': '227f2a6b14',
  '≈': '2412362412',
  '°': '0006090906',
  µ: 'f82020103c',
};

const glyphs: ReadonlyMap<string, Uint8Array> = new Map([
  ...ascii
    .split(' ')
    .map((hex, i) => [String.fromCharCode(0x20 + i), Buffer.from(hex, 'hex')] as const)
    .filter(([character]) => character !== '\\' && character !== '~'),
  ...Object.entries(beyondAscii).map(([character, hex]) => [character, Buffer.from(hex, 'hex')] as const),
]);

/** Every character that a panel of characters can show. */
export const cellCharacters: ReadonlySet<string> = new Set(glyphs.keys());

/** The five columns of a character; null: it cannot be shown. */
export function cellGlyph(character: string): Uint8Array | null {
  return glyphs.get(character) ?? null;
}

/** A picture of a panel with that text, each row as long as it has columns. Throws on what it cannot show. */
export function drawCells(panel: Panel, cells: Cells, text: readonly string[]): Bitmap {
  const bitmap = blankBitmap(panel);
  if (text.length !== cells.rows) throw new RangeError(`${text.length} rows on a panel of ${cells.rows}`);
  text.forEach((line, row) => {
    if (line.length !== cells.columns) throw new RangeError(`${line.length} characters in ${cells.columns} columns`);
    for (let column = 0; column < line.length; column++) {
      const glyph = glyphs.get(line[column]!);
      if (!glyph) throw new RangeError(`no glyph for ${JSON.stringify(line[column])}`);
      drawGlyph(bitmap, glyph, column * cellDots.width, row * cellDots.height);
    }
  });
  return { ...bitmap, text };
}

function drawGlyph({ black, stride }: Bitmap, glyph: Uint8Array, left: number, top: number): void {
  glyph.forEach((dots, dx) => {
    const x = left + dx;
    for (let dy = 0; dy < 8; dy++) {
      if ((dots >> dy) & 1) black[(top + dy) * stride + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  });
}
