import { concat, hexOctets, layout, marker, u32be } from '../../../devices/layout.ts';
import { eaxOpen, eaxSeal } from './eax.ts';
import { windowStart } from './eid.ts';
import { decodeTelemetry, encodeTelemetry, type TlmFrame, telemetryBytes } from './tlm.ts';

/** Telemetry of a beacon that has an EID, encrypted so that nobody recognises it by that. All in hex digits. */
export interface EtlmFrame {
  readonly format: 'eddystone-etlm';
  /** 24. */
  readonly ciphertext: string;
  /** 4. */
  readonly salt: string;
  /** 4: sixteen bits, so one wrong key in 65,536 seems to open it. */
  readonly mic: string;
}

/*
 * Source: google/eddystone: eddystone-tlm/tlm-encrypted.md.
 */

const frame = layout({
  head: marker(0x20, 0x01),
  ciphertext: hexOctets(telemetryBytes),
  salt: hexOctets(2),
  mic: hexOctets(2),
});
const frameBytes = 18;
const timeBase = layout({ seconds: u32be });
const micBytes = 2;
const noHeader = new Uint8Array(0);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Service data of 0xFEAA; null when it is no whole encrypted frame. */
export function decodeEtlm(data: Uint8Array): EtlmFrame | null {
  const said = data.length === frameBytes ? frame.decode(data) : null;
  return said && { format: 'eddystone-etlm', ciphertext: said.ciphertext, salt: said.salt, mic: said.mic };
}

/** Throws RangeError on a value that does not fit its field. */
export const encodeEtlm = (said: EtlmFrame): Uint8Array => frame.encode(said);

const nonceOf = (exponent: number, clockSeconds: number, salt: Uint8Array): Uint8Array =>
  concat(timeBase.encode({ seconds: windowStart(clockSeconds, exponent) }), salt);

/**
 * Encrypts telemetry.
 * @param clockSeconds the beacon's clock, that of its EID
 * @param salt two random bytes; within a window of the EID a salt should not come twice
 */
export function sealTlm(
  tlm: TlmFrame,
  identityKey: Uint8Array,
  exponent: number,
  clockSeconds: number,
  salt: Uint8Array,
): EtlmFrame {
  const nonce = nonceOf(exponent, clockSeconds, salt);
  const { ciphertext, tag } = eaxSeal(identityKey, nonce, noHeader, encodeTelemetry(tlm), micBytes);
  return { format: 'eddystone-etlm', ciphertext: hex(ciphertext), salt: hex(salt), mic: hex(tag) };
}

/**
 * The telemetry, or null when it does not open with this key at this time.
 * @param clockSeconds the beacon's clock when it was heard, or the start of the window that its EID was resolved to
 */
export function openTlm(
  sealed: EtlmFrame,
  identityKey: Uint8Array,
  exponent: number,
  clockSeconds: number,
): TlmFrame | null {
  const nonce = nonceOf(exponent, clockSeconds, Buffer.from(sealed.salt, 'hex'));
  const text = eaxOpen(identityKey, nonce, noHeader, {
    ciphertext: Buffer.from(sealed.ciphertext, 'hex'),
    tag: Buffer.from(sealed.mic, 'hex'),
  });
  return text && decodeTelemetry(text);
}
