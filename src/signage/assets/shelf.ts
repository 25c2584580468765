import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { headBytes, type MediaType, mediaTypeOf } from './media-type.ts';

/** A file in the cache, called by its hash. */
export interface Kept {
  readonly bytes: number;
  /** Null: not yet hashed since the start, so nobody knows whether it is still what its name says. */
  readonly type: MediaType | null;
  /** When it was played or named last, for what goes first. */
  readonly usedMs: number;
}

export interface ShelfRoom {
  readonly budgetBytes: number;
  /** So much of the disk stays free for everything else. */
  readonly leastFreeBytes: number;
  readonly freeBytes: () => number;
}

const named = /^[0-9a-f]{64}$/;

/**
 * The files of the cache on the disk. Whatever is not called by a hash goes at the start, such as the parts of downloads
 * that were cut off; what is there is hashed before it is given out.
 */
export function createAssetShelf(dir: string, { budgetBytes, leastFreeBytes, freeBytes }: ShelfRoom) {
  const files = new Map<string, Kept>();
  /** Bytes of downloads under way. */
  const coming = new Map<string, number>();
  const path = (sha256: string) => join(dir, sha256);

  function load(): void {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const whole = entry.isFile() && named.test(entry.name) ? statSync(path(entry.name)) : null;
      if (whole !== null && whole.size > 0) {
        files.set(entry.name, { bytes: whole.size, type: null, usedMs: whole.mtimeMs });
      } else rmSync(path(entry.name), { recursive: true, force: true });
    }
  }

  function remove(sha256: string): boolean {
    try {
      rmSync(path(sha256), { force: true });
    } catch {
      return false; // counted on, as it still takes its room
    }
    return files.delete(sha256);
  }

  function usedBytes(): number {
    let sum = 0;
    for (const { bytes } of files.values()) sum += bytes;
    for (const bytes of coming.values()) sum += bytes;
    return sum;
  }

  /** Lets go of what was used longest ago and may go. False: there is nothing. */
  function evict(spare: (sha256: string) => boolean): boolean {
    const mayGo = [...files].filter(([sha256]) => spare(sha256)).sort(([, a], [, b]) => a.usedMs - b.usedMs);
    return mayGo.some(([sha256]) => remove(sha256));
  }

  return {
    load,
    path,
    kept: (sha256: string): Kept | null => files.get(sha256) ?? null,
    usedBytes,
    remove,
    use(sha256: string, nowMs: number): void {
      const file = files.get(sha256);
      if (file === undefined) return;
      files.set(sha256, { ...file, usedMs: nowMs });
    },
    /** Writes down when it was used last, so that it goes in its turn after a restart as well. */
    note(sha256: string): void {
      const file = files.get(sha256);
      if (file === undefined) return;
      try {
        utimesSync(path(sha256), file.usedMs / 1_000, file.usedMs / 1_000);
      } catch {
        // Only the order in which files go depends on it.
      }
    },
    add(sha256: string, type: MediaType, bytes: number, nowMs: number): void {
      files.set(sha256, { bytes, type, usedMs: nowMs });
    },
    /** Makes room for a piece of a download. Null: there is; else why there is none. */
    makeRoom(sha256: string, bytes: number, spare: (sha256: string) => boolean): string | null {
      while (usedBytes() + bytes > budgetBytes) {
        if (!evict(spare)) return `all that is played needs more than ${budgetBytes} bytes`;
      }
      while (freeBytes() - bytes < leastFreeBytes) {
        if (!evict(spare)) return `the disk has less than ${leastFreeBytes} bytes left`;
      }
      coming.set(sha256, (coming.get(sha256) ?? 0) + bytes);
      return null;
    },
    ended: (sha256: string): void => void coming.delete(sha256),
    /** Reads the file whole. False: it is not what its name says, and is gone now. */
    async verify(sha256: string, signal: AbortSignal): Promise<boolean> {
      const file = files.get(sha256);
      if (file === undefined) return false;
      const hash = createHash('sha256');
      let head = Buffer.alloc(0);
      try {
        for await (const piece of createReadStream(path(sha256), { signal }) as AsyncIterable<Buffer>) {
          if (head.length < headBytes) head = Buffer.concat([head, piece.subarray(0, headBytes)]);
          hash.update(piece);
        }
      } catch {
        if (signal.aborted) return true;
      }
      const type = mediaTypeOf(head);
      if (type !== null && hash.digest('hex') === sha256) {
        files.set(sha256, { ...(files.get(sha256) ?? file), type });
        return true;
      }
      remove(sha256);
      return false;
    },
    /** Whether the file still has its size: cheap enough for every time that it is given out. */
    isWhole(sha256: string): boolean {
      try {
        return statSync(path(sha256)).size === files.get(sha256)?.bytes;
      } catch {
        return false;
      }
    },
  };
}

export type AssetShelf = ReturnType<typeof createAssetShelf>;
