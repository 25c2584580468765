import type { Bitmap } from '../shelf/panel.ts';
import { type Paint, paintAt } from './bitmap-canvas.ts';

export interface TerminalOptions {
  /** `half-blocks`: one column per pixel, two rows per line, exact. `braille`: 2×4 pixels per character, smaller. */
  readonly style: 'half-blocks' | 'braille';
  /** Whether the terminal understands ANSI colours; without, ink is drawn and paper is left. */
  readonly colour: boolean;
}

/** ANSI 256-colour numbers. */
const ansi: Readonly<Record<Paint, number>> = { white: 255, black: 16, red: 124, yellow: 178 };

/** A bitmap as text, one line per row of characters, each ended by a line feed. */
export function toTerminal(bitmap: Bitmap, { style, colour }: TerminalOptions): string {
  const lines: string[] = [];
  const high = style === 'braille' ? 4 : 2;
  for (let y = 0; y < bitmap.height; y += high) {
    lines.push(style === 'braille' ? brailleLine(bitmap, y, colour) : halfBlockLine(bitmap, y, colour));
  }
  return `${lines.join('\n')}\n`;
}

function paintOrPaper(bitmap: Bitmap, x: number, y: number): Paint {
  return x < bitmap.width && y < bitmap.height ? paintAt(bitmap, x, y) : 'white';
}

function halfBlockLine(bitmap: Bitmap, y: number, colour: boolean): string {
  let line = '';
  let pen = '';
  for (let x = 0; x < bitmap.width; x++) {
    const upper = paintOrPaper(bitmap, x, y);
    const lower = paintOrPaper(bitmap, x, y + 1);
    if (colour) {
      const wanted = `\x1b[38;5;${ansi[upper]};48;5;${ansi[lower]}m`;
      line += wanted === pen ? '▀' : `${wanted}▀`;
      pen = wanted;
    } else {
      line += upper === 'white' ? (lower === 'white' ? ' ' : '▄') : lower === 'white' ? '▀' : '█';
    }
  }
  return colour ? `${line}\x1b[0m` : line;
}

/** Bits of the dots of a braille character, by row and column (Unicode 15, chapter 21.1). */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

function brailleLine(bitmap: Bitmap, y: number, colour: boolean): string {
  let line = '';
  let pen = '';
  for (let x = 0; x < bitmap.width; x += 2) {
    let pattern = 0;
    let paint: Paint = 'black';
    dots.forEach((row, dy) => {
      row.forEach((bit, dx) => {
        const at = paintOrPaper(bitmap, x + dx, y + dy);
        if (at === 'white') return;
        pattern |= bit;
        paint = at;
      });
    });
    const wanted = `\x1b[38;5;${ansi[paint]};48;5;${ansi.white}m`;
    if (colour && wanted !== pen) line += wanted;
    pen = wanted;
    line += String.fromCodePoint(0x2800 + pattern);
  }
  return colour ? `${line}\x1b[0m` : line;
}
