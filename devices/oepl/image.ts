import { deflateSync } from 'node:zlib';
import type { Bitmap } from '../../src/shelf/panel.ts';
import { concat, layout, rest, u32le } from '../layout.ts';
import { inMemoryOrder, memorySize } from '../memory-order.ts';
import { rawOnePlane, rawTwoPlanes, zlib, zlibHead } from './frames.ts';
import type { OeplModel } from './model.ts';

/** A picture as a label stores it. */
export interface ImageFile {
  readonly dataType: number;
  readonly bytes: Uint8Array;
}

const zlibHeadBytes = 6;
/** 4 KiB, which is what labels have memory for. Source: OpenEPaperLink: ESP32_AP-Flasher/src/makeimage.cpp. */
const zlibWindowBits = 12;
const packed = layout({ unpackedBytes: u32le, rest });

/**
 * The picture as the label's memory wants it: a plane of black, and one of the colour if there is any; 1 = ink. Packed
 * where the label's firmware can unpack it and it is shorter.
 * @param firmware as the label calls it, hex; null: not known
 */
export function encodeImage(image: Bitmap, model: OeplModel, firmware: string | null): ImageFile {
  if (image.width !== model.panel.width || image.height !== model.panel.height) {
    throw new RangeError(`${image.width}x${image.height} picture for ${model.id}`);
  }
  const { black, colour } = planes(image, model);
  const raw = colour === null ? black : concat(black, colour);
  if (unpacks(model, firmware)) {
    const { columns: width, rows: height } = memorySize(image, model);
    const head = zlibHead.encode({ headBytes: zlibHeadBytes, width, height, planes: colour === null ? 1 : 2 });
    const whole = concat(head, raw);
    const stream = deflateSync(whole, { level: 9, windowBits: zlibWindowBits });
    const bytes = packed.encode({ unpackedBytes: whole.length, rest: stream });
    if (bytes.length < raw.length) return { dataType: zlib, bytes };
  }
  return { dataType: colour === null ? rawOnePlane : rawTwoPlanes, bytes: raw };
}

function unpacks({ zlibFrom }: OeplModel, firmware: string | null): boolean {
  const version = firmware === null ? Number.NaN : Number.parseInt(firmware, 16);
  return zlibFrom !== null && version >= zlibFrom;
}

/**
 * The second ink of the panel goes into the second plane, the third one (yellow, beside red) into both. Source:
 * OpenEPaperLink: ESP32_AP-Flasher/src/makeimage.cpp, colour indices 1 to 3 of `colortable`.
 */
function planes(image: Bitmap, model: OeplModel): { black: Uint8Array; colour: Uint8Array | null } {
  const size = (image.width * image.height + 7) >> 3;
  const black = new Uint8Array(size);
  const colour = new Uint8Array(size);
  const both = model.panel.palette === 'bwry' ? image.yellow : null;
  const second = model.panel.palette === 'bwy' ? image.yellow : image.red;
  let coloured = false;
  let at = 0;
  for (const { byte, mask } of inMemoryOrder(image, model)) {
    const bit = 0x80 >> (at & 7);
    const third = ((both?.[byte] ?? 0) & mask) !== 0;
    if (third || ((second?.[byte] ?? 0) & mask) !== 0) {
      colour[at >> 3]! |= bit;
      coloured = true;
    }
    if (third || (image.black[byte]! & mask) !== 0) black[at >> 3]! |= bit;
    at++;
  }
  return { black, colour: coloured ? colour : null };
}
