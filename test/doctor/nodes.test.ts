import { expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import type { StatusDocument } from '../../src/console/documents.ts';
import type { Patient } from '../../src/doctor/check.ts';
import { nodes } from '../../src/doctor/checks/nodes.ts';
import { createFixtureView } from '../console/fixture-view.ts';

const gateway = {
  organisation: 'acme',
  store: '0042',
  id: 'gw-01',
  timezone: 'Europe/Berlin',
  locale: 'de-DE',
  currency: 'EUR',
};
const base = { gateway, mesh: { url: 'mqtts://broker:8883', ca: '/ca.pem' }, data: '/data' };
const wired = {
  ...base,
  nodes: [
    { id: 'tills', url: 'tcp://10.0.0.7:3030' },
    { id: 'gate', url: 'serial:///dev/ttyACM0' },
  ],
  scales: [{ id: 'till-1-scale', url: 'serial:///dev/ttyUSB0', protocol: 'sics' }],
};

const view = createFixtureView(3);
/** As far as this check looks. `alarms` null: no agent runs. */
const look = (config: unknown, ...alarms: readonly (readonly [reason: string, detail: string])[] | [null]) => {
  const [first] = alarms;
  const told = alarms.flatMap(alarm =>
    alarm === null ? [] : [{ reason: alarm[0], detail: alarm[1], since: '2026-11-24T12:00:00Z' }],
  );
  const status: StatusDocument = { ...view.status(), alarms: told };
  const agent = first === null ? null : { pid: null, status, labels: view.labels(), quarantine: view.quarantine() };
  const patient: Pick<Patient, 'config' | 'agent'> = { config: configSchema.parse(config), agent };
  return nodes.run(patient as Patient);
};

test('what answers is counted by kind', async () => {
  expect(await look(wired)).toEqual({ verdict: 'ok', evidence: '2 nodes, 1 scale answer' });
  expect(await look(base)).toMatchObject({ verdict: 'ok', evidence: expect.stringContaining('names no nodes') });
});

test('what is not there, or has the wrong firmware, is wrong and named', async () => {
  const found = await look(wired, ['node.down', 'gate: no such device'], ['checkout.scale-silent', 'till-1-scale']);
  expect(found).toMatchObject({
    verdict: 'fail',
    evidence: 'gate: no such device (node.down); till-1-scale (checkout.scale-silent)',
  });
  const many = Array.from({ length: 7 }, (_, at) => ['node.firmware-unfit', `shelf-${at}`] as const);
  expect(await look(wired, ...many)).toMatchObject({ evidence: expect.stringMatching(/shelf-4 .* and 2 more$/) });
});

test('what is there but says nothing useful is a warning', async () => {
  expect(await look(wired, ['sensor.not-calibrated', 'cheese-cell'])).toMatchObject({ verdict: 'warn' });
  expect(await look(wired, ['radio.down', 'hci:0'])).toMatchObject({ verdict: 'ok' });
});

test('without an agent nothing is measured, unless nothing is configured', async () => {
  expect(await look(wired, null)).toMatchObject({ evidence: expect.stringMatching(/^not measured/) });
  expect(await look(base, null)).toMatchObject({ verdict: 'ok' });
});
