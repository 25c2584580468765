import type { DoctorDocument } from '../console/doctor-document.ts';
import { type Check, type Finding, isUnmeasured, notMeasured, type Patient } from './check.ts';
import { adapterOwner } from './checks/adapter-owner.ts';
import { adapters } from './checks/adapters.ts';
import { agent } from './checks/agent.ts';
import { beacons } from './checks/beacons.ts';
import { broker } from './checks/broker.ts';
import { certificates } from './checks/certificates.ts';
import { clock } from './checks/clock.ts';
import { disk } from './checks/disk.ts';
import { labelKeys } from './checks/label-keys.ts';
import { meshKeys } from './checks/mesh-keys.ts';
import { nodes } from './checks/nodes.ts';
import { onAir } from './checks/on-air.ts';
import { permissions } from './checks/permissions.ts';
import { store } from './checks/store.ts';

/** In the order in which one rests on the other. */
export const checks: readonly Check[] = [
  agent,
  permissions,
  disk,
  store,
  clock,
  certificates,
  broker,
  meshKeys,
  adapterOwner,
  adapters,
  onAir,
  beacons,
  nodes,
  labelKeys,
];

/** Longest time that one check may take. */
const checkLimitMs = 15_000;

type Examined = DoctorDocument['checks'][number];

/**
 * Asks every question. A cause is told once: what rests on a failed check is not measured. A check that breaks or takes
 * too long has not measured either. `told` hears each finding as it comes.
 */
export async function examine(
  patient: Patient,
  after: (delayMs: number, work: () => void) => () => void,
  told: (examined: Examined) => void = () => {},
): Promise<DoctorDocument> {
  const done: Examined[] = [];
  for (const check of checks) {
    const before = done.find(
      each => check.after.includes(each.name) && (each.verdict === 'fail' || isUnmeasured(each)),
    );
    const finding = before
      ? notMeasured(`${before.name} comes first`, `Mend ${before.name}, then look again.`)
      : await withinLimit(check, patient, after);
    const examined = { name: check.name, fix: null, ...finding };
    done.push(examined);
    told(examined);
  }
  return { schemaVersion: 1, checks: done };
}

async function withinLimit(
  check: Check,
  patient: Patient,
  after: (delayMs: number, work: () => void) => () => void,
): Promise<Finding> {
  let cancel = () => {};
  const tooLong = new Promise<Finding>(resolve => {
    const late = notMeasured(
      `no answer within ${checkLimitMs / 1000} s`,
      'Look again; if it stays so, something hangs.',
    );
    cancel = after(checkLimitMs, () => resolve(late));
  });
  try {
    return await Promise.race([check.run(patient), tooLong]);
  } catch (error) {
    return notMeasured(error instanceof Error ? error.message : String(error), 'Run it as the user of the agent.');
  } finally {
    cancel();
  }
}
