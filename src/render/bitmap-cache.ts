import type { Bitmap } from '../shelf/panel.ts';

/** Bitmaps by key, least recently used out first. */
export interface BitmapCache {
  get(key: string): Bitmap | undefined;
  put(key: string, bitmap: Bitmap): void;
  /** Bytes of the planes that it holds. */
  readonly bytes: number;
}

/** Keeps at most `maxBytes` of planes; a bitmap larger than that is not kept. What it returns must not be changed. */
export function createBitmapCache(maxBytes: number): BitmapCache {
  const kept = new Map<string, Bitmap>();
  let bytes = 0;
  const drop = (key: string, bitmap: Bitmap) => {
    kept.delete(key);
    bytes -= planeBytes(bitmap);
  };
  return {
    get bytes() {
      return bytes;
    },
    get(key) {
      const bitmap = kept.get(key);
      if (bitmap === undefined) return undefined;
      // A map keeps the order of insertion: what was used goes to its end.
      kept.delete(key);
      kept.set(key, bitmap);
      return bitmap;
    },
    put(key, bitmap) {
      const before = kept.get(key);
      if (before !== undefined) drop(key, before);
      const size = planeBytes(bitmap);
      if (size > maxBytes) return;
      for (const [oldest, old] of kept) {
        if (bytes + size <= maxBytes) break;
        drop(oldest, old);
      }
      kept.set(key, bitmap);
      bytes += size;
    },
  };
}

function planeBytes(bitmap: Bitmap): number {
  return bitmap.black.length + (bitmap.red?.length ?? 0) + (bitmap.yellow?.length ?? 0);
}
