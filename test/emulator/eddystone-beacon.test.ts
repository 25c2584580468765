import { describe, expect, it } from 'vitest';
import { encryptBlock, sealEax } from '../../emulator/beacons/aes.ts';
import { createKeyPair, ephemeralId, timeBase } from '../../emulator/beacons/eid.ts';
import { lockState } from '../../emulator/beacons/lock.ts';
import { createVirtualClock } from '../../emulator/clock.ts';
import { decodeEid } from '../../src/beacons/formats/eid.ts';
import { decodeTlm } from '../../src/beacons/formats/tlm.ts';
import { decodeUid } from '../../src/beacons/formats/uid.ts';
import { decodeUrlFrame } from '../../src/beacons/formats/url.ts';
import type { ConfigurationLink } from '../../src/beacons/provisioning/link.ts';
import type { Role } from '../../src/beacons/provisioning/service.ts';
import { beaconOf, bytes, connectDirectly, lockCode } from '../beacons/provisioning/direct-link.ts';
import eax from '../vectors/beacons/eax.json' with { type: 'json' };
import eid from '../vectors/beacons/eid.json' with { type: 'json' };
import etlm from '../vectors/beacons/etlm.json' with { type: 'json' };

const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');
const id = '8b0ca750095477cb3e77010203040506';
const refusedWith = (attCode: number) => ({ attCode });

async function open(link: ConfigurationLink, code = lockCode): Promise<void> {
  await link.write('unlock', encryptBlock(bytes(code), await link.read('unlock')), true);
}
const write = (link: ConfigurationLink, role: Role, data: string): Promise<void> => link.write(role, bytes(data), true);
const read = async (link: ConfigurationLink, role: Role): Promise<string> => hex(await link.read(role));

/** The sources stand in the files. */
describe('what is computed', () => {
  it.each(eax.vectors)('EAX under $key', vector => {
    const { ciphertext, tag } = sealEax(
      bytes(vector.key),
      bytes(vector.nonce),
      bytes(vector.header),
      bytes(vector.text),
    );
    expect([hex(ciphertext), hex(tag)]).toEqual([vector.ciphertext, vector.tag]);
  });

  it.each(etlm.vectors)(
    'encrypted telemetry: $note',
    ({ identityKey, exponent, clockSeconds, telemetry, hex: frame }) => {
      const salt = bytes(frame.slice(28, 32));
      const nonce = Buffer.concat([timeBase(exponent, clockSeconds), salt]);
      const { ciphertext, tag } = sealEax(bytes(identityKey), nonce, new Uint8Array(), bytes(telemetry));
      expect(`2001${hex(ciphertext)}${hex(salt)}${hex(tag).slice(0, 4)}`).toBe(frame);
    },
  );

  it('an identity from its key, exponent and counter', () => {
    expect(hex(createKeyPair(bytes(eid.resolverPrivate)).publicKey)).toBe(eid.resolverPublic);
    for (const one of [eid, ...eid.computed])
      expect(hex(ephemeralId(bytes(eid.identityKey), one.exponent, one.clockSeconds))).toBe(one.eid);
  });

  it('no key from a point of low order', () => {
    expect(createKeyPair(Buffer.alloc(32, 7)).agree(Buffer.alloc(32))).toBeNull();
  });
});

/** google/eddystone: configuration-service, the lock requirement of each characteristic. */
describe('a locked beacon', () => {
  const shut: readonly Role[] = [
    'capabilities',
    'activeSlot',
    'interval',
    'radioPower',
    'advertisedPower',
    'publicKey',
    'identityKey',
    'slotData',
  ];

  it('tells its lock and whether it can hide, and nothing else', async () => {
    const link = connectDirectly(beaconOf());
    for (const role of shut) await expect(link.read(role), role).rejects.toMatchObject(refusedWith(0x02));
    expect(await read(link, 'lockState')).toBe('00');
    expect(await read(link, 'remainConnectable')).toBe('00');
  });

  it('takes nothing but the answer to its challenge', async () => {
    const beacon = beaconOf();
    const link = connectDirectly(beacon);
    const before = beacon.state();
    for (const role of [...shut, 'lockState', 'remainConnectable'] as const)
      await expect(write(link, role, '00'), role).rejects.toMatchObject(refusedWith(0x03));
    expect(beacon.state()).toEqual(before);
  });

  it('takes an answer once', async () => {
    const link = connectDirectly(beaconOf());
    const token = encryptBlock(bytes(lockCode), await link.read('unlock'));
    await expect(write(link, 'unlock', '00'.repeat(16))).rejects.toMatchObject(refusedWith(0x03));
    await expect(link.write('unlock', token, true)).rejects.toMatchObject(refusedWith(0x03));
    await open(link);
    await expect(link.read('unlock')).rejects.toMatchObject(refusedWith(0x02));
    await expect(link.write('unlock', token, true)).rejects.toMatchObject(refusedWith(0x03));
  });
});

