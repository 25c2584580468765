import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBthome } from '../../src/beacons/formats/bthome.ts';
import { sealBthome } from '../../src/beacons/formats/bthome-encryption.ts';
import { ephemeralId } from '../../src/beacons/formats/eid.ts';
import { encodeEtlm, sealTlm } from '../../src/beacons/formats/etlm.ts';
import { encodeRuuvi } from '../../src/beacons/formats/ruuvi.ts';
import { encodeSessionToken, tokenKeyOf, tokensAround } from '../../src/beacons/formats/session-token.ts';
import { encodeTlm } from '../../src/beacons/formats/tlm.ts';
import type { Counters } from '../../src/sightings/sensor.ts';
import { createSightings } from '../../src/sightings/sightings.ts';
import type { Tag } from '../../src/sightings/tag-memory.ts';
import { ad } from '../radio/raw-reports.ts';
import { hearing } from './lent-reports.ts';

const now = Date.UTC(2026, 10, 30, 10);
const uuid = 'e2c56db5dffb48d2b060d0f5a71096e0';
const eidKey = '7c91330e61dfea4606b5b3ecb4457d76';
const bindKey = '231d39c1d7cc1ab1aee224cd096db932';
const bytes = (hex: string): number[] => [...Buffer.from(hex, 'hex')];

const tags: readonly Tag[] = [
  { id: 'anna', kind: 'staff', ibeacon: { uuid, major: 1, minor: 7 } },
  { id: 'trolley-3', kind: 'trolley', uid: '00112233445566778899aabbccddeeff' },
  { id: 'ladder', kind: 'asset', eid: { key: eidKey, exponent: 10 } },
  { id: 'fridge', kind: 'sensor', address: 'c0ffee000001', bindKey },
  { id: 'door', kind: 'sensor', address: 'c0ffee000002' },
];

const ibeacon = (minor: number) => ad(0xff, 0x4c, 0, 2, 0x15, ...bytes(uuid), 0, 1, 0, minor, 0xc5);
const uid = ad(0x16, 0xaa, 0xfe, 0, 0xe7, ...bytes('00112233445566778899aabbccddeeff'), 0, 0);
const eidAt = (ms: number) =>
  ad(0x16, 0xaa, 0xfe, 0x30, 0xe7, ...bytes(ephemeralId(Buffer.from(eidKey, 'hex'), 10, Math.floor(ms / 1_000))));
const stranger = '5e0000000001';

/** Counters that survive as long as the test. */
function memory(): Counters & { readonly kept: Map<string, number> } {
  const kept = new Map<string, number>();
  return {
    kept,
    recall: tag => kept.get(tag) ?? null,
    remember(tag, counter) {
      if (counter === null) kept.delete(tag);
      else kept.set(tag, counter);
    },
  };
}

function scene(counters: Counters = memory()) {
  const sightings = createSightings({ tags, counters });
  return {
    sightings,
    hear: hearing(sightings),
    tag: (id: string, atMs = now) => sightings.tags(atMs).find(one => one.id === id)!,
  };
}

const sealed = (counter: number, temperature: number) => {
  const objects = [
    { id: 0x01, name: 'battery', value: 87 },
    { id: 0x02, name: 'temperature', value: temperature },
    { id: 0x1a, name: 'door', value: true },
  ];
  const plain = { format: 'bthome', encrypted: false, triggered: false, address: null, objects } as const;
  const frame = sealBthome(plain, Buffer.from('c0ffee000001', 'hex'), Buffer.from(bindKey, 'hex'), counter);
  return ad(0x16, 0xd2, 0xfc, ...bytes(frame.serviceData));
};
const plainBthome = (...objects: { id: number; name: string; value: number | boolean }[]) =>
  ad(
    0x16,
    0xd2,
    0xfc,
    ...encodeBthome({ format: 'bthome', encrypted: false, triggered: true, address: null, objects }),
  );

