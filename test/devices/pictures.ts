import type { LabelModel } from '../../devices/label-model.ts';
import { type Bitmap, blankBitmap } from '../../src/shelf/panel.ts';

/** Colours as the tests count them: 0 white, 1 black, 2 red, 3 yellow; one entry a pixel, upright. */
export type Pixels = Uint8Array;

/** A picture that looks different from every side and uses every ink of the panel. */
export function testPicture(model: LabelModel, seed = 1): { bitmap: Bitmap; pixels: Pixels } {
  const { width, height } = model.panel;
  const bitmap = blankBitmap(model.panel);
  const pixels = new Uint8Array(width * height);
  let state = seed;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      const noisy = y < 16 && x < width / 2;
      const colour = noisy ? (state >>> 16) & 3 : y % 40 < 12 && x > y / 2 ? 1 + (Math.floor(x / 30) % 3) : 0;
      const plane = colour === 1 ? bitmap.black : colour === 2 ? bitmap.red : colour === 3 ? bitmap.yellow : null;
      if (plane === null) continue;
      plane[y * bitmap.stride + (x >> 3)]! |= 0x80 >> (x & 7);
      pixels[y * width + x] = colour;
    }
  }
  return { bitmap, pixels };
}