describe('an unlocked beacon', () => {
  it('locks itself when the connection ends, unless it was told not to', async () => {
    const beacon = beaconOf();
    const first = connectDirectly(beacon);
    await open(first);
    expect(beacon.state().lock).toBe(lockState.unlocked);
    await first.close();
    expect(beacon.state().lock).toBe(lockState.locked);
    const second = connectDirectly(beacon);
    await open(second);
    await write(second, 'lockState', '02');
    await second.close();
    expect(beacon.state().lock).toBe(lockState.noRelock);
  });

  it('begins each connection with slot 0', async () => {
    const beacon = beaconOf({ lock: lockState.noRelock });
    const first = connectDirectly(beacon);
    await write(first, 'activeSlot', '03');
    await first.close();
    expect(await read(connectDirectly(beacon), 'activeSlot')).toBe('00');
  });

  it.each<[Role, string]>([
    ['activeSlot', '04'],
    ['activeSlot', ''],
    ['interval', '01'],
    ['radioPower', '0000'],
    ['lockState', '01'],
    ['lockState', `02${'00'.repeat(16)}`],
    ['slotData', `00${id}00`],
    ['slotData', '10'],
    ['slotData', `1003${'61'.repeat(18)}`],
    ['slotData', '2000'],
    ['slotData', `30${'09'.repeat(32)}10`],
    ['slotData', `30${'00'.repeat(32)}0a`],
    ['slotData', '40'],
  ])('refuses for %s the value %s', async (role, value) => {
    const link = connectDirectly(beaconOf({ lock: lockState.noRelock }));
    await expect(write(link, role, value)).rejects.toMatchObject(refusedWith(0x0d));
  });

  it('clamps intervals and takes the next power up', async () => {
    const link = connectDirectly(beaconOf({ lock: lockState.noRelock }));
    const becomes = async (role: Role, value: string): Promise<string> => {
      await write(link, role, value);
      return read(link, role);
    };
    expect(await becomes('interval', '0001')).toBe('0064');
    expect(await becomes('interval', 'ffff')).toBe('2800');
    expect(await becomes('radioPower', 'f9')).toBe('fc');
    expect(await becomes('radioPower', '7f')).toBe('04');
    expect(await read(link, 'advertisedPower')).toBe('04');
    expect(await becomes('advertisedPower', 'f0')).toBe('f0');
    expect(await becomes('radioPower', '00')).toBe('00');
    expect(await read(link, 'advertisedPower')).toBe('f0');
  });

  it('takes a new lock code under the old one, and locks itself', async () => {
    const beacon = beaconOf();
    const link = connectDirectly(beacon);
    const next = '77'.repeat(16);
    await open(link);
    await write(link, 'lockState', `00${hex(encryptBlock(bytes(lockCode), bytes(next)))}`);
    expect(beacon.state()).toMatchObject({ lock: lockState.locked, lockCode: next });
    await expect(open(link)).rejects.toMatchObject(refusedWith(0x03));
    await open(link, next);
  });

  it('is reset only by who unlocked it just now, and keeps its code', async () => {
    const beacon = beaconOf();
    const link = connectDirectly(beacon);
    const factory = beacon.state();
    const reset = bytes('0b');
    await expect(link.writeTo('750b', reset)).rejects.toMatchObject(refusedWith(0x03));
    await open(link);
    await write(link, 'slotData', '20');
    await link.writeTo('750b', bytes('0a'));
    expect(beacon.state().slots[0]!.content).toBe('tlm');
    await write(link, 'lockState', '02');
    await expect(link.writeTo('750b', reset)).rejects.toMatchObject(refusedWith(0x03));
    await write(link, 'lockState', '00');
    await open(link);
    await link.writeTo('750b', reset);
    expect(beacon.state()).toEqual({ ...factory, lock: lockState.unlocked });
  });

  it('takes an identity key under its lock code, and tells it only so', async () => {
    const beacon = beaconOf({ lock: lockState.noRelock });
    const link = connectDirectly(beacon);
    const sealed = hex(encryptBlock(bytes(lockCode), bytes(eid.identityKey)));
    await write(link, 'slotData', `30${sealed}04`);
    expect(await read(link, 'identityKey')).toBe(sealed);
    expect(await read(link, 'slotData')).toBe(`30040000ff00${hex(ephemeralId(bytes(eid.identityKey), 4, 65_280))}`);
    await write(link, 'activeSlot', '01');
    await expect(link.read('identityKey')).rejects.toMatchObject(refusedWith(0x02));
    await expect(write(link, 'slotData', `30${sealed}04`)).rejects.toMatchObject(refusedWith(0x0d));
  });
});

