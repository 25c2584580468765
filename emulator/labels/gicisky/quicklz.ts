/**
 * Chunks of QuickLZ level 1 with a hash of six bits, as Picksmart labels unpack them: a kind byte, the total length,
 * the unpacked length, then the body.
 * Source: hassg: custom_components/gicisky/gicisky_ble/compression.py
 */
const kind = { stored: 0x74, packed: 0x75 } as const;
const headerBytes = 3;
const slots = 64;
const shortestMatch = 3;

function slotOf(bytes: Uint8Array, at: number): number {
  const fetched = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
  return (fetched ^ (fetched >>> 12)) & (slots - 1);
}

/**
 * Unpacks the body of a packed chunk to exactly `length` bytes; null when it is damaged.
 *
 * A control word of 32 bits, lowest first, tells literals (0) from matches (1) and ends with a 1 in bit 31; one
 * without an end, zero throughout, makes all that follows literal. A match names a slot of the table of places seen,
 * so the table has to grow here exactly as it did in the packer.
 */
function unpack(body: Uint8Array, length: number): Uint8Array | null {
  const out = new Uint8Array(length);
  const placeOf = new Int32Array(slots).fill(-1);
  let control = 1;
  let from = 0;
  let to = 0;
  let lastSeen = -1;
  const see = (until: number): void => {
    while (lastSeen < until) {
      lastSeen++;
      placeOf[slotOf(out, lastSeen)] = lastSeen;
    }
  };
  while (to < length) {
    if (control === 1) {
      if (from + 4 > body.length) return null;
      control = (body[from]! | (body[from + 1]! << 8) | (body[from + 2]! << 16) | (body[from + 3]! << 24)) >>> 0;
      from += 4;
    }
    const matched = control & 1;
    control >>>= 1;
    if (!matched) {
      if (from >= body.length) return null;
      out[to++] = body[from++]!;
      see(to - 3);
      continue;
    }
    if (from + 2 > body.length) return null;
    const token = body[from]! | (body[from + 1]! << 8);
    const place = placeOf[(token >> 4) & (slots - 1)]!;
    const short = token & 0x0f;
    const matchLength = short > 0 ? short + 2 : (body[from + 2] ?? 0);
    from += short > 0 ? 2 : 3;
    if (place < 0 || matchLength < shortestMatch || to + matchLength > length) return null;
    const start = to;
    // Byte by byte on purpose: a match may overlap what it writes.
    for (let i = 0; i < matchLength; i++) out[to++] = out[place + i]!;
    see(start);
    lastSeen = to - 1;
  }
  return from === body.length ? out : null;
}

/** Unpacks a run of chunks, whatever their sizes; null when one is damaged or the whole exceeds `maxBytes`. */
export function unpackChunks(data: Uint8Array, maxBytes: number): Uint8Array | null {
  const parts: Uint8Array[] = [];
  let total = 0;
  let at = 0;
  while (at < data.length) {
    if (at + headerBytes > data.length) return null;
    const [type, chunkBytes, rawBytes] = [data[at]!, data[at + 1]!, data[at + 2]!];
    if (chunkBytes < headerBytes || at + chunkBytes > data.length) return null;
    const body = data.subarray(at + headerBytes, at + chunkBytes);
    const raw = type === kind.packed ? unpack(body, rawBytes) : body;
    if ((type !== kind.packed && type !== kind.stored) || !raw || raw.length !== rawBytes) return null;
    parts.push(raw);
    total += rawBytes;
    if (total > maxBytes) return null;
    at += chunkBytes;
  }
  return Buffer.concat(parts);
}
