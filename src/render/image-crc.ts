import { crc32 } from 'node:zlib';
import type { Bitmap } from '../shelf/panel.ts';

/**
 * A 32-bit identity of a picture, never zero: CRC-32 (ISO 3309) of its size and planes, an absent plane counting as one
 * zero byte. For labels that remember what they show, and to see that nothing has changed.
 */
export function imageCrc(bitmap: Bitmap): number {
  const { width, height } = bitmap;
  let crc = crc32(Uint8Array.of(width >> 8, width & 0xff, height >> 8, height & 0xff));
  for (const plane of [bitmap.black, bitmap.red, bitmap.yellow]) crc = crc32(plane ?? Uint8Array.of(0), crc);
  return crc === 0 ? 1 : crc;
}
