import { deflateSync } from 'node:zlib';
import type { Bitmap } from '../../src/shelf/panel.ts';
import { concat } from '../layout.ts';
import type { OpenDisplayModel } from './model.ts';

/** The label unpacks with a window of 512 bytes and rejects a larger one. Source: odfw: FIRMWARE_ZLIB_WINDOW_BITS. */
const windowBits = 9;
/** Room for a compressed picture in labels that keep it whole. Source: odproto: DisplayConfig.transmission_modes. */
const zlibBufferBytes = 50 * 1024;

/** A picture as it travels. `rawBytes` is its length unpacked. */
export interface EncodedImage {
  readonly bytes: Uint8Array;
  readonly rawBytes: number;
  readonly compressed: boolean;
}

/** The picture in the panel's coding, compressed where the label can unpack it and it pays. */
export function encodeImage(image: Bitmap, model: OpenDisplayModel): EncodedImage {
  const raw = pixels(image, model);
  const packed = model.zlib === 'none' ? null : deflateSync(raw, { windowBits, level: 9 });
  const fits =
    packed !== null && packed.length < raw.length && (model.zlib === 'streaming' || packed.length <= zlibBufferBytes);
  return { bytes: fits ? new Uint8Array(packed) : raw, rawBytes: raw.length, compressed: fits };
}

/**
 * Rows padded to whole bytes, most significant bit first, 1 = white.
 * Source: pyod: src/opendisplay/encoding/bitplanes.py, images.py.
 */
export function pixels(image: Bitmap, model: OpenDisplayModel): Uint8Array {
  if (image.width !== model.panel.width || image.height !== model.panel.height) {
    throw new RangeError(`${image.width}x${image.height} picture for ${model.id}`);
  }
  const none = new Uint8Array(image.black.length);
  const red = image.red ?? none;
  const yellow = image.yellow ?? none;
  switch (model.panel.palette) {
    case 'bw':
      return complement(image, none);
    case 'bwr':
      // Red pixels are white in the first plane.
      return concat(complement(image, none), red);
    case 'bwy':
      return concat(complement(image, yellow), yellow);
    case 'bwry':
      return pairs(image, red, yellow, model.yellowRedSwapped === true);
  }
}

/** White where neither black nor `other` is; the padding at the end of a row stays zero. */
function complement(image: Bitmap, other: Uint8Array): Uint8Array {
  const padding = image.stride * 8 - image.width;
  return image.black.map((black, i) => {
    const used = (i + 1) % image.stride === 0 ? (0xff << padding) & 0xff : 0xff;
    return ~(black | other[i]!) & used;
  });
}

/** Two bits a pixel: 00 black, 01 white, 10 yellow, 11 red. */
function pairs(image: Bitmap, red: Uint8Array, yellow: Uint8Array, swapped: boolean): Uint8Array {
  const stride = (image.width + 3) >> 2;
  const packed = new Uint8Array(stride * image.height);
  const [yellowCode, redCode] = swapped ? [3, 2] : [2, 3];
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const at = y * image.stride + (x >> 3);
      const mask = 0x80 >> (x & 7);
      const code =
        (red[at]! & mask) !== 0
          ? redCode
          : (yellow[at]! & mask) !== 0
            ? yellowCode
            : (image.black[at]! & mask) !== 0
              ? 0
              : 1;
      packed[y * stride + (x >> 2)]! |= code << (6 - 2 * (x & 3));
    }
  }
  return packed;
}
