import { plain } from './terminal.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Cells may be cut down to this many columns when room is short; columns without it keep their width. */
  readonly shrinkTo?: number;
}

/** A cell; `paint` colours it after it was measured and cut. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

const gap = 2;

/**
 * Lays rows out under their titles. No line is ever wider than `width`: shrinkable columns give way first, widest
 * first; what still does not fit is cut at the right. `width` null: as wide as it needs.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number | null,
  paintTitle: (text: string) => string = text => text,
): string {
  const texts = rows.map(row => row.map(cell => plain(typeof cell === 'string' ? cell : cell.text)));
  const widths = columns.map((column, i) =>
    texts.reduce((widest, row) => Math.max(widest, displayWidth(row[i] ?? '')), displayWidth(column.title)),
  );
  if (width !== null) fitInto(width, columns, widths);
  const line = (cells: readonly string[], paint: (index: number, text: string) => string): string => {
    let left = width ?? Number.POSITIVE_INFINITY;
    let text = '';
    for (const [i, column] of columns.entries()) {
      const room = Math.min(widths[i]!, left);
      if (room <= 0) break;
      const last = i === columns.length - 1;
      const cell = cut(cells[i] ?? '', room);
      const padding = ' '.repeat(room - displayWidth(cell));
      const painted = paint(i, cell);
      text += column.align === 'right' ? padding + painted : painted + (last ? '' : padding);
      left -= room + gap;
      if (!last && left > 0) text += ' '.repeat(gap);
    }
    return `${text.trimEnd()}\n`;
  };
  const titles = columns.map(column => column.title);
  let out = line(titles, (_, text) => paintTitle(text));
  for (const [r, row] of texts.entries()) {
    out += line(row, (i, text) => {
      const cell = rows[r]![i];
      return cell === undefined || typeof cell === 'string' ? text : cell.paint(text);
    });
  }
  return out;
}

/** Pairs of a name and its value, names in one column; values are cut, not wrapped. */
export function formatPairs(pairs: readonly (readonly [string, Cell])[], width: number | null): string {
  const names = pairs.reduce((widest, [name]) => Math.max(widest, displayWidth(name)), 0);
  let out = '';
  for (const [name, cell] of pairs) {
    const room = width === null ? Number.POSITIVE_INFINITY : Math.max(1, width - names - gap);
    const value = cut(plain(typeof cell === 'string' ? cell : cell.text), room);
    out += `${name.padEnd(names + gap)}${typeof cell === 'string' ? value : cell.paint(value)}`.trimEnd();
    out += '\n';
  }
  return out;
}

function fitInto(width: number, columns: readonly Column[], widths: number[]): void {
  let over = widths.reduce((sum, w) => sum + w, 0) + gap * (columns.length - 1) - width;
  while (over > 0) {
    let widest = -1;
    for (const [i, column] of columns.entries()) {
      const floor = column.shrinkTo;
      if (floor === undefined || widths[i]! <= floor) continue;
      if (widest < 0 || widths[i]! > widths[widest]!) widest = i;
    }
    if (widest < 0) return;
    widths[widest]! -= 1;
    over -= 1;
  }
}

/** Cuts to at most `room` columns, showing that it did. */
export function cut(text: string, room: number): string {
  if (displayWidth(text) <= room) return text;
  let kept = '';
  let used = 0;
  for (const char of text) {
    const wide = displayWidth(char);
    if (used + wide > room - 1) break;
    kept += char;
    used += wide;
  }
  return room > 0 ? `${kept}…` : '';
}

/** Columns a text takes on a terminal: marks take none, ideographs and emoji two. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e\xa0-\u024f]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text) {
    if (/^(?:\p{Mn}|\p{Me}|\p{Cf})$/u.test(char)) continue;
    width +=
      /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff00-\uff60]/u.test(
        char,
      )
        ? 2
        : 1;
  }
  return width;
}
