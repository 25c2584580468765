import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type FixtureConsole, rawRequest, startFixtureConsole } from './fixture-console.ts';

let shop: FixtureConsole;
afterEach(() => shop.stop());

/** Writes raw text; what came back until the other side hung up, and after how long. */
function raw(text: string, everyMs: number | null = null): Promise<{ answer: string; afterMs: number }> {
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(shop.url).port), '127.0.0.1');
    let answer = '';
    let dripping: ReturnType<typeof setInterval> | undefined;
    socket.setEncoding('utf8').on('data', chunk => {
      answer += chunk;
    });
    socket.on('error', error => ((error as NodeJS.ErrnoException).code === 'ECONNRESET' ? null : reject(error)));
    socket.on('close', () => {
      clearInterval(dripping);
      resolve({ answer, afterMs: performance.now() - startedAtMs });
    });
    socket.write(text);
    if (everyMs !== null) dripping = setInterval(() => socket.write('x-more: 1\r\n'), everyMs);
  });
}

describe('clients that are slow on purpose', () => {
  test('headers that never end are cut off', async () => {
    shop = await startFixtureConsole(1, { patience: { headersMs: 400, requestMs: 800 } });
    const { answer, afterMs } = await raw('GET / HTTP/1.1\r\nhost: localhost\r\n', 50);
    expect(answer).toMatch(/^HTTP\/1\.1 408/);
    expect(afterMs).toBeLessThan(5_000);
  });

  test('a body that never comes is cut off', async () => {
    shop = await startFixtureConsole(1, { patience: { headersMs: 400, requestMs: 800 } });
    const { answer } = await raw(
      'POST /api/templates/preview HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
    );
    expect(answer).not.toMatch(/ 200 /);
  });

  test('others are answered meanwhile', async () => {
    shop = await startFixtureConsole(1, { patience: { headersMs: 1_000, requestMs: 1_000 } });
    const slow = Promise.all(Array.from({ length: 100 }, () => raw('GET / HTTP/1.1\r\nhost: localhost\r\n')));
    expect((await fetch(new URL('/api/status', shop.url))).status).toBe(200);
    await slow;
  });
});

describe('requests that want more than there is', () => {
  test.each([
    ['/api/templates/preview', 413],
    ['/api/nowhere', 413],
  ])('a body beyond the limit to %s is refused', async (path, expected) => {
    shop = await startFixtureConsole(1);
    const answer = await fetch(new URL(path, shop.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source: 'x'.repeat(2_000_000) }),
    });
    expect(answer.status).toBe(expected);
  });

  test('headers beyond the limit are refused', async () => {
    shop = await startFixtureConsole(1);
    const { answer } = await raw(`GET / HTTP/1.1\r\nhost: localhost\r\nx-big: ${'x'.repeat(40_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431/);
  });

  test.each([
    '/assets/../../package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/....//package.json',
    '/assets/index.html%00.js',
    '/api/labels/..%2f..%2f..%2fetc%2fpasswd',
    '/api/labels/%2e%2e%2fpackage.json/shown.png',
    '//etc/passwd',
  ])('%s leads nowhere', async path => {
    shop = await startFixtureConsole(1);
    const answer = await rawRequest(shop, path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toMatch(/root:|"dependencies"/);
  });

  test('a body that is no JSON says so', async () => {
    shop = await startFixtureConsole(1);
    const answer = await fetch(new URL('/api/templates/preview', shop.url), {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"source":"x"}',
    });
    expect(answer.status).toBe(415);
  });
});
