import { afterEach, describe, expect, it } from 'vitest';
import { type Broadcaster, createBroadcaster, type WantedBeacon } from '../../src/beacons/broadcaster.ts';
import { decodeAdvertising } from '../../src/beacons/formats/decode.ts';
import { resolveEid } from '../../src/beacons/formats/eid.ts';
import { identityKeyAtResolver, publicKeyOf } from '../../src/beacons/formats/eid-identity-key.ts';
import type { BeaconFrame } from '../../src/beacons/formats/frame.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import type { BeaconSlot } from '../../src/shelf/beacon.ts';
import { createVirtualClock } from '../delivery/virtual-clock.ts';
import { closeAll, closing, stage, until } from '../radio/advertiser-stage.ts';

afterEach(closeAll);

const privateKey = new Uint8Array(32).fill(7);
const resolverPrivate = new Uint8Array(32).fill(9);
const resolverKey = Buffer.from(publicKeyOf(resolverPrivate)).toString('hex');
const ibeacon = (minor: number): BeaconSlot => ({
  format: 'ibeacon',
  uuid: 'e2c56db5dffb48d2b060d0f5a71096e0',
  major: 42,
  minor,
  powerAt1m: -59,
});
const url: BeaconSlot = { format: 'eddystone-url', url: 'https://shop.example/', powerAt0m: -10 };
const eid: BeaconSlot = { format: 'eddystone-eid', resolverKey, exponent: 6, powerAt0m: -12 };

const wanted = (id: string, slots: readonly BeaconSlot[], offerUrl?: string): WantedBeacon => ({
  beacon: { beacon: id, zone: 'entrance', gateway: null, intervalMs: 100, slots },
  version: 5,
  offer: offerUrl === undefined ? null : { id: 'of-1', version: 2, variant: null, url: offerUrl },
});

function frameIn(data: Uint8Array): BeaconFrame | null {
  const decoded = decodeAdvertising(data);
  return decoded.kind === 'frame' ? decoded.frame : null;
}

async function onStage(
  options: { extended?: boolean; sets?: number; clock?: Clock; privateKey?: Uint8Array | null } = {},
) {
  const { extended = true, sets, clock = systemClock } = options;
  const on = await stage({ extended, ...(sets === undefined ? {} : { sets }) });
  const broadcaster = createBroadcaster({
    advertiser: on.advertiser,
    gateway: 'gw-01',
    privateKey: options.privateKey === undefined ? privateKey : options.privateKey,
    clock,
    randomBytes: length => new Uint8Array(length).fill(3),
  });
  closing.push(() => broadcaster.stop());
  // The gateway's other radio: what it hears is told to the broadcaster.
  on.air.addAdapter({ xM: 1, yM: 1, zM: 3 }).scan(({ address, data, rssi }) =>
    broadcaster.heard(
      {
        addressHigh: Number.parseInt(address.slice(0, 6), 16),
        addressLow: Number.parseInt(address.slice(6), 16),
        data,
        rssi,
      },
      clock.now(),
    ),
  );
  const said = () => on.heard.map(({ data }) => frameIn(data));
  return { ...on, broadcaster, said };
}

const stateOf = (broadcaster: Broadcaster, id: string) => broadcaster.entries().find(entry => entry.id === id)!;