describe('who is heard', () => {
  it('a tag by its iBeacon, from whatever address', () => {
    const { hear, tag } = scene();
    const heard = { id: 'anna', kind: 'staff', rssi: -70, receiver: 'gw-01/0', format: 'ibeacon', fresh: false };
    expect(hear(ibeacon(7), stranger, now, -70)).toEqual(heard);
    expect(hear(ibeacon(7), '5e0000000002', now, -71)).toMatchObject({ id: 'anna' });
    expect(tag('anna')).toMatchObject({ rssi: -71, receiver: 'gw-01/0', lastSeenMs: now });
  });

  it('nobody whose iBeacon, UID or EID differs in one bit', () => {
    const exact = [ibeacon(7), uid, eidAt(now)];
    for (const data of exact) {
      // The identity ends before the power, or before two reserved bytes, or at the end.
      const identity = data === exact[0] ? [6, 26] : data === exact[1] ? [6, 22] : [6, 14];
      for (let at = identity[0]!; at < identity[1]!; at++) {
        const other = Buffer.from(data);
        other[at]! ^= 1;
        expect(scene().hear(other, stranger, now)).toBe('stranger');
      }
      expect(scene().hear(data, stranger, now)).not.toBe('stranger');
    }
  });

  it('a tag by its EID, in its window and the ones beside it, and not later', () => {
    const windowMs = 1_024_000;
    for (const off of [-1, 0, 1])
      expect(scene().hear(eidAt(now + off * windowMs), stranger, now)).toMatchObject({ id: 'ladder' });
    for (const off of [-2, 2]) expect(scene().hear(eidAt(now + off * windowMs), stranger, now)).toBe('stranger');
    // As time goes on, and also when the clock is set back.
    const { hear } = scene();
    for (const atMs of [now, now + windowMs, now + 50 * windowMs, now - 7 * windowMs])
      expect(hear(eidAt(atMs), stranger, atMs)).toMatchObject({ id: 'ladder' });
    expect(hear(eidAt(now), stranger, now + 50 * windowMs)).toBe('stranger');
  });

  it('a tag by its address, whatever it says', () => {
    const { hear } = scene();
    expect(hear(Buffer.alloc(0), 'c0ffee000002', now)).toMatchObject({ id: 'door', format: null });
    expect(hear(Buffer.alloc(0), 'c0ffee000003', now)).toBe('stranger');
  });

  it('telemetry from where a tag was heard, and no longer from where it was before', () => {
    const { hear, tag } = scene();
    const tlm = ad(
      0x16,
      0xaa,
      0xfe,
      ...encodeTlm({ format: 'eddystone-tlm', batteryMv: 2_950, temperatureC: 21.5, advertisements: 9, uptimeMs: 100 }),
    );
    expect(hear(tlm, stranger, now)).toBe('stranger');
    hear(uid, stranger, now);
    expect(hear(tlm, stranger, now)).toMatchObject({ id: 'trolley-3', fresh: true });
    expect(tag('trolley-3')).toMatchObject({ batteryMv: 2_950, temperatureC: 21.5 });
    hear(uid, '5e0000000002', now);
    expect(hear(tlm, stranger, now)).toBe('stranger');
    expect(hear(tlm, '5e0000000002', now + 900_001)).toBe('stranger');
  });

  it('telemetry that is encrypted beside an EID', () => {
    const { hear, tag } = scene();
    const tlm = {
      format: 'eddystone-tlm',
      batteryMv: 3_000,
      temperatureC: null,
      advertisements: 1,
      uptimeMs: 0,
    } as const;
    const sealedTlm = sealTlm(tlm, Buffer.from(eidKey, 'hex'), 10, now / 1_000, Uint8Array.of(1, 2));
    hear(eidAt(now), stranger, now);
    hear(ad(0x16, 0xaa, 0xfe, ...encodeEtlm(sealedTlm)), stranger, now);
    expect(tag('ladder').batteryMv).toBe(3_000);
  });

  it('a beacon of our own, while it is on air under that address', () => {
    const { sightings, hear } = scene();
    sightings.broadcasting([{ beacon: 'dairy', address: 'd00000000001' }]);
    expect(hear(ibeacon(9), 'd00000000001', now)).toMatchObject({ id: 'dairy', kind: 'beacon', format: 'ibeacon' });
    sightings.broadcasting([{ beacon: 'dairy', address: 'd00000000002' }]);
    expect(hear(ibeacon(9), 'd00000000001', now)).toBe('stranger');
    expect(hear(ibeacon(9), 'd00000000002', now)).toMatchObject({ id: 'dairy' });
  });

  it('never throws, and never takes noise for somebody', () => {
    const { hear } = scene();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 31 }), data => {
        expect(hear(data, stranger, now)).toBe('stranger');
        hear(data, 'c0ffee000001', now);
      }),
      { seed: 31, numRuns: 1_000 },
    );
  });
});

