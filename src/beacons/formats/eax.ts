import { createCipheriv, timingSafeEqual } from 'node:crypto';
import { cmac } from '../../../devices/cmac.ts';
import { concat } from '../../../devices/layout.ts';

/*
 * AES-128-EAX. Source: Bellare, Rogaway, Wagner: The EAX Mode of Operation, 2004.
 */

/** CMAC that is told apart by what it is of: 0 nonce, 1 header, 2 ciphertext. */
const macOf = (key: Uint8Array, what: number, message: Uint8Array): Uint8Array => {
  const number = new Uint8Array(16);
  number[15] = what;
  return cmac(key, concat(number, message));
};

const counterMode = (key: Uint8Array, start: Uint8Array, text: Uint8Array): Uint8Array => {
  const cipher = createCipheriv('aes-128-ctr', key, start);
  return concat(cipher.update(text), cipher.final());
};

/** A text and what vouches for it. */
export interface Sealed {
  readonly ciphertext: Uint8Array;
  /** The leading bytes of the tag; how many is agreed. */
  readonly tag: Uint8Array;
}

const tagOf = (key: Uint8Array, nonceMac: Uint8Array, header: Uint8Array, ciphertext: Uint8Array): Uint8Array => {
  const headerMac = macOf(key, 1, header);
  const textMac = macOf(key, 2, ciphertext);
  return nonceMac.map((byte, at) => byte ^ headerMac[at]! ^ textMac[at]!);
};

/** Encrypts under a key of 16 bytes. A nonce of any length, never used twice with a key. */
export function eaxSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  header: Uint8Array,
  text: Uint8Array,
  tagBytes: number,
): Sealed {
  const nonceMac = macOf(key, 0, nonce);
  const ciphertext = counterMode(key, nonceMac, text);
  return { ciphertext, tag: tagOf(key, nonceMac, header, ciphertext).slice(0, tagBytes) };
}

/** The text, or null when the tag does not vouch for it. */
export function eaxOpen(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, sealed: Sealed): Uint8Array | null {
  const { ciphertext, tag } = sealed;
  if (tag.length === 0 || tag.length > 16) return null;
  const nonceMac = macOf(key, 0, nonce);
  const expected = tagOf(key, nonceMac, header, ciphertext).slice(0, tag.length);
  return timingSafeEqual(expected, tag) ? counterMode(key, nonceMac, ciphertext) : null;
}
