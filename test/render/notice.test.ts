import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawNotice } from '../../src/render/notice.ts';
import { type Bitmap, cellDots, type Panel } from '../../src/shelf/panel.ts';
import { panelOf } from './samples.ts';

const cellsOf = (columns: number, rows: number): Panel => ({
  ...panelOf(columns * cellDots.width, rows * cellDots.height, 'bw'),
  cells: { columns, rows },
});
const large = cellsOf(20, 4);
const small = cellsOf(16, 2);
const saidOn = (text: string, panel: Panel) =>
  drawNotice(text, panel)
    .text?.map(row => row.trim())
    .filter(Boolean);

/** The smallest box around all ink. */
function box({ black, stride, height }: Bitmap) {
  const xs: number[] = [];
  const ys: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < stride * 8; x++) {
      if (!(black[y * stride + (x >> 3)]! & (0x80 >> (x & 7)))) continue;
      xs.push(x);
      ys.push(y);
    }
  }
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
    dots: xs.length,
  };
}

test('on panels of characters it stands in the middle, in whole words', () => {
  expect(drawNotice('Kasse 2 öffnet', large).text).toEqual([
    '                    ',
    '   Kasse 2 öffnet   ',
    '                    ',
    '                    ',
  ]);
  expect(drawNotice('Kasse 2 öffnet', small).text).toEqual([' Kasse 2 öffnet ', '                ']);
  expect(saidOn('Bitte an Kasse 2 anstellen', small)).toEqual(['Bitte an Kasse 2', 'anstellen']);
  expect(saidOn('Kein Preis 4006381333931', small)).toEqual(['Kein Preis', '4006381333931']);
});

test('what is longer than a row goes on in the next, and what is too long ends early', () => {
  expect(saidOn('Selbstbedienungskassenbereich geschlossen', large)).toEqual([
    'Selbstbedienungskass',
    'enbereich',
    'geschlossen',
  ]);
  expect(saidOn('12345678901234567890', small)).toEqual(['1234567890123456', '7890']);
  const ended = saidOn('eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf', small)!;
  expect(ended[0]).toBe('eins zwei drei');
  expect('vier fünf sechs sieben'.startsWith(ended[1]!.replace(/\.$/, ''))).toBe(true);
});

test('characters that the panel lacks become others or a question mark', () => {
  expect(saidOn('Café „Zwölf“ – 5 €', large)).toEqual(['Cafe "Zwölf" - 5 €']);
  expect(saidOn('漢字 🛒', large)).toEqual(['?? ?']);
});

test('on dots it is as large as whole words fit, in the middle', () => {
  const short = box(drawNotice('HILFE', panelOf(296, 128, 'bwr')));
  const long = box(drawNotice('Bitte an Kasse 2 anstellen, Kasse 1 schließt gleich', panelOf(296, 128, 'bwr')));
  // Five characters of at most six dots to a dot: 180 × 48 dots.
  expect(short.right - short.left).toBeGreaterThan(150);
  expect(short.bottom - short.top).toBeGreaterThan(40);
  expect(Math.abs((short.left + short.right) / 2 - 148)).toBeLessThan(4);
  expect(long.right - long.left).toBeGreaterThan(148);
  const tiny = box(drawNotice('Kasse 2 öffnet', panelOf(128, 64, 'bw')));
  expect(tiny.right - tiny.left).toBeGreaterThan(64);
  expect(tiny.right).toBeLessThan(128);
  expect(tiny.bottom).toBeLessThan(64);
});

test('no text on no panel throws, or leaves its panel', () => {
  const panels = [
    large,
    small,
    panelOf(128, 64, 'bw'),
    panelOf(296, 128, 'bwr'),
    panelOf(5, 7, 'bw'),
    panelOf(6, 9, 'bw'),
  ];
  const text = fc.oneof(
    fc.string({ maxLength: 200, unit: 'grapheme' }),
    fc.string({ maxLength: 200, unit: 'binary' }),
    fc
      .array(fc.constantFrom('Kasse', '2', 'öffnet', '(', ')', ' ', '\n', '\u0301', '1234567890123456789012345'))
      .map(all => all.join('')),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(...panels), (said, panel) => {
      const bitmap = drawNotice(said, panel);
      expect([bitmap.width, bitmap.height]).toEqual([panel.width, panel.height]);
      expect(bitmap.black).toHaveLength(bitmap.stride * panel.height);
      if (panel.cells) {
        expect(bitmap.text).toHaveLength(panel.cells.rows);
        for (const row of bitmap.text!) expect(row).toHaveLength(panel.cells.columns);
      }
      if (box(bitmap).dots > 0) expect(box(bitmap).right).toBeLessThan(panel.width);
      // Something to read is never left out altogether.
      if (panel.width > 100 && /[A-Za-z0-9]/.test(said)) expect(box(bitmap).dots).toBeGreaterThan(0);
    }),
    { numRuns: 300, seed: 20 },
  );
});
