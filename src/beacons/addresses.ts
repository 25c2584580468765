import { createHmac } from 'node:crypto';

/*
 * Random addresses that are not drawn but derived, so that they are the same after a restart. Their upper two bits say
 * which kind they are. Source: Bluetooth Core Specification, Vol 6 Part B, 1.3.2.
 */

const kind = { static: 0xc0, nonResolvable: 0x00 } as const;

function derived(key: Uint8Array | string, text: string, upperBits: number): string {
  const bytes = createHmac('sha256', key).update(text).digest().subarray(0, 6);
  bytes[0] = (bytes[0]! & 0x3f) | upperBits;
  return bytes.toString('hex');
}

/** A beacon's address for as long as it stays with this gateway, twelve hex digits. */
export const staticAddress = (gateway: string, beacon: string): string =>
  derived('endcap beacon address', JSON.stringify([gateway, beacon]), kind.static);

/**
 * The address that goes with an ephemeral identity. Without the identity key nobody sees that two of them belong
 * together; with the same identity it is the same, also after a restart.
 * @param windows the starts of the windows that the beacon's identities are in, seconds
 */
export const ephemeralAddress = (identityKey: Uint8Array, beacon: string, windows: readonly number[]): string =>
  derived(identityKey, JSON.stringify([beacon, ...windows]), kind.nonResolvable);
