import type { Bitmap } from '../shelf/panel.ts';

/** Bitmaps by key; what was not asked for lately goes first. */
export interface BitmapCache {
  get(key: string): Bitmap | undefined;
  put(key: string, bitmap: Bitmap): void;
  /** Bytes of the planes that it holds, never more than its limit. */
  readonly bytes: number;
}

/**
 * Keeps at most `maxBytes` of planes, in two generations: when the young one has filled its half, it becomes the old one
 * and what was the old one is forgotten. A hit is then a single look-up, without the bookkeeping of an exact order. What it
 * returns must not be changed.
 */
export function createBitmapCache(maxBytes: number): BitmapCache {
  let young = new Map<string, Bitmap>();
  let old = new Map<string, Bitmap>();
  let youngBytes = 0;
  let oldBytes = 0;
  const put = (key: string, bitmap: Bitmap) => {
    const size = planeBytes(bitmap);
    if (size > maxBytes / 2) return;
    const before = young.get(key);
    if (before !== undefined) youngBytes -= planeBytes(before);
    else if (youngBytes + size > maxBytes / 2) {
      old = young;
      oldBytes = youngBytes;
      young = new Map();
      youngBytes = 0;
    }
    young.set(key, bitmap);
    youngBytes += size;
  };
  return {
    get bytes() {
      return youngBytes + oldBytes;
    },
    get(key) {
      const found = young.get(key);
      if (found !== undefined) return found;
      const aged = old.get(key);
      if (aged === undefined) return undefined;
      old.delete(key);
      oldBytes -= planeBytes(aged);
      put(key, aged);
      return aged;
    },
    put,
  };
}

function planeBytes(bitmap: Bitmap): number {
  return bitmap.black.length + (bitmap.red?.length ?? 0) + (bitmap.yellow?.length ?? 0);
}
