import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  drawLine,
  drawStamp,
  fillBox,
  fillRoundedBox,
  type Paint,
  paintAt,
  stampOf,
} from '../../src/render/bitmap-canvas.ts';
import { blankBitmap, type Palette } from '../../src/shelf/panel.ts';

const width = 37;
const height = 11;
const paints: Record<Palette, Paint[]> = {
  bw: ['white', 'black'],
  bwr: ['white', 'black', 'red'],
  bwy: ['white', 'black', 'yellow'],
  bwry: ['white', 'black', 'red', 'yellow'],
};

const drawing = fc.constantFrom<Palette>('bw', 'bwr', 'bwy', 'bwry').chain(palette =>
  fc.record({
    palette: fc.constant(palette),
    stamps: fc.array(
      fc.record({
        rows: fc.array(fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }), { minLength: 1, maxLength: 4 }),
        x: fc.nat(width - 13),
        y: fc.nat(height - 4),
        paint: fc.constantFrom(...paints[palette]),
      }),
      { maxLength: 8 },
    ),
  }),
);

function maskOf(rows: boolean[][]) {
  const stride = 2;
  const bits = new Uint8Array(stride * rows.length);
  rows.forEach((row, y) => {
    row.forEach((on, x) => {
      if (on) bits[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
    });
  });
  return { width: 13, height: rows.length, stride, bits, left: 0, top: 0 };
}

describe('drawing into bit planes', () => {
  it('equals painting pixel by pixel, at every shift, ink and palette', () => {
    fc.assert(
      fc.property(drawing, ({ palette, stamps }) => {
        const bitmap = blankBitmap({ width, height, palette });
        const pixels = new Map<string, Paint>();
        for (const { rows, x, y, paint } of stamps) {
          drawStamp(bitmap, stampOf(maskOf(rows)), x, y, paint);
          rows.forEach((row, dy) => {
            row.forEach((on, dx) => {
              if (on) pixels.set(`${x + dx},${y + dy}`, paint);
            });
          });
        }
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) expect(paintAt(bitmap, x, y)).toBe(pixels.get(`${x},${y}`) ?? 'white');
        }
        const none = new Uint8Array(bitmap.black.length);
        const [red, yellow] = [bitmap.red ?? none, bitmap.yellow ?? none];
        bitmap.black.forEach((byte, i) => {
          expect((byte & red[i]!) | (byte & yellow[i]!) | (red[i]! & yellow[i]!)).toBe(0);
        });
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('leaves the padding of rows at zero', () => {
    const bitmap = blankBitmap({ width, height, palette: 'bwr' });
    fillBox(bitmap, { x: 0, y: 0, width, height }, 'red');
    for (let y = 0; y < height; y++) expect(bitmap.red![y * bitmap.stride + bitmap.stride - 1]).toBe(0b1111_1000);
  });

  it('throws rather than clips', () => {
    const bitmap = blankBitmap({ width, height, palette: 'bw' });
    const stamp = stampOf(maskOf([Array(13).fill(true)]));
    for (const [x, y] of [
      [-1, 0],
      [0, -1],
      [width - 12, 0],
      [0, height],
    ] as const) {
      expect(() => drawStamp(bitmap, stamp, x, y, 'black')).toThrow(RangeError);
    }
    expect(() => fillBox(bitmap, { x: 30, y: 0, width: 8, height: 1 }, 'black')).toThrow(RangeError);
    expect(() => drawStamp(bitmap, stamp, 0, 0, 'red')).toThrow(RangeError);
    expect(bitmap.black.every(byte => byte === 0)).toBe(true);
  });

  it('draws lines with both ends and rounds corners', () => {
    const bitmap = blankBitmap({ width: 16, height: 6, palette: 'bw' });
    drawLine(bitmap, 1, 0, 5, 4, 1, 'black');
    for (let i = 0; i < 5; i++) expect(paintAt(bitmap, 1 + i, i)).toBe('black');
    fillRoundedBox(bitmap, { x: 8, y: 0, width: 8, height: 6 }, 3, 'black');
    expect([paintAt(bitmap, 8, 0), paintAt(bitmap, 15, 5), paintAt(bitmap, 8, 3), paintAt(bitmap, 11, 0)]).toEqual([
      'white',
      'white',
      'black',
      'black',
    ]);
  });
});
