import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/clock.ts';
import { type AssetCachePorts, type AssetStanding, createAssetCache } from '../../../src/signage/assets/cache.ts';

/** Begins as a PNG does; the rest differs by name. */
export function picture(name: string, bytes = 1_000): Buffer {
  const head = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([head, Buffer.alloc(bytes - head.length, name)]);
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const want = (ref: string, bytes: Uint8Array) => ({ ref, sha256: sha256Of(bytes) });

/** A server of assets on a port of its own, and caches that ask it. */
export async function openStage() {
  const dir = mkdtempSync(join(tmpdir(), 'endcap-assets-'));
  const files = new Map<string, Buffer | RequestListener>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    const file = files.get(request.url!);
    if (typeof file === 'function') return file(request, response);
    if (file === undefined) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop/`;
  const caches: ReturnType<typeof createAssetCache>[] = [];

  return {
    dir,
    url,
    asked,
    put: (path: string, file: Buffer | RequestListener): void => void files.set(path, file),
    /** A cache, and what it does once all that can be done at once was done. */
    cache(over: Partial<AssetCachePorts> = {}) {
      const listeners = new Set<() => void>();
      const cache = createAssetCache({
        dir,
        url,
        budgetBytes: 100_000,
        maxFileBytes: 10_000,
        clock: systemClock,
        random: () => 1,
        freeBytes: () => Number.POSITIVE_INFINITY,
        changed: () => {
          for (const listener of listeners) listener();
        },
        ...over,
      });
      caches.push(cache);
      /** Waits until all that is wanted has an answer. */
      const settled = async (test: (all: AssetStanding[]) => boolean = none): Promise<AssetStanding[]> => {
        while (!test(cache.standings())) await new Promise<void>(resolve => listeners.add(resolve));
        return cache.standings();
      };
      return { ...cache, settled };
    },
    async close() {
      for (const cache of caches) await cache.stop();
      server.closeAllConnections();
      server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const none = (all: AssetStanding[]) => !all.some(({ state }) => state === 'coming');
export type Stage = Awaited<ReturnType<typeof openStage>>;
