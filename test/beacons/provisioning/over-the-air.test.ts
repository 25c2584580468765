import { describe, expect, it } from 'vitest';
import { createAir } from '../../../emulator/air.ts';
import type { EddystoneBeacon } from '../../../emulator/beacons/eddystone-beacon.ts';
import { lockState } from '../../../emulator/beacons/lock.ts';
import { systemClock as emulatorClock } from '../../../emulator/clock.ts';
import { createGiciskyLabel } from '../../../emulator/labels/gicisky/label.ts';
import { giciskyModels } from '../../../emulator/labels/gicisky/models.ts';
import { createRadioServer } from '../../../emulator/radio-server.ts';
import { seededRandom } from '../../../emulator/random.ts';
import { createProvisioning, type Provisioning } from '../../../src/beacons/provisioning/provision.ts';
import { configurationGatt } from '../../../src/beacons/provisioning/service.ts';
import { systemClock } from '../../../src/clock.ts';
import { ForeignBeaconDocument, ProvisionDocument, ProvisionRequest } from '../../../src/console/beacon-documents.ts';
import { createBluetoothRadio } from '../../../src/radio/bluetooth.ts';
import type { Radio } from '../../../src/radio/radio.ts';
import { waitUntil } from '../../radio/aisle-on-air.ts';
import { everybody } from '../../radio/everybody.ts';
import { beaconOf, bytes, lockCode } from './direct-link.ts';

const newCode = 'f0e0d0c0b0a090807060504030201000';
const resolverKey = '0900000000000000000000000000000000000000000000000000000000000000';
const labelAddress = 'ffff00000001';

interface Scene {
  readonly beacon: EddystoneBeacon;
  readonly radio: Radio;
  readonly provisioning: Provisioning;
  provision(wanted: object): ReturnType<Provisioning['provision']>;
}

/** A beacon and a label on the air, and a real radio that drives noble against them. */
async function onAir(options: Parameters<typeof beaconOf>[0], work: (scene: Scene) => Promise<void>): Promise<void> {
  const random = seededRandom(11);
  const air = createAir({ clock: emulatorClock, random, advertisingIntervalMs: 100 });
  const beacon = beaconOf({ clock: emulatorClock, maxMtu: 23, ...options });
  const position = { xM: 0.5, yM: 0, zM: 1 };
  air.add(beacon);
  air.add(
    createGiciskyLabel({ clock: emulatorClock, random, address: labelAddress, position, model: giciskyModels[0]! }),
  );
  const server = await createRadioServer({ air, random, adapters: [{ xM: 1, yM: 0, zM: 2 }] });
  const log = { info() {}, warn() {} };
  const radio = createBluetoothRadio({ url: server.urls[0]!, audience: everybody, clock: systemClock, log });
  const heard = new Set<string>();
  const provisioning = createProvisioning({ connect: radio.connect, clock: systemClock });
  try {
    await radio.start(
      adv => heard.add(adv.address),
      () => {},
    );
    await waitUntil(() => heard.has(beacon.address), 'hearing the beacon');
    await work({
      beacon,
      radio,
      provisioning,
      provision: wanted => provisioning.provision(ProvisionRequest.parse({ address: beacon.address, ...wanted })),
    });
  } finally {
    await radio.stop();
    await server.stop();
  }
}

