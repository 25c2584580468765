import type { Bitmap, Ink } from '../shelf/panel.ts';
import type { Mask } from './scan-conversion.ts';

/** What a pixel may become. White takes ink away. */
export type Paint = Ink | 'white';

/** A box in whole pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A mask with its eight horizontal shifts, made on first use: drawing is then whole bytes only. */
export interface Stamp extends Mask {
  readonly shifted: (Uint8Array | undefined)[];
}

export function stampOf(mask: Mask): Stamp {
  return { ...mask, shifted: [] };
}

/**
 * Inks every set pixel of `stamp`, its left upper corner at (x, y). A pixel carries one ink, so the other planes lose it.
 * Throws when it would leave the picture: nothing is ever clipped here, the caller has made sure that it fits.
 */
export function drawStamp(bitmap: Bitmap, stamp: Stamp, x: number, y: number, paint: Paint): void {
  const { width, height } = stamp;
  if (width === 0) return;
  if (x < 0 || y < 0 || x + width > bitmap.width || y + height > bitmap.height) {
    throw new RangeError(`drawing ${width}×${height} at ${x},${y} leaves the ${bitmap.width}×${bitmap.height} picture`);
  }
  const shift = x & 7;
  const rowBytes = (shift + width + 7) >> 3;
  let bits = shift === 0 ? stamp.bits : stamp.shifted[shift];
  if (bits === undefined) {
    bits = shiftRight(stamp, shift, rowBytes);
    stamp.shifted[shift] = bits;
  }
  const { stride, black, red, yellow } = bitmap;
  let at = y * stride + (x >> 3);
  const gap = stride - rowBytes;
  const size = rowBytes * height;
  const inked = paint === 'black' ? black : paint === 'red' ? red : paint === 'yellow' ? yellow : null;
  if (paint !== 'white' && inked === null) throw new RangeError(`this picture has no ${paint} plane`);
  // Nearly all drawing is one ink upon black/white/red or black/white: one pass over both planes.
  const cleared = inked === black ? (red ?? yellow) : black;
  for (let from = 0; from < size; at += gap) {
    for (const end = from + rowBytes; from < end; from++, at++) {
      const byte = bits[from]!;
      if (inked !== null) inked[at]! |= byte;
      if (cleared !== null) cleared[at]! &= ~byte;
    }
  }
  if (paint === 'white' || (red !== null && yellow !== null)) {
    for (const plane of [red, yellow]) {
      if (plane !== null && plane !== inked && plane !== cleared)
        clear(plane, bits, y * stride + (x >> 3), gap, rowBytes, size);
    }
  }
}

function clear(plane: Uint8Array, bits: Uint8Array, start: number, gap: number, rowBytes: number, size: number): void {
  let at = start;
  for (let from = 0; from < size; at += gap) {
    for (const end = from + rowBytes; from < end; from++, at++) plane[at]! &= ~bits[from]!;
  }
}

function shiftRight(mask: Mask, shift: number, rowBytes: number): Uint8Array {
  const out = new Uint8Array(rowBytes * mask.height);
  for (let row = 0; row < mask.height; row++) {
    let carry = 0;
    for (let i = 0; i < rowBytes; i++) {
      const byte = i < mask.stride ? mask.bits[row * mask.stride + i]! : 0;
      out[row * rowBytes + i] = carry | (byte >> shift);
      carry = (byte << (8 - shift)) & 0xff;
    }
  }
  return out;
}

/** Fills a box. Throws when it leaves the picture. */
export function fillBox(bitmap: Bitmap, box: Box, paint: Paint): void {
  const { x, y, width, height } = box;
  if (width <= 0 || height <= 0) return;
  if (x < 0 || y < 0 || x + width > bitmap.width || y + height > bitmap.height) {
    throw new RangeError(`a box of ${width}×${height} at ${x},${y} leaves the picture`);
  }
  const last = x + width - 1;
  const firstByte = x >> 3;
  const lastByte = last >> 3;
  const head = 0xff >> (x & 7);
  const tail = (0xff << (7 - (last & 7))) & 0xff;
  for (const [plane, ink] of [
    [bitmap.black, 'black'],
    [bitmap.red, 'red'],
    [bitmap.yellow, 'yellow'],
  ] as const) {
    if (plane === null) continue;
    const set = ink === paint;
    for (let row = y; row < y + height; row++) {
      const at = row * bitmap.stride;
      for (let byte = firstByte; byte <= lastByte; byte++) {
        const mask = (byte === firstByte ? head : 0xff) & (byte === lastByte ? tail : 0xff);
        if (set) plane[at + byte]! |= mask;
        else plane[at + byte]! &= ~mask;
      }
    }
  }
}

/** Fills a box with corners rounded by `radius` pixels. */
export function fillRoundedBox(bitmap: Bitmap, box: Box, radius: number, paint: Paint): void {
  const r = Math.max(0, Math.min(radius, box.width >> 1, box.height >> 1));
  for (let row = 0; row < r; row++) {
    const dy = r - row - 0.5;
    const inset = Math.round(r - Math.sqrt(r * r - dy * dy));
    const line = { x: box.x + inset, width: box.width - 2 * inset, height: 1 };
    fillBox(bitmap, { ...line, y: box.y + row }, paint);
    fillBox(bitmap, { ...line, y: box.y + box.height - 1 - row }, paint);
  }
  fillBox(bitmap, { x: box.x, y: box.y + r, width: box.width, height: box.height - 2 * r }, paint);
}

/** A straight line of square pixels, `width` thick, from one point to the other, both included (Bresenham). */
export function drawLine(
  bitmap: Bitmap,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  width: number,
  paint: Paint,
): void {
  if (y0 === y1) {
    fillBox(bitmap, { x: Math.min(x0, x1), y: y0, width: Math.abs(x1 - x0) + 1, height: width }, paint);
    return;
  }
  if (x0 === x1) {
    fillBox(bitmap, { x: x0, y: Math.min(y0, y1), width, height: Math.abs(y1 - y0) + 1 }, paint);
    return;
  }
  const dx = Math.abs(x1 - x0);
  const dy = -Math.abs(y1 - y0);
  const [stepX, stepY] = [x0 < x1 ? 1 : -1, y0 < y1 ? 1 : -1];
  let error = dx + dy;
  for (let x = x0, y = y0; ; ) {
    fillBox(bitmap, { x, y, width, height: width }, paint);
    if (x === x1 && y === y1) return;
    const doubled = 2 * error;
    if (doubled >= dy) {
      error += dy;
      x += stepX;
    }
    if (doubled <= dx) {
      error += dx;
      y += stepY;
    }
  }
}

/** The ink at a pixel. */
export function paintAt(bitmap: Bitmap, x: number, y: number): Paint {
  const at = y * bitmap.stride + (x >> 3);
  const bit = 0x80 >> (x & 7);
  if ((bitmap.black[at]! & bit) !== 0) return 'black';
  if (bitmap.red !== null && (bitmap.red[at]! & bit) !== 0) return 'red';
  if (bitmap.yellow !== null && (bitmap.yellow[at]! & bit) !== 0) return 'yellow';
  return 'white';
}