describe('on air', () => {
  /** The service data of the next advertisement. */
  const next = (beacon: ReturnType<typeof beaconOf>): Uint8Array => {
    const { data } = beacon.advertising()!;
    expect(hex(data).startsWith('0201060303aafe')).toBe(true);
    expect(data.length).toBeLessThanOrEqual(31);
    expect(data[7]).toBe(data.length - 8);
    return data.subarray(11);
  };

  it('says its slots in turn, in frames that others can read', async () => {
    const clock = createVirtualClock(1_000_000);
    const beacon = beaconOf({ lock: lockState.noRelock, clock });
    const link = connectDirectly(beacon);
    expect(beacon.advertising()).toBeNull();
    await write(link, 'activeSlot', '02');
    await write(link, 'slotData', `00${id}`);
    await write(link, 'advertisedPower', 'ee');
    await write(link, 'activeSlot', '03');
    await write(link, 'slotData', '20');
    await link.close();
    clock.advance(60_000);
    expect(decodeUrlFrame(next(beacon))).toMatchObject({ url: 'https://eddystone.org/s', powerAt0m: -12 });
    expect(decodeUid(next(beacon))).toMatchObject({
      namespace: id.slice(0, 20),
      instance: id.slice(20),
      powerAt0m: -18,
    });
    expect(decodeTlm(next(beacon))).toMatchObject({ batteryMv: 2950, temperatureC: 21.5, uptimeMs: 60_000 });
    expect(decodeUrlFrame(next(beacon))).not.toBeNull();
  });

  it('changes its identity with time, and encrypts its telemetry beside it', async () => {
    const clock = createVirtualClock(1_000_000);
    const beacon = beaconOf({ lock: lockState.noRelock, clock });
    const link = connectDirectly(beacon);
    await write(link, 'slotData', `30${eid.resolverPublic}04`);
    await write(link, 'activeSlot', '01');
    await write(link, 'slotData', '20');
    await link.close();
    const first = decodeEid(next(beacon));
    const telemetry = next(beacon);
    expect([telemetry.length, hex(telemetry).slice(0, 4)]).toEqual([18, '2001']);
    clock.advance(15_000);
    expect(decodeEid(next(beacon))).toEqual(first);
    clock.advance(1_000);
    next(beacon);
    expect(decodeEid(next(beacon))?.eid).not.toBe(first?.eid);
    expect(beacon.counter(0)).toBe(65_296);
  });

  it('can be connected to for half a minute after its button, or as long as it was told to', async () => {
    const clock = createVirtualClock(1_000_000);
    const beacon = beaconOf({ clock, abilities: { canHide: true } });
    const connectable = (): boolean => beacon.advertising()!.scanResponse.length > 0;
    expect(connectable()).toBe(false);
    beacon.press();
    clock.advance(29_999);
    expect(connectable()).toBe(true);
    clock.advance(1);
    expect(connectable()).toBe(false);
    beacon.press();
    const link = connectDirectly(beacon);
    await open(link);
    await write(link, 'remainConnectable', '01');
    await link.close();
    clock.advance(60_000);
    expect(connectable()).toBe(true);
  });
});
