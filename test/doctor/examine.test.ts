import { expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import type { Patient } from '../../src/doctor/check.ts';
import { permissions } from '../../src/doctor/checks/permissions.ts';
import { examine } from '../../src/doctor/examine.ts';

const config = configSchema.parse({
  gateway: {
    organisation: 'acme',
    store: '0042',
    id: 'gw-01',
    timezone: 'Europe/Berlin',
    locale: 'de-DE',
    currency: 'EUR',
  },
  mesh: { url: 'mqtts://broker:8883', ca: '/ca.pem' },
  data: '/data',
});
const patient = (over: Partial<Patient> = {}): Patient => ({
  config,
  agent: null,
  nowMs: Date.parse('2026-11-24T12:00:00Z'),
  uid: 1000,
  rights: () => ({ mode: 0o40700, uid: 1000, directory: true }),
  readFile: () => Buffer.from(''),
  space: () => ({ freeBytes: 1e9, totalBytes: 2e9, freeInodes: null }),
  clockSynchronised: async () => true,
  storeDamage: () => null,
  broker: async () => ({ outcome: 'in', afterMs: 3, heads: [] }),
  adapter: async () => null,
  adapterUsers: () => [],
  ...over,
});

test('what rests on something that was not measured is not measured either', async () => {
  const { checks } = await examine(patient(), () => () => {});
  expect(checks.find(check => check.name === 'certificates')!.verdict).toBe('fail');
  for (const name of ['broker', 'mesh-keys']) {
    expect(checks.find(check => check.name === name)!.evidence).toMatch(/^not measured: \S+ comes first$/);
  }
});

test('a check that hangs is not measured, and the others go on', async () => {
  const { checks } = await examine(patient({ broker: () => new Promise(() => {}), readFile: () => { throw new Error('no'); } }), (_ms, work) => { const timer = setTimeout(work, 5); return () => clearTimeout(timer); }); // biome-ignore format: two stand-ins
  expect(checks).toHaveLength(14);
});

test.each([
  ['another user owns it', { mode: 0o40700, uid: 4242, directory: true }],
  ['the group may enter', { mode: 0o40770, uid: 1000, directory: true }],
  ['its owner may not write', { mode: 0o40500, uid: 1000, directory: true }],
  ['it is a file', { mode: 0o100600, uid: 1000, directory: false }],
])('the data directory is wrong when %s', async (_what, rights) => {
  expect((await permissions.run(patient({ rights: () => rights }))).verdict).toBe('fail');
});
