import { concat } from '../layout.ts';

/*
 * QuickLZ level 1 as Gicisky's larger labels unpack it: each plane in chunks of 64 bytes, each chunk on its own with a
 * 6-bit hash. Source: hassg: custom_components/gicisky/gicisky_ble/compression.py.
 */

const chunkBytes = 64;
const packedMark = 0x75;
const rawMark = 0x74;
/** The decoder treats this many bytes at the end as literals, whatever comes. */
const tailBytes = 4;
/** A match must start at least this far before the tail, or the decoder has stopped looking for one. */
const lookAheadBytes = 6;
/** The decoder knows the hash of a position only once it has three bytes of it. */
const minDistance = 3;
const minMatch = 3;
const maxShortMatch = 17;
const maxMatch = 255;
/** Tokens per control word; bit 31 ends the word. */
const tokensPerWord = 31;

/** All of `plane`, chunk by chunk; a chunk that does not shrink travels raw. */
export function packChunks(plane: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < plane.length; at += chunkBytes) chunks.push(packChunk(plane.subarray(at, at + chunkBytes)));
  return concat(...chunks);
}

/** One chunk of at most 64 bytes with its three-byte header: mark, whole length, unpacked length. */
export function packChunk(raw: Uint8Array): Uint8Array {
  const packed = compress(raw);
  const [mark, body] = packed.length < raw.length ? [packedMark, packed] : [rawMark, raw];
  return concat(Uint8Array.of(mark, 3 + body.length, raw.length), body);
}

const hashOf = (data: Uint8Array, at: number): number => {
  const three = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16);
  return (three ^ (three >> 12)) & 0x3f;
};

function compress(raw: Uint8Array): Uint8Array {
  const tokens: { readonly match: boolean; readonly bytes: readonly number[] }[] = [];
  const newest = new Map<number, number>();
  const lastMatchStart = raw.length - 1 - lookAheadBytes - tailBytes;
  let at = 0;
  let literalRun = 0;
  while (at <= lastMatchStart) {
    const hash = hashOf(raw, at);
    const before = newest.get(hash);
    newest.set(hash, at);
    if (before !== undefined && reachable(raw, before, at, literalRun)) {
      const length = matchLength(raw, before, at);
      tokens.push({ match: true, bytes: matchBytes(hash, length) });
      at += length;
      literalRun = 0;
    } else {
      tokens.push({ match: false, bytes: [raw[at]!] });
      at++;
      literalRun++;
    }
  }
  for (; at < raw.length; at++) tokens.push({ match: false, bytes: [raw[at]!] });
  return assemble(tokens);
}

/** Whether the decoder, which hashes three bytes later than we do, finds the same three bytes under this hash. */
function reachable(raw: Uint8Array, before: number, at: number, literalRun: number): boolean {
  for (let i = 0; i < minMatch; i++) if (raw[before + i] !== raw[at + i]) return false;
  if (at - before >= minDistance) return true;
  // A run of one byte: our newest position is the neighbour, the decoder's is three back, and both read the same.
  if (before !== at - 1 || literalRun < minDistance || at <= minDistance) return false;
  for (let i = at - 3; i < at + 3; i++) if (raw[i] !== raw[at]) return false;
  return true;
}

function matchLength(raw: Uint8Array, before: number, at: number): number {
  const limit = Math.min(maxMatch, raw.length - tailBytes - at);
  let length = minMatch;
  while (length < limit && raw[before + length] === raw[at + length]) length++;
  return length;
}

function matchBytes(hash: number, length: number): readonly number[] {
  if (length <= maxShortMatch) {
    const word = (hash << 4) | (length - 2);
    return [word & 0xff, word >> 8];
  }
  const word = hash << 4;
  return [word & 0xff, word >> 8, length];
}

function assemble(tokens: readonly { readonly match: boolean; readonly bytes: readonly number[] }[]): Uint8Array {
  const out: number[] = [];
  for (let first = 0; first < tokens.length; first += tokensPerWord) {
    const group = tokens.slice(first, first + tokensPerWord);
    const word = group.reduce((bits, token, i) => (token.match ? bits | (1 << i) : bits), 0);
    out.push(word & 0xff, (word >> 8) & 0xff, (word >> 16) & 0xff, ((word >> 24) & 0x7f) | 0x80);
    for (const token of group) out.push(...token.bytes);
  }
  return Uint8Array.from(out);
}
