import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import type { ConsoleEnv } from '../app.ts';
import { refuse } from '../refusal.ts';
import { readRange } from './byte-range.ts';
import type { AssetFile } from './screen-pages.ts';

/** Files that are being read at once: each browser opens six at most, and holds a film open while it plays. */
const maxReading = 128;

/** Answers with pictures and films, or parts of them. The address is the hash, so what has come once is kept for ever. */
export function createAssetAnswer(): (c: Context<ConsoleEnv>, sha256: string, asset: AssetFile) => Promise<Response> {
  let reading = 0;
  return async (c, sha256, { path, type, bytes }) => {
    const tag = `"${sha256}"`;
    const headers = { etag: tag, 'cache-control': 'private, max-age=31536000, immutable', 'accept-ranges': 'bytes' };
    if (c.req.header('if-none-match') === tag) return c.body(null, 304, headers);
    const condition = c.req.header('if-range');
    const range = condition === undefined || condition === tag ? readRange(c.req.header('range'), bytes) : null;
    if (range === 'none') {
      c.header('content-range', `bytes */${bytes}`);
      return refuse(c, 416, 'console.request-invalid', 'range: is beyond the end of the file.');
    }
    const { first, last } = range ?? { first: 0, last: bytes - 1 };
    const found = {
      ...headers,
      'content-type': type,
      'content-length': String(last - first + 1),
      ...(range === null ? {} : { 'content-range': `bytes ${first}-${last}/${bytes}` }),
    };
    const status = range === null ? 200 : 206;
    if (c.req.method === 'HEAD') return c.body(null, status, found);
    if (reading >= maxReading) {
      c.header('retry-after', '5');
      return refuse(c, 503, 'console.too-many-requests');
    }
    reading += 1;
    const file = await open(path).catch(() => null);
    const there = file !== null && (await file.stat().catch(() => null))?.size === bytes;
    if (file === null || !there) {
      reading -= 1;
      await file?.close();
      return refuse(c, 404, 'screen.asset-missing');
    }
    const stream = file.createReadStream({ start: first, end: last });
    stream.once('close', () => {
      reading -= 1;
    });
    return c.body(Readable.toWeb(stream) as ReadableStream<Uint8Array>, status, found);
  };
}
