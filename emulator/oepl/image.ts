import { inflateSync } from 'node:zlib';
import { colour } from '../labels/screen.ts';
import type { OeplModel } from './models.ts';
import { dataType } from './wire.ts';

/** Bytes of one plane: a bit per pixel, row after row without gaps. */
export function planeBytes({ width, height }: OeplModel): number {
  return Math.ceil((width * height) / 8);
}

/** A label has 4 KiB to look back in: a stream that asks for more is none it can unpack. */
const windowBits = 12;
const lengthBytes = 4;
const headerBytes = 6;

/**
 * Both planes, the second empty when it is not sent; null when the file is not what its type says.
 * Source: OEPL: ESP32_AP-Flasher/src/makeimage.cpp
 */
function planesOf(model: OeplModel, file: Uint8Array, planes: number): readonly [Uint8Array, Uint8Array] | null {
  const size = planeBytes(model);
  if (file.length !== size * planes) return null;
  return [file.subarray(0, size), planes === 2 ? file.subarray(size) : new Uint8Array(size)];
}

/** Length of what is packed, then a zlib stream: size of the header, width and height of the memory, planes; planes. */
function unpacked(model: OeplModel, file: Uint8Array): readonly [Uint8Array, Uint8Array] | null {
  if (file.length < lengthBytes) return null;
  const length = Buffer.from(file.subarray(0, lengthBytes)).readUInt32LE();
  if (length > headerBytes + 2 * planeBytes(model)) return null;
  let raw: Buffer;
  try {
    raw = inflateSync(file.subarray(lengthBytes), { windowBits, maxOutputLength: Math.max(1, length) });
  } catch {
    return null;
  }
  if (raw.length !== length || length < headerBytes || raw[0] !== headerBytes) return null;
  const { width, height } = memoryOf(model);
  const planes = raw[5]!;
  if (raw.readUInt16LE(1) !== width || raw.readUInt16LE(3) !== height || planes < 1 || planes > 2) return null;
  return planesOf(model, raw.subarray(headerBytes), planes);
}

/** The memory's own width and height. */
function memoryOf({ width, height, rotation }: OeplModel): { readonly width: number; readonly height: number } {
  return rotation % 2 === 1 ? { width: height, height: width } : { width, height };
}

/** Upright pixels of a file; null when the label cannot make a picture of it. */
export function decodeFile(model: OeplModel, type: number, file: Uint8Array): Uint8Array | null {
  const planes = type === dataType.zlib ? unpacked(model, file) : planesOf(model, file, type === dataType.raw2 ? 2 : 1);
  if (!planes) return null;
  const [ink, accent] = planes;
  const { width, height } = model;
  const memory = memoryOf(model);
  const pixels = new Uint8Array(width * height);
  let bit = 0;
  for (let y = 0; y < memory.height; y++) {
    for (let x = 0; x < memory.width; x++) {
      const mask = 0x80 >> (bit & 7);
      const at = bit++ >> 3;
      pixels[upright(x, y, model)] = shade(model, (ink[at]! & mask) !== 0, (accent[at]! & mask) !== 0);
    }
  }
  return pixels;
}

/** A set bit is ink. Colour number 1 is in the first plane, 2 in the second, 3 in both. */
function shade({ palette }: OeplModel, ink: boolean, accent: boolean): number {
  if (!accent || palette === 'BW') return ink ? colour.black : colour.white;
  if (palette === 'BWY') return colour.yellow;
  return ink && palette === 'BWRY' ? colour.yellow : colour.red;
}

/** Index in the upright picture of a place in the memory. */
function upright(x: number, y: number, { width, height, rotation }: OeplModel): number {
  switch (rotation) {
    case 0:
      return y * width + x;
    case 1:
      return x * width + (width - 1 - y);
    case 2:
      return (height - 1 - y) * width + (width - 1 - x);
    case 3:
      return (height - 1 - x) * width + y;
  }
}
