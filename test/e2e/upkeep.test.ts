import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AuditDocument, WavesDocument } from '../../src/console/upkeep-documents.ts';
import { endcapProcess } from '../cli/endcap.ts';
import { allProven, type House, openHouse, until } from './house.ts';

const keyring = 'planted-keyring-secret-0815';
const password = 'planted-mqtt-password-1234';

let house: House;
const run = (...words: string[]) => endcapProcess(words, { XDG_RUNTIME_DIR: house.dir, COLUMNS: '100' });

beforeAll(async () => {
  house = await openHouse({
    labels: 8,
    config: { keyring: { secret: keyring }, mesh: { username: 'gw', password } },
  });
  await house.startAgent();
  await allProven(house);
}, 60_000);
afterAll(() => house?.stop());

test('a pause holds prices back over a restart, says so, and ends by itself', async () => {
  expect((await run('wave', 'pause')).code).toBe(0);
  const [label] = await house.labels();
  house.shop.pricing.setPrice(label!.skus[0]!, 7_777n);
  await house.stopAgent();
  await house.startAgent();
  const held = await until(async () => {
    const status = await house.status();
    return status.alarms.some(alarm => alarm.reason === 'delivery.paused') && status;
  });
  expect(held.mesh.state).toBeDefined();
  const shownBefore = (await house.label(label!.id)).shown?.hash;
  await new Promise(resume => setTimeout(resume, 1_500));
  expect((await house.label(label!.id)).shown?.hash).toBe(shownBefore);
  expect((await run('wave', 'pause', '--for', '1s')).code).toBe(0);
  await allProven(house);
  expect((await house.status()).alarms.filter(alarm => alarm.reason === 'delivery.paused')).toEqual([]);
  const { paused } = WavesDocument.parse(JSON.parse((await run('wave', 'show', '--json')).stdout));
  expect(paused).toBeNull();
  const { entries } = AuditDocument.parse(JSON.parse((await run('audit', '--json')).stdout));
  expect(entries.map(entry => entry.action)).toEqual(expect.arrayContaining(['delivery.paused', 'delivery.resumed']));
}, 60_000);

test('a backup is taken while the agent runs, and is whole', async () => {
  const file = join(house.dir, 'copy.db');
  expect((await run('store', 'backup', file)).code).toBe(0);
  expect((await run('store', 'check', '--file', file)).stdout).toContain('is whole');
  expect((await run('store', 'backup', file)).code).toBe(1);
  const spoilt = readFileSync(file);
  spoilt.fill(0xa5, 3 * 4096, 3 * 4096 + 512);
  spoilt.fill(0xa5, 5 * 4096, 5 * 4096 + 512);
  writeFileSync(file, spoilt);
  expect((await run('store', 'check', '--file', file)).code).toBe(1);
});

test('no secret is in the support bundle, in whatever writing', async () => {
  const file = join(house.dir, 'support.zip');
  expect((await run('support', 'bundle', '--out', file)).code).toBe(0);
  const parts = Object.values(unzipSync(readFileSync(file))).map(part => Buffer.from(part).toString('latin1'));
  const config = parse(readFileSync(house.configFile, 'utf8')) as { labels: { keyFile: string } };
  const labelKeys = [...readFileSync(config.labels.keyFile, 'utf8').matchAll(/,([0-9a-f]{32})/gi)].map(
    ([, key]) => key!,
  );
  expect(labelKeys.length).toBeGreaterThan(0);
  const raw = [keyring, password].map(text => Buffer.from(text));
  const secrets = [...raw, ...labelKeys.map(key => Buffer.from(key, 'hex'))];
  for (const secret of secrets) {
    for (const written of [
      secret.toString('latin1'),
      secret.toString('hex'),
      secret.toString('base64'),
      secret.toString('base64url'),
    ]) {
      for (const part of parts) expect(part.includes(written)).toBe(false);
    }
  }
  expect(parts.join('')).toContain('********');
});
