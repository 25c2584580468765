import { mostExponent } from '../formats/eid.ts';
import { decodeUrl, encodeUrl } from '../formats/url.ts';
import * as frames from './frames.ts';
import { type Refusal, refusal } from './link.ts';

type Plain =
  | { readonly type: 'empty' }
  | { readonly type: 'tlm' }
  /** Namespace and instance, 32 hex digits. */
  | { readonly type: 'uid'; readonly id: string }
  | { readonly type: 'url'; readonly url: string };

/** What a slot is to say. `resolverKey`: 64 hex digits. */
export type WantedContent = Plain | { readonly type: 'eid'; readonly resolverKey: string; readonly exponent: number };

/** What a slot says. `eid`: 16 hex digits, of the window of 2^exponent seconds that its clock is in. */
export type FoundContent =
  | Plain
  | { readonly type: 'eid'; readonly exponent: number; readonly clockSeconds: number; readonly eid: string }
  | { readonly type: 'unknown'; readonly hex: string };

/** Reads `uid:HEX32`, `url:ADDRESS`, `tlm`, `eid:HEX64:EXPONENT` or `empty`. */
export function parseContent(text: string): { readonly ok: true; readonly content: WantedContent } | Refusal {
  if (text === 'empty' || text === 'tlm') return { ok: true, content: { type: text } };
  const uid = /^uid:([0-9a-f]{32})$/i.exec(text);
  if (uid) return { ok: true, content: { type: 'uid', id: uid[1]!.toLowerCase() } };
  const eid = /^eid:([0-9a-f]{64}):(\d{1,2})$/i.exec(text);
  if (eid && Number(eid[2]) <= mostExponent)
    return { ok: true, content: { type: 'eid', resolverKey: eid[1]!.toLowerCase(), exponent: Number(eid[2]) } };
  if (!text.startsWith('url:')) return refusal('beacon.slot-invalid', `${text.slice(0, 80)} is no content of a slot.`);
  const url = text.slice('url:'.length);
  const encoded = encodeUrl(url);
  if (encoded !== null) return { ok: true, content: { type: 'url', url: decodeUrl(encoded) ?? url } };
  return /^https?:\/\/[\x21-\x7e]+$/.test(url)
    ? refusal('beacon.url-too-long', `${url.slice(0, 80)} does not fit.`)
    : refusal('beacon.slot-invalid', `${url.slice(0, 80)} is no address that a frame can say.`);
}

/** As `parseContent` reads it; an EID that was found is its identity of now. */
export function contentText(content: WantedContent | FoundContent): string {
  switch (content.type) {
    case 'uid':
      return `uid:${content.id}`;
    case 'url':
      return `url:${content.url}`;
    case 'eid':
      return 'eid' in content ? `eid:${content.eid}` : `eid:${content.resolverKey}:${content.exponent}`;
    case 'unknown':
      return `unknown:${content.hex}`;
    default:
      return content.type;
  }
}

/** As it is written to the beacon. */
export function encodeContent(content: WantedContent): Uint8Array {
  switch (content.type) {
    case 'empty':
      return frames.clearSlot.encode({});
    case 'tlm':
      return frames.writeTlm.encode({});
    case 'uid':
      return frames.writeUid.encode({ id: content.id });
    case 'url': {
      const address = encodeUrl(content.url);
      if (address === null) throw new RangeError('an address that was not parsed');
      return frames.writeUrl.encode({ address });
    }
    case 'eid':
      return frames.writeEid.encode({ resolverKey: content.resolverKey, exponent: content.exponent });
  }
}

/** Longest frame that is remembered of what nobody knows, bytes. */
const mostUnknownBytes = 32;
const uidBytes = [18, 20];
const eidBytes = 14;

/** What the beacon said of its slot. */
export function decodeContent(data: Uint8Array): FoundContent {
  if (data.length === 0 || (data.length === 1 && data[0] === 0)) return { type: 'empty' };
  const uid = uidBytes.includes(data.length) ? frames.readUid.decode(data) : null;
  if (uid !== null) return { type: 'uid', id: uid.id };
  const address = frames.readUrl.decode(data)?.address;
  const url = address === undefined ? null : decodeUrl(address);
  if (url !== null) return { type: 'url', url };
  const eid = data.length === eidBytes ? frames.readEid.decode(data) : null;
  if (eid !== null && eid.exponent <= mostExponent)
    return { type: 'eid', exponent: eid.exponent, clockSeconds: eid.clockSeconds, eid: eid.eid };
  if (frames.readTlm.decode(data) !== null) return { type: 'tlm' };
  return { type: 'unknown', hex: Buffer.from(data.subarray(0, mostUnknownBytes)).toString('hex') };
}

/** Whether a slot says what it is to say; of an EID only that it is one, with this exponent. */
export function saysWhatIsWanted(found: FoundContent, wanted: WantedContent): boolean {
  if (found.type === 'eid') return wanted.type === 'eid' && found.exponent === wanted.exponent;
  return wanted.type !== 'eid' && contentText(found) === contentText(wanted);
}
