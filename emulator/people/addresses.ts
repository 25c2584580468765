import { encryptBlock } from '../beacons/aes.ts';
import { pick, randomBytes, seededRandom } from '../random.ts';

/**
 * Kinds of random device addresses, told apart by the two highest bits: 01 resolvable, 00 not resolvable, 11 static.
 * Source: Bluetooth Core 5.4, Vol 6, Part B, section 1.3.2.
 */
export type AddressKind = 'resolvable' | 'non-resolvable' | 'static';

/** Every 15 minutes is what the Core specification recommends for private addresses (Vol 3, Part C, Appendix A). */
export const usualRotationMs = 15 * 60_000;
/** Telephones do not all change on the quarter of an hour. */
const jitterShare = 0.15;

/** The hash part of a resolvable private address: `ah` of the Core specification, Vol 3, Part H, section 2.2.2. */
export function addressHash(irk: Uint8Array, prand: Uint8Array): Buffer {
  return encryptBlock(irk, Buffer.concat([Buffer.alloc(13), prand])).subarray(-3);
}

/** An address of a kind, twelve hex digits, as it follows from the seed. */
export function addressOf(kind: AddressKind, seed: number, irk: Uint8Array): string {
  const random = seededRandom(seed);
  const top = { resolvable: 0x40, 'non-resolvable': 0x00, static: 0xc0 }[kind];
  // Neither all zeros nor all ones may follow the two bits.
  const first = top | (1 + pick(random, 62));
  if (kind !== 'resolvable') return Buffer.concat([Uint8Array.of(first), randomBytes(random, 5)]).toString('hex');
  const prand = Buffer.concat([Uint8Array.of(first), randomBytes(random, 2)]);
  return Buffer.concat([prand, addressHash(irk, prand)]).toString('hex');
}

/** Which address a telephone has by now. */
export interface Rotation {
  /** Counts up from one address to the next. */
  indexAt(ms: number): number;
}

/**
 * Changes every `everyMs`, each time up to 15 % earlier or later, and not in step with anybody else. Pure: what holds at an
 * instant does not depend on what was asked before.
 */
export function createRotation(seed: number, everyMs: number): Rotation {
  const phaseMs = seededRandom(seed)() * everyMs;
  const beginOf = (index: number): number => {
    const jitter = (seededRandom((seed ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0)() * 2 - 1) * jitterShare;
    return (index + jitter) * everyMs + phaseMs;
  };
  return {
    indexAt(ms) {
      const about = Math.floor((ms - phaseMs) / everyMs);
      if (ms < beginOf(about)) return about - 1;
      return ms >= beginOf(about + 1) ? about + 1 : about;
    },
  };
}

/** Addresses kept; beyond, the oldest are forgotten. A day of 250 telephones has fewer. */
const maxKept = 25_000;

/** Every private address that was ever on air, so that a test can look for them where none may be. */
export function createAddressBook() {
  const seen = new Set<string>();
  return {
    note(address: string): string {
      if (!seen.has(address)) {
        seen.add(address);
        if (seen.size > maxKept) seen.delete(seen.values().next().value!);
      }
      return address;
    },
    all: (): readonly string[] => [...seen],
  };
}
export type AddressBook = ReturnType<typeof createAddressBook>;
