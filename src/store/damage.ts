import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from './connection.ts';

/** A damaged store that was put aside, and what became of its contents. */
export interface Recovery {
  readonly atMs: number;
  readonly movedTo: string;
  readonly detail: string;
  /** Wrapped label keys that could still be read; everything else comes back from the mesh and the labels. */
  readonly keysSaved: number;
}

/** Damaged files kept for people to look at; older ones are deleted. */
const maxKept = 3;

/** What SQLite finds wrong with the file's structure; null when nothing. Reads the whole file. */
export function structuralDamage(connection: { pragma(text: string): unknown }): string | null {
  const verdict = String(connection.pragma('quick_check(5)'));
  return verdict === 'ok' ? null : verdict;
}

/** Renames `store.db` and its log to `store.damaged-<instant>.db`; returns the new path. Throws when it cannot. */
export function moveAside(dir: string, atMs: number): string {
  const instant = new Date(atMs).toISOString().replaceAll(':', '-');
  const movedTo = join(dir, `store.damaged-${instant}.db`);
  for (const suffix of ['-shm', '-wal', '']) {
    const from = join(dir, `store.db${suffix}`);
    if (existsSync(from)) renameSync(from, `${movedTo}${suffix}`);
  }
  const kept = readdirSync(dir).filter(name => /^store\.damaged-.*\.db$/.test(name));
  for (const old of kept.sort().slice(0, -maxKept)) {
    for (const suffix of ['-shm', '-wal', '']) rmSync(join(dir, old + suffix), { force: true });
  }
  return movedTo;
}

/** The wrapped label keys that a damaged file still yields: the one thing in it that nobody else has. */
export function salvageLabelKeys(path: string): [string, Uint8Array][] {
  try {
    const connection = connect(path, 0);
    try {
      return connection.query<[string, Uint8Array]>('SELECT label, wrapped FROM label_key').all();
    } finally {
      connection.close();
    }
  } catch {
    return []; // too damaged to read: the count of saved keys says so
  }
}
