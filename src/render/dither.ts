import type { DecodedPng } from 'fast-png';
import type { Ink } from '../shelf/panel.ts';
import { type Paint, type Stamp, stampOf } from './bitmap-canvas.ts';

/** The inks as e-paper shows them in daylight, sRGB; screens' pure red would pull photographs towards it. */
export const inkColours: Readonly<Record<Paint, readonly [number, number, number]>> = {
  white: [232, 232, 224],
  black: [28, 28, 30],
  red: [178, 34, 34],
  yellow: [222, 178, 24],
};

type Source = Pick<DecodedPng, 'width' | 'height' | 'data' | 'channels' | 'depth' | 'palette'>;

/** Brings a picture down to a panel's inks; returns one stamp per ink, all of the picture's size. Integers only. */
export function toInks(
  source: Source,
  inks: readonly Ink[],
  method: 'floyd-steinberg' | 'threshold',
): { paint: Paint; stamp: Stamp }[] {
  const { width, height } = source;
  const rgb = toRgb(source);
  const paints: Paint[] = ['white', ...inks];
  const stride = (width + 7) >> 3;
  const planes = new Map<Paint, Uint8Array>(inks.map(ink => [ink, new Uint8Array(stride * height)]));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const pixel = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
      const paint = nearest(pixel, paints);
      const plane = planes.get(paint);
      if (plane !== undefined) plane[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
      if (method === 'threshold') continue;
      for (let c = 0; c < 3; c++) {
        const error = pixel[c]! - inkColours[paint][c]!;
        const spread = (dx: number, dy: number, share: number) => {
          if (x + dx < 0 || x + dx >= width || y + dy >= height) return;
          rgb[at + (dy * width + dx) * 3 + c]! += (error * share) >> 4;
        };
        spread(1, 0, 7);
        spread(-1, 1, 3);
        spread(0, 1, 5);
        spread(1, 1, 1);
      }
    }
  }
  return inks.map(ink => ({
    paint: ink,
    stamp: stampOf({ width, height, stride, bits: planes.get(ink)!, left: 0, top: 0 }),
  }));
}

function nearest(pixel: readonly number[], paints: readonly Paint[]): Paint {
  let best: Paint = 'white';
  let least = Infinity;
  for (const paint of paints) {
    const colour = inkColours[paint];
    let distance = 0;
    for (let c = 0; c < 3; c++) distance += (pixel[c]! - colour[c]!) ** 2;
    if (distance >= least) continue;
    least = distance;
    best = paint;
  }
  return best;
}

/** Eight bits per channel upon white paper. Sixteen-bit and 1-, 2- and 4-bit pictures are refused. */
function toRgb({ width, height, data, channels, depth, palette }: Source): Int16Array {
  if (depth !== 8) throw new Error(`a PNG of ${depth} bits per channel; 8 are needed`);
  const rgb = new Int16Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const at = i * channels;
    const entry = palette?.[data[at]!];
    const grey = channels < 3;
    const colour = entry ?? (grey ? [data[at]!, data[at]!, data[at]!] : [data[at]!, data[at + 1]!, data[at + 2]!]);
    const alpha = entry !== undefined ? (entry[3] ?? 255) : channels % 2 === 0 ? data[at + channels - 1]! : 255;
    for (let c = 0; c < 3; c++) {
      const paper = inkColours.white[c]!;
      rgb[i * 3 + c] = paper + Math.round(((colour[c]! - paper) * alpha) / 255);
    }
  }
  return rgb;
}
