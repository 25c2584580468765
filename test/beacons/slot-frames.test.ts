import { describe, expect, it } from 'vitest';
import { decodeAdvertising } from '../../src/beacons/formats/decode.ts';
import { ephemeralId } from '../../src/beacons/formats/eid.ts';
import { openTlm } from '../../src/beacons/formats/etlm.ts';
import type { BeaconFrame } from '../../src/beacons/formats/frame.ts';
import { programmeOf } from '../../src/beacons/programme.ts';
import { capacity } from '../../src/beacons/rotation.ts';
import { type Circumstances, framesOf, nextChangeSeconds, type WantedBeacon } from '../../src/beacons/slot-frames.ts';
import type { BeaconSlot } from '../../src/shelf/beacon.ts';

const key = Buffer.from('7c91330e61dfea4606b5b3ecb4457d76', 'hex');
const circumstances: Circumstances = {
  gateway: 'gw-01',
  nowSeconds: 1_000_000.5,
  identityKey: () => key,
  advertisements: 77,
  uptimeMs: 12_345,
  salt: Uint8Array.of(1, 2),
};
const ibeacon: BeaconSlot = {
  format: 'ibeacon',
  uuid: 'e2c56db5dffb48d2b060d0f5a71096e0',
  major: 42,
  minor: 3,
  powerAt1m: -59,
};
const uid: BeaconSlot = {
  format: 'eddystone-uid',
  namespace: '00112233445566778899',
  instance: '0000000000aa',
  powerAt0m: -14,
};
const url: BeaconSlot = { format: 'eddystone-url', url: 'https://shop.example/', powerAt0m: -10 };
const tlm: BeaconSlot = { format: 'eddystone-tlm' };
const eid: BeaconSlot = { format: 'eddystone-eid', resolverKey: 'ab'.repeat(32), exponent: 4, powerAt0m: -12 };

const wanted = (slots: readonly BeaconSlot[], offerUrl?: string | null): WantedBeacon => ({
  beacon: { beacon: 'door', zone: 'entrance', gateway: null, intervalMs: 300, slots },
  version: 5,
  offer: offerUrl === undefined ? null : { id: 'of-1', version: 2, variant: 'b', url: offerUrl },
});
const frames = (slots: readonly BeaconSlot[], offerUrl?: string | null, over: Partial<Circumstances> = {}) =>
  framesOf(wanted(slots, offerUrl), { ...circumstances, ...over });
const said = (data: Uint8Array | null): BeaconFrame | null => {
  const decoded = decodeAdvertising(data!);
  return decoded.kind === 'frame' ? decoded.frame : null;
};

describe('the frames of a beacon', () => {
  it('say what its slots say', () => {
    const { slots, reason, offer, changesAtSeconds } = frames([ibeacon, uid, url, tlm]);
    expect(slots.map(({ format, text }) => [format, text])).toEqual([
      ['ibeacon', 'major 42, minor 3'],
      ['eddystone-uid', 'namespace 00112233445566778899, instance 0000000000aa'],
      ['eddystone-url', 'https://shop.example/'],
      ['eddystone-tlm', '77 frames in 12 s'],
    ]);
    expect(slots.every(({ data }) => data!.length <= 31)).toBe(true);
    expect(said(slots[3]!.data)).toMatchObject({ batteryMv: null, temperatureC: null, advertisements: 77 });
    expect([reason, offer, changesAtSeconds]).toEqual([null, null, null]);
  });

  it('come from an address that is the same every time, and another one at another gateway', () => {
    const { address } = frames([ibeacon]);
    expect(frames([uid, url], null, { nowSeconds: 5 }).address).toBe(address);
    expect(frames([ibeacon], null, { gateway: 'gw-02' }).address).not.toBe(address);
    expect(Number.parseInt(address.slice(0, 2), 16) >> 6).toBe(3);
  });
});

