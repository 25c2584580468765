import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { ErrorDocument } from '../../src/console/documents.ts';
import { createConsole } from '../../src/console/server.ts';
import { type FixtureConsole, rawRequest, startFixtureConsole } from './fixture-console.ts';
import { createFixtureView } from './fixture-view.ts';

const token = 'a-token-of-24-characters';
const start = (listen: string, secret?: string, socketPath: string | null = null) => {
  const view = createFixtureView(1);
  return createConsole({
    view,
    screens: view.signage.pages,
    listen,
    socketPath,
    doors: { tokens: secret === undefined ? {} : { admin: secret }, certificates: {} },
    clock: systemClock,
    log: { info() {}, warn() {}, error() {} },
    toPng: () => new Uint8Array(),
    metrics: new Registry(),
  });
};

let shop: FixtureConsole | null = null;
afterEach(async () => {
  await shop?.stop();
  shop = null;
});

describe('where it listens', () => {
  test.each([
    ['0.0.0.0:0', undefined, 'console.token-missing'],
    ['[::]:0', undefined, 'console.token-missing'],
    ['gateway.local:0', undefined, 'console.token-missing'],
    ['127.0.0.1:0', 'short', 'console.token-short'],
    ['8080', undefined, 'console.listen-invalid'],
    ['127.0.0.1:99999', undefined, 'console.listen-invalid'],
    ['203.0.113.7:0', token, 'console.address-unusable'],
  ])('%s with token %s is refused: %s', async (listen, secret, reason) => {
    expect(await start(listen, secret)).toMatchObject({ ok: false, reason });
  });

  test('beyond localhost with a token it starts', async () => {
    const console = await start('0.0.0.0:0', token);
    if (!console.ok) throw new Error(console.detail);
    expect((await fetch(new URL('/api/status', console.url))).status).toBe(401);
    await console.stop();
  });

  test("another agent's socket is neither taken over nor removed, whatever stands in the way", async () => {
    shop = await startFixtureConsole(1);
    const { port } = new URL(shop.url);
    for (const listen of ['127.0.0.1:0', `127.0.0.1:${port}`]) {
      expect(await start(listen, undefined, shop.socketPath)).toMatchObject({
        ok: false,
        reason: 'console.address-unusable',
      });
      expect((await rawRequest({ socketPath: shop.socketPath }, '/healthz')).status).toBe(200);
    }
  });

  test('a socket file whose agent died is replaced', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'endcap-console-'));
    const socketPath = join(directory, 'console.sock');
    await writeFile(socketPath, '');
    const console = await start('127.0.0.1:0', undefined, socketPath);
    expect(console.ok).toBe(true);
    expect((await rawRequest({ socketPath }, '/healthz')).status).toBe(200);
    if (console.ok) await console.stop();
    expect(await readdir(directory)).toEqual([]);
    await rm(directory, { recursive: true });
  });

  test('a taken port is refused', async () => {
    shop = await startFixtureConsole(1);
    expect(await start(`127.0.0.1:${new URL(shop.url).port}`)).toMatchObject({
      ok: false,
      reason: 'console.address-unusable',
    });
  });
});

describe('who may ask', () => {
  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', '192.168.0.9'])(
    'a name that was made to point here is refused: %s',
    async host => {
      shop = await startFixtureConsole(1);
      const answer = await rawRequest(shop, '/api/status', { host });
      expect(answer.status).toBe(403);
      expect(ErrorDocument.parse(JSON.parse(answer.body)).error.code).toBe('console.host-refused');
    },
  );

  test('names of this machine are welcome', async () => {
    shop = await startFixtureConsole(1);
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080']) {
      expect((await rawRequest(shop, '/api/status', { host })).status).toBe(200);
    }
  });

  test('a page of another site cannot change anything', async () => {
    shop = await startFixtureConsole(1);
    const drop = (headers: Record<string, string>) =>
      rawRequest(shop!, '/api/mesh/quarantine/q1/drop', headers, 'POST');
    expect((await drop({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await drop({ origin: 'null' })).status).toBe(403);
    expect((await drop({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(shop.view.quarantine().items).toHaveLength(2);
    const own = { host: 'localhost:1', origin: 'http://localhost:1', 'sec-fetch-site': 'same-origin' };
    expect((await drop(own)).status).toBe(200);
  });

  test('the token opens as bearer, and as the cookie of the form; nothing else does', async () => {
    shop = await startFixtureConsole(1, { doors: { tokens: { admin: token }, certificates: {} } });
    const ask = (headers: Record<string, string>) => rawRequest(shop!, '/api/status', headers);
    expect((await ask({})).status).toBe(401);
    expect((await ask({ authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await ask({ cookie: `endcap_session=${token}` })).status).toBe(401);
    expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await rawRequest(shop, '/', { accept: 'text/html' })).headers.location).toBe('/login');
    expect((await rawRequest(shop, '/healthz')).status).toBe(200);
    expect((await rawRequest(shop, '/metrics')).status).toBe(401);

    const form = (value: string) =>
      fetch(new URL('/login', shop!.url), {
        method: 'POST',
        body: new URLSearchParams({ token: value }),
        redirect: 'manual',
      });
    expect((await form('wrong')).status).toBe(401);
    const signedIn = await form(token);
    expect(signedIn.status).toBe(303);
    const cookie = signedIn.headers.get('set-cookie')!;
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(cookie).not.toContain(token);
    expect((await ask({ cookie: cookie.split(';')[0]! })).status).toBe(200);
  });

  test('every answer forbids inline script, framing and sniffing, and no other origin is let in', async () => {
    shop = await startFixtureConsole(1);
    for (const path of ['/api/status', '/nowhere', '/healthz']) {
      const { headers } = await rawRequest(shop, path, { origin: 'https://evil.example' });
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});
