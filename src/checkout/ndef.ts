/*
 * NDEF messages of one short record. Sources: NFC Forum NDEF 1.0 (header), RTD URI 1.0 and RTD Text 1.0 (payloads).
 */

/** Begin and end of the message, short record, well-known type. */
const header = 0xd1;
const typeText = 0x54;
const typeUri = 0x55;
/** By their code. */
const prefixes = ['', 'http://www.', 'https://www.', 'http://', 'https://'];
const mostPayloadBytes = 255;

function message(type: number, payload: Uint8Array): Uint8Array | null {
  return payload.length > mostPayloadBytes ? null : Uint8Array.from([header, 1, payload.length, type, ...payload]);
}

/** An address that a phone opens; null: it is too long. */
export function uriMessage(uri: string): Uint8Array | null {
  const code = prefixes.findIndex((prefix, at) => at > 0 && uri.startsWith(prefix));
  const prefix = code < 0 ? '' : prefixes[code]!;
  return message(typeUri, Buffer.concat([Buffer.of(Math.max(0, code)), Buffer.from(uri.slice(prefix.length))]));
}

/** A text in a language, such as `en`; null: it is too long. */
export function textMessage(text: string, language: string): Uint8Array | null {
  const tag = Buffer.from(language, 'latin1');
  return message(typeText, Buffer.concat([Buffer.of(tag.length), tag, Buffer.from(text)]));
}
