import { createPrivateKey, createPublicKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto';
import { encryptBlock } from './aes.ts';

/*
 * Ephemeral identifiers, and how a beacon comes by the key of them.
 * Source: google/eddystone: eddystone-eid/eid-computation.md.
 */

/** RFC 8410: what stands before the 32 bytes of a private and of a public X25519 key in DER. */
const privateHead = Buffer.from('302e020100300506032b656e04220420', 'hex');
const publicHead = Buffer.from('302a300506032b656e032100', 'hex');

export interface KeyPair {
  /** 32 bytes, little-endian, as in RFC 7748. */
  readonly publicKey: Buffer;
  /** The identity key shared with that resolver; null when its public key is none. */
  agree(resolverKey: Uint8Array): Buffer | null;
}

export function createKeyPair(secret: Uint8Array): KeyPair {
  const own = createPrivateKey({ key: Buffer.concat([privateHead, secret]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(own).export({ format: 'der', type: 'spki' }).subarray(publicHead.length);
  return {
    publicKey,
    agree(resolverKey) {
      const shared = sharedSecret(own, resolverKey);
      if (shared === null) return null;
      const salt = Buffer.concat([resolverKey, publicKey]);
      return Buffer.from(hkdfSync('sha256', shared, salt, Buffer.alloc(0), 16));
    },
  };
}

function sharedSecret(own: KeyObject, theirs: Uint8Array): Buffer | null {
  try {
    const key = createPublicKey({ key: Buffer.concat([publicHead, theirs]), format: 'der', type: 'spki' });
    const shared = diffieHellman({ privateKey: own, publicKey: key });
    return shared.every(byte => byte === 0) ? null : shared;
  } catch {
    // A point of low order: the library refuses the all-zero secret itself.
    return null;
  }
}

/** The counter with its `exponent` lowest bits cleared, big-endian. */
export function timeBase(exponent: number, counter: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(Math.floor(counter / 2 ** exponent) * 2 ** exponent);
  return bytes;
}

/** The eight bytes that a beacon goes by at this value of its counter, seconds. */
export function ephemeralId(identityKey: Uint8Array, exponent: number, counter: number): Buffer {
  const time = timeBase(0, counter);
  const salted = Buffer.concat([Buffer.alloc(11), Buffer.from([0xff, 0, 0]), time.subarray(0, 2)]);
  const temporary = encryptBlock(identityKey, salted);
  const block = Buffer.concat([Buffer.alloc(11), Buffer.from([exponent]), timeBase(exponent, counter)]);
  return encryptBlock(temporary, block).subarray(0, 8);
}
