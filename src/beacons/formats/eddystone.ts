import { decodeEid, type EidFrame } from './eid.ts';
import { decodeEtlm, type EtlmFrame } from './etlm.ts';
import { decodeTlm, type TlmFrame } from './tlm.ts';
import { decodeUid, type UidFrame } from './uid.ts';
import { decodeUrlFrame, type UrlFrame } from './url.ts';

export type EddystoneFrame = UidFrame | UrlFrame | TlmFrame | EtlmFrame | EidFrame;

const uidType = 0x00;
const urlType = 0x10;
const tlmType = 0x20;
const eidType = 0x30;
const encryptedTlm = 0x01;

/**
 * The format that a frame of 0xFEAA claims to be; null on any other type. Those are not Eddystone's: some are personal
 * trackers, and nobody's business. Source: google/eddystone: protocol-specification.md; the low half of the type is 0.
 */
export function eddystoneFormat(type: number | undefined, second: number | undefined): EddystoneFrame['format'] | null {
  switch (type) {
    case uidType:
      return 'eddystone-uid';
    case urlType:
      return 'eddystone-url';
    case tlmType:
      return second === encryptedTlm ? 'eddystone-etlm' : 'eddystone-tlm';
    case eidType:
      return 'eddystone-eid';
    default:
      return null;
  }
}

/** The frame behind the UUID, when it is whole; null when it is not. */
export function decodeEddystone(format: EddystoneFrame['format'], frame: Uint8Array): EddystoneFrame | null {
  switch (format) {
    case 'eddystone-uid':
      return decodeUid(frame);
    case 'eddystone-url':
      return decodeUrlFrame(frame);
    case 'eddystone-tlm':
      return decodeTlm(frame);
    case 'eddystone-etlm':
      return decodeEtlm(frame);
    case 'eddystone-eid':
      return decodeEid(frame);
  }
}
