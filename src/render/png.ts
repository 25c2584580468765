import { encode } from 'fast-png';
import type { Bitmap } from '../shelf/panel.ts';
import { type Paint, paintAt } from './bitmap-canvas.ts';
import { inkColours } from './dither.ts';

export interface PngOptions {
  /** Pixels of the picture per pixel of the panel, 1 to 8. */
  readonly scale?: number;
  /** `paper`: as e-paper looks in daylight. `pure`: full black, white, red and yellow. */
  readonly colours?: 'paper' | 'pure';
}

const pure: Readonly<Record<Paint, readonly [number, number, number]>> = {
  white: [255, 255, 255],
  black: [0, 0, 0],
  red: [255, 0, 0],
  yellow: [255, 255, 0],
};

/** A bitmap as PNG file, RGB, 8 bits. */
export function toPng(bitmap: Bitmap, { scale = 1, colours = 'paper' }: PngOptions = {}): Uint8Array {
  if (!Number.isInteger(scale) || scale < 1 || scale > 8) throw new RangeError(`a scale of ${scale} is outside 1–8`);
  const palette = colours === 'pure' ? pure : inkColours;
  const width = bitmap.width * scale;
  const height = bitmap.height * scale;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < bitmap.height; y++) {
    const row = y * scale * width * 3;
    let at = row;
    for (let x = 0; x < bitmap.width; x++) {
      const [r, g, b] = palette[paintAt(bitmap, x, y)];
      for (let i = 0; i < scale; i++) {
        data[at++] = r;
        data[at++] = g;
        data[at++] = b;
      }
    }
    for (let copy = 1; copy < scale; copy++) data.copyWithin(row + copy * width * 3, row, row + width * 3);
  }
  return encode({ width, height, data, channels: 3, depth: 8 });
}
