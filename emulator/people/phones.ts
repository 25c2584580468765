import { pick, type Random, randomBytes, seededRandom } from '../random.ts';
import {
  adType,
  beaconFlags,
  manufacturerData,
  payload,
  phoneFlags,
  serviceData16,
  serviceUuid16,
  structure,
} from './ad-structures.ts';
import { type AddressKind, addressOf, createRotation, usualRotationMs } from './addresses.ts';
import { sessionFrame, tokenIntervalMs } from './session-token.ts';

const apple = 0x004c;
const samsung = 0x0075;
const exposure = 0xfd6f;
const google = 0xfeaa;

/** Something that people carry, and what it says of itself while nobody has asked for anything. */
export interface PhoneProfile {
  readonly name: string;
  readonly addressKind: AddressKind;
  /** Of how many: what a shop is full of comes more often. */
  readonly weight: number;
  /** Drawn anew with each address: a frame that stayed the same would give its owner away. */
  frame(random: Random): Buffer;
}

/**
 * Shapes as they are described in public: furiousMAC/continuity (Apple's 0x10 and 0x12), Google's exposure notification
 * Bluetooth specification 1.2, and the Find Hub network accessory specification (frames 0x40 and 0x41 under FEAA). What is
 * encrypted in them is noise here.
 */
export const phoneProfiles: readonly PhoneProfile[] = [
  {
    name: 'apple-nearby',
    addressKind: 'resolvable',
    weight: 8,
    frame: random =>
      payload(
        phoneFlags,
        structure(adType.txPower, Uint8Array.of(0x0c)),
        manufacturerData(apple, Buffer.concat([Uint8Array.of(0x10, 0x05, 0x18, 0x1c), randomBytes(random, 3)])),
      ),
  },
  {
    name: 'exposure-notification',
    addressKind: 'non-resolvable',
    weight: 2,
    frame: random => payload(phoneFlags, serviceUuid16(exposure), serviceData16(exposure, randomBytes(random, 20))),
  },
  {
    name: 'google-tracker',
    addressKind: 'non-resolvable',
    weight: 2,
    frame: random =>
      payload(
        beaconFlags,
        serviceData16(google, Buffer.concat([Uint8Array.of(0x40 | pick(random, 2)), randomBytes(random, 21)])),
      ),
  },
  {
    name: 'apple-tracker',
    addressKind: 'static',
    weight: 2,
    frame: random =>
      payload(manufacturerData(apple, Buffer.concat([Uint8Array.of(0x12, 0x19, 0x10), randomBytes(random, 24)]))),
  },
  {
    name: 'vendor-noise',
    addressKind: 'resolvable',
    weight: 3,
    frame: random =>
      payload(beaconFlags, manufacturerData(samsung, Buffer.concat([Uint8Array.of(0x42), randomBytes(random, 8)]))),
  },
  { name: 'nothing', addressKind: 'non-resolvable', weight: 3, frame: () => payload(phoneFlags) },
];

/** Checked in: until `untilMs` it sends tokens made from `key`, and nothing else. */
export interface CheckIn {
  readonly key: Uint8Array;
  readonly untilMs: number;
}

/** Pure in time but for checking in and out. Instants are Unix time. */
export interface Phone {
  readonly profile: PhoneProfile;
  addressAt(ms: number): string;
  frameAt(ms: number): Buffer;
  checkedIn(ms: number): boolean;
  checkIn(visit: CheckIn): void;
  checkOut(): void;
}

/** The same seed is the same telephone, with the same addresses at the same time. */
export function createPhone(seed: number, profile: PhoneProfile = drawnProfile(seed)): Phone {
  const irk = randomBytes(seededRandom(seed), 16);
  const rotation = createRotation(seed, usualRotationMs);
  const seedOf = (index: number): number => (seed ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  let visit: CheckIn | null = null;
  const visitAt = (ms: number): CheckIn | null => (visit !== null && ms < visit.untilMs ? visit : null);
  let frame: { readonly index: number; readonly bytes: Buffer } | null = null;
  let address: { readonly seed: number; readonly text: string } | null = null;
  const addressFrom = (kind: AddressKind, from: number): string => {
    if (address?.seed !== from) address = { seed: from, text: addressOf(kind, from, irk) };
    return address.text;
  };

  return {
    profile,
    addressAt(ms) {
      // Address and token change together, so that neither betrays the other.
      if (visitAt(ms)) return addressFrom('non-resolvable', ~seedOf(Math.floor(ms / tokenIntervalMs)) >>> 0);
      return addressFrom(profile.addressKind, seedOf(rotation.indexAt(ms)));
    },
    frameAt(ms) {
      const checkedIn = visitAt(ms);
      if (checkedIn) return sessionFrame(checkedIn.key, ms);
      const index = rotation.indexAt(ms);
      if (frame?.index !== index) frame = { index, bytes: profile.frame(seededRandom(seedOf(index))) };
      return frame.bytes;
    },
    checkedIn: ms => visitAt(ms) !== null,
    checkIn(given) {
      visit = given;
    },
    checkOut() {
      visit = null;
    },
  };
}

function drawnProfile(seed: number): PhoneProfile {
  const all = phoneProfiles.reduce((sum, { weight }) => sum + weight, 0);
  let left = seededRandom(~seed >>> 0)() * all;
  for (const profile of phoneProfiles) {
    left -= profile.weight;
    if (left < 0) return profile;
  }
  return phoneProfiles[0]!;
}
