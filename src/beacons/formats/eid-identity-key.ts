import { createPrivateKey, createPublicKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto';
import { concat } from '../../../devices/layout.ts';

/*
 * How a beacon and who resolves it come to the same identity key without telling it. Keys are the 32 bytes of X25519,
 * least significant first, as they travel. Source: google/eddystone: eddystone-eid/eid-computation.md; RFC 7748.
 */

export const curveKeyBytes = 32;
export const identityKeyBytes = 16;

/** What stands before the 32 bytes in the forms that Node reads. Source: RFC 8410, sections 4 and 7. */
const privateHead = Buffer.from('302e020100300506032b656e04220420', 'hex');
const publicHead = Buffer.from('302a300506032b656e032100', 'hex');

const privateOf = (key: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([privateHead, key]), format: 'der', type: 'pkcs8' });
const publicOf = (key: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([publicHead, key]), format: 'der', type: 'spki' });

/** The public key of a private one. Throws RangeError when that is not 32 bytes. */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  if (privateKey.length !== curveKeyBytes) throw new RangeError(`a key of ${privateKey.length} bytes`);
  const exported = createPublicKey(privateOf(privateKey)).export({ format: 'der', type: 'spki' });
  return new Uint8Array(exported.subarray(publicHead.length));
}

/** Null when a key has a wrong length, or the other's public key makes every secret the same. */
function sharedSecret(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | null {
  if (privateKey.length !== curveKeyBytes || publicKey.length !== curveKeyBytes) return null;
  let secret: Uint8Array;
  try {
    secret = diffieHellman({ privateKey: privateOf(privateKey), publicKey: publicOf(publicKey) });
  } catch {
    // OpenSSL refuses a secret of zeros by itself.
    return null;
  }
  return secret.every(byte => byte === 0) ? null : secret;
}

const identityKey = (secret: Uint8Array, resolverPublic: Uint8Array, beaconPublic: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, concat(resolverPublic, beaconPublic), new Uint8Array(0), identityKeyBytes));

/** The beacon's side. Null: the resolver's key is no good. */
export function identityKeyAtBeacon(beaconPrivate: Uint8Array, resolverPublic: Uint8Array): Uint8Array | null {
  const secret = sharedSecret(beaconPrivate, resolverPublic);
  return secret && identityKey(secret, resolverPublic, publicKeyOf(beaconPrivate));
}

/** The resolver's side. Null: the beacon's key is no good. */
export function identityKeyAtResolver(resolverPrivate: Uint8Array, beaconPublic: Uint8Array): Uint8Array | null {
  const secret = sharedSecret(resolverPrivate, beaconPublic);
  return secret && identityKey(secret, publicKeyOf(resolverPrivate), beaconPublic);
}