describe.each([true, false])('a broadcaster (extended: %s)', extended => {
  it('puts beacons on air, hears them itself, and takes them off', async () => {
    const { broadcaster, said, heard } = await onStage({ extended });
    broadcaster.set([wanted('door', [ibeacon(3), url])]);
    expect(stateOf(broadcaster, 'door')).toMatchObject({ state: 'off', since: null });
    await broadcaster.start();
    const test = await broadcaster.test(null, 2_000);
    expect(test).toMatchObject({ ok: true, beacons: [{ id: 'door', heard: true, reason: null }] });
    expect(test.beacons[0]!.afterMs).toBeLessThan(1_000);
    const entry = stateOf(broadcaster, 'door');
    expect(entry).toMatchObject({ state: 'on-air', reason: null, version: 5, zone: 'entrance', offer: null });
    expect(new Set(heard.map(({ address }) => address))).toEqual(new Set([entry.address]));
    expect(said()).toContainEqual(expect.objectContaining({ format: 'ibeacon', major: 42, minor: 3 }));
    expect(Date.parse(entry.since!)).toBeGreaterThan(Date.now() - 5_000);
    expect(entry.heardRssi).toBeLessThan(0);
    broadcaster.set([]);
    expect(broadcaster.entries()).toEqual([]);
    await until(() => false, 100);
    heard.length = 0;
    await until(() => false, 300);
    expect(heard).toEqual([]);
  });

  it('speaks of an offer within a second, and no longer than it holds', async () => {
    const { broadcaster, said, heard } = await onStage({ extended });
    broadcaster.set([wanted('door', [ibeacon(3), url])]);
    await broadcaster.start();
    await broadcaster.test(null, 2_000);
    broadcaster.set([wanted('door', [ibeacon(3), url], 'https://ex.com/of')]);
    expect(stateOf(broadcaster, 'door')).toMatchObject({ state: 'starting', offer: { id: 'of-1', version: 2 } });
    const test = await broadcaster.test('door', 2_000);
    expect(test.ok).toBe(true);
    expect(test.beacons[0]!.afterMs).toBeLessThan(1_000);
    expect(said()).toContainEqual(expect.objectContaining({ url: 'https://ex.com/of' }));
    broadcaster.set([wanted('door', [ibeacon(3), url])]);
    expect(await until(() => stateOf(broadcaster, 'door').state === 'on-air')).toBe(true);
    await until(() => false, 100);
    heard.length = 0;
    expect((await broadcaster.test('door', 2_000)).ok).toBe(true);
    expect(said()).not.toContainEqual(expect.objectContaining({ url: 'https://ex.com/of' }));
  });
});

describe('beacons that share sets', () => {
  it('are each on air again within a second', async () => {
    const { broadcaster, heard } = await onStage({ sets: 2 });
    broadcaster.set(Array.from({ length: 8 }, (_, n) => wanted(`b-${n}`, [ibeacon(n)])));
    await broadcaster.start();
    expect(await broadcaster.test(null, 3_000)).toMatchObject({ ok: true });
    heard.length = 0;
    await until(() => false, 2_000);
    expect(new Set(heard.map(({ address }) => address)).size).toBe(8);
    const lastMs = new Map<string, number>();
    for (const { address, atMs } of heard) {
      expect(atMs - (lastMs.get(address) ?? atMs)).toBeLessThan(1_300);
      lastMs.set(address, atMs);
    }
  });
});

