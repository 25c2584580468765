import { encode } from 'fast-png';
import { type Bitmap, blankBitmap, type Panel } from '../../src/shelf/panel.ts';

const digits: Record<string, string> = {
  '0': '111101101101111',
  '1': '010110010010111',
  '2': '111001111100111',
  '3': '111001111001111',
  '4': '101101111001001',
  '5': '111100111001111',
  '6': '111100111101111',
  '7': '111001001001001',
  '8': '111101111101111',
  '9': '111101111001111',
};

/** A picture that tells prices apart: the amount in block digits, a red band where the palette has red. */
export function drawPriceCard(panel: Panel, amountMinor: number): Bitmap {
  const bitmap = blankBitmap(panel);
  const fill = (plane: Uint8Array, x: number, y: number, width: number, height: number) => {
    for (let row = y; row < Math.min(y + height, panel.height); row++) {
      for (let column = x; column < Math.min(x + width, panel.width); column++) {
        plane[row * bitmap.stride + (column >> 3)]! |= 0x80 >> (column & 7);
      }
    }
  };
  if (bitmap.red !== null) fill(bitmap.red, 0, 0, panel.width, 14);
  const dot = Math.floor(panel.height / 12);
  [...String(amountMinor)].forEach((digit, place) => {
    for (let cell = 0; cell < 15; cell++) {
      if (digits[digit]![cell] !== '1') continue;
      fill(bitmap.black, 12 + place * 4 * dot + (cell % 3) * dot, 30 + Math.floor(cell / 3) * dot, dot, dot);
    }
  });
  fill(bitmap.black, 12, panel.height - 24, panel.width - 24, 2);
  return bitmap;
}

/** A PNG of a picture, `scale` image pixels per panel pixel, without the product's encoder. */
export function fixturePng(bitmap: Bitmap, _panel: Panel, scale: number): Uint8Array {
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  const data = new Uint8Array(width * height * 3).fill(255);
  const has = (plane: Uint8Array | null, x: number, y: number) =>
    plane !== null && (plane[y * bitmap.stride + (x >> 3)]! & (0x80 >> (x & 7))) !== 0;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const x = Math.floor((pixel % width) / scale);
    const y = Math.floor(pixel / width / scale);
    if (has(bitmap.black, x, y)) data.set([0, 0, 0], pixel * 3);
    else if (has(bitmap.red, x, y)) data.set([200, 30, 30], pixel * 3);
    else if (has(bitmap.yellow, x, y)) data.set([230, 190, 0], pixel * 3);
  }
  return encode({ width, height, data, channels: 3, depth: 8 });
}
