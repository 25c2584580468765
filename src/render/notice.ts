import { type Bitmap, blankBitmap, type Cells, cellDots, type Panel } from '../shelf/panel.ts';
import { drawCells } from './cell-font.ts';
import { cellText, nameRows } from './cell-text.ts';

/** Dots of a notice are drawn at most so large. */
const mostScale = 6;

/**
 * A text in place of a price, such as that of an alarm: whole words, as large as they fit, in the middle. It always has a
 * picture: what the characters lack becomes `?`, and what is too long ends early.
 */
export function drawNotice(text: string, panel: Panel): Bitmap {
  const plain = [...text.normalize('NFC')].map(one => (cellText(one).ok ? one : '?')).join('');
  const spelt = cellText(plain);
  const words = spelt.ok ? spelt.text.replace(/\s+/g, ' ').trim() : '';
  if (panel.cells) return drawCells(panel, panel.cells, centred(linesOf(words, panel.cells), panel.cells));
  for (let scale = mostScale; scale > 0; scale--) {
    const cells = {
      columns: Math.floor(panel.width / (cellDots.width * scale)),
      rows: Math.floor(panel.height / (cellDots.height * scale)),
    };
    if (scale > 1 && !holds(words, cells)) continue;
    // Only as many cells as are needed: these can stand in the middle to the dot.
    const lines = linesOf(words, cells);
    const needed = { columns: Math.max(0, ...lines.map(line => line.length)), rows: lines.length };
    const small = drawCells(
      { ...panel, width: needed.columns * cellDots.width, height: needed.rows * cellDots.height },
      needed,
      centred(lines, needed),
    );
    return enlarged(small, panel, scale);
  }
  return blankBitmap(panel);
}

/** All words, none shortened. */
function holds(words: string, { columns, rows }: Cells): boolean {
  return rows > 0 && columns > 0 && nameRows(words, columns, rows).join(' ') === words;
}

/** A word longer than a row goes on in the next one: better than to say nothing of all that follows. */
function broken(words: string, columns: number): string {
  const pieces = new RegExp(`.{1,${columns}}`, 'g');
  return words
    .split(' ')
    .flatMap(word => word.match(pieces) ?? [])
    .join(' ');
}

function linesOf(words: string, { columns, rows }: Cells): string[] {
  return rows === 0 || columns === 0 ? [] : nameRows(broken(words, columns), columns, rows);
}

function centred(lines: readonly string[], { columns, rows }: Cells): string[] {
  const above = (rows - lines.length) >> 1;
  return Array.from({ length: rows }, (_, row) => {
    const line = lines[row - above] ?? '';
    return (' '.repeat((columns - line.length) >> 1) + line).padEnd(columns);
  });
}

function enlarged(small: Bitmap, panel: Panel, scale: number): Bitmap {
  const large = blankBitmap(panel);
  const left = (panel.width - small.width * scale) >> 1;
  const top = (panel.height - small.height * scale) >> 1;
  for (let y = 0; y < small.height * scale; y++) {
    for (let x = 0; x < small.width * scale; x++) {
      const [sx, sy] = [Math.floor(x / scale), Math.floor(y / scale)];
      if (!(small.black[sy * small.stride + (sx >> 3)]! & (0x80 >> (sx & 7)))) continue;
      large.black[(top + y) * large.stride + ((left + x) >> 3)]! |= 0x80 >> ((left + x) & 7);
    }
  }
  return large;
}
