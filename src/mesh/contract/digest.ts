import { hash } from 'node:crypto';

/** What a digest knows of a key. */
export interface DigestEntry {
  readonly epoch: number;
  readonly version: number;
}

/** The bucket of a key: the first byte of SHA-256 over its UTF-8 bytes. */
export function bucketOf(key: string): number {
  return hash('sha256', key, 'buffer')[0]!;
}

/** SHA-256 over the UTF-8 bytes of `key LF epoch LF version`, the numbers in decimal. */
export function entryDigest(key: string, entry: DigestEntry): Buffer {
  return hash('sha256', `${key}\n${entry.epoch}\n${entry.version}`, 'buffer');
}

/**
 * The digest of a stream's keys: 256 buckets, each the XOR of its keys' entry digests (32 zero bytes when empty).
 * Deleted keys count with the version that deleted them until the epoch ends. The whole is SHA-256 over all buckets in order.
 * Adding and removing are the same operation; each costs two hashes.
 */
export function createDigest() {
  const buckets = new Uint8Array(256 * 32);
  return {
    /** Adds a key, or takes it out when it is in. */
    toggle(key: string, entry: DigestEntry): void {
      const at = bucketOf(key) * 32;
      const bits = entryDigest(key, entry);
      for (let i = 0; i < 32; i++) buckets[at + i]! ^= bits[i]!;
    },
    /** Hex. */
    whole: () => hash('sha256', buckets, 'hex'),
    /** The first 4 bytes of each bucket, hex, as a head carries them. */
    prefixes(): string {
      let text = '';
      for (let bucket = 0; bucket < 256; bucket++)
        text += Buffer.from(buckets.subarray(bucket * 32, bucket * 32 + 4)).toString('hex');
      return text;
    },
    /** All 32 bytes of one bucket, hex. */
    bucket: (index: number) => Buffer.from(buckets.subarray(index * 32, index * 32 + 32)).toString('hex'),
  };
}
export type Digest = ReturnType<typeof createDigest>;

/** Which buckets differ between two lists of prefixes; empty when only the bytes beyond the prefixes do. */
export function differingBuckets(ours: string, theirs: string): number[] {
  const differ: number[] = [];
  for (let bucket = 0; bucket < 256; bucket++) {
    if (ours.slice(bucket * 8, bucket * 8 + 8) !== theirs.slice(bucket * 8, bucket * 8 + 8)) differ.push(bucket);
  }
  return differ;
}
