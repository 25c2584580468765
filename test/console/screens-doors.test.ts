import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { declaredRoutes } from '../../src/console/api.ts';
import { ErrorDocument } from '../../src/console/documents.ts';
import { createLiveJournal } from '../../src/console/live-journal.ts';
import { createStreams } from '../../src/console/streams.ts';
import { type FixtureConsole, rawRequest, startFixtureConsole } from './fixture-console.ts';
import { ask, openStream, pairPage, quietReport } from './fixture-page.ts';
import { createFixtureView } from './fixture-view.ts';

const tokens = { viewer: 'the-viewers-own-token', technician: 'the-technicians-own-token' };
const technician = { authorization: `Bearer ${tokens.technician}` };

let shop: FixtureConsole;
beforeEach(async () => {
  shop = await startFixtureConsole(2, { doors: { tokens, certificates: {} } });
});
afterEach(() => shop.stop());

const json = { 'content-type': 'application/json' };
const report = JSON.stringify(quietReport);
const hash = 'ab'.repeat(32);
const codeOf = (bytes: Buffer) => ErrorDocument.parse(JSON.parse(bytes.toString())).error.code;

/** Everything of a screen that wants a token, as its page asks for it. */
const asked = (screen: string) =>
  [
    [`/s/${screen}/events`, {}],
    [`/s/${screen}/report`, { method: 'POST', headers: json, body: report }],
    [`/s/${screen}/asset/${hash}`, {}],
    [`/s/${screen}/screenshot/o-1`, { method: 'POST', headers: { 'content-type': 'image/png' }, body: 'x' }],
  ] as const;

describe('the token of a screen', () => {
  test('is set so that no script and no other address sees it', async () => {
    const { setCookie } = await pairPage(shop.url, 'entrance', technician);
    const parts = setCookie.split('; ');
    expect(parts[0]).toMatch(/^endcap_screen=[A-Za-z0-9_-]{43}$/);
    expect(parts).toContain('Path=/s/entrance');
    expect(parts).toContain('HttpOnly');
    expect(parts).toContain('SameSite=Strict');
    expect(parts).toContain('Max-Age=34560000');
    expect(parts).not.toContain('Secure');
  });

  test('opens its own screen', async () => {
    const { cookie } = await pairPage(shop.url, 'entrance', technician);
    const stream = await openStream(shop.url, '/s/entrance/events', { cookie });
    expect(stream.status).toBe(200);
    expect((await stream.next()).event).toMatchObject({ type: 'programme', programme: { screen: 'entrance' } });
    // Each stream begins its time anew.
    expect(stream.headers['set-cookie']?.[0]).toContain(cookie);
    stream.close();
    const reported = await ask(shop.url, '/s/entrance/report', {
      method: 'POST',
      headers: { ...json, cookie },
      body: report,
    });
    expect(reported.status).toBe(200);
    expect(shop.view.signage.reports).toMatchObject([{ screen: 'entrance', door: { kind: 'token' } }]);
  });

  test('opens no other screen, and nothing of one without a token', async () => {
    const { cookie } = await pairPage(shop.url, 'entrance', technician);
    for (const screen of ['aisle-2', 'none', 'assets']) {
      for (const given of [{ cookie }, {}]) {
        for (const [path, how] of asked(screen)) {
          const headers = { ...('headers' in how ? how.headers : {}), ...given };
          const answer = await ask(shop.url, path, { ...how, headers });
          expect([path, answer.status, codeOf(answer.bytes)]).toEqual([path, 401, 'screen.unpaired']);
        }
      }
    }
    expect(shop.view.signage.reports).toEqual([]);
    expect(shop.view.signage.visitors.size).toBe(0);
  });

  test('opens nothing of the API, however it is brought', async () => {
    const { cookie } = await pairPage(shop.url, 'entrance', technician);
    const token = cookie.split('=')[1]!;
    const view = createFixtureView(1);
    const journal = createLiveJournal({ view, clock: systemClock, boot: 'test' });
    const routes = declaredRoutes({
      view,
      streams: createStreams(journal, systemClock),
      toPng: () => new Uint8Array(),
      metrics: new Registry(),
    });
    journal.stop();
    const closed = routes.filter(({ role }) => role !== 'open');
    expect(closed.length).toBeGreaterThan(90);
    const ways = [{ cookie }, { authorization: `Bearer ${token}` }, { cookie: `endcap_session=${token}` }];
    for (const route of closed) {
      const path = route.path.replace(/:\w+/g, 'entrance');
      const headers = ways[closed.indexOf(route) % ways.length]!;
      const answer = await rawRequest(shop, path, headers, route.method);
      expect([path, answer.status]).toEqual([path, 401]);
    }
    for (const headers of ways) expect((await rawRequest(shop, '/api/screens', headers)).status).toBe(401);
    for (const page of ['/', '/screens', '/metrics', '/healthz/../api/screens/entrance']) {
      expect([page, (await rawRequest(shop, page, { cookie })).status]).toEqual([page, 401]);
    }
  });

  test('ends at once when it is revoked: its stream, and whatever it asks then; others go on', async () => {
    const mine = await pairPage(shop.url, 'entrance', technician);
    const other = await pairPage(shop.url, 'entrance', technician);
    const elsewhere = await pairPage(shop.url, 'aisle-2', technician);
    const streams = await Promise.all([
      openStream(shop.url, '/s/entrance/events', { cookie: mine.cookie }),
      openStream(shop.url, '/s/entrance/events', { cookie: other.cookie }),
      openStream(shop.url, '/s/aisle-2/events', { cookie: elsewhere.cookie }),
      openStream(shop.url, '/s/entrance/events', { authorization: `Bearer ${tokens.viewer}` }),
    ]);
    const { doors, feed } = shop.view.signage;
    const hashOf = doors.admits('entrance', mine.cookie.split('=')[1]!)!;
    const revoke = (body: object) =>
      ask(shop.url, '/api/screens/entrance/revoke', {
        method: 'POST',
        headers: { ...json, ...technician },
        body: JSON.stringify(body),
      });
    expect(JSON.parse((await revoke({ token: hashOf.slice(0, 12) })).bytes.toString())).toMatchObject({ revoked: 1 });
    await streams[0].over();
    expect(feed('entrance').size()).toBe(2);
    expect((await ask(shop.url, '/s/entrance/events', { headers: { cookie: mine.cookie } })).status).toBe(401);
    expect(JSON.parse((await revoke({})).bytes.toString())).toMatchObject({ revoked: 1 });
    await streams[1].over();
    expect(feed('entrance').size()).toBe(1);
    expect(feed('aisle-2').size()).toBe(1);
    for (const stream of streams) stream.close();
  });
});

