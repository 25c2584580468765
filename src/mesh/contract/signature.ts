import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalise } from './canonical.ts';
import type { Signature } from './envelope.ts';

/** What is signed: the UTF-8 bytes of the RFC 8785 form of the envelope without its `sig`. */
export function signingInput(
  envelope: Readonly<Record<string, unknown>>,
  known?: ReadonlyMap<unknown, string>,
): Buffer {
  const { sig: _, ...rest } = envelope;
  return Buffer.from(canonicalise(rest, known), 'utf8');
}

/** The envelope with its Ed25519 signature. */
export function signEnvelope<T extends Readonly<Record<string, unknown>>>(
  envelope: T,
  kid: string,
  privateKey: KeyObject,
): T & { sig: Signature } {
  const value = sign(null, signingInput(envelope), privateKey).toString('base64url');
  return { ...envelope, sig: { alg: 'EdDSA', kid, value } };
}

/** Whether `signature` (base64url) is that key's over this envelope. About 100 µs. */
export function verifyEnvelope(
  envelope: Readonly<Record<string, unknown>>,
  signature: string,
  publicKey: KeyObject,
  known?: ReadonlyMap<unknown, string>,
): boolean {
  return verify(null, signingInput(envelope, known), publicKey, Buffer.from(signature, 'base64url'));
}

/** A key object from the raw 32 bytes of an Ed25519 public key in base64url. Throws when they are no such key. */
export function publicKeyFromRaw(raw: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
}

/** The raw 32 bytes in base64url of an Ed25519 key (public, or the public half of a private one). */
export function rawPublicKey(key: KeyObject): string {
  const x = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' }).x;
  if (x === undefined) throw new TypeError('not an Ed25519 key');
  return x;
}
