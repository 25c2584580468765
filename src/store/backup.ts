import { chmodSync, closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Connection, connect } from './connection.ts';
import { StoreFault } from './fault.ts';

/** A consistent copy while the store is in use; wrapped keys stay wrapped. Replaces `to` only when complete. */
export function backUp(connection: Pick<Connection, 'exec'>, to: string): void {
  const partial = `${to}.partial`;
  rmSync(partial, { force: true });
  try {
    connection.exec(`VACUUM INTO '${partial.replaceAll("'", "''")}'`);
    chmodSync(partial, 0o600);
    renameSync(partial, to);
  } finally {
    rmSync(partial, { force: true });
  }
}

/** The same from another process, whether an agent has the store open or not. Null: done, else why not. */
export function copyStore(
  path: string,
  to: string,
): { readonly reason: StoreFault['reason']; readonly detail: string } | null {
  try {
    const connection = connect(path, 2_000);
    try {
      backUp(connection, to);
      return null;
    } finally {
      connection.close();
    }
  } catch (error) {
    if (error instanceof StoreFault) return { reason: error.reason, detail: error.message };
    throw error;
  }
}

/** The first bytes of every SQLite file (sqlite.org/fileformat.html, 1.3). */
const magic = 'SQLite format 3\0';

/**
 * Why a backup must not be written there, as the end of a sentence that begins with the file's name; null: it may.
 * Nothing but an older backup is ever replaced, and no file of an agent's data directory. Throws where the file cannot
 * be read.
 */
export function backupObstacle(file: string, force: boolean): string | null {
  if (existsSync(join(dirname(file), 'store.lock'))) return 'is in the data directory of an agent.';
  if (!existsSync(file)) return null;
  if (!looksLikeStore(file)) return 'is there already and is no backup.';
  return force ? null : 'is there already.';
}

function looksLikeStore(path: string): boolean {
  if (!statSync(path).isFile()) return false;
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(magic.length);
    return readSync(file, head) === magic.length && head.toString('latin1') === magic;
  } finally {
    closeSync(file);
  }
}
