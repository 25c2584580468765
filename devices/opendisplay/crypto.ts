import { createCipheriv, createDecipheriv, timingSafeEqual } from 'node:crypto';
import { cmac, encryptBlock } from '../cmac.ts';
import { concat } from '../layout.ts';

export { cmac };

/*
 * Authentication and encryption of OpenDisplay. Source: pyod: src/opendisplay/crypto.py; odfw: src/encryption.cpp.
 * Keys, nonces and proofs are 16 bytes; session ids eight.
 */

const blockBytes = 16;
/** Bytes of the authentication tag behind an encrypted payload. */
export const tagBytes = 12;
const sessionLabel = new TextEncoder().encode('OpenDisplay session');

/** What both sides contribute to a session. */
export interface Handshake {
  readonly clientNonce: Uint8Array;
  readonly serverNonce: Uint8Array;
  /** Four bytes. */
  readonly deviceId: Uint8Array;
}

/** The key and id of a session. */
export interface SessionKeys {
  readonly key: Uint8Array;
  readonly id: Uint8Array;
}

const transcript = (h: Handshake): Uint8Array => concat(h.serverNonce, h.clientNonce, h.deviceId);

/** Our proof that we know the label's key. */
export const clientProof = (master: Uint8Array, handshake: Handshake): Uint8Array =>
  cmac(master, transcript(handshake));

/** Whether `proof` is the label's proof that it knows its key. */
export const verifyServerProof = (keys: SessionKeys, handshake: Handshake, proof: Uint8Array): boolean =>
  proof.length === blockBytes && timingSafeEqual(cmac(keys.key, transcript(handshake)), proof);

/** Derives the session from the label's key and the handshake. */
export function deriveSession(master: Uint8Array, h: Handshake): SessionKeys {
  const purpose = concat(sessionLabel, Uint8Array.of(0));
  const length = Uint8Array.of(0x00, 0x80);
  const intermediate = cmac(master, concat(purpose, h.deviceId, h.clientNonce, h.serverNonce, length));
  const counter = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1);
  const key = encryptBlock(master, concat(counter, intermediate.subarray(0, 8)));
  return { key, id: cmac(key, concat(h.clientNonce, h.serverNonce)).subarray(0, 8) };
}

/** The 16-byte nonce of a frame: session id, then the counter most significant byte first. */
export function frameNonce(id: Uint8Array, counter: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, counter);
  return concat(id, bytes);
}

/** Encrypts `[length][payload]` for the two-byte head, which is authenticated with it. */
export function seal(key: Uint8Array, head: Uint8Array, nonce: Uint8Array, payload: Uint8Array): Uint8Array {
  const plaintext = concat(Uint8Array.of(payload.length), payload);
  const cipher = createCipheriv('aes-128-ccm', key, nonce.subarray(3), { authTagLength: tagBytes });
  cipher.setAAD(head, { plaintextLength: plaintext.length });
  const text = concat(cipher.update(plaintext), cipher.final());
  return concat(text, cipher.getAuthTag());
}

/** The payload behind `[length]`, or null when the tag or the length does not hold. */
export function unseal(key: Uint8Array, head: Uint8Array, nonce: Uint8Array, body: Uint8Array): Uint8Array | null {
  const textBytes = body.length - tagBytes;
  if (textBytes < 1) return null;
  const decipher = createDecipheriv('aes-128-ccm', key, nonce.subarray(3), { authTagLength: tagBytes });
  decipher.setAuthTag(body.subarray(textBytes));
  decipher.setAAD(head, { plaintextLength: textBytes });
  let plaintext: Uint8Array;
  try {
    plaintext = concat(decipher.update(body.subarray(0, textBytes)), decipher.final());
  } catch {
    return null;
  }
  const length = plaintext[0]!;
  return length <= plaintext.length - 1 ? plaintext.subarray(1, 1 + length) : null;
}
