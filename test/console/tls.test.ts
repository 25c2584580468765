import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SessionDocument } from '../../src/console/session-document.ts';
import { type FixtureConsole, startFixtureConsole } from './fixture-console.ts';

/** A lab authority, the console's certificate, and those of two people; made anew by openssl. */
let directory: string;
let shop: FixtureConsole;
const pem = (name: string) => readFileSync(join(directory, name));
const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: directory, stdio: 'pipe' });

function issue(name: string, commonName: string, authority: string): void {
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${commonName}`); // biome-ignore format: one call
  writeFileSync(join(directory, `${name}.ext`), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
  openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial', '-days', '2', '-out', `${name}.pem`, '-extfile', `${name}.ext`); // biome-ignore format: one call
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'endcap-tls-'));
  for (const name of ['ca', 'stranger']) {
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`, '-days', '2'); // biome-ignore format: one call
  }
  issue('server', 'localhost', 'ca');
  issue('ada', 'ada', 'ca');
  issue('eve', 'eve', 'ca');
  issue('forged', 'ada', 'stranger');
  shop = await startFixtureConsole(1, {
    tls: { cert: pem('server.pem'), key: pem('server.key'), clientCa: pem('ca.pem') },
    doors: { tokens: { viewer: 'the-viewers-own-token' }, certificates: { technician: ['ada'] } },
  });
}, 30_000);
afterAll(async () => {
  await shop.stop();
  rmSync(directory, { recursive: true });
});

function ask(who: string | null, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; body: string; hsts: string | undefined }>((resolve, reject) => {
    const identity = who === null ? {} : { cert: pem(`${who}.pem`), key: pem(`${who}.key`) };
    const sent = request(
      new URL('/api/session', shop.url),
      { ca: pem('ca.pem'), headers, agent: false, ...identity },
      answer => {
        let body = '';
        answer.setEncoding('utf8').on('data', chunk => {
          body += chunk;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode!, body, hsts: answer.headers['strict-transport-security'] }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

test('its address says https', () => expect(shop.url).toMatch(/^https:/));

test('a certificate that is named opens with its role', async () => {
  const { status, body, hsts } = await ask('ada');
  expect(status).toBe(200);
  expect(SessionDocument.parse(JSON.parse(body))).toMatchObject({ actor: 'certificate:ada', role: 'technician' });
  expect(hsts).toBeDefined();
});

test.each([
  ['nobody', null],
  ['a certificate that is not named', 'eve'],
  ['the right name signed by a stranger', 'forged'],
])('%s is refused', async (_name, who) => {
  expect((await ask(who)).status).toBe(401);
});

test('a token does beside', async () => {
  const { body } = await ask(null, { authorization: 'Bearer the-viewers-own-token' });
  expect(SessionDocument.parse(JSON.parse(body)).role).toBe('viewer');
});
