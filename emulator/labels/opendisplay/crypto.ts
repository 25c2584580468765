import { createCipheriv, createDecipheriv } from 'node:crypto';

/**
 * Authentication and frame encryption of OpenDisplay.
 * Sources: pyod: src/opendisplay/crypto.py; odfw: src/encryption.cpp
 */
export interface SessionKeys {
  readonly key: Buffer;
  /** Eight bytes that open every nonce. */
  readonly id: Buffer;
}

export interface Handshake {
  readonly clientNonce: Uint8Array;
  readonly serverNonce: Uint8Array;
  readonly deviceId: Uint8Array;
}

const blockBytes = 16;
const tagBytes = 12;
const nonceBytes = 16;
/** CCM takes the last 13 bytes of the 16 that are sent. */
const ccmNonceFrom = 3;
/** Encrypted frames are longer by the nonce, the length byte and the tag. */
export const sealedOverheadBytes = nonceBytes + 1 + tagBytes;

function encryptBlock(key: Uint8Array, block: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

function xor(a: Uint8Array, b: Uint8Array): Buffer {
  return Buffer.from(a.map((byte, index) => byte ^ b[index]!));
}

/** Doubling in GF(2^128), which makes the subkeys. */
function doubled(block: Buffer): Buffer {
  const out = Buffer.alloc(blockBytes);
  for (let i = 0; i < blockBytes; i++) out[i] = ((block[i]! << 1) | ((block[i + 1] ?? 0) >> 7)) & 0xff;
  if (block[0]! & 0x80) out[blockBytes - 1]! ^= 0x87;
  return out;
}

/** AES-CMAC, RFC 4493. */
export function cmac(key: Uint8Array, message: Uint8Array): Buffer {
  const whole = doubled(encryptBlock(key, Buffer.alloc(blockBytes)));
  const blocks = Math.max(1, Math.ceil(message.length / blockBytes));
  const last = Buffer.alloc(blockBytes);
  const rest = message.subarray((blocks - 1) * blockBytes);
  last.set(rest);
  const complete = rest.length === blockBytes;
  if (!complete) last[rest.length] = 0x80;
  let state: Buffer = Buffer.alloc(blockBytes);
  for (let i = 0; i < blocks - 1; i++)
    state = encryptBlock(key, xor(state, message.subarray(i * blockBytes, (i + 1) * blockBytes)));
  return encryptBlock(key, xor(state, xor(last, complete ? whole : doubled(whole))));
}

function proof(key: Uint8Array, { clientNonce, serverNonce, deviceId }: Handshake): Buffer {
  return cmac(key, Buffer.concat([serverNonce, clientNonce, deviceId]));
}

/** What the host must have sent to show that it knows the master key. */
export function clientProof(master: Uint8Array, handshake: Handshake): Buffer {
  return proof(master, handshake);
}

/** What the label sends to show that it knows it too. */
export function serverProof(session: SessionKeys, handshake: Handshake): Buffer {
  return proof(session.key, handshake);
}

export function sessionKeys(master: Uint8Array, handshake: Handshake): SessionKeys {
  const { clientNonce, serverNonce, deviceId } = handshake;
  const label = Buffer.from('OpenDisplay session\0');
  const ending = Buffer.from([0x00, 0x80]);
  const intermediate = cmac(master, Buffer.concat([label, deviceId, clientNonce, serverNonce, ending]));
  const one = Buffer.from('0000000000000001', 'hex');
  const key = encryptBlock(master, Buffer.concat([one, intermediate.subarray(0, 8)]));
  return { key, id: cmac(key, Buffer.concat([clientNonce, serverNonce])).subarray(0, 8) };
}

function nonce(session: SessionKeys, counter: bigint): Buffer {
  const bytes = Buffer.alloc(nonceBytes);
  session.id.copy(bytes);
  bytes.writeBigUInt64BE(counter, 8);
  return bytes;
}

/** `head` (two bytes), nonce, then length and payload encrypted, then the tag. */
export function seal(session: SessionKeys, counter: bigint, head: Uint8Array, payload: Uint8Array): Buffer {
  const full = nonce(session, counter);
  const cipher = createCipheriv('aes-128-ccm', session.key, full.subarray(ccmNonceFrom), { authTagLength: tagBytes });
  cipher.setAAD(head, { plaintextLength: payload.length + 1 });
  const text = Buffer.concat([cipher.update(Buffer.concat([Buffer.from([payload.length]), payload])), cipher.final()]);
  return Buffer.concat([head, full, text, cipher.getAuthTag()]);
}

/** The payload and counter of a sealed frame; null when it was not made with this session or was changed. */
export function unseal(session: SessionKeys, frame: Uint8Array): { counter: bigint; payload: Buffer } | null {
  if (frame.length < 2 + sealedOverheadBytes) return null;
  const bytes = Buffer.from(frame);
  const full = bytes.subarray(2, 2 + nonceBytes);
  if (!full.subarray(0, 8).equals(session.id)) return null;
  const text = bytes.subarray(2 + nonceBytes, -tagBytes);
  const options = { authTagLength: tagBytes };
  const decipher = createDecipheriv('aes-128-ccm', session.key, full.subarray(ccmNonceFrom), options);
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  decipher.setAAD(bytes.subarray(0, 2), { plaintextLength: text.length });
  try {
    const plain = decipher.update(text);
    decipher.final();
    return plain[0] === plain.length - 1 ? { counter: full.readBigUInt64BE(8), payload: plain.subarray(1) } : null;
  } catch {
    return null;
  }
}
