import { createDecipheriv } from 'node:crypto';
import { encryptBlock } from '../../../devices/cmac.ts';

/*
 * What is done with a beacon's lock code: AES-128-ECB of one block. The code itself never travels.
 * Source: google/eddystone: configuration-service, characteristics 6, 7 and 9.
 */

/** Bytes of a lock code, of a challenge, and of an identity key. */
export const keyBytes = 16;

/** The answer to a challenge, which proves that the lock code is known. */
export const unlockToken = (lockCode: Uint8Array, challenge: Uint8Array): Uint8Array =>
  encryptBlock(lockCode, challenge);

/** A new lock code as it is sent, under the one that holds. */
export const sealLockCode = (lockCode: Uint8Array, next: Uint8Array): Uint8Array => encryptBlock(lockCode, next);

/** The identity key of an EID slot, from how the beacon tells it. */
export function openIdentityKey(lockCode: Uint8Array, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-128-ecb', lockCode, null).setAutoPadding(false);
  return new Uint8Array(Buffer.concat([decipher.update(sealed), decipher.final()]));
}
