import { concat } from '../../../devices/layout.ts';

/*
 * Advertising data: structures of [length][type][data], where the length counts the type. Source: Bluetooth Core
 * Specification 5.4, Vol 3, Part C, section 11; types from its Supplement, Part A, section 1.
 */

/** Bytes of a legacy advertisement, which every phone and scanner hears. */
export const legacyBytes = 31;

/** Types of structures that beacons use. */
export const completeServiceUuids16 = 0x03;
export const serviceData16 = 0x16;
export const serviceData128 = 0x21;
export const manufacturerData = 0xff;

/** General discoverable, no classic Bluetooth: what all beacon formats ask for. */
const flags = Uint8Array.of(0x02, 0x01, 0x06);

/** One structure without its length. */
export interface Structure {
  readonly type: number;
  readonly data: Uint8Array;
}

/**
 * Looks at one structure: the bytes of its data are those from `from` until before `to`. `to` lies beyond the end of
 * `data` where the structure is cut off.
 */
export type Look<T> = (data: Uint8Array, type: number, from: number, to: number) => T | null;

/** The first answer of `look`, or null when it has none. Copies nothing; a length of zero ends the walk, as it should. */
export function firstOf<T>(data: Uint8Array, look: Look<T>): T | null {
  for (let at = 0; at + 1 < data.length; ) {
    const length = data[at]!;
    if (length === 0) return null;
    const found = look(data, data[at + 1]!, at + 2, at + 1 + length);
    if (found !== null) return found;
    at += 1 + length;
  }
  return null;
}

/** Flags and these structures; null: more than a legacy advertisement holds. */
export function legacyPayload(structures: readonly Structure[]): Uint8Array | null {
  const bytes = structures.reduce((sum, { data }) => sum + 2 + data.length, flags.length);
  if (bytes > legacyBytes) return null;
  return concat(flags, ...structures.flatMap(({ type, data }) => [Uint8Array.of(1 + data.length, type), data]));
}
