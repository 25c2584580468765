import { createCipheriv } from 'node:crypto';
import { concat } from './layout.ts';

/** Bytes of a block and of a key of AES-128. */
const blockBytes = 16;

/** AES-128 of one block. Throws on a key or a block that is not 16 bytes. */
export function encryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return concat(cipher.update(block), cipher.final());
}

/** Multiplies by x in GF(2^128). */
function double(block: Uint8Array): Uint8Array {
  const doubled = block.map((byte, i) => ((byte << 1) | ((block[i + 1] ?? 0) >> 7)) & 0xff);
  if ((block[0]! & 0x80) !== 0) doubled[blockBytes - 1]! ^= 0x87;
  return doubled;
}

/** AES-128-CMAC, RFC 4493; also known as OMAC1. */
export function cmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const subkey = double(encryptBlock(key, new Uint8Array(blockBytes)));
  const blocks = Math.max(1, Math.ceil(message.length / blockBytes));
  const whole = message.length === blocks * blockBytes;
  const padded = new Uint8Array(blocks * blockBytes);
  padded.set(message);
  if (!whole) padded[message.length] = 0x80;
  const mask = whole ? subkey : double(subkey);
  let mac: Uint8Array = new Uint8Array(blockBytes);
  for (let at = 0; at < padded.length; at += blockBytes) {
    const last = at + blockBytes === padded.length;
    const mixed = mac.map((byte, i) => byte ^ padded[at + i]! ^ (last ? mask[i]! : 0));
    mac = encryptBlock(key, mixed);
  }
  return mac;
}
