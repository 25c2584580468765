import { mediaCache, shellAddress, shellCache } from './cache-names.ts';
import { partOf } from './range.ts';

/** What of the worker's surroundings is used. */
interface Worker {
  readonly location: { readonly origin: string };
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: Extended) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetched) => void): void;
}
interface Extended {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetched {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** So long the gateway has to answer before the kept page starts. */
const pageWithinMs = 5_000;
const worker = globalThis as unknown as Worker;

worker.addEventListener('install', event => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', event => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  const [, screen, asset] = /^\/s\/([^/]+)\/asset\/([0-9a-f]{64})$/.exec(url.pathname) ?? [];
  if (request.mode === 'navigate' && /^\/s\/[^/]+$/.test(url.pathname)) event.respondWith(page(request));
  else if (url.pathname.startsWith('/s/assets/')) event.respondWith(part(request));
  else if (screen !== undefined && asset !== undefined) event.respondWith(medium(request, screen));
});

async function page(request: Request): Promise<Response> {
  try {
    // By its address: a request that navigates cannot be given a limit.
    const response = await fetch(request.url, { signal: AbortSignal.timeout(pageWithinMs) });
    if (response.status < 500) return response;
  } catch {
    // Nobody there: the kept page knows what to do.
  }
  return (await caches.match(shellAddress, { cacheName: shellCache })) ?? fetch(request);
}

async function part(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: shellCache })) ?? fetch(request);
}

async function medium(request: Request, screen: string): Promise<Response> {
  const kept = await caches.match(new URL(request.url).pathname, { cacheName: mediaCache(screen) });
  if (kept === undefined) return fetch(request);
  const range = request.headers.get('range');
  return range === null ? kept : partOf(kept, range);
}