describe('what sensors say', () => {
  it('is taken when it opens with their key, once', () => {
    const { hear, tag } = scene();
    expect(hear(sealed(5, 4.5), 'c0ffee000001', now)).toMatchObject({ id: 'fridge', fresh: true });
    expect(hear(sealed(5, 4.5), 'c0ffee000001', now)).toMatchObject({ id: 'fridge', fresh: false });
    expect(tag('fridge')).toMatchObject({
      temperatureC: 4.5,
      batteryPercent: 87,
      readings: { door: true },
      reason: null,
    });
  });

  it('is refused when it is a recording, also after a restart and whatever its counter', () => {
    const counters = memory();
    const { hear, tag } = scene(counters);
    hear(sealed(50, 4), 'c0ffee000001', now);
    expect(hear(sealed(49, 20), 'c0ffee000001', now + 1_000)).toBe('refused');
    expect(tag('fridge')).toMatchObject({ temperatureC: 4, reason: 'sighting.replayed', lastSeenMs: now });
    const again = scene(counters);
    expect(again.hear(sealed(3, 20), 'c0ffee000001', now)).toBe('refused');
    expect(again.hear(sealed(51, 6), 'c0ffee000001', now)).toMatchObject({ fresh: true });
    expect(again.tag('fridge').reason).toBeNull();
  });

  it('begins anew when somebody says that the battery was changed', () => {
    const { sightings, hear, tag } = scene();
    hear(sealed(900, 4), 'c0ffee000001', now);
    expect(hear(sealed(1, 5), 'c0ffee000001', now)).toBe('refused');
    expect(sightings.batteryChanged('nobody', now)).toBe(false);
    expect(sightings.batteryChanged('fridge', now)).toBe(true);
    expect(hear(sealed(1, 5), 'c0ffee000001', now)).toMatchObject({ fresh: true });
    expect(tag('fridge').temperatureC).toBe(5);
  });

  it('is refused when it does not open, or is not encrypted though there is a key', () => {
    const { hear, tag } = scene();
    const broken = sealed(5, 4.5);
    broken[broken.length - 1]! ^= 1;
    expect(hear(broken, 'c0ffee000001', now)).toBe('refused');
    expect(tag('fridge')).toMatchObject({ reason: 'sighting.key-wrong', lastSeenMs: null });
    expect(hear(plainBthome({ id: 2, name: 'temperature', value: 99 }), 'c0ffee000001', now)).toBe('refused');
    expect(tag('fridge').temperatureC).toBeNull();
  });

  it('is taken openly where there is no key', () => {
    const { hear, tag } = scene();
    hear(
      plainBthome({ id: 0, name: 'packet-id', value: 1 }, { id: 0x3a, name: 'button', value: 2 }),
      'c0ffee000002',
      now,
    );
    hear(
      plainBthome({ id: 0, name: 'packet-id', value: 2 }, { id: 0x59, name: 'count', value: -3 }),
      'c0ffee000002',
      now,
    );
    expect(tag('door').readings).toEqual({ 'button-1': 'double-press', count: -3 });
  });

  it('of Ruuvi is read as well', () => {
    const { hear, tag } = scene();
    const frame = encodeRuuvi({
      format: 'ruuvi',
      temperatureC: 24.3,
      humidityPercent: 53.5,
      pressurePa: 100_044,
      accelerationMg: { x: 4, y: -4, z: 1_036 },
      batteryMv: 2_977,
      txPowerDbm: 4,
      movements: 66,
      sequence: 205,
      address: 'c0ffee000002',
    });
    hear(ad(0xff, ...frame), 'c0ffee000002', now);
    expect(tag('door')).toMatchObject({ temperatureC: 24.3, batteryMv: 2_977, readings: { humidity: 53.5 } });
  });

  it('stops: a tag that was heard is missed after an hour, one that only tells of events is not', () => {
    const { hear, tag } = scene();
    hear(ibeacon(7), stranger, now);
    hear(plainBthome({ id: 0x3a, name: 'button', value: 1 }), 'c0ffee000002', now);
    expect(tag('anna', now + 3_600_000).reason).toBeNull();
    expect(tag('anna', now + 3_600_001).reason).toBe('sighting.tag-silent');
    expect(tag('door', now + 9_000_000).reason).toBeNull();
    expect(tag('trolley-3', now + 9_000_000).reason).toBeNull();
  });
});

