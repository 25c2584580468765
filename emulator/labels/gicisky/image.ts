import { colour } from '../screen.ts';
import type { GiciskyModel } from './models.ts';
import { unpackChunks } from './quicklz.ts';

/** Bytes of one plane, or of all pixels at two bits, unpacked. */
function planeBytes({ width, height }: GiciskyModel): number {
  return (width * height) / 8;
}

/** Bytes of the unpacked picture. */
export function imageBytes(model: GiciskyModel): number {
  return planeBytes(model) * (model.palette === 'BW' ? 1 : 2);
}

/** Longest upload that the label makes room for, bytes. */
export function maxUploadBytes(model: GiciskyModel): number {
  return model.encoding === 'plain' ? imageBytes(model) : 4 + imageBytes(model) * 2;
}

/**
 * The picture as plain planes, out of whichever encoding the model takes; null when it is damaged or of a wrong size.
 * Source: hassg: custom_components/gicisky/gicisky_ble/writer.py
 */
function planes(model: GiciskyModel, upload: Uint8Array): Uint8Array | null {
  const bytes = imageBytes(model);
  if (model.encoding === 'plain') return upload.length === bytes ? upload : null;
  // Four bytes of length come first: of the whole, or of the second plane. Real labels do not check the former.
  if (upload.length < 4) return null;
  if (model.encoding === 'compression2' && Buffer.from(upload).readUInt32LE(0) !== planeBytes(model)) return null;
  const raw = unpackChunks(upload.subarray(4), bytes);
  return raw?.length === bytes ? raw : null;
}

const fourColours = [colour.black, colour.white, colour.yellow, colour.red] as const;

/** Upright pixels of an upload; null when the label would refuse it. */
export function decodeImage(model: GiciskyModel, upload: Uint8Array): Uint8Array | null {
  const data = planes(model, upload);
  if (!data) return null;
  const { width, height, rotation, palette } = model;
  const size = planeBytes(model);
  const at = (index: number): number => {
    if (palette === 'BWRY') return fourColours[(data[index >> 2]! >> (6 - 2 * (index & 3))) & 3]!;
    const mask = 0x80 >> (index & 7);
    if (palette !== 'BW' && data[size + (index >> 3)]! & mask) return colour.red;
    const set = (data[index >> 3]! & mask) !== 0;
    return set !== (model.inverted ?? false) ? colour.white : colour.black;
  };
  const turned = rotation === 90 || rotation === 270;
  const [scanWidth, scanHeight] = turned ? [height, width] : [width, height];
  const pixels = new Uint8Array(width * height);
  let index = 0;
  for (let row = 0; row < scanHeight; row++) {
    const y = model.mirrorY ? scanHeight - 1 - row : row;
    for (let column = 0; column < scanWidth; column++) {
      const x = model.mirrorX ? scanWidth - 1 - column : column;
      pixels[upright(x, y, model)] = at(index++);
    }
  }
  return pixels;
}

/** Index in the upright picture of a place in the one turned counter-clockwise. */
function upright(x: number, y: number, { width, height, rotation }: GiciskyModel): number {
  switch (rotation) {
    case 0:
      return y * width + x;
    case 90:
      return x * width + (width - 1 - y);
    case 180:
      return (height - 1 - y) * width + (width - 1 - x);
    case 270:
      return (height - 1 - x) * width + y;
  }
}
