import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createKeyring, loadKeyring } from '../../src/store/keyring.ts';
import { inDirectory, opened, testSecret } from './opening.ts';

test('a key comes back only with the right secret and for its own label', () => {
  const keyring = createKeyring(testSecret, 'external');
  const key = randomBytes(16);
  const wrapped = keyring.wrap('l-1', key);
  expect(Buffer.from(keyring.unwrap('l-1', wrapped)!)).toEqual(key);
  expect(keyring.unwrap('l-2', wrapped)).toBeNull();
  expect(createKeyring('another secret, long enough', 'external').unwrap('l-1', wrapped)).toBeNull();
  for (let i = 0; i < wrapped.length; i++) {
    const damaged = Uint8Array.from(wrapped);
    damaged[i]! ^= 1;
    expect(keyring.unwrap('l-1', damaged)).toBeNull();
  }
  expect(keyring.unwrap('l-1', wrapped.subarray(0, 20))).toBeNull();
});

test('the key of coupon codes follows from the secret alone, and is no other key', () => {
  const keyring = createKeyring(testSecret, 'external');
  const key = Buffer.from(keyring.couponKey());
  expect(key).toHaveLength(32);
  expect(Buffer.from(createKeyring(testSecret, 'on-disk').couponKey())).toEqual(key);
  expect(Buffer.from(createKeyring('another secret, long enough', 'external').couponKey())).not.toEqual(key);
  expect(Buffer.from(keyring.beaconKey('gw-01'))).not.toEqual(key);
});

test('the files of a store contain no key and no secret in any usual spelling', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const keys = Array.from({ length: 20 }, () => randomBytes(16));
    keys.forEach((key, i) => {
      store.putLabel({
        label: `l-${i}`,
        model: null,
        family: null,
        firmware: null,
        batteryMv: null,
        rssi: null,
        lastSeenMs: null,
      });
      store.putLabelKey(`l-${i}`, key);
    });
    expect(Buffer.from(store.labelKey('l-3')!)).toEqual(keys[3]);
    store.backup(join(dir, 'backup.db'));
    const spellings = (bytes: Buffer): Buffer[] => [
      bytes,
      Buffer.from(bytes.toString('hex')),
      Buffer.from(bytes.toString('hex').toUpperCase()),
      Buffer.from(bytes.toString('base64').replace(/=+$/, '')),
      Buffer.from(bytes.toString('base64url')),
    ];
    const files = readdirSync(dir).map(name => readFileSync(join(dir, name)));
    const onDisk = Buffer.concat(files);
    // The search itself works: what is stored in the clear is found.
    expect(onDisk.includes('l-19')).toBe(true);
    for (const key of keys) for (const spelling of spellings(key)) expect(onDisk.includes(spelling)).toBe(false);
    expect(onDisk.includes(testSecret)).toBe(false);

    const key = store.labelKey('l-3')!;
    const said = [JSON.stringify({ key, rows: store.labels() }), `${key}`, inspect({ key }), String(key)].join('\n');
    expect(said).toContain('[label key]');
    expect(said).not.toContain([...keys[3]!].join(','));
    for (const spelling of spellings(keys[3]!)) expect(said).not.toContain(spelling.toString('latin1'));
    expect(inspect(store.labels())).not.toContain('wrapped');
    store.close();
  }));

test('another secret is noticed at the start, and hands out nothing', () =>
  inDirectory(dir => {
    const first = opened(dir);
    first.store.putLabelKey('l-1', randomBytes(16));
    expect(first.state.keysUnreadable).toEqual([]);
    first.store.close();
    const second = opened(dir, { keyring: createKeyring('another secret, long enough', 'external') });
    expect(second.state.keysUnreadable).toEqual(['l-1']);
    expect(second.store.labelKey('l-1')).toBeNull();
    expect(second.store.hasKey('l-1')).toBe(true);
    second.store.close();
  }));

test('the secret comes from the configuration, a file, a systemd credential, or is made once', () =>
  inDirectory(dir => {
    const dataDir = join(dir, 'data');
    const env = { HOME: join(dir, 'home') };
    const file = join(dir, 'secret');
    writeFileSync(file, `${testSecret}\n`);
    const credentials = join(dir, 'credentials');
    mkdirSync(credentials);
    writeFileSync(join(credentials, 'endcap-keyring'), testSecret);
    const expected = {
      ok: true,
      keyring: { place: 'external', fingerprint: createKeyring(testSecret, 'external').fingerprint },
    };
    expect(loadKeyring({ secret: testSecret, dataDir, env })).toMatchObject(expected);
    expect(loadKeyring({ secretFile: file, dataDir, env })).toMatchObject(expected);
    expect(loadKeyring({ dataDir, env: { ...env, CREDENTIALS_DIRECTORY: credentials } })).toMatchObject(expected);

    const made = loadKeyring({ dataDir, env });
    const again = loadKeyring({ dataDir, env });
    expect(made).toMatchObject({ ok: true, keyring: { place: 'on-disk' } });
    expect(made.ok && again.ok && made.keyring.fingerprint === again.keyring.fingerprint).toBe(true);
    const [name] = readdirSync(join(dir, 'home', '.config', 'endcap'));
    expect(statSync(join(dir, 'home', '.config', 'endcap', name!)).mode & 0o777).toBe(0o600);
    const other = loadKeyring({ dataDir: join(dir, 'other'), env });
    expect(other.ok && made.ok && other.keyring.fingerprint !== made.keyring.fingerprint).toBe(true);
  }));

test('a secret that is missing, too short, or would lie in the data directory is refused', () =>
  inDirectory(dir => {
    const refused = { ok: false, reason: 'store.keyring-unusable' };
    expect(loadKeyring({ secretFile: join(dir, 'none'), dataDir: dir, env: {} })).toMatchObject(refused);
    expect(loadKeyring({ secret: 'short', dataDir: dir, env: {} })).toMatchObject(refused);
    expect(loadKeyring({ dataDir: dir, env: { HOME: join(dir, 'home') } })).toMatchObject(refused);
  }));
