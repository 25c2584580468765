import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ErrorDocument } from '../../src/console/documents.ts';
import { readRange } from '../../src/console/screens/byte-range.ts';
import { type FixtureConsole, startFixtureConsole } from './fixture-console.ts';
import { ask, quietReport } from './fixture-page.ts';

let shop: FixtureConsole;
let directory: string;
const film = randomBytes(100_000);
const sha256 = createHash('sha256').update(film).digest('hex');
const shell = (path: string, type: string, text: string) => ({
  path,
  type,
  bytes: Uint8Array.from(Buffer.from(text)),
  gzipped: Uint8Array.from(Buffer.from('zipped')),
});
const png = encode({ width: 8, height: 8, data: new Uint8Array(8 * 8 * 3), channels: 3, depth: 8 });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'endcap-assets-'));
  shop = await startFixtureConsole(1, {
    loadScreen: async () => [
      shell('index.html', 'text/html; charset=utf-8', '<!doctype html>the page'),
      shell('sw.js', 'text/javascript; charset=utf-8', 'worker'),
      shell('assets/main-AB12CD34.js', 'text/javascript; charset=utf-8', 'script'),
    ],
  });
  const path = join(directory, sha256);
  await writeFile(path, film);
  shop.view.signage.assets.set(sha256, { path, type: 'video/mp4', bytes: film.length });
  shop.view.signage.names('entrance', sha256);
});
afterAll(async () => {
  await shop.stop();
  await rm(directory, { recursive: true });
});

const refused = ({ status, bytes }: { status: number; bytes: Buffer }) => {
  const { error } = ErrorDocument.parse(JSON.parse(bytes.toString()));
  return [status, error.code, error.message];
};

