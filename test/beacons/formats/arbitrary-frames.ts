import fc from 'fast-check';
import type { BthomeObject } from '../../../src/beacons/formats/bthome-objects.ts';
import { objectIds, objectType } from '../../../src/beacons/formats/bthome-objects.ts';
import type { BeaconFrame } from '../../../src/beacons/formats/frame.ts';

/** That many bytes in hex. */
export const hexOf = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(data => Buffer.from(data).toString('hex'));
export const bytesOf = (bytes: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes });

const integer = (min: number, max: number) => fc.integer({ min, max });
const power = integer(-128, 127);
const u16 = integer(0, 0xffff);
const u32 = fc.nat(0xffffffff).map(n => n >>> 0);
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

/** Printable, without space. */
const urlCharacter = integer(0x21, 0x7e).map(code => String.fromCharCode(code));
const domain = fc.constantFrom('.com/', '.org', '.info/', '.gov', '.biz/', '.net', '.edu/', '.de/', '.');

/** Addresses that may have a code, and may fit. */
export const urls: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('http://www.', 'https://www.', 'http://', 'https://'),
    fc.array(fc.oneof(urlCharacter, domain), { minLength: 1, maxLength: 8 }),
  )
  .map(([scheme, parts]) => scheme + parts.join(''));

/** Any value of any object that is known, as it comes out of its bytes. */
export const bthomeObject: fc.Arbitrary<BthomeObject> = fc.constantFrom(...objectIds).chain(id => {
  const type = objectType(id)!;
  const value = (): fc.Arbitrary<BthomeObject['value']> => {
    const wrap = 256 ** type.bytes;
    switch (type.form) {
      case 'flag':
        return fc.boolean();
      case 'text':
        return fc.string({ unit: 'grapheme', maxLength: 3 });
      case 'raw':
        return integer(0, 6).chain(hexOf);
      case 'dimmer':
        return integer(-255, 255).map(steps => steps || 0);
      case 'unsigned':
        return fc.maxSafeNat().map(n => ((n % wrap) * type.times) / type.over);
      case 'signed':
        return fc.maxSafeNat().map(n => (((n % wrap) - wrap / 2) * type.times) / type.over);
    }
  };
  return value().map(value => ({ id, name: type.name, value }));
});

const ruuvi: fc.Arbitrary<BeaconFrame> = fc.record({
  format: fc.constant('ruuvi' as const),
  temperatureC: orNull(integer(-0x7fff, 0x7fff).map(raw => raw / 200)),
  humidityPercent: orNull(integer(0, 0xfffe).map(raw => raw / 400)),
  pressurePa: orNull(integer(50_000, 115_534)),
  accelerationMg: fc.record({
    x: orNull(integer(-0x7fff, 0x7fff)),
    y: orNull(integer(-0x7fff, 0x7fff)),
    z: orNull(integer(-0x7fff, 0x7fff)),
  }),
  batteryMv: orNull(integer(1_600, 3_646)),
  txPowerDbm: orNull(integer(-20, 10).map(half => half * 2)),
  movements: orNull(integer(0, 254)),
  sequence: orNull(integer(0, 65_534)),
  address: orNull(hexOf(6).filter(address => address !== 'ffffffffffff')),
});

export const tlmFrame = fc.record({
  format: fc.constant('eddystone-tlm' as const),
  batteryMv: orNull(integer(1, 0xffff)),
  temperatureC: orNull(integer(-0x7fff, 0x7fff).map(raw => raw / 256)),
  advertisements: u32,
  uptimeMs: u32.map(tenths => tenths * 100),
});

export const plainBthome = fc.record({
  format: fc.constant('bthome' as const),
  encrypted: fc.constant(false as const),
  triggered: fc.boolean(),
  address: orNull(hexOf(6)),
  objects: fc.array(bthomeObject, { maxLength: 4 }),
});

/** Frames of every format but encrypted BTHome, which wants a key. */
export const anyFrame: fc.Arbitrary<BeaconFrame> = fc.oneof(
  fc.record({ format: fc.constant('ibeacon' as const), uuid: hexOf(16), major: u16, minor: u16, powerAt1m: power }),
  fc.record({
    format: fc.constant('altbeacon' as const),
    manufacturer: u16,
    id: hexOf(20),
    powerAt1m: power,
    reserved: integer(0, 255),
  }),
  fc.record({
    format: fc.constant('eddystone-uid' as const),
    namespace: hexOf(10),
    instance: hexOf(6),
    powerAt0m: power,
  }),
  fc.record({ format: fc.constant('eddystone-url' as const), url: urls, powerAt0m: power }),
  tlmFrame,
  fc.record({
    format: fc.constant('eddystone-etlm' as const),
    ciphertext: hexOf(12),
    salt: hexOf(2),
    mic: hexOf(2),
  }),
  fc.record({ format: fc.constant('eddystone-eid' as const), eid: hexOf(8), powerAt0m: power }),
  plainBthome,
  ruuvi,
  fc.record({ format: fc.constant('session-token' as const), token: hexOf(8) }),
);
