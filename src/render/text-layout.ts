import type { Bitmap } from '../shelf/panel.ts';
import type { GlyphStamp, Strike } from './atlas.ts';
import { drawStamp, type Paint } from './bitmap-canvas.ts';

/** A line of glyphs with pen positions. `left`/`right`/`top`/`bottom`: extent of its ink, from the pen and the baseline. */
export interface Run {
  readonly glyphs: readonly GlyphStamp[];
  readonly positions: readonly number[];
  /** Sum of advances, or the ink where that reaches further. */
  readonly width: number;
  /** Where the first pen stands inside that width: ink left of the pen pushes it to the right. */
  readonly indent: number;
  /** Pixels of ink above the baseline. */
  readonly ascent: number;
  /** Pixels of ink below the baseline, positive. */
  readonly descent: number;
}

const softHyphen = '\u00ad';
/** A space that must not become a line's end: between a number and its unit. */
const beforeUnit = /(\d) (?=(?:%|€|kg|g|mg|ml|cl|l|cm|mm|m|er)(?!\p{L}))/gu;

/** Text as it is drawn: composed, white space made one space, numbers kept together with their units. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[ \t\r\n\f\v]+/g, ' ')
    .trim()
    .replace(beforeUnit, '$1\u00a0');
}

/** The first character of `text` that the strike cannot draw, or null. */
export function undrawable(text: string, strike: Strike): string | null {
  for (const c of text) {
    if (c === softHyphen) continue;
    if (strike.glyph(c.codePointAt(0) ?? 0) === null) return c;
  }
  return null;
}

/** Sets one line. Soft hyphens inside it are not drawn. The text must be drawable. */
export function setRun(text: string, strike: Strike, trackingPx = 0): Run {
  const glyphs: GlyphStamp[] = [];
  const positions: number[] = [];
  let pen = 0;
  let left = 0;
  let right = 0;
  let ascent = 0;
  let descent = 0;
  for (const c of text) {
    if (c === softHyphen) continue;
    const glyph = strike.glyph(c.codePointAt(0) ?? 0);
    if (glyph === null) throw new Error(`no glyph for ${JSON.stringify(c)} in ${strike.face}`);
    glyphs.push(glyph);
    positions.push(pen);
    if (glyph.width > 0) {
      left = Math.min(left, pen + glyph.left);
      right = Math.max(right, pen + glyph.left + glyph.width);
      ascent = Math.max(ascent, glyph.top);
      descent = Math.max(descent, glyph.height - glyph.top);
    }
    pen += glyph.advance + trackingPx;
  }
  const end = Math.max(right, pen - trackingPx);
  return { glyphs, positions, width: end - left, indent: -left, ascent, descent };
}

/** Draws a run; (x, y) is the left end of its width on the baseline. */
export function drawRun(bitmap: Bitmap, run: Run, x: number, y: number, paint: Paint): void {
  const start = x + run.indent;
  for (let i = 0; i < run.glyphs.length; i++) {
    const glyph = run.glyphs[i]!;
    drawStamp(bitmap, glyph, start + run.positions[i]! + glyph.left, y - glyph.top, paint);
  }
}

/**
 * Breaks a text into at most `lines` lines of at most `maxWidth` pixels: at spaces, and where that is not
 * enough after hyphens and slashes and at soft hyphens. Null when it does not fit. A word is never cut elsewhere, least of all a number. `balanced`: lines of like length.
 */
export function wrap(text: string, strike: Strike, maxWidth: number, lines: number, balanced = false): Run[] | null {
  const whole = setRun(text, strike);
  if (whole.width <= maxWidth) return [whole];
  if (lines === 1) return null;
  let pieces = text.match(/[^ ]*(?: |$)/g) ?? [];
  let best = fill(pieces, strike, maxWidth, lines);
  if (best === null) {
    pieces = text.match(/[^ \-/\u00ad]*(?:[ \u00ad]|[-/]+|$)/g) ?? [];
    best = fill(pieces, strike, maxWidth, lines);
  }
  if (best === null || !balanced) return best;
  let [tooNarrow, wide] = [maxWidth >> 1, maxWidth];
  while (wide - tooNarrow > 4) {
    const width = (tooNarrow + wide) >> 1;
    const tried = fill(pieces, strike, width, best.length);
    if (tried === null) tooNarrow = width;
    else {
      best = tried;
      wide = width;
    }
  }
  return best;
}

/** Fills line after line. */
function fill(pieces: readonly string[], strike: Strike, maxWidth: number, lines: number): Run[] | null {
  const runs: Run[] = [];
  let line = '';
  const shown = (s: string) => (s.endsWith(softHyphen) ? `${s.slice(0, -1)}-` : s.trimEnd());
  for (const piece of pieces) {
    if (piece === '') continue;
    if (line !== '' && setRun(shown(line + piece), strike).width > maxWidth) {
      runs.push(setRun(shown(line), strike));
      if (runs.length === lines) return null;
      line = piece;
    } else line += piece;
    if (setRun(shown(line), strike).width > maxWidth) return null;
  }
  if (line !== '') runs.push(setRun(shown(line), strike));
  return runs.length <= lines ? runs : null;
}
