import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { configLines, originText } from '../../src/config/origin.ts';
import { load, loaded, problemsOf, publicKey, smallest } from './loading.ts';

test('the smallest file gets every default', () => {
  const { config } = loaded(smallest);
  expect(config.gateway).toEqual({
    organisation: 'acme',
    store: '0042',
    id: 'gw-01',
    timezone: 'Europe/Berlin',
    locale: 'de-DE',
    currency: 'EUR',
  });
  expect(config.mesh).toMatchObject({ protocol: 5, requireSignatures: true });
  expect(config.console.listen).toBe('127.0.0.1:8080');
  expect(config.plausibility.maxChangePercent).toBe(9_800);
  expect(config.till).toEqual({ order: 'auto', maxWaitMs: 900_000, whenSilent: 'hold' });
  expect(config.data).toBe('/var/lib/endcap');
});

test('the sample is valid, and says the defaults as they are', () => {
  const path = new URL('../../deploy/endcap.example.yaml', import.meta.url).pathname;
  const result = loadConfig({ file: path, env: {}, readFile: file => readFileSync(file, 'utf8') });
  expect(result).toMatchObject({ ok: true });
  if (!result.ok) return;
  const { config } = loaded(smallest);
  for (const section of ['plausibility', 'till', 'delivery', 'log', 'console'] as const) {
    expect(result.config[section]).toEqual(config[section]);
  }
  // What stands behind a comment sign is valid as well.
  const all = readFileSync(path, 'utf8')
    .replace(/^# (labels|keyring):/gm, '$1:')
    .replace(/^# {3}(keyFile|secretFile)/gm, '  $1')
    .replace(/^( *)# (username|passwordFile|secondLocale|tokenFile|- url| {2}links)/gm, '$1$2');
  expect(all).toContain('\n  secretFile:');
  const dir = path.slice(0, path.lastIndexOf('/'));
  const secret = 'a secret, long enough';
  const files = {
    [`${dir}/mesh-password`]: secret,
    [`${dir}/console-token`]: secret,
    '/etc/endcap/keyring': secret,
  };
  const full = loadConfig({ file: path, env: {}, readFile: file => (file === path ? all : (files[file] ?? '')) });
  expect(full.ok ? [] : full.problems).toEqual([]);
  expect(full.ok && full.config.radios).toHaveLength(4);
});

test('relative paths count from the file', () => {
  const { config } = loaded(`${smallest}  ca: ca.pem\n  cert: tls/gw.pem\n  key: /run/gw.key\ndata: ./data\n`);
  expect(config.mesh).toMatchObject({ ca: '/etc/endcap/ca.pem', cert: '/etc/endcap/tls/gw.pem', key: '/run/gw.key' });
  expect(config.data).toBe('/etc/endcap/data');
});

test('a public key may be a PEM file', () => {
  const pair = generateKeyPairSync('ed25519');
  const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const text = smallest.replace(publicKey, 'pricing.pem');
  const { config } = loaded(text, {}, { '/etc/endcap/pricing.pem': pem });
  expect(config.mesh.keys[0]!.publicKey).toBe(pair.publicKey.export({ format: 'jwk' }).x);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
    type: 'spki',
    format: 'pem',
  }) as string;
  expect(problemsOf(text, {}, { '/etc/endcap/pricing.pem': rsa })[0]).toMatchObject({
    field: 'mesh.keys[0].publicKey',
    place: { line: 8 },
  });
  expect(problemsOf(text)[0]!.message).toContain('neither a raw key nor a readable PEM file');
});

describe('the environment', () => {
  test('wins over the file, with its types', () => {
    const { config, origins } = loaded(smallest, {
      ENDCAP_MESH__URL: 'mqtts://broker:8883',
      ENDCAP_MESH__REQUIRE_SIGNATURES: 'false',
      ENDCAP_MESH__KEYS__0__SIGNS: 'price, offer',
      ENDCAP_RADIOS__0__URL: 'hci:1',
      ENDCAP_RADIOS__0__LINKS: '3',
      ENDCAP_TILL__MAX_WAIT_MS: '1000',
      ENDCAP_GATEWAY__STORE: '0099',
      ENDCAP_DATA: '/srv/endcap',
      ENDCAP_SOCKET: '/run/endcap.sock',
      PATH: '/bin',
    });
    expect(config.mesh).toMatchObject({ url: 'mqtts://broker:8883', requireSignatures: false });
    expect(config.mesh.keys[0]!.signs).toEqual(['price', 'offer']);
    expect(config.radios).toEqual([{ url: 'hci:1', links: 3 }]);
    expect(config.till.maxWaitMs).toBe(1_000);
    expect(config.gateway.store).toBe('0099');
    expect(config.data).toBe('/srv/endcap');
    expect(origins.get('radios[0].url')).toEqual({ from: 'environment', variable: 'ENDCAP_RADIOS__0__URL' });
  });

  test('is enough without a section in the file', () => {
    const env = {
      ENDCAP_GATEWAY__ORGANISATION: 'acme',
      ENDCAP_GATEWAY__STORE: '1',
      ENDCAP_GATEWAY__ID: 'gw',
      ENDCAP_MESH__URL: 'mqtt://b',
      ENDCAP_MESH__REQUIRESIGNATURES: 'false',
    };
    expect(loaded('', env).config.gateway.store).toBe('1');
  });

  test('is told when it names no field or holds no value of it', () => {
    expect(problemsOf(smallest, { ENDCAP_MESH__ULR: 'x' })[0]).toMatchObject({
      variable: 'ENDCAP_MESH__ULR',
      fix: 'did you mean url?',
    });
    expect(problemsOf(smallest, { ENDCAP_TILL__MAX_WAIT_MS: 'long' })[0]).toMatchObject({
      variable: 'ENDCAP_TILL__MAX_WAIT_MS',
      field: 'till.maxWaitMs',
    });
    expect(problemsOf(smallest, { ENDCAP_MESH__URL__HOST: 'x' })[0]!.variable).toBe('ENDCAP_MESH__URL__HOST');
  });
});

describe('a secret', () => {
  const token = 'correct horse battery';
  const withFile = `${smallest}console:\n  tokenFile: token\n`;

  test('comes from a file', () => {
    const { config, origins } = loaded(withFile, {}, { '/etc/endcap/token': `${token}\n` });
    expect(config.console.token).toBe(token);
    expect(origins.get('console.token')).toEqual({ from: 'file', file: '/etc/endcap/endcap.yaml', line: 10 });
  });

  test('from the environment replaces the one in the file', () => {
    expect(loaded(withFile, { ENDCAP_CONSOLE__TOKEN: token }).config.console.token).toBe(token);
    const env = { ENDCAP_CONSOLE__TOKEN_FILE: '/run/token' };
    expect(loaded(withFile, env, { '/run/token': token }).config.console.token).toBe(token);
  });

  test('is given once, and its file can be read', () => {
    expect(problemsOf(`${withFile}  token: ${token}\n`, {}, { '/etc/endcap/token': token })[0]).toMatchObject({
      field: 'console.tokenFile',
      message: 'console.token is given as well',
    });
    expect(problemsOf(withFile)[0]).toMatchObject({ field: 'console.tokenFile', place: { line: 10, column: 3 } });
  });

  test('is never shown', () => {
    const text = withFile.replace('mqtt://', 'mqtt://gw:hunter2@');
    const { config, origins } = loaded(text, { ENDCAP_MESH__PASSWORD: 'opensesame' }, { '/etc/endcap/token': token });
    const lines = configLines(config, origins);
    const said = JSON.stringify(lines);
    expect(said).not.toContain(token);
    expect(said).not.toContain('opensesame');
    expect(said).not.toContain('hunter2');
    expect(lines.find(line => line.field === 'console.token')?.value).toBe('********');
    expect(lines.find(line => line.field === 'mesh.url')?.value).toBe('mqtt://gw:********@127.0.0.1:1883');
  });

  test('that is too short is refused without being repeated', () => {
    const [problem] = problemsOf(`${smallest}console: {token: hunter2}\n`);
    expect(problem!.field).toBe('console.token');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });
});

test('each value says where it came from', () => {
  const { config, origins } = loaded(smallest, { ENDCAP_LOG__LEVEL: 'debug' });
  const shown = Object.fromEntries(configLines(config, origins).map(line => [line.field, originText(line.origin)]));
  expect(shown).toMatchObject({
    'gateway.store': '/etc/endcap/endcap.yaml:3',
    'gateway.timezone': 'default',
    'mesh.keys[0].kid': '/etc/endcap/endcap.yaml:8',
    'mesh.protocol': 'default',
    'log.level': 'ENDCAP_LOG__LEVEL',
    radios: 'default',
  });
});

test('no file, however broken, is more than a list of problems', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...smallest), fc.string({ maxLength: 5 }))), parts => {
      const result = load(parts.join(''));
      expect(result.ok || result.problems.length > 0).toBe(true);
    }),
    { seed: 4, numRuns: 300 },
  );
  // A valid file with one stretch replaced: closer to what people do.
  fc.assert(
    fc.property(fc.nat(smallest.length), fc.nat(20), fc.string({ maxLength: 6 }), (from, length, insert) => {
      const result = load(smallest.slice(0, from) + insert + smallest.slice(from + length));
      expect(result.ok || result.problems.every(problem => problem.fix !== '')).toBe(true);
    }),
    { seed: 4, numRuns: 500 },
  );
});
