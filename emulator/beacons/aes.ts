import { createCipheriv, createDecipheriv } from 'node:crypto';

/** AES-128 of one block. */
export function encryptBlock(key: Uint8Array, block: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

/** The inverse of `encryptBlock`. */
export function decryptBlock(key: Uint8Array, block: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([decipher.update(block), decipher.final()]);
}

const blockBytes = 16;

/** Multiplication by x in GF(2^128). NIST SP 800-38B, 6.1. */
function doubled(block: Buffer): Buffer {
  const result = Buffer.alloc(blockBytes);
  for (let i = 0; i < blockBytes; i++) result[i] = ((block[i]! << 1) | ((block[i + 1] ?? 0) >> 7)) & 0xff;
  if (block[0]! & 0x80) result[blockBytes - 1]! ^= 0x87;
  return result;
}

const xor = (a: Uint8Array, b: Uint8Array): Buffer => Buffer.from(a.map((byte, index) => byte ^ b[index]!));

/** CMAC over a message that is not empty: EAX only ever needs such. NIST SP 800-38B, 6.2. */
function cmac(key: Uint8Array, message: Buffer): Buffer {
  const whole = message.length % blockBytes === 0;
  const blocks = Math.ceil(message.length / blockBytes);
  const last = Buffer.alloc(blockBytes);
  message.copy(last, 0, (blocks - 1) * blockBytes);
  if (!whole) last[message.length % blockBytes] = 0x80;
  const once = doubled(encryptBlock(key, Buffer.alloc(blockBytes)));
  let state: Buffer = Buffer.alloc(blockBytes);
  for (let i = 0; i < blocks - 1; i++)
    state = encryptBlock(key, xor(state, message.subarray(i * blockBytes, (i + 1) * blockBytes)));
  return encryptBlock(key, xor(xor(state, last), whole ? once : doubled(once)));
}

const tweaked = (key: Uint8Array, tweak: number, data: Uint8Array): Buffer =>
  cmac(key, Buffer.concat([Buffer.alloc(blockBytes - 1), Buffer.from([tweak]), data]));

/** AES-128-EAX: the ciphertext, and the whole tag of 16 bytes. Bellare, Rogaway, Wagner: The EAX Mode of Operation. */
export function sealEax(
  key: Uint8Array,
  nonce: Uint8Array,
  header: Uint8Array,
  plain: Uint8Array,
): { readonly ciphertext: Buffer; readonly tag: Buffer } {
  const start = tweaked(key, 0, nonce);
  const ciphertext = createCipheriv('aes-128-ctr', key, start).update(plain);
  const tag = xor(xor(start, tweaked(key, 1, header)), tweaked(key, 2, ciphertext));
  return { ciphertext, tag };
}
