import type { Reason } from '../shelf/reasons.ts';

/** What can go wrong with the disk under a running store. */
export type StoreFaultReason = Extract<
  Reason,
  'store.disk-full' | 'store.io' | 'store.damaged' | 'store.unwritable' | 'store.locked' | 'store.limit'
>;

/**
 * The store could not do what it was asked, and nothing of it happened. Thrown rather than returned, because every
 * caller has the same answer: do not acknowledge, and let the source send it again.
 */
export class StoreFault extends Error {
  readonly reason: StoreFaultReason;

  constructor(reason: StoreFaultReason, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'StoreFault';
    this.reason = reason;
  }
}

/** What an SQLite error code means for the store; null for a bug such as a broken constraint. */
const reasonsByCode: readonly (readonly [RegExp, StoreFaultReason])[] = [
  [/^SQLITE_FULL/, 'store.disk-full'],
  // With a full disk the write-ahead log or its index often cannot be extended, which SQLite reports as an I/O error.
  [/^SQLITE_IOERR_(SHMSIZE|SHMMAP|TRUNCATE)/, 'store.disk-full'],
  [/^SQLITE_IOERR/, 'store.io'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'store.damaged'],
  [/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/, 'store.unwritable'],
  [/^SQLITE_(BUSY|LOCKED)/, 'store.locked'],
];

/** Turns what libsql threw into a `StoreFault`; anything else comes back unchanged. */
export function faultOf(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof StoreFault) return thrown;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  for (const [pattern, reason] of reasonsByCode) {
    if (pattern.test(code)) return new StoreFault(reason, `${thrown.message} (${code})`, { cause: thrown });
  }
  // Opening fails without a code, only with SQLite's number at the end of the text.
  if (thrown.message.startsWith('ConnectionFailed')) return new StoreFault('store.unwritable', thrown.message);
  return thrown;
}
