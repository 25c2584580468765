import type { Asset } from '../wire/programme.ts';

export type MediaType = Asset['type'];

/** So many bytes from the beginning decide what a file is. */
export const headBytes = 64;

const mp4Brands = new Set(['isom', 'iso2', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'dash', 'M4V ', 'MSNV']);

/** What a file is by its first bytes, whatever its name or sender say; null: nothing that screens play. */
export function mediaTypeOf(head: Uint8Array): MediaType | null {
  const text = String.fromCharCode(...head.subarray(0, headBytes));
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  if (text.slice(4, 8) === 'ftyp' && mp4Brands.has(text.slice(8, 12))) return 'video/mp4';
  // Matroska begins the same way; the name of its kind stands in the header.
  if (text.startsWith('\x1a\x45\xdf\xa3') && text.includes('\x42\x82\x84webm')) return 'video/webm';
  return null;
}
