import { colour } from '../screen.ts';
import type { OpenDisplayModel } from './models.ts';

function rowBytes({ width, palette }: OpenDisplayModel): number {
  return Math.ceil((palette === 'BWRY' ? width * 2 : width) / 8);
}

/** Bytes of a whole picture, both planes together. */
export function imageBytes(model: OpenDisplayModel): number {
  const planes = model.palette === 'BWR' || model.palette === 'BWY' ? 2 : 1;
  return rowBytes(model) * model.height * planes;
}

const fourColours = [colour.black, colour.white, colour.yellow, colour.red] as const;

/**
 * Upright pixels of a picture: rows padded to bytes, leftmost pixel in the highest bit, a set bit is white; the second
 * plane holds the colour.
 * Source: pyod: src/opendisplay/encoding/{bitplanes,images}.py
 */
export function decodeImage(model: OpenDisplayModel, data: Uint8Array): Uint8Array {
  const { width, height, palette } = model;
  const stride = rowBytes(model);
  const plane = stride * height;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = y * width + x;
      if (palette === 'BWRY') {
        pixels[to] = fourColours[(data[y * stride + (x >> 2)]! >> (6 - 2 * (x & 3))) & 3]!;
        continue;
      }
      const at = y * stride + (x >> 3);
      const mask = 0x80 >> (x & 7);
      const coloured = palette !== 'BW' && (data[plane + at]! & mask) !== 0;
      if (coloured) pixels[to] = palette === 'BWR' ? colour.red : colour.yellow;
      else pixels[to] = data[at]! & mask ? colour.white : colour.black;
    }
  }
  return pixels;
}
