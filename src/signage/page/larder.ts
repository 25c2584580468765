import { type Programme, programmeSchema } from '../wire/programme.ts';
import { mediaCache, shellAddress, shellCache } from './cache-names.ts';
import { assetOf } from './player.ts';

/** What is kept for a start without the gateway; a programme with more plays on, but not all of it from here. */
const mostBytes = 1_000_000_000;
const saveEveryMs = 5_000;

export interface LarderPorts {
  readonly screen: string;
  /** Null: the browser keeps nothing for this address, which is neither local nor encrypted. */
  readonly caches: CacheStorage | null;
  readonly now: () => number;
  readonly trouble: (problem: string) => void;
}

/** What the page needs to start without its gateway: itself, the media of the programme, and the programme. */
export function createLarder({ screen, caches, now, trouble }: LarderPorts) {
  const programmeAddress = `/s/${screen}/programme`;
  const assetAddress = (sha256: string) => `/s/${screen}/asset/${sha256}`;
  let saved: Programme | null = null;
  let stored: Programme['entries'] | null = null;
  let nextMs = now();
  let under = false;

  async function keep(store: CacheStorage, programme: Programme): Promise<void> {
    const cache = await store.open(mediaCache(screen));
    await cache.put(programmeAddress, Response.json(programme));
    saved = programme;
    if (stored === programme.entries) return;
    const assets = programme.entries.map(assetOf).filter(asset => asset !== null);
    const wanted = new Map(assets.map(asset => [assetAddress(asset.sha256), asset]));
    for (const { url } of await cache.keys()) {
      const { pathname } = new URL(url);
      if (pathname !== programmeAddress && !wanted.has(pathname)) await cache.delete(pathname);
    }
    let bytes = 0;
    for (const [address, asset] of wanted) {
      bytes += asset.bytes;
      if (bytes > mostBytes || (await cache.match(address))) continue;
      const response = await fetch(address);
      if (!response.ok) continue;
      const body = await response.arrayBuffer();
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
      const hex = [...hash].map(byte => byte.toString(16).padStart(2, '0')).join('');
      if (hex !== asset.sha256) {
        trouble(`what came as ${asset.sha256.slice(0, 12)} is something else`);
        continue;
      }
      await cache.put(address, new Response(body, { headers: { 'content-type': asset.type } }));
    }
    stored = programme.entries;
  }

  return {
    tick(programme: Programme | null): void {
      if (caches === null || programme === null || programme === saved || under || now() < nextMs) return;
      under = true;
      keep(caches, programme)
        .catch(error => trouble(`keeps nothing: ${error}`))
        .finally(() => {
          under = false;
          nextMs = now() + saveEveryMs;
        });
    },
    /** What was played last, or null. */
    async last(): Promise<Programme | null> {
      const kept = await caches?.match(programmeAddress, { cacheName: mediaCache(screen) });
      const read = programmeSchema.safeParse(await kept?.json());
      return read.success ? read.data : null;
    },
    /** Keeps the page itself, and what it is made of; older ones go. */
    async keepShell(parts: readonly string[]): Promise<void> {
      if (caches === null) return;
      const cache = await caches.open(shellCache);
      const page = await fetch(location.pathname, { cache: 'no-store' });
      if (!page.ok) return;
      for (const part of parts) if (!(await cache.match(part))) await cache.add(part);
      await cache.put(shellAddress, page);
      for (const { url } of await cache.keys()) {
        const { pathname } = new URL(url);
        if (pathname !== shellAddress && !parts.includes(pathname)) await cache.delete(pathname);
      }
    },
    /** The screen has no right to any of it. */
    async forget(): Promise<void> {
      saved = null;
      stored = null;
      await caches?.delete(mediaCache(screen));
    },
  };
}