describe('the page', () => {
  test('is the same for every screen, and open to everybody; what carries its hash is kept', async () => {
    for (const path of ['/s/entrance', '/s/assets', '/s/never-heard-of', '/s/entrance?mirror']) {
      const answer = await ask(shop.url, path);
      expect([path, answer.status, answer.bytes.toString()]).toEqual([path, 200, '<!doctype html>the page']);
      expect(answer.headers['cache-control']).toBe('no-cache');
    }
    const script = await ask(shop.url, '/s/assets/main-AB12CD34.js', { headers: { 'accept-encoding': 'gzip' } });
    expect(script.headers).toMatchObject({
      'cache-control': 'max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
    });
    expect((await ask(shop.url, '/s/sw.js')).headers['cache-control']).toBe('no-cache');
    for (const path of ['/s/', '/s/Entrance', '/s/entrance/none', '/s/assets/none-AB12CD34.js', '/s/index.html']) {
      expect([path, (await ask(shop.url, path)).status]).toEqual([path, 404]);
    }
  });

  test('may load what it needs and leads nowhere; the console may show it, and nobody else', async () => {
    const policyOf = async (path: string) => (await ask(shop.url, path)).headers['content-security-policy'];
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "media-src 'self'",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "frame-ancestors 'self'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; ');
    for (const path of ['/s/entrance', '/s/sw.js', '/s/none/events', `/s/entrance/asset/${sha256}`]) {
      expect(await policyOf(path)).toBe(policy);
    }
    const console = await policyOf('/api/screens');
    expect(console).toContain("frame-src 'self'");
    expect(console).toContain("frame-ancestors 'none'");
    expect((await ask(shop.url, '/s/entrance')).headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('pictures and films', () => {
  const path = `/s/entrance/asset/${sha256}`;
  const part = (range: string, headers: Record<string, string> = {}) =>
    ask(shop.url, path, { headers: { range, ...headers } });

  test('come whole and are kept for ever', async () => {
    const whole = await ask(shop.url, path);
    expect(whole.status).toBe(200);
    expect(whole.bytes.equals(film)).toBe(true);
    expect(whole.headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '100000',
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=31536000, immutable',
      etag: `"${sha256}"`,
    });
    expect((await ask(shop.url, path, { headers: { 'if-none-match': `"${sha256}"` } })).status).toBe(304);
    const head = await ask(shop.url, path, { method: 'HEAD' });
    expect([head.status, head.headers['content-length'], head.bytes.length]).toEqual([200, '100000', 0]);
  });

  test('come in parts', async () => {
    const middle = await part('bytes=10-19');
    expect([middle.status, middle.headers['content-range']]).toEqual([206, 'bytes 10-19/100000']);
    expect(middle.bytes.equals(film.subarray(10, 20))).toBe(true);
    expect((await part('bytes=99990-')).bytes.equals(film.subarray(99_990))).toBe(true);
    expect((await part('bytes=-5')).bytes.equals(film.subarray(99_995))).toBe(true);
    const beyond = await part('bytes=100000-');
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */100000']);
    expect((await part('bytes=0-9', { 'if-range': '"another"' })).status).toBe(200);
    expect((await part('bytes=0-9', { 'if-range': `"${sha256}"` })).status).toBe(206);
  });

  test('of another screen are not there, nor is anything that is no hash', async () => {
    expect(refused(await ask(shop.url, `/s/aisle-2/asset/${sha256}`)).slice(0, 2)).toEqual([
      404,
      'screen.asset-missing',
    ]);
    for (const name of ['ab'.repeat(32), sha256.toUpperCase(), '..%2f..%2fetc%2fpasswd', sha256.slice(1)]) {
      expect([name, (await ask(shop.url, `/s/entrance/asset/${name}`)).status]).toEqual([name, 404]);
    }
  });

  test('are missing when the file is gone, or is not as long as it was', async () => {
    const gone = 'cd'.repeat(32);
    shop.view.signage.assets.set(gone, { path: join(directory, 'none'), type: 'image/png', bytes: 5 });
    const short = 'ef'.repeat(32);
    await writeFile(join(directory, 'short'), 'abcdef');
    await truncate(join(directory, 'short'), 3);
    shop.view.signage.assets.set(short, { path: join(directory, 'short'), type: 'image/png', bytes: 6 });
    shop.view.signage.names('cheese', gone, short);
    for (const hash of [gone, short]) {
      expect(refused(await ask(shop.url, `/s/cheese/asset/${hash}`)).slice(0, 2)).toEqual([
        404,
        'screen.asset-missing',
      ]);
    }
  });

  test('are let go of by a page that leaves: more than may be read at once come one after the other', async () => {
    const looksIn = async () => {
      const answer = await fetch(new URL(path, shop.url));
      await answer.body!.cancel();
      return answer.status;
    };
    for (let n = 0; n < 7; n++) {
      expect(new Set(await Promise.all(Array.from({ length: 20 }, looksIn)))).toEqual(new Set([200]));
    }
    expect((await ask(shop.url, path)).bytes.equals(film)).toBe(true);
  });

  test('a range never reaches beyond the file, and is understood or left aside', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.nat(1_500), fc.option(fc.nat(1_500)), (bytes, first, last) => {
        const range = readRange(`bytes=${first}-${last ?? ''}`, bytes);
        if (range === null) expect(last !== null && last < first).toBe(true);
        else if (range === 'none') expect(first).toBeGreaterThanOrEqual(bytes);
        else {
          expect(range.first).toBe(first);
          expect(range.last).toBe(Math.min(last ?? bytes - 1, bytes - 1));
        }
      }),
    );
    for (const odd of [undefined, '', 'bytes=', 'bytes=-', 'bytes=1-2,5-6', 'lines=1-2', 'bytes=b-a']) {
      expect(readRange(odd, 100)).toBeNull();
    }
    expect(readRange('bytes=-0', 100)).toBe('none');
    expect(readRange('bytes=-500', 100)).toEqual({ first: 0, last: 99 });
  });
});

describe('what a page says', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    ask(shop.url, '/s/entrance/report', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const play = {
    id: 'p-1',
    entry: 'film',
    region: 'main',
    offer: null,
    fromMs: 1_000,
    toMs: 9_000,
    seenMs: 8_000,
    frames: 480,
  };

  test('is taken, and answered with the plays that it may forget', async () => {
    const answer = await post(JSON.stringify({ ...quietReport, plays: [play] }));
    expect([answer.status, JSON.parse(answer.bytes.toString())]).toEqual([200, { taken: ['p-1'] }]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(shop.view.signage.reports.at(-1)).toMatchObject({ screen: 'entrance', door: { kind: 'session' } });
  });

  test('is refused with the field that is wrong', async () => {
    const before = shop.view.signage.reports.length;
    const wrong = async (change: object) => refused(await post(JSON.stringify({ ...quietReport, ...change })));
    expect(await wrong({ plays: [{ ...play, frames: -1 }] })).toMatchObject([
      400,
      'console.request-invalid',
      expect.stringContaining('body.plays.0.frames'),
    ]);
    expect((await wrong({ page: '../x' }))[2]).toContain('body.page');
    expect((await wrong({ token: 'x' }))[2]).toContain('token');
    expect((await wrong({ plays: Array.from({ length: 201 }, () => play) }))[2]).toContain('body.plays');
    expect(refused(await post('{'))[0]).toBe(400);
    expect(refused(await post(JSON.stringify(quietReport), { 'content-type': 'text/plain' }))[0]).toBe(415);
    expect(shop.view.signage.reports).toHaveLength(before);
  });

  test('is refused when it is too large, by what it announces and by what comes', async () => {
    expect(refused(await post('{', { 'content-length': '262145' })).slice(0, 2)).toEqual([
      413,
      'console.body-too-large',
    ]);
    const large = ' '.repeat(262_145);
    expect((await post(large, { 'transfer-encoding': 'chunked' }).catch(() => ({ status: 413 }))).status).toBe(413);
  });
});

describe('a screenshot', () => {
  const post = (screen: string, order: string, body: Uint8Array | string, headers: Record<string, string> = {}) =>
    ask(shop.url, `/s/${screen}/screenshot/${order}`, {
      method: 'POST',
      headers: { 'content-type': 'image/png', ...headers },
      body,
    });

  test('is taken for the order of its own screen', async () => {
    shop.view.signage.orders.set('o-7', 'entrance');
    expect(refused(await post('aisle-2', 'o-7', png)).slice(0, 2)).toEqual([404, 'screen.order-late']);
    expect(refused(await post('entrance', 'o-8', png)).slice(0, 2)).toEqual([404, 'screen.order-late']);
    expect((await post('entrance', 'o-7', png)).status).toBe(200);
    const shown = await ask(shop.url, '/api/screens/entrance/screenshot.png');
    expect(shown.headers['content-type']).toBe('image/png');
    expect(shown.bytes.equals(Buffer.from(png))).toBe(true);
    expect((await ask(shop.url, '/api/screens/aisle-2/screenshot.png')).status).toBe(404);
  });

  test('is a PNG, and not larger than one', async () => {
    for (const body of ['', 'x', '<svg/>', png.subarray(0, 20), Uint8Array.from([...png]).fill(0, 12, 16)]) {
      expect(refused(await post('entrance', 'o-7', body))).toEqual([
        400,
        'console.request-invalid',
        'body: must be a PNG.',
      ]);
    }
    const announced = await post('entrance', 'o-7', png, { 'content-length': '8388609' });
    expect(refused(announced).slice(0, 2)).toEqual([413, 'console.body-too-large']);
  });
});
