import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { declaredRoutes } from '../../src/console/api.ts';
import { ErrorDocument } from '../../src/console/documents.ts';
import { createLiveJournal } from '../../src/console/live-journal.ts';
import type { Route } from '../../src/console/route.ts';
import { includes, Role } from '../../src/console/session.ts';
import { SessionDocument } from '../../src/console/session-document.ts';
import { createStreams } from '../../src/console/streams.ts';
import { type FixtureConsole, startFixtureConsole } from './fixture-console.ts';
import { createFixtureView } from './fixture-view.ts';

const tokens = {
  viewer: 'the-viewers-own-token',
  technician: 'the-technicians-own-token',
  admin: 'the-admins-own-token',
};
const doors = { tokens, certificates: {} };

let shop: FixtureConsole;
beforeEach(async () => {
  shop = await startFixtureConsole(3, { doors });
});
afterEach(() => shop.stop());

/** Every route there is, from the list that the console itself registers. */
function everyRoute(): Route[] {
  const view = createFixtureView(3);
  const journal = createLiveJournal({ view, clock: systemClock, boot: 'test' });
  const streams = createStreams(journal, systemClock);
  const routes = declaredRoutes({ view, streams, toPng: () => new Uint8Array(), metrics: new Registry() });
  journal.stop();
  return routes;
}

/** The status alone: some answers never end. */
async function status(route: Route, headers: Record<string, string>): Promise<number> {
  const enough = new AbortController();
  const path = route.path.replace(/:\w+/g, 'none');
  const answer = await fetch(new URL(path, shop.url), {
    method: route.method,
    headers: { ...headers, ...(route.body ? { 'content-type': 'application/json' } : {}) },
    signal: enough.signal,
    ...(route.body ? { body: '{' } : {}),
  });
  enough.abort();
  return answer.status;
}

describe('who may do what', () => {
  test.each(everyRoute().map(route => [`${route.method} ${route.path}`, route] as const))(
    '%s is for its role and those above',
    async (_name, route) => {
      const unsigned = await status(route, {});
      const byRole = await Promise.all(
        Role.options.map(role => status(route, { authorization: `Bearer ${tokens[role]}` })),
      );
      if (route.role === 'open') {
        expect([unsigned, ...byRole]).not.toContain(401);
        return;
      }
      expect(unsigned).toBe(401);
      for (const [index, role] of Role.options.entries()) {
        if (includes(role, route.role)) expect([401, 403]).not.toContain(byRole[index]);
        else expect(byRole[index]).toBe(403);
      }
    },
  );

  test('nothing that changes something is open, or for those who only look', () => {
    const changing = everyRoute().filter(route => route.method !== 'GET');
    expect(changing.length).toBeGreaterThan(2);
    // A preview draws and keeps nothing.
    const harmless = ['/api/templates/preview', '/api/layouts/preview', '/api/bindings/preview'];
    for (const route of changing) {
      if (!harmless.includes(route.path)) expect(['technician', 'admin'], route.path).toContain(route.role);
    }
  });

  test('what is not declared is not there, whoever asks', async () => {
    for (const path of ['/api', '/api/', '/api/secrets', '/api/labels/x/y/z', '/.env', '/assets/../package.json']) {
      const answer = await fetch(new URL(path, shop.url), { headers: { authorization: `Bearer ${tokens.admin}` } });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  test('says who asks', async () => {
    const ask = async (token: string) =>
      SessionDocument.parse(
        await (
          await fetch(new URL('/api/session', shop.url), { headers: { authorization: `Bearer ${token}` } })
        ).json(),
      );
    expect(await ask(tokens.technician)).toMatchObject({ actor: 'token:technician', role: 'technician' });
    expect(await ask(tokens.viewer)).toMatchObject({ role: 'viewer', signedIn: false });
  });

  test('names the role that is missing', async () => {
    const answer = await fetch(new URL('/api/mesh/quarantine/1/drop', shop.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.viewer}` },
    });
    const { error } = ErrorDocument.parse(await answer.json());
    expect(error.code).toBe('console.role-missing');
    expect(error.message).toContain('technician');
  });
});

describe('the cookie of the form', () => {
  const signIn = async (token: string) => {
    const answer = await fetch(new URL('/login', shop.url), {
      method: 'POST',
      body: new URLSearchParams({ token }),
      redirect: 'manual',
    });
    return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  };

  test('has the role of its token', async () => {
    const cookie = await signIn(tokens.viewer);
    const answer = await fetch(new URL('/api/session', shop.url), { headers: { cookie } });
    expect(SessionDocument.parse(await answer.json())).toMatchObject({ role: 'viewer', signedIn: true });
  });

  test('changes nothing when the browser does not say from which page', async () => {
    const cookie = await signIn(tokens.admin);
    const drop = (headers: Record<string, string>) =>
      fetch(new URL('/api/mesh/quarantine/q1/drop', shop.url), { method: 'POST', headers: { cookie, ...headers } });
    const refused = await drop({});
    expect(ErrorDocument.parse(await refused.json()).error.code).toBe('console.origin-refused');
    expect(shop.view.quarantine().items.map(item => item.id)).toContain('q1');
    expect((await drop({ origin: new URL(shop.url).origin })).status).toBe(200);
  });

  test('is taken back on signing out', async () => {
    const cookie = await signIn(tokens.viewer);
    const answer = await fetch(new URL('/logout', shop.url), {
      method: 'POST',
      headers: { cookie },
      redirect: 'manual',
    });
    expect(answer.headers.get('set-cookie')).toMatch(/endcap_session=;.*Max-Age=0/);
  });

  test('can only be guessed at a few times', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 7; i++) {
      const answer = await fetch(new URL('/login', shop.url), {
        method: 'POST',
        body: new URLSearchParams({ token: `wrong-${i}-wrong-wrong` }),
      });
      answers.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });
});

test('more changes than a person makes are slowed down', async () => {
  const answers = await Promise.all(
    Array.from({ length: 90 }, () =>
      fetch(new URL('/api/mesh/quarantine/none/drop', shop.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.technician}` },
      }).then(answer => answer.status),
    ),
  );
  expect(answers.filter(code => code === 429).length).toBeGreaterThan(5);
  expect(answers.filter(code => code === 404).length).toBeGreaterThanOrEqual(60);
});