describe('who else may', () => {
  test('a session of the console looks at every screen; a screen that there is not is unknown to it', async () => {
    for (const token of Object.values(tokens)) {
      const stream = await openStream(shop.url, '/s/cheese/events', { authorization: `Bearer ${token}` });
      expect(stream.status).toBe(200);
      stream.close();
    }
    const none = await ask(shop.url, '/s/none/events', { headers: technician });
    expect([none.status, codeOf(none.bytes)]).toEqual([404, 'screen.unknown']);
  });

  test('a session by cookie reports from its own pages only', async () => {
    const login = await fetch(new URL('/login', shop.url), {
      method: 'POST',
      body: new URLSearchParams({ token: tokens.viewer }),
      redirect: 'manual',
    });
    const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!;
    const post = (headers: Record<string, string>) =>
      ask(shop.url, '/s/entrance/report', { method: 'POST', headers: { ...json, cookie, ...headers }, body: report });
    expect((await post({})).status).toBe(401);
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  test('everybody on the socket, and on loopback without tokens', async () => {
    const stream = await rawRequest({ socketPath: shop.socketPath }, '/s/none/events');
    expect(stream.status).toBe(404);
    const open = await startFixtureConsole(1);
    const page = await openStream(open.url, '/s/entrance/events');
    expect(page.status).toBe(200);
    page.close();
    expect((await rawRequest(open, '/s/entrance/events', { host: 'evil.example' })).status).toBe(403);
    await open.stop();
  });
});

describe('pairing', () => {
  const begin = (screen = 'entrance') => ask(shop.url, `/s/${screen}/pair`, { method: 'POST' });
  const enter = (code: string, screen = 'entrance', headers = technician) =>
    ask(shop.url, `/api/screens/${screen}/pair`, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: JSON.stringify({ code }),
    });

  test('waits until somebody with the role enters the code', async () => {
    const { code, secret, untilMs } = JSON.parse((await begin()).bytes.toString());
    expect(code).toMatch(/^[A-Z0-9]{6}$/);
    expect(untilMs).toBeGreaterThan(0);
    const standing = () => ask(shop.url, `/s/entrance/pair/${secret}`);
    const waiting = await standing();
    expect([waiting.status, waiting.headers['set-cookie']]).toEqual([202, undefined]);
    expect((await enter(code, 'entrance', { authorization: `Bearer ${tokens.viewer}` })).status).toBe(403);
    expect((await standing()).status).toBe(202);
    expect((await enter(code)).status).toBe(200);
    expect((await ask(shop.url, `/s/aisle-2/pair/${secret}`)).status).toBe(410);
    const paired = await standing();
    expect([paired.status, paired.headers['set-cookie']?.length]).toEqual([200, 1]);
    expect(paired.headers['cache-control']).toBe('no-store');
    expect((await ask(shop.url, '/s/entrance/pair/never')).status).toBe(410);
  });

  test('by trying codes is locked, for the right one as well', async () => {
    const { code, secret } = JSON.parse((await begin()).bytes.toString());
    const outcomes = [];
    for (const wrong of ['AAAAAA', 'CCCCCC', 'DDDDDD', 'EEEEEE', 'FFFFFF', code]) {
      const answer = await enter(wrong);
      outcomes.push([answer.status, codeOf(answer.bytes)]);
    }
    expect(outcomes).toEqual([
      ...Array.from({ length: 5 }, () => [422, 'screen.pair-code-wrong']),
      [409, 'screen.pairing-locked'],
    ]);
    expect((await ask(shop.url, `/s/entrance/pair/${secret}`)).status).toBe(202);
  });

  test('of a screen that there is not is refused, and so is whoever begins too often', async () => {
    const none = await begin('none');
    expect([none.status, codeOf(none.bytes)]).toEqual([404, 'screen.unknown']);
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push(await begin());
    expect(answers.slice(0, 4).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers[5]!.status).toBe(429);
    expect(Number(answers[5]!.headers['retry-after'])).toBeGreaterThan(5);
  });

  test('cannot be begun by a page of another site', async () => {
    const headers = { origin: 'https://evil.example' };
    expect((await ask(shop.url, '/s/entrance/pair', { method: 'POST', headers })).status).toBe(403);
  });
});
