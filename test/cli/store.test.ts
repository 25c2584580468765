import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { StoreInfoDocument } from '../../src/console/upkeep-documents.ts';
import { opened } from '../store/opening.ts';
import { endcap } from './endcap.ts';

let directory: string;
let config: string;
const store = (...words: string[]) => endcap(['store', ...words, '--config', config, '--json']);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'endcap-cli-'));
  const data = join(directory, 'data');
  mkdirSync(data);
  opened(data).store.close();
  config = join(directory, 'endcap.yaml');
  const gateway = 'organisation: acme, store: "0042", id: gw-01, timezone: Europe/Berlin, locale: de-DE, currency: EUR';
  const lines = [
    `gateway: {${gateway}}`,
    `data: ${data}`,
    'mesh: {url: "mqtt://127.0.0.1:1", requireSignatures: false}',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
});
afterAll(() => rmSync(directory, { recursive: true }));

it('copies, measures and checks the store of a configuration, without an agent', async () => {
  const file = join(directory, 'kept.db');
  const dry = await store('backup', file, '--dry-run');
  expect([dry.code, JSON.parse(dry.stdout)]).toEqual([0, { schemaVersion: 1, file, dryRun: true }]);
  expect(await store('backup', file)).toMatchObject({ code: 0, stderr: '' });
  const [again, forced, elsewhere, info, backup] = await Promise.all([
    store('backup', file),
    store('backup', file, '--force'),
    store('backup', join(directory, 'data', 'store.db'), '--force'),
    store('info'),
    endcap(['store', 'info', '--file', file]),
  ]);
  expect([again.code, forced.code, elsewhere.code]).toEqual([1, 0, 1]);
  expect(JSON.parse(elsewhere.stdout).error.message).toContain('data directory');
  expect(StoreInfoDocument.parse(JSON.parse(info.stdout)).tables.length).toBeGreaterThan(5);
  expect(backup.stdout).toMatch(/schema \d+/);
  writeFileSync(join(directory, 'data', 'store.db'), Buffer.alloc(8_192, 1));
  const [check, spoilt] = await Promise.all([store('check'), store('backup', join(directory, 'spoilt.db'))]);
  expect(check.code).toBe(1);
  expect(JSON.parse(spoilt.stdout).error.code).toBe('store.damaged');
});
