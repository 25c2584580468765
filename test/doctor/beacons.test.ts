import { expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import type { BeaconTestDocument } from '../../src/console/beacon-documents.ts';
import type { StatusDocument } from '../../src/console/documents.ts';
import type { AgentGlance, Patient } from '../../src/doctor/check.ts';
import { beacons } from '../../src/doctor/checks/beacons.ts';
import { createFixtureView } from '../console/fixture-view.ts';

const configured = (adapter: string | null) =>
  configSchema.parse({
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
    ...(adapter === null ? {} : { beacons: { adapter } }),
  });

const view = createFixtureView(3);
const agentWith = (alarms: StatusDocument['alarms']): AgentGlance => ({
  pid: null,
  status: { ...view.status(), alarms },
  labels: view.labels(),
  quarantine: view.quarantine(),
});
const heard = (...ids: (readonly [id: string, heard: boolean])[]): BeaconTestDocument => ({
  schemaVersion: 1,
  ok: ids.every(([, one]) => one),
  beacons: ids.map(([id, one]) => ({
    id,
    heard: one,
    rssi: one ? -44 : null,
    afterMs: one ? 400 : null,
    reason: one ? null : 'beacon.not-heard',
  })),
});
/** As far as this check looks: anything else of the machine would be a mistake. */
const look = (
  document: BeaconTestDocument | null | undefined,
  adapter: string | null = 'hci:1',
  alarms: StatusDocument['alarms'] = [],
) => {
  const patient: Pick<Patient, 'config' | 'agent' | 'testBeacons'> = {
    config: configured(adapter),
    agent: document === undefined ? null : agentWith(alarms),
    ...(document === undefined ? {} : { testBeacons: async () => document }),
  };
  return beacons.run(patient as Patient);
};

test('all that are heard are well, with how well the weakest is', async () => {
  expect(await look(heard(['dairy', true], ['wine', true]))).toEqual({
    verdict: 'ok',
    evidence: '2 beacons heard by the other radio, the weakest with -44 dBm',
  });
});

test('one that is not heard is a warning, none at all is wrong', async () => {
  const some = await look(heard(['dairy', true], ['wine', false]));
  expect(some).toMatchObject({ verdict: 'warn', evidence: expect.stringContaining('wine (beacon.not-heard)') });
  expect(await look(heard(['wine', false]))).toMatchObject({ verdict: 'fail' });
});

test('beacons that nothing can broadcast are a warning, and no beacons are none', async () => {
  expect(await look(heard(['dairy', false]), null)).toMatchObject({ verdict: 'warn' });
  expect(await look(heard(), null)).toMatchObject({ verdict: 'ok' });
  expect(await look(heard())).toMatchObject({ verdict: 'ok' });
});

test('an adapter that is down is said at once', async () => {
  const alarm = { reason: 'beacon.adapter-down', detail: 'no such device', since: '2026-11-24T12:00:00Z' };
  expect(await look(heard(), 'hci:1', [alarm])).toMatchObject({ verdict: 'fail', evidence: 'hci:1: no such device' });
});

test('without an agent, or without its answer, nothing is measured', async () => {
  expect(await look(undefined)).toMatchObject({ evidence: expect.stringMatching(/^not measured/) });
  expect(await look(null)).toMatchObject({ evidence: expect.stringMatching(/^not measured/) });
  expect(await look(undefined, null)).toMatchObject({ verdict: 'ok' });
});