describe('sessions', () => {
  const key = () => Uint8Array.from(Buffer.alloc(16, 7));
  const token = (atMs: number, of = key()) =>
    ad(0x21, ...encodeSessionToken({ format: 'session-token', token: tokensAround(tokenKeyOf(of), atMs / 1_000)[0]! }));
  const visit = (untilMs: number) => ({ session: 'visit-1', key: key(), untilMs });

  it('are heard from when they are opened until they end', () => {
    const { sightings, hear } = scene();
    const endMs = now + 3_600_000;
    expect(hear(token(now), stranger, now)).toBe('stranger');
    expect(sightings.sessions.open(visit(endMs), now)).toEqual({ ok: true });
    expect(sightings.sessions.status()).toEqual({ open: 1, nextEndsAtMs: endMs });
    for (let atMs = now; atMs < endMs; atMs += 300_000)
      expect(hear(token(atMs), stranger, atMs)).toMatchObject({ id: 'visit-1', kind: 'session' });
    expect(hear(token(endMs), stranger, endMs)).toBe('stranger');
    expect(sightings.tags(endMs).some(({ kind }) => kind === 'session')).toBe(false);
    expect(sightings.sessions.status()).toEqual({ open: 0, nextEndsAtMs: null });
  });

  it('are not recognised by their address', () => {
    const { sightings, hear } = scene();
    sightings.sessions.open(visit(now + 60_000), now);
    hear(token(now), stranger, now);
    expect(hear(Buffer.alloc(0), stranger, now)).toBe('stranger');
  });

  it('are forgotten when they are closed, and their key is wiped', () => {
    const { sightings, hear } = scene();
    const request = visit(now + 60_000);
    sightings.sessions.open(request, now);
    expect([...request.key]).toEqual([...new Uint8Array(16)]);
    expect(sightings.sessions.close('visit-1')).toBe(true);
    expect(sightings.sessions.close('visit-1')).toBe(false);
    expect(hear(token(now), stranger, now)).toBe('stranger');
    sightings.sessions.open(visit(now - 1), now);
    expect(sightings.sessions.status().open).toBe(0);
  });

  it('are a thousand at most', () => {
    const { sightings } = scene();
    const open = (at: number) =>
      sightings.sessions.open({ session: `visit-${at}`, key: Buffer.alloc(16, at), untilMs: now + 60_000 }, now);
    for (let at = 0; at < 1_000; at++) expect(open(at).ok).toBe(true);
    expect(open(1_000)).toMatchObject({ ok: false, reason: 'privacy.session-too-many' });
    expect(open(5).ok).toBe(true);
    sightings.sessions.closeAll();
    expect(open(1_000).ok).toBe(true);
  });
});

describe('the capture', () => {
  it('keeps nothing until it is unlocked, and nothing beyond that', () => {
    const { sightings, hear } = scene();
    hear(ibeacon(7), stranger, now);
    expect(sightings.capture.frames(0, now)).toBeNull();
    sightings.capture.unlock(now + 600_000);
    hear(ibeacon(7), stranger, now);
    expect(sightings.capture.frames(0, now)).toMatchObject({ frames: [{ from: 'anna', kind: 'staff' }], next: 1 });
    expect(sightings.capture.frames(0, now + 600_000)).toBeNull();
    sightings.capture.unlock(now + 900_000);
    expect(sightings.capture.frames(0, now + 700_000)).toMatchObject({ frames: [], next: 1 });
  });

  it('shows what is ours and what is malformed, and no address', () => {
    const { sightings, hear } = scene();
    sightings.capture.unlock(now + 600_000);
    hear(ibeacon(7), stranger, now);
    hear(sealed(1, 4), 'c0ffee000001', now);
    const other = '5e0000000002';
    hear(ad(0x16, 0xaa, 0xfe, 0x30, 0xe7, 1, 2, 3), other, now);
    hear(ad(0xff, 0x75, 0x00, 1, 2, 3), other, now);
    hear(ad(0xff, 0x99, 0x04, 0x05, ...Buffer.alloc(23, 9)), other, now);
    const { frames } = sightings.capture.frames(0, now)!;
    expect(frames.map(({ from, kind, format }) => [from, kind, format])).toEqual([
      ['anna', 'staff', 'ibeacon'],
      ['fridge', 'sensor', 'bthome'],
      ['-', 'malformed', 'eddystone-eid'],
    ]);
    expect(JSON.stringify(frames)).not.toMatch(/5e000000000|c0ffee000001|0100000000/i);
  });

  it('holds five hundred frames, and says where to go on', () => {
    const { sightings, hear } = scene();
    sightings.capture.unlock(now + 600_000);
    for (let at = 0; at < 600; at++) hear(ibeacon(7), stranger, now + at);
    const all = sightings.capture.frames(0, now)!;
    expect(all.frames).toHaveLength(500);
    expect(all.frames[0]!.atMs).toBe(now + 100);
    expect(all.next).toBe(600);
    expect(sightings.capture.frames(598, now)!.frames).toHaveLength(2);
    expect(sightings.capture.frames(600, now)!.frames).toEqual([]);
  });
});
