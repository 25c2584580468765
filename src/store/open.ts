import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { backUp } from './backup.ts';
import { type Connection, connect } from './connection.ts';
import { moveAside, type Recovery, salvageLabelKeys, structuralDamage } from './damage.ts';
import { StoreFault } from './fault.ts';
import type { StoreHealth } from './health.ts';
import type { Keyring } from './keyring.ts';
import { lockStore } from './lock.ts';
import { migrate } from './migrations.ts';
import { createStore, type Store, type StoreLimits } from './store.ts';

/** What a person has to know about the store that was opened. */
export interface OpenedState {
  readonly path: string;
  readonly schema: number;
  /** Nothing was there: everything has to come from the mesh. True after a recovery, too. */
  readonly fresh: boolean;
  /** Set when the file was damaged and a new one was started. To be said loudly. */
  readonly recovered: Recovery | null;
  /** Facts that had rotted and were dropped: the stream's digest now differs, so the mesh sends them again. */
  readonly factsDropped: readonly { readonly stream: string; readonly key: string }[];
  readonly keyring: Keyring['place'];
  /** Labels whose key cannot be read with this keyring's secret. */
  readonly keysUnreadable: readonly string[];
}

export type OpenFailure = {
  readonly ok: false;
  readonly reason: StoreFault['reason'] | 'store.newer-schema';
  readonly detail: string;
};

export type OpenResult = { readonly ok: true; readonly store: Store; readonly state: OpenedState } | OpenFailure;

export interface OpenOptions {
  readonly dir: string;
  readonly clock: Clock;
  readonly keyring: Keyring;
  /** Told when the store stops taking writes, and when it takes them again. */
  readonly onHealth?: (health: StoreHealth) => void;
  readonly limits?: Partial<StoreLimits>;
  /** How long to wait for another process to let go of the store. */
  readonly lockTimeoutMs?: number;
}

/** Rotten facts dropped at one start; more than this and the whole file counts as damaged. */
const maxFactsDropped = 1_000;

/**
 * Opens the store in `dir`, making it when there is none. One process at a time.
 * A damaged file is put aside and a fresh one started: prices are the mesh's, and a snapshot brings them back. What is
 * returned as `recovered` must reach people.
 */
export function openStore(options: OpenOptions): OpenResult {
  const { dir } = options;
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    return { ok: false, reason: full ? 'store.disk-full' : 'store.unwritable', detail: `${dir}: ${textOf(error)}` };
  }
  let lock: ReturnType<typeof lockStore>;
  try {
    lock = lockStore(join(dir, 'store.lock'), options.lockTimeoutMs ?? 2_000);
  } catch (error) {
    return failureOf(error);
  }
  let result = openFile(options, null, lock.release);
  if (!result.ok && result.reason === 'store.damaged') {
    try {
      result = startAfresh(options, result.detail, lock.release);
    } catch (error) {
      result = { ok: false, reason: 'store.damaged', detail: `it cannot be moved aside: ${textOf(error)}` };
    }
  }
  if (!result.ok) lock.release();
  return result;
}

function startAfresh(options: OpenOptions, detail: string, release: () => void): OpenResult {
  const atMs = options.clock.now();
  const movedTo = moveAside(options.dir, atMs);
  const keys = salvageLabelKeys(movedTo).filter(([label, wrapped]) => options.keyring.unwrap(label, wrapped) !== null);
  const recovery: Recovery = { atMs, movedTo, detail, keysSaved: keys.length };
  const result = openFile(options, recovery, release);
  if (result.ok) {
    result.store.transaction(() => {
      for (const [label, wrapped] of keys) result.store.putWrappedLabelKey(label, wrapped);
      result.store.audit({
        atMs,
        actor: 'agent',
        action: 'store.recovered',
        subject: 'store',
        detail: { ...recovery },
      });
    });
  }
  return result;
}

function openFile(options: OpenOptions, recovered: Recovery | null, release: () => void): OpenResult {
  const { dir, keyring, clock } = options;
  const path = join(dir, 'store.db');
  const fresh = !existsSync(path);
  let connection: Connection | null = null;
  try {
    connection = connect(path, 1_000);
    chmodSync(path, 0o600);
    const journal = connection.pragma('journal_mode = WAL');
    if (journal !== 'wal') throw new StoreFault('store.io', `no write-ahead log here: journal mode is ${journal}`);
    connection.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF');
    // The log is cut back to this after a checkpoint, so one big batch does not hold the disk for ever.
    connection.pragma(`journal_size_limit = ${16 * 1024 * 1024}`);
    const damage = structuralDamage(connection);
    if (damage !== null) throw new StoreFault('store.damaged', damage);
    const migrated = migrate(connection);
    if (!migrated.ok) {
      connection.close();
      return migrated;
    }
    const store = createStore(connection, {
      clock,
      keyring,
      limits: options.limits ?? {},
      onHealth: options.onHealth ?? (() => {}),
      onClose: release,
      backup: to => backUp(connection!, to),
    });
    const factsDropped = dropRottenFacts(store, clock);
    const keysUnreadable = store.unreadableLabelKeys();
    const state = { path, schema: migrated.to, fresh, recovered, factsDropped, keyring: keyring.place, keysUnreadable };
    return { ok: true, store, state };
  } catch (error) {
    connection?.close();
    return failureOf(error);
  }
}

function dropRottenFacts(store: Store, clock: Clock): { readonly stream: string; readonly key: string }[] {
  const rotten = store.damagedFacts(maxFactsDropped);
  if (rotten.length >= maxFactsDropped) {
    throw new StoreFault('store.damaged', `${rotten.length} or more facts do not match their checksum`);
  }
  if (rotten.length > 0) {
    store.transaction(() => {
      for (const { stream, key } of rotten) {
        store.removeFact(stream, key);
        const entry = { atMs: clock.now(), actor: 'agent', action: 'store.fact-dropped', subject: `${stream}/${key}` };
        store.audit({ ...entry, detail: { reason: 'store.damaged' } });
      }
    });
  }
  return rotten;
}

function failureOf(error: unknown): OpenFailure {
  if (error instanceof StoreFault) return { ok: false, reason: error.reason, detail: error.message };
  throw error;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
