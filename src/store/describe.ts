import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { connect } from './connection.ts';
import { StoreFault } from './fault.ts';

/** How large a store is. */
export interface StoreDescription {
  readonly path: string;
  readonly schema: number;
  readonly bytes: number;
  /** Of the write-ahead log, which comes on top. */
  readonly logBytes: number;
  /** Inside the file, for reuse. */
  readonly unusedBytes: number;
  /** On the disk, for this user. */
  readonly freeBytes: number;
  /** Rows by table, in table order. */
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
}

/** Measures a store, in use or not, without changing it. A string: why it cannot be measured; null: there is none. */
export function describeStore(path: string): StoreDescription | string | null {
  if (!existsSync(path)) return null;
  try {
    return measure(path);
  } catch (error) {
    if (error instanceof StoreFault) return error.message;
    throw error;
  }
}

function measure(path: string): StoreDescription {
  const connection = connect(path, 2_000);
  try {
    connection.exec('PRAGMA query_only = ON');
    const names = connection.query<[string]>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    );
    const tables = names.all().map(([name]) => ({
      name,
      rows: connection.query<[number]>(`SELECT count(*) FROM "${name}"`).first()![0],
    }));
    const { bavail, bsize } = statfsSync(dirname(path));
    return {
      path,
      schema: Number(connection.pragma('user_version')),
      bytes: statSync(path).size,
      logBytes: existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0,
      unusedBytes: Number(connection.pragma('freelist_count')) * Number(connection.pragma('page_size')),
      freeBytes: bavail * bsize,
      tables,
    };
  } finally {
    connection.close();
  }
}
