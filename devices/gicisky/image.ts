import type { Bitmap } from '../../src/shelf/panel.ts';
import { concat } from '../layout.ts';
import { inMemoryOrder } from '../memory-order.ts';
import { prefixed } from './frames.ts';
import type { GiciskyModel } from './model.ts';
import { packChunks } from './quicklz.ts';

/**
 * The picture as the label's memory wants it, ready to be cut into parts. Black and white plane: 1 = white; colour
 * plane: 1 = red. Source: hassg: custom_components/gicisky/gicisky_ble/writer.py.
 */
export function encodeImage(image: Bitmap, model: GiciskyModel): Uint8Array {
  if (image.width !== model.panel.width || image.height !== model.panel.height) {
    throw new RangeError(`${image.width}x${image.height} picture for ${model.id}`);
  }
  if (model.encoding === 'packed-pixels') return packedPixels(image, model);
  const [white, red] = planes(image, model);
  switch (model.encoding) {
    case 'planes':
      return red === null ? white : concat(white, red);
    case 'literal-lines':
      return literalLines(model, red === null ? [white] : [white, red]);
    case 'quicklz-chunks':
      return red === null ? prefixed(0, packChunks(white)) : prefixed(red.length, packChunks(white), packChunks(red));
  }
}

function planes(image: Bitmap, model: GiciskyModel): [white: Uint8Array, red: Uint8Array | null] {
  const size = (image.width * image.height + 7) >> 3;
  const white = new Uint8Array(size);
  const red = model.panel.palette === 'bwr' ? new Uint8Array(size) : null;
  let at = 0;
  for (const { byte, mask } of inMemoryOrder(image, model)) {
    const bit = 0x80 >> (at & 7);
    const isRed = ((image.red?.[byte] ?? 0) & mask) !== 0;
    const isWhite = !isRed && (image.black[byte]! & mask) === 0;
    if (isWhite !== (model.inverted === true)) white[at >> 3]! |= bit;
    if (isRed && red !== null) red[at >> 3]! |= bit;
    at++;
  }
  return [white, red];
}

/** 00 black, 01 white, 10 yellow, 11 red; the first pixel in the two highest bits. */
function packedPixels(image: Bitmap, model: GiciskyModel): Uint8Array {
  const packed = new Uint8Array((image.width * image.height + 3) >> 2);
  let at = 0;
  for (const { byte, mask } of inMemoryOrder(image, model)) {
    const value =
      ((image.red?.[byte] ?? 0) & mask) !== 0
        ? 3
        : ((image.yellow?.[byte] ?? 0) & mask) !== 0
          ? 2
          : (image.black[byte]! & mask) !== 0
            ? 0
            : 1;
    packed[at >> 2]! |= value << (6 - 2 * (at & 3));
    at++;
  }
  return packed;
}

/** One container per panel column: a packet that says "all literals". The length counts its own four bytes. */
function literalLines(model: GiciskyModel, both: readonly Uint8Array[]): Uint8Array {
  const { width, height } = model.panel;
  const bytesPerLine = height >> 3;
  const header = [0x75, bytesPerLine + 7, bytesPerLine, 0, 0, 0, 0];
  const lines = both.flatMap(plane =>
    Array.from({ length: width }, (_, line) =>
      concat(Uint8Array.from(header), plane.subarray(line * bytesPerLine, (line + 1) * bytesPerLine)),
    ),
  );
  return prefixed(4 + lines.reduce((sum, line) => sum + line.length, 0), ...lines);
}
