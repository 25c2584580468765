import { createCipheriv, hkdfSync } from 'node:crypto';

/** AES-128-CCM without associated data. */
export function sealCcm(
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
  tagBytes: number,
): { readonly text: Buffer; readonly tag: Buffer } {
  const cipher = createCipheriv('aes-128-ccm', key, nonce, { authTagLength: tagBytes });
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { text, tag: cipher.getAuthTag() };
}

/** HKDF-SHA256 without salt, 16 bytes. */
export function derivedKey(key: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), info, 16));
}
