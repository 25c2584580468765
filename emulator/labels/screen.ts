import { crc32 } from 'node:zlib';
import type { Cancel, Clock } from '../clock.ts';

/** Colours of a panel, by the byte that stands for each of them in a picture. */
export const colour = { white: 0, black: 1, red: 2, yellow: 3 } as const;

/** One byte per pixel, row by row, upright as the shopper sees it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** What a panel shows now. It keeps showing it without power. */
export interface ScreenState extends Picture {
  /** CRC-32 of the pixels. */
  readonly crc: number;
  /** When it was last redrawn, ms since 1970; null before the first time. */
  readonly drawnAtMs: number | null;
  /** Refreshes since the label left the factory. */
  readonly refreshes: number;
}

export interface Screen {
  state(): ScreenState;
  refreshing(): boolean;
  /** Redraws the whole panel, which takes its time; `done` runs when the picture stands. */
  refresh(pixels: Uint8Array, done: () => void): void;
  /** Power fails: a refresh that was going on never ends, the old picture stays. */
  interrupt(): void;
}

/** A white panel that takes `refreshMs` for a redraw. */
export function createScreen(clock: Clock, width: number, height: number, refreshMs: number): Screen {
  let pixels: Uint8Array = new Uint8Array(width * height);
  let crc = crc32(pixels);
  let drawnAtMs: number | null = null;
  let refreshes = 0;
  let cancel: Cancel | null = null;
  return {
    state: () => ({ width, height, pixels, crc, drawnAtMs, refreshes }),
    refreshing: () => cancel !== null,
    refresh(next, done) {
      cancel?.();
      cancel = clock.after(refreshMs, () => {
        cancel = null;
        pixels = next;
        crc = crc32(next);
        drawnAtMs = clock.now();
        refreshes++;
        done();
      });
    },
    interrupt() {
      cancel?.();
      cancel = null;
    },
  };
}

/** What a label without a picture of its own shows after a restart: a frame and a diagonal. */
export function bootPicture(width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const frame = x < 3 || y < 3 || x >= width - 3 || y >= height - 3;
      if (frame || Math.floor((x * height) / width) === y) pixels[y * width + x] = colour.black;
    }
  }
  return pixels;
}
