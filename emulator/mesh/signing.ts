import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import canonicalize from 'canonicalize';

/** A key of the emulated authority and what gateways let it sign. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** The raw 32 bytes, base64url without padding, as a gateway's configuration pins them. */
  readonly publicKey: string;
  readonly signs: readonly string[];
}

/** DER up to the 32-byte seed of an Ed25519 private key (RFC 8410, PKCS #8). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An Ed25519 key that follows from the shop's seed: a toy, so that runs repeat. Real keys are random. */
export function seededKey(seed: number, kid: string, signs: readonly string[]): SigningKey {
  const secret = createHash('sha256').update(`emulated shop ${seed} ${kid}`).digest();
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, secret]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { kid, privateKey, publicKey: publicKey.toString('base64url'), signs };
}

/** A CloudEvents envelope before it is signed. */
export interface Unsigned {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The store. */
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly data: unknown;
}

/** The signed message, ready for the wire: Ed25519 over the RFC 8785 form of the envelope without `sig`. */
export function signMessage(envelope: Unsigned, key: SigningKey): Buffer {
  const text = canonicalize(envelope);
  if (text === undefined) throw new TypeError('the envelope has no JSON form');
  const value = sign(null, Buffer.from(text, 'utf8'), key.privateKey).toString('base64url');
  return Buffer.from(JSON.stringify({ ...envelope, sig: { alg: 'EdDSA', kid: key.kid, value } }), 'utf8');
}
