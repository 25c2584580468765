import { createHash } from 'node:crypto';
import type { StreamName } from '../../src/mesh/contract/streams.ts';

/** An item of a fact: its key member, its version, its body, or only `deleted`. */
export type Item = Readonly<Record<string, unknown>> & { readonly version: number; readonly deleted?: true };

/** What an item says beside its key and its version; null deletes the key. */
export type Body = Readonly<Record<string, unknown>> | null;

/** Items under one range of sequence numbers, as a fact message carries them. */
export interface Numbered {
  readonly stream: StreamName;
  readonly epoch: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly items: readonly Item[];
}

/** Where a stream stands, as its head tells. */
export interface Head {
  readonly stream: StreamName;
  readonly epoch: number;
  readonly seq: number;
  readonly count: number;
  readonly digest: string;
  readonly buckets: string;
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();

/** The bucket of a key: the first byte of its SHA-256. */
export function bucketOf(key: string): number {
  return sha256(key)[0]!;
}

/** One stream of the authority: every key's newest item, the gapless sequence, the digest. */
export interface Stream {
  readonly name: StreamName;
  epoch(): number;
  seq(): number;
  /** Gives the next sequence numbers and versions to these keys, in order. */
  put(changes: readonly (readonly [key: string, body: Body])[]): Numbered;
  /** The newest item of a key, deleted ones included. */
  item(key: string): Item | null;
  keys(): IterableIterator<string>;
  head(): Head;
  /** The items of these buckets in key order, deleted ones included. */
  items(buckets: 'all' | readonly number[]): Item[];
  /** Begins a new epoch with the live items; deleted keys are forgotten, versions and numbers begin anew. */
  renew(epoch: number): void;
}

/** @param member the member of an item that is its key, e.g. `sku` */
export function createStream(name: StreamName, member: string, firstEpoch: number): Stream {
  let epoch = firstEpoch;
  let seq = 0;
  let items = new Map<string, Item>();
  let buckets = new Uint8Array(256 * 32);

  /** Adding an entry and taking it out are the same XOR. */
  function toggle(key: string, version: number): void {
    const at = bucketOf(key) * 32;
    const bits = sha256(`${key}\n${epoch}\n${version}`);
    for (let i = 0; i < 32; i++) buckets[at + i]! ^= bits[i]!;
  }

  function set(key: string, body: Body): Item {
    const before = items.get(key);
    if (before !== undefined) toggle(key, before.version);
    const version = (before?.version ?? 0) + 1;
    const item: Item = { [member]: key, version, ...(body ?? { deleted: true as const }) };
    items.set(key, item);
    toggle(key, version);
    return item;
  }

  return {
    name,
    epoch: () => epoch,
    seq: () => seq,
    put(changes) {
      const firstSeq = seq + 1;
      const changed = changes.map(([key, body]) => set(key, body));
      seq += changed.length;
      return { stream: name, epoch, firstSeq, lastSeq: seq, items: changed };
    },
    item: key => items.get(key) ?? null,
    keys: () => items.keys(),
    head: () => ({
      stream: name,
      epoch,
      seq,
      count: items.size,
      digest: sha256(buckets).toString('hex'),
      buckets: Array.from({ length: 256 }, (_, at) =>
        Buffer.from(buckets.subarray(at * 32, at * 32 + 4)).toString('hex'),
      ).join(''),
    }),
    items(wanted) {
      const chosen = wanted === 'all' ? null : new Set(wanted);
      const keys = [...items.keys()].filter(key => chosen?.has(bucketOf(key)) ?? true);
      return keys.sort().map(key => items.get(key)!);
    },
    renew(next) {
      if (next <= epoch) throw new RangeError(`epoch ${next} is not above ${epoch}`);
      const live = [...items].filter(([, item]) => item.deleted !== true);
      epoch = next;
      items = new Map();
      buckets = new Uint8Array(256 * 32);
      for (const [key, item] of live) {
        const { [member]: _key, version: _version, ...body } = item;
        set(key, body);
      }
      seq = items.size;
    },
  };
}
