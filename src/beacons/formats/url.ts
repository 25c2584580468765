import { i8, layout, marker, rest } from '../../../devices/layout.ts';

/** Eddystone-URL. Power in dBm at no distance, 41 above that at one metre. */
export interface UrlFrame {
  readonly format: 'eddystone-url';
  readonly url: string;
  readonly powerAt0m: number;
}

/*
 * Source of frame and codes: google/eddystone: eddystone-url/README.md.
 */

const frame = layout({ type: marker(0x10), powerAt0m: i8, address: rest });

/** By their code. The longer ones come first, so that the first that fits is the shortest way to say it. */
const schemes = ['http://www.', 'https://www.', 'http://', 'https://'];
const domains = ['.com', '.org', '.edu', '.net', '.info', '.biz', '.gov'];
/** By their code: with the slash, then without. */
const expansions = [...domains.map(domain => `${domain}/`), ...domains];

/** Bytes of an address behind its scheme. */
const mostBytes = 17;
/** Printable US-ASCII; the codes below and above that are no expansions are reserved. */
const firstCharacter = 0x21;
const lastCharacter = 0x7e;

/** Scheme and address in codes; null: it is too long, or has characters or a scheme that there are no codes for. */
export function encodeUrl(url: string): Uint8Array | null {
  const scheme = schemes.findIndex(prefix => url.startsWith(prefix));
  if (scheme < 0) return null;
  const bytes = [scheme];
  for (let at = schemes[scheme]!.length; at < url.length; ) {
    const code = expansions.findIndex(expansion => url.startsWith(expansion, at));
    const character = url.charCodeAt(at);
    if (code < 0 && (character < firstCharacter || character > lastCharacter)) return null;
    bytes.push(code < 0 ? character : code);
    if (bytes.length > 1 + mostBytes) return null;
    at += code < 0 ? 1 : expansions[code]!.length;
  }
  return bytes.length === 1 ? null : Uint8Array.from(bytes);
}

/** What scheme and address in codes say; null on a reserved code or a wrong length. */
export function decodeUrl(bytes: Uint8Array): string | null {
  if (bytes.length < 2 || bytes.length > 1 + mostBytes) return null;
  let url = schemes[bytes[0]!];
  if (url === undefined) return null;
  for (let at = 1; at < bytes.length; at++) {
    const code = bytes[at]!;
    if (code >= firstCharacter && code <= lastCharacter) url += String.fromCharCode(code);
    else {
      const expansion = expansions[code];
      if (expansion === undefined) return null;
      url += expansion;
    }
  }
  return url;
}

/** Service data of 0xFEAA; null when it is no whole frame. */
export function decodeUrlFrame(data: Uint8Array): UrlFrame | null {
  const said = frame.decode(data);
  const url = said && decodeUrl(said.address);
  return said && url !== null ? { format: 'eddystone-url', url, powerAt0m: said.powerAt0m } : null;
}

/** Null: the address cannot be said. Throws RangeError on a power that does not fit. */
export function encodeUrlFrame({ url, powerAt0m }: UrlFrame): Uint8Array | null {
  const address = encodeUrl(url);
  return address && frame.encode({ powerAt0m, address });
}
