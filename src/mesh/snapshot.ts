import type { AdmittedChunk, AdmittedItem, RefusedItem } from './admit.ts';
import { bucketOf } from './contract/digest.ts';
import type { Buckets } from './contract/snapshot.ts';
import type { StreamName } from './contract/streams.ts';
import type { FactKey } from './ports.ts';

/** Bytes of payload that one snapshot may have in all its chunks: 40,000 prices are about 16 MiB. */
export const maxSnapshotBytes = 64 * 1024 * 1024;

/** What was asked. */
export interface Ask {
  readonly corr: string;
  readonly stream: StreamName;
  readonly buckets: Buckets;
}

/** A snapshot whose chunks are all there. */
export interface Snapshot {
  readonly stream: StreamName;
  readonly epoch: number;
  readonly seq: number;
  readonly buckets: Buckets;
  readonly items: readonly AdmittedItem[];
  readonly refused: readonly RefusedItem[];
}

export type Progress =
  | { readonly state: 'more' }
  | { readonly state: 'complete'; readonly snapshot: Snapshot }
  | { readonly state: 'unfit'; readonly detail: string }
  | { readonly state: 'too-large'; readonly detail: string };

/** Puts the chunks that answer one ask together, in whatever order they come. */
export function assemble(ask: Ask) {
  let first: AdmittedChunk['chunk'] | null = null;
  const chunks = new Map<number, AdmittedChunk>();
  let bytes = 0;
  return {
    ask,
    add(message: AdmittedChunk, payloadBytes: number): Progress {
      const { chunk } = message;
      if (chunk.stream !== ask.stream || !sameBuckets(chunk.buckets, ask.buckets)) {
        return { state: 'unfit', detail: 'stream or buckets are not those of the ask' };
      }
      first ??= chunk;
      if (chunk.epoch !== first.epoch || chunk.seq !== first.seq || chunk.chunks !== first.chunks) {
        return { state: 'unfit', detail: 'epoch, seq or chunks differ from those of the first chunk' };
      }
      if (chunks.has(chunk.chunk)) return { state: 'more' };
      bytes += payloadBytes;
      if (bytes > maxSnapshotBytes) return { state: 'too-large', detail: `beyond ${maxSnapshotBytes} bytes` };
      chunks.set(chunk.chunk, message);
      if (chunks.size < first.chunks) return { state: 'more' };
      const all = [...chunks.values()];
      const { stream, epoch, seq, buckets } = first;
      const items = all.flatMap(({ items }) => items);
      return {
        state: 'complete',
        snapshot: { stream, epoch, seq, buckets, items, refused: all.flatMap(({ refused }) => refused) },
      };
    },
  };
}
export type Assembly = ReturnType<typeof assemble>;

/**
 * The keys that a snapshot says are gone: of its buckets, not in it, and last changed at or before its `seq`.
 * @param known every key that is stored, in any order
 */
export function* vanished(snapshot: Snapshot, known: Iterable<FactKey>): Generator<FactKey> {
  const { buckets } = snapshot;
  const present = new Set([...snapshot.items, ...snapshot.refused].map(({ key }) => key));
  const chosen = buckets === 'all' ? null : new Set(buckets);
  for (const fact of known) {
    if (present.has(fact.key) || (fact.deleted && (fact.seq === 0 || fact.epoch < snapshot.epoch))) continue;
    const settled = fact.epoch < snapshot.epoch || (fact.epoch === snapshot.epoch && fact.seq <= snapshot.seq);
    if (settled && (chosen === null || chosen.has(bucketOf(fact.key)))) yield fact;
  }
}

function sameBuckets(a: Buckets, b: Buckets): boolean {
  if (a === 'all' || b === 'all') return a === b;
  const wanted = new Set(b);
  return new Set(a).size === wanted.size && a.every(bucket => wanted.has(bucket));
}
