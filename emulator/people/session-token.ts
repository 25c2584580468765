import { encryptBlock } from '../beacons/aes.ts';
import { adType, beaconFlags, payload, structure } from './ad-structures.ts';
import { derivedKey } from './ciphers.ts';

/**
 * The token of somebody who has checked in: made like the rolling identifiers of exposure notifications (Google and Apple,
 * "Exposure Notification Cryptography Specification" 1.2), but with names of our own, so that nobody takes it for one.
 */

/** A name and a prefix, so that the same construction yields either. */
export interface TokenScheme {
  readonly info: string;
  readonly prefix: string;
}

const ours: TokenScheme = { info: 'ENDCAP-RPIK', prefix: 'ENDCAP' };
const serviceUuid = '7f5f0c1e-6d3a-4c0b-9b6e-3e1d5a9c2e51';
const tokenBytes = 8;
export const tokenIntervalMs = 600_000;

/** AES-128 of prefix, six zeros and interval, under a key that is derived from the session's. */
export function rollingIdentifier(key: Uint8Array, interval: number, { info, prefix }: TokenScheme = ours): Buffer {
  const block = Buffer.alloc(16);
  block.write(prefix, 0, 'ascii');
  block.writeUInt32LE(interval >>> 0, 12);
  return encryptBlock(derivedKey(key, info), block);
}

/** The frame of the interval in which `atMs` lies, Unix time. */
export function sessionFrame(key: Uint8Array, atMs: number): Buffer {
  const token = rollingIdentifier(key, Math.floor(atMs / tokenIntervalMs)).subarray(0, tokenBytes);
  // Long UUIDs go over the air with their last byte first.
  const uuid = Buffer.from(serviceUuid.replaceAll('-', ''), 'hex').reverse();
  return payload(beaconFlags, structure(adType.serviceData128, Buffer.concat([uuid, token])));
}
