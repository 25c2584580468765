import type { Claim, ClaimKind } from './claim.ts';

interface Entry<T> {
  readonly kind: ClaimKind;
  readonly bytes: Uint8Array;
  readonly who: T;
}

/** Who has which identity, found by the bytes as they were heard. */
export interface IdentityTable<T> {
  /** Twice the same: the first one has it. */
  add(kind: ClaimKind, bytes: Uint8Array, who: T): void;
  delete(kind: ClaimKind, bytes: Uint8Array): void;
  find(claim: Claim, data: Uint8Array): T | undefined;
}

/** The last four bytes: minor and major, or a part of what differs from one to the next. */
const keyOf = (bytes: Uint8Array, to: number): number =>
  (bytes[to - 4]! << 24) | (bytes[to - 3]! << 16) | (bytes[to - 2]! << 8) | bytes[to - 1]!;

/** An empty table. */
export function createIdentityTable<T>(): IdentityTable<T> {
  const entries = new Map<number, readonly Entry<T>[]>();

  const isOf = (entry: Entry<T>, kind: ClaimKind, data: Uint8Array, from: number): boolean =>
    entry.kind === kind && entry.bytes.every((byte, at) => byte === data[from + at]);

  return {
    add(kind, bytes, who) {
      const key = keyOf(bytes, bytes.length);
      const others = entries.get(key) ?? [];
      if (others.some(entry => isOf(entry, kind, bytes, 0))) return;
      entries.set(key, [...others, { kind, bytes, who }]);
    },
    delete(kind, bytes) {
      const key = keyOf(bytes, bytes.length);
      const left = (entries.get(key) ?? []).filter(entry => !isOf(entry, kind, bytes, 0));
      if (left.length === 0) entries.delete(key);
      else entries.set(key, left);
    },
    find: (claim, data) =>
      entries.get(keyOf(data, claim.to))?.find(entry => isOf(entry, claim.kind, data, claim.from))?.who,
  };
}
