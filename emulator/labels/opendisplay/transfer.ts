import { inflateSync } from 'node:zlib';

/** Largest window that the label's inflater has room for: 2^9 bytes. Source: odfw: FIRMWARE_ZLIB_WINDOW_BITS */
const windowBits = 9;
/** Room for packed data on labels that cannot unpack on the way. */
export const maxPackedBytes = 50 * 1024;

/** A picture on its way in: plain or packed with zlib. */
export interface Transfer {
  readonly packed: boolean;
  /** Takes the next bytes. False when they are too many or cannot be unpacked; the transfer is over then. */
  add(data: Uint8Array): boolean;
  /** Whether all bytes of an unpacked picture are there. */
  full(): boolean;
  /** The whole picture; null while something is missing or when it does not unpack to the right size. */
  image(): Uint8Array | null;
}

export interface TransferOptions {
  readonly packed: boolean;
  /** Bytes of the picture once unpacked. */
  readonly imageBytes: number;
  readonly maxPackedBytes: number;
}

/** First byte of a zlib stream: method 8, and a window that fits. */
function windowFits(first: number): boolean {
  return (first & 0x0f) === 8 && (first >> 4) + 8 <= windowBits;
}

export function createTransfer({ packed, imageBytes, maxPackedBytes: limit }: TransferOptions): Transfer {
  const parts: Buffer[] = [];
  let received = 0;
  return {
    packed,
    add(data) {
      if (data.length === 0) return true;
      if (packed && received === 0 && !windowFits(data[0]!)) return false;
      received += data.length;
      if (received > (packed ? limit : imageBytes)) return false;
      // Copied: what arrived lies in the controller's buffer.
      parts.push(Buffer.from(data));
      return true;
    },
    full: () => !packed && received === imageBytes,
    image() {
      const data = Buffer.concat(parts);
      if (!packed) return data.length === imageBytes ? data : null;
      try {
        const image = inflateSync(data, { windowBits, maxOutputLength: imageBytes });
        return image.length === imageBytes ? image : null;
      } catch {
        return null;
      }
    },
  };
}
