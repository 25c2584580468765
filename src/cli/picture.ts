import { decode } from 'fast-png';
import { toTerminal } from '../render/terminal.ts';
import { type Bitmap, blankBitmap } from '../shelf/panel.ts';

/**
 * Draws a label's picture with characters: half blocks, exact to the pixel, where it fits; otherwise Braille, which
 * takes half the columns; and made smaller where even that is too wide.
 * @param width columns of the terminal; null: any
 */
export function drawPng(png: Uint8Array, to: { readonly width: number | null; readonly colour: boolean }): string {
  const bitmap = bitmapOf(png);
  const room = to.width ?? Number.POSITIVE_INFINITY;
  if (bitmap.width <= room) return toTerminal(bitmap, { style: 'half-blocks', colour: to.colour });
  const factor = Math.ceil(bitmap.width / 2 / room);
  return toTerminal(factor === 1 ? bitmap : shrink(bitmap, factor), { style: 'braille', colour: to.colour });
}

/** The inks of a PNG of our own making, whichever of its palettes it was drawn with: four colours far apart. */
function bitmapOf(png: Uint8Array): Bitmap {
  const { width, height, data, channels } = decode(png);
  const bitmap = blankBitmap({ width, height, palette: 'bwry' });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      const [red, green, blue] = [data[at]! > 110, data[at + 1]! > 110, data[at + 2]! > 110];
      const plane = !red ? bitmap.black : !green ? bitmap.red! : !blue ? bitmap.yellow! : null;
      if (plane) plane[y * bitmap.stride + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return bitmap;
}

/** Makes a picture `factor` times smaller; a dot is inked where at least a third of what it stands for is. */
function shrink(bitmap: Bitmap, factor: number): Bitmap {
  const size = { width: Math.ceil(bitmap.width / factor), height: Math.ceil(bitmap.height / factor) };
  const small = blankBitmap({ ...size, palette: 'bwry' });
  const reduce = (from: Uint8Array | null, to: Uint8Array | null): void => {
    if (from === null || to === null) return;
    const counts = new Uint16Array(size.width * size.height);
    for (let y = 0; y < bitmap.height; y++) {
      for (let x = 0; x < bitmap.width; x++) {
        if (from[y * bitmap.stride + (x >> 3)]! & (0x80 >> (x & 7))) {
          counts[Math.floor(y / factor) * size.width + Math.floor(x / factor)]! += 1;
        }
      }
    }
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        if (counts[y * size.width + x]! * 3 >= factor * factor) to[y * small.stride + (x >> 3)]! |= 0x80 >> (x & 7);
      }
    }
  };
  reduce(bitmap.black, small.black);
  reduce(bitmap.red, small.red);
  reduce(bitmap.yellow, small.yellow);
  return small;
}
