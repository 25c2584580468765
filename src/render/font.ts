import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype, { type Font, type RenderOptions } from 'opentype.js';
import { type Mask, scanConvert } from './scan-conversion.ts';

/** The faces a template may name. All of the DejaVu family 2.37 (Bitstream Vera licence; npm `dejavu-fonts-ttf`). */
export const faceNames = ['regular', 'bold', 'condensed', 'condensed-bold'] as const;
export type FaceName = (typeof faceNames)[number];

const files: Record<FaceName, string> = {
  regular: 'DejaVuSans.ttf',
  bold: 'DejaVuSans-Bold.ttf',
  condensed: 'DejaVuSansCondensed.ttf',
  'condensed-bold': 'DejaVuSansCondensed-Bold.ttf',
};

/** One typeface, drawn in one bit per pixel. */
export interface Face {
  readonly name: FaceName;
  /** Height of capitals and digits, in em. */
  readonly capHeight: number;
  /** Depth below the baseline, in em, positive. */
  readonly descent: number;
  has(codePoint: number): boolean;
  /** Pen advance in em. */
  advance(codePoint: number): number;
  /** Draws a glyph at `size` pixels per em, hinted where the face carries instructions for it. */
  rasterise(codePoint: number, size: number): Mask;
}

/** Reads a face's bytes; the default takes them from the installed npm package. */
export type FontSource = (file: string) => Uint8Array;

const require = createRequire(import.meta.url);

/** The TrueType files of the npm package `dejavu-fonts-ttf`. */
export const installedFonts: FontSource = file => readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${file}`));

/** Loads a face. Throws when the file is missing or no font: a wrong path must never draw silently nothing. */
export function loadFace(name: FaceName, source: FontSource = installedFonts): Face {
  const bytes = source(files[name]);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  // Reads glyphs when they are asked for: four faces take 10 MB instead of 70, and a quarter of the time.
  const font = opentype.parse(buffer, { lowMemory: true });
  const em = font.unitsPerEm;
  const glyph = (codePoint: number) => font.charToGlyph(String.fromCodePoint(codePoint));
  return {
    name,
    capHeight: (glyph(0x48).getBoundingBox().y2 || em) / em,
    descent: -font.descender / em,
    has: codePoint => codePoint === bitcoinSign || font.charToGlyphIndex(String.fromCodePoint(codePoint)) > 0,
    advance: codePoint => (glyph(codePoint === bitcoinSign ? letterB : codePoint).advanceWidth ?? 0) / em,
    rasterise: (codePoint, size) =>
      scanConvert(codePoint === bitcoinSign ? bitcoinOutline(font, size) : outline(font, codePoint, size)),
  };
}

/** U+20BF, which DejaVu 2.37 lacks: its own B, with the ends of two strokes above and below. */
const bitcoinSign = 0x20bf;
const letterB = 0x42;

function bitcoinOutline(font: Font, size: number) {
  const { x1, x2, y2 } = font.charToGlyph('B').getBoundingBox();
  const scale = size / font.unitsPerEm;
  const [top, wide] = [Math.round(y2 * scale), Math.max(1, Math.round(size * 0.09))];
  const reach = Math.max(1, Math.round(size * 0.1));
  const left = Math.round((x1 + (x2 - x1) * 0.25) * scale);
  const right = Math.max(left + wide + 1, Math.round((x1 + (x2 - x1) * 0.55) * scale));
  const ends = [left, right].flatMap(x => [box(x, -top - reach, wide, reach), box(x, 0, wide, reach)]);
  return [...outline(font, letterB, size), ...ends.flat()];
}

function box(x: number, y: number, width: number, height: number): ReturnType<typeof outline> {
  return [
    { type: 'M', x, y },
    { type: 'L', x: x + width, y },
    { type: 'L', x: x + width, y: y + height },
    { type: 'L', x, y: y + height },
    { type: 'Z' },
  ];
}

function outline(font: Font, codePoint: number, size: number) {
  // The published types lack `hinting`, which opentype.js has had since 0.7.
  const options: RenderOptions & { hinting: boolean } = { hinting: true };
  return font.charToGlyph(String.fromCodePoint(codePoint)).getPath(0, 0, size, options, font).commands;
}