describe('over real noble', () => {
  it('tells of a locked beacon, refuses a wrong code, and reads it with the right one', () =>
    onAir({}, async ({ beacon, provisioning }) => {
      const { address } = beacon;
      const closed = await provisioning.read({ address });
      expect(closed).toMatchObject({ ok: true, document: { lock: 'locked', content: null } });
      const wrong = await provisioning.read({ address, lockCode: newCode });
      expect(wrong).toMatchObject({ ok: false, reason: 'beacon.key-wrong' });
      const open = await provisioning.read({ address, lockCode });
      expect(open.ok && ForeignBeaconDocument.parse(open.document)).toMatchObject({
        lock: 'locked',
        slots: 4,
        frames: ['uid', 'url', 'tlm', 'eid'],
        powers: [-40, -20, -16, -12, -8, -4, 0, 4],
        remainsConnectable: true,
        content: [{ content: 'url:https://eddystone.org/s', intervalMs: 1000, radioPower: -12 }, {}, {}, {}],
      });
      expect(beacon.state().lock).toBe(lockState.locked);
    }));

  it('writes frames that are longer than the link carries at once, and locks again', () =>
    onAir({}, async ({ beacon, provision }) => {
      const slots = [
        { slot: 0, content: 'url:https://long-name-he.de/a', intervalMs: 250, radioPower: 0, advertisedPower: -3 },
        { slot: 1, content: `eid:${resolverKey}:10` },
        { slot: 3, content: 'tlm' },
      ];
      const answer = await provision({ lockCode, slots });
      const document = answer.ok ? ProvisionDocument.parse(answer.document) : null;
      expect(document?.steps.map(({ slot, what, verdict }) => `${slot} ${what} ${verdict}`)).toEqual([
        '0 content done',
        '0 interval done',
        '0 radio power done',
        '0 advertised power done',
        '3 content done',
        '1 content done',
        '1 registration done',
      ]);
      expect(document?.steps.at(-1)?.to).toContain(`key ${beacon.publicKey().toString('hex')}, exponent 10`);
      const state = beacon.state();
      expect(state.lock).toBe(lockState.locked);
      expect(state.slots[0]).toMatchObject({ intervalMs: 250, radioPower: 0, advertisedPower: -3 });
      expect(state.slots.map(({ content }) => content.split(':')[0])).toEqual(['url', 'eid', 'empty', 'tlm']);
    }));

  it('changes the lock code, after which only the new one opens it', () =>
    onAir({}, async ({ beacon, provision, provisioning }) => {
      const { address } = beacon;
      expect(await provision({ lockCode, newLockCode: newCode })).toMatchObject({
        ok: true,
        document: { steps: [{ what: 'lock code', verdict: 'done' }] },
      });
      expect(beacon.state()).toMatchObject({ lock: lockState.locked, lockCode: newCode });
      expect(await provisioning.read({ address, lockCode })).toMatchObject({ reason: 'beacon.key-wrong' });
      expect(await provisioning.read({ address, lockCode: newCode })).toMatchObject({ ok: true });
    }));

  it('changes nothing in a dry run, and says all that it would do', () =>
    onAir({}, async ({ beacon, provision }) => {
      const before = beacon.state();
      const slots = [{ slot: 0, content: 'tlm', intervalMs: 1000, radioPower: 4 }];
      const answer = await provision({ lockCode, newLockCode: newCode, slots, dryRun: true });
      expect(answer).toMatchObject({
        ok: true,
        document: {
          dryRun: true,
          steps: [
            { what: 'content', from: 'url:https://eddystone.org/s', to: 'tlm', verdict: 'would-do' },
            { what: 'interval', verdict: 'unchanged' },
            { what: 'radio power', from: '-12 dBm', to: '4 dBm', verdict: 'would-do' },
            { what: 'lock code', verdict: 'would-do' },
          ],
        },
      });
      expect(beacon.state()).toEqual(before);
      expect(beacon.written().every(name => ['7502', '7506', '7507'].includes(name))).toBe(true);
    }));

  it('tells of a beacon that is lost in the middle, and of what was not tried', () =>
    onAir({}, async ({ beacon, provision }) => {
      // Unlocking, and choosing each slot to read it, are five; then two for each change.
      beacon.vanishAfter(7);
      const slots = [0, 1, 2].map(slot => ({ slot, content: 'tlm' }));
      const answer = await provision({ lockCode, slots });
      expect(answer).toMatchObject({
        ok: true,
        document: {
          steps: [
            { slot: 0, verdict: 'done' },
            { slot: 1, verdict: 'failed', reason: 'device.link-lost' },
            { slot: 2, verdict: 'not-tried' },
          ],
        },
      });
      expect(beacon.state().slots.map(({ content }) => content)).toEqual(['tlm', 'empty', 'empty', 'empty']);
      expect(beacon.state().lock).toBe(lockState.locked);
    }));

  it('leaves a beacon that was found open open', () =>
    onAir({ lock: lockState.noRelock }, async ({ beacon, provision }) => {
      expect(await provision({ slots: [{ slot: 2, content: 'tlm' }] })).toMatchObject({ ok: true });
      expect(beacon.state()).toMatchObject({ lock: lockState.noRelock, slots: [{}, {}, { content: 'tlm' }, {}] });
    }));

  it('takes one beacon at a time, and tells what is none', () =>
    onAir({}, async ({ beacon, provisioning }) => {
      const { address } = beacon;
      const [first, second] = await Promise.all([provisioning.read({ address }), provisioning.read({ address })]);
      expect(first).toMatchObject({ ok: true });
      expect(second).toMatchObject({ ok: false, reason: 'beacon.busy' });
      expect(await provisioning.read({ address: labelAddress })).toMatchObject({ reason: 'beacon.not-configurable' });
    }));

  it('says when nothing answers', () =>
    onAir({}, async ({ radio }) => {
      const connect: Radio['connect'] = (address, gatt) => radio.connect(address, gatt, 300);
      const { read } = createProvisioning({ connect, clock: systemClock });
      expect(await read({ address: 'c0ffee00dead' })).toMatchObject({ ok: false, reason: 'radio.label-silent' });
    }));
});

/** google/eddystone: configuration-service, GATT error codes. */
describe('what a peer refuses', () => {
  it('is told with its code, for reading and for writing, short and long', () =>
    onAir({}, async ({ beacon, radio }) => {
      const opened = await radio.connect(beacon.address, configurationGatt, 5_000);
      if (!opened.ok) throw new Error(opened.detail);
      const { link } = opened;
      await expect(link.read('capabilities')).rejects.toMatchObject({ attCode: 0x02 });
      await expect(link.write('activeSlot', bytes('00'), true)).rejects.toMatchObject({ attCode: 0x03 });
      await expect(link.write('slotData', new Uint8Array(34), true)).rejects.toMatchObject({ attCode: 0x03 });
      // The one above is refused with its last request, this one, to what can only be read, with its first.
      await expect(link.write('publicKey', new Uint8Array(34), true)).rejects.toMatchObject({ attCode: 0x03 });
      await expect(link.write('unlock', bytes('00'), true)).rejects.toMatchObject({ attCode: 0x0d });
      await expect(link.read('nothing')).rejects.toMatchObject({ attCode: 0x0a });
      // And the link goes on.
      expect([...(await link.read('lockState'))]).toEqual([0]);
      expect((await link.read('unlock')).length).toBe(16);
      await link.close();
      await expect(link.read('lockState')).rejects.toThrow('closed');
    }));
});