describe('an offer', () => {
  const ref = { id: 'of-1', version: 2, variant: 'b' };

  it("takes the place of the beacon's own address, with its power", () => {
    const { slots, offer } = frames([ibeacon, url], 'https://ex.com/of');
    expect(slots.map(slot => [slot.text, slot.offer])).toEqual([
      ['major 42, minor 3', null],
      ['https://ex.com/of', ref],
    ]);
    expect(said(slots[1]!.data)).toMatchObject({ url: 'https://ex.com/of', powerAt0m: -10 });
    expect(offer).toEqual(ref);
  });

  it('gets a slot of its own where there is none, with the power of the others', () => {
    expect(said(frames([uid], 'https://ex.com/of').slots[1]!.data)).toMatchObject({ powerAt0m: -14 });
    expect(said(frames([ibeacon], 'https://ex.com/of').slots[1]!.data)).toMatchObject({ powerAt0m: -20 });
  });

  it('that does not fit leaves the beacon its own, and says so', () => {
    const { slots, offer, reason } = frames([ibeacon, url], 'https://a-very-long-name.example/offers/1');
    expect(slots.map(slot => [slot.text, slot.offer, slot.reason])).toEqual([
      ['major 42, minor 3', null, null],
      ['https://shop.example/', null, null],
    ]);
    expect([offer, reason]).toEqual([null, 'beacon.url-too-long']);
  });

  it('never changes the minor of an iBeacon', () => {
    expect(frames([ibeacon], 'https://ex.com/of').slots[0]).toEqual(frames([ibeacon]).slots[0]);
  });
});

describe('an ephemeral identity', () => {
  it('changes every window, and the address of the whole beacon with it', () => {
    const at = (nowSeconds: number) => frames([ibeacon, eid], null, { nowSeconds });
    const first = at(1_000_000);
    expect(said(first.slots[1]!.data)).toMatchObject({ eid: ephemeralId(key, 4, 1_000_000) });
    expect(first.changesAtSeconds).toBe(1_000_016);
    expect(at(1_000_015.9)).toEqual(first);
    const next = at(1_000_016);
    expect(next.address).not.toBe(first.address);
    expect(next.slots[1]!.data).not.toEqual(first.slots[1]!.data);
    expect(next.slots[0]).toEqual(first.slots[0]);
    expect(Number.parseInt(next.address.slice(0, 2), 16) >> 6).toBe(0);
  });

  it('encrypts the telemetry beside it', () => {
    const { slots } = frames([eid, tlm]);
    const sealed = said(slots[1]!.data);
    expect(sealed).toMatchObject({ format: 'eddystone-etlm', salt: '0102' });
    if (sealed?.format !== 'eddystone-etlm') throw new Error('not encrypted');
    expect(openTlm(sealed, key, 4, 1_000_000)).toMatchObject({ advertisements: 77, uptimeMs: 12_300 });
  });

  it('cannot be had without a keyring, nor with a key that is none; then telemetry is not sent in plain either', () => {
    const without = frames([ibeacon, eid, tlm], null, { identityKey: null });
    expect(without.slots.map(({ data, reason }) => [data !== null, reason])).toEqual([
      [true, null],
      [false, 'beacon.eid-no-keyring'],
      [false, 'beacon.eid-no-keyring'],
    ]);
    expect(without.reason).toBe('beacon.eid-no-keyring');
    expect(without.changesAtSeconds).toBe(null);
    expect(frames([eid], null, { identityKey: () => null }).reason).toBe('beacon.slot-invalid');
  });

  it('is over when the first of several is', () => {
    expect(nextChangeSeconds([4, 2], 17)).toBe(20);
    expect(nextChangeSeconds([], 17)).toBe(null);
  });
});

describe('a programme', () => {
  it('spreads the interval of a beacon over its frames', () => {
    const one = { ...frames([ibeacon, uid, url]), wanted: wanted([ibeacon, uid, url]) };
    expect(programmeOf([one], 4).items.map(({ id, intervalMs }) => [id, intervalMs])).toEqual([
      ['door/0', 900],
      ['door/1', 900],
      ['door/2', 900],
    ]);
  });

  it('leaves out what the adapter cannot take, and says so', () => {
    const many = Array.from({ length: capacity(1) + 1 }, (_, n) => {
      const one = { ...wanted([ibeacon]), beacon: { ...wanted([ibeacon]).beacon, beacon: `b-${n}` } };
      return { ...framesOf(one, circumstances), wanted: one };
    });
    const { items, beacons } = programmeOf(many, 1);
    expect(items.length).toBe(capacity(1));
    expect(beacons.map(({ reason }) => reason)).toEqual([...items.map(() => null), 'beacon.too-many']);
    expect(programmeOf(many, 0).items.length).toBe(many.length);
  });
});
