import type { Bitmap } from '../../src/shelf/panel.ts';

/**
 * A picture in the memory of an SSD1306: pages of eight rows, a byte for each column with the uppermost row in its lowest
 * bit; 1 = lit. What is ink on paper is lit here. Source: Solomon Systech SSD1306 datasheet, 8.7.
 */
export function encodePages({ width, height, stride, black }: Bitmap): Uint8Array {
  const pages = new Uint8Array(width * (height >> 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (black[y * stride + (x >> 3)]! & (0x80 >> (x & 7))) pages[(y >> 3) * width + x]! |= 1 << (y & 7);
    }
  }
  return pages;
}
