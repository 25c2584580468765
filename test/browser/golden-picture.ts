import { decode, encode } from 'fast-png';

/** A picture made small: mean colours of square blocks, so that how a browser smooths edges does not matter. */
export interface SmallPicture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each block, row by row. */
  readonly data: Uint8Array;
}

/** The longer side of a golden picture in pixels, at most. */
const longestSide = 480;

export function shrinkPng(png: Uint8Array): SmallPicture {
  const { width, height, data, channels } = decode(png);
  const block = Math.ceil(Math.max(width, height) / longestSide);
  const small = { width: Math.floor(width / block), height: Math.floor(height / block) };
  const out = new Uint8Array(small.width * small.height * 3);
  for (let at = 0; at < small.width * small.height; at++) {
    const [left, top] = [(at % small.width) * block, Math.floor(at / small.width) * block];
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      for (let y = top; y < top + block; y++) {
        for (let x = left; x < left + block; x++) sum += data[(y * width + x) * channels + channel]!;
      }
      out[at * 3 + channel] = Math.round(sum / (block * block));
    }
  }
  return { ...small, data: out };
}

export function readGolden(png: Uint8Array): SmallPicture {
  const { width, height, data } = decode(png);
  return { width, height, data: Uint8Array.from(data) };
}

export function writeGolden(picture: SmallPicture): Uint8Array {
  return encode({ ...picture, channels: 3, depth: 8 }, { zlib: { level: 9 } });
}

/** Side of a cell in pixels of the small picture, and the mean difference of a channel that is one. */
const cellPx = 8;
const cellDiffers = 10;

/** The share of cells that look different; 1 where the pictures are not of one size. */
export function differingShare(one: SmallPicture, other: SmallPicture): number {
  if (one.width !== other.width || one.height !== other.height) return 1;
  const [columns, rows] = [Math.ceil(one.width / cellPx), Math.ceil(one.height / cellPx)];
  const sums = new Float64Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  for (let at = 0; at < one.data.length; at++) {
    const pixel = Math.floor(at / 3);
    const row = Math.floor(Math.floor(pixel / one.width) / cellPx);
    const cell = row * columns + Math.floor((pixel % one.width) / cellPx);
    sums[cell]! += Math.abs(one.data[at]! - other.data[at]!);
    counts[cell]!++;
  }
  return sums.filter((sum, cell) => sum / counts[cell]! > cellDiffers).length / sums.length;
}