describe('an ephemeral identity', () => {
  it('moves to the next one together with the address, and its resolver knows both', async () => {
    const clock = createVirtualClock(Date.UTC(2026, 10, 30, 8));
    const { broadcaster, heard } = await onStage({ clock });
    broadcaster.set([wanted('tag', [ibeacon(3), eid, { format: 'eddystone-tlm' }])]);
    await broadcaster.start();
    const identity = identityKeyAtResolver(resolverPrivate, Buffer.from(broadcaster.publicKey!, 'hex'))!;
    const seen = new Set<string>();
    for (let window = 0; window < 3; window++) {
      const entry = () => stateOf(broadcaster, 'tag');
      expect(await until(() => entry().state === 'on-air' && heard.length > 0)).toBe(true);
      await until(() => false, 80);
      heard.length = 0;
      await until(() => false, 500);
      expect(new Set(heard.map(({ address }) => address))).toEqual(new Set([entry().address]));
      const frames = heard.map(({ data }) => frameIn(data));
      const now = frames.find(frame => frame?.format === 'eddystone-eid');
      if (now?.format !== 'eddystone-eid') throw new Error('no identity was heard');
      expect(resolveEid(now.eid, identity, 6, clock.now() / 1_000, 0)).not.toBe(null);
      expect(frames.some(frame => frame?.format === 'eddystone-etlm')).toBe(true);
      expect(frames.some(frame => frame?.format === 'eddystone-tlm')).toBe(false);
      seen.add(`${entry().address} ${now.eid}`);
      seen.add(entry().address!);
      seen.add(now.eid);
      heard.length = 0;
      clock.pass(64_000);
    }
    expect(seen.size).toBe(9);
  });

  it('follows the wall clock when it is put back', async () => {
    const clock = createVirtualClock(Date.UTC(2026, 10, 30, 8));
    const { broadcaster } = await onStage({ clock });
    broadcaster.set([wanted('tag', [eid])]);
    await broadcaster.start();
    const before = stateOf(broadcaster, 'tag').address;
    clock.setWall(Date.UTC(2026, 10, 30, 7));
    clock.pass(1_000);
    const earlier = stateOf(broadcaster, 'tag').address;
    expect(earlier).not.toBe(before);
    clock.setWall(Date.UTC(2026, 10, 30, 8));
    clock.pass(1_000);
    expect(stateOf(broadcaster, 'tag').address).toBe(before);
  });

  it('is left out without a keyring, while the other slots go on', async () => {
    const { broadcaster } = await onStage({ privateKey: null });
    broadcaster.set([wanted('tag', [ibeacon(3), eid])]);
    await broadcaster.start();
    expect(await broadcaster.test('tag', 2_000)).toMatchObject({ ok: true });
    expect(broadcaster.publicKey).toBe(null);
    expect(stateOf(broadcaster, 'tag')).toMatchObject({ state: 'on-air', reason: 'beacon.eid-no-keyring' });
  });
});

describe('an adapter that is pulled', () => {
  it('fails its beacons with the reason, and brings them back', async () => {
    const { broadcaster, server } = await onStage();
    broadcaster.set([wanted('door', [ibeacon(3)])]);
    await broadcaster.start();
    await broadcaster.test(null, 2_000);
    await server.unplug(1);
    expect(await until(() => stateOf(broadcaster, 'door').state === 'failed')).toBe(true);
    expect(stateOf(broadcaster, 'door')).toMatchObject({ reason: 'beacon.adapter-down', since: null });
    expect(broadcaster.adapter()).toMatchObject({ state: 'down', sets: 0, detail: expect.any(String) });
    expect(await broadcaster.test(null, 2_000)).toMatchObject({
      ok: false,
      beacons: [{ heard: false, reason: 'beacon.adapter-down' }],
    });
    await server.replug(1);
    expect(await until(() => stateOf(broadcaster, 'door').state === 'on-air')).toBe(true);
    expect(await broadcaster.test(null, 2_000)).toMatchObject({ ok: true });
    expect(broadcaster.adapter()).toMatchObject({ state: 'ready', sets: 3, detail: null });
  });
});

describe('what is heard', () => {
  it('is ours only with our address, and is missed when nobody hears it', async () => {
    const { broadcaster, air } = await onStage();
    broadcaster.set([wanted('door', [ibeacon(3)])]);
    await broadcaster.start();
    await broadcaster.test(null, 2_000);
    const { address, slots } = stateOf(broadcaster, 'door');
    const frame = {
      addressHigh: Number.parseInt(address!.slice(0, 6), 16),
      addressLow: Number.parseInt(address!.slice(6), 16),
      data: Buffer.from(slots[0]!.hex!, 'hex'),
      rssi: -50,
    };
    expect(broadcaster.heard(frame, Date.now())).toBe(true);
    expect(broadcaster.heard({ ...frame, addressLow: 1 }, Date.now())).toBe(false);
    expect(broadcaster.heard({ ...frame, data: frame.data.subarray(1) }, Date.now())).toBe(false);
    air.conditions.silent.add(address!);
    expect(await broadcaster.test('door', 150)).toMatchObject({
      ok: false,
      beacons: [{ heard: false, reason: 'beacon.not-heard' }],
    });
    expect(await broadcaster.test('nobody', 150)).toMatchObject({ ok: false, beacons: [{ reason: 'beacon.unknown' }] });
  });
});
