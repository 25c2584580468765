import Database from 'libsql';
import { faultOf, StoreFault } from './fault.ts';

/** What SQLite gives and takes. Integers stay below 2^53: amounts of money live inside bodies, never in columns. */
export type Cell = string | number | Uint8Array | null;

/** A prepared question. Rows are tuples in the order of the SELECT; STRICT tables vouch for their types. */
export interface Query<Row> {
  first(...values: Cell[]): Row | null;
  all(...values: Cell[]): Row[];
}

/** A prepared change; returns the number of rows changed. */
export type Change = (...values: Cell[]) => number;

/** One SQLite connection. SQL goes in, rows come out, and whatever the disk does comes out as a `StoreFault`. */
export interface Connection {
  query<Row extends readonly Cell[]>(sql: string): Query<Row>;
  change(sql: string): Change;
  /** For statements that are run once: pragmas, schema. */
  exec(sql: string): void;
  /** The first column of the first row of a pragma that answers; those that only set go to `exec`. */
  pragma(text: string): Cell;
  /** All of it is on disk when this returns, or none of it happened. Nested calls are savepoints. */
  transaction<T>(work: () => T): T;
  /** The outermost transaction, or a single change outside of one, is on disk. */
  onCommit(listener: () => void): void;
  onFault(listener: (fault: StoreFault) => void): void;
  close(): void;
}

/** The deepest nesting of transactions; deeper is a bug, not a load. */
const maxDepth = 16;

/**
 * Opens one SQLite file. Throws `StoreFault` when the file cannot be opened.
 *
 * libsql traps this works around: `get()` on a RETURNING statement leaves its transaction open, so no statement here
 * returns what it changed; a single `null` argument is taken for a bag of named ones, so values travel as an array.
 */
export function connect(path: string, busyTimeoutMs: number): Connection {
  const database = guarded(() => new Database(path, { timeout: busyTimeoutMs }));
  const commitListeners: (() => void)[] = [];
  const faultListeners: ((fault: StoreFault) => void)[] = [];
  let depth = 0;
  let changed = false;
  /** SQLite gave up the whole transaction by itself; nothing may be written until its outermost caller knows. */
  let abandoned: StoreFault | null = null;

  function run<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      const fault = faultOf(thrown);
      if (fault instanceof StoreFault) {
        if (depth > 0 && !database.inTransaction) abandoned = fault;
        for (const listener of faultListeners) listener(fault);
      }
      throw fault;
    }
  }

  function committed(): void {
    if (!changed) return;
    changed = false;
    for (const listener of commitListeners) listener();
  }

  const exec = (sql: string): void => {
    run(() => database.exec(sql));
  };

  return {
    query<Row extends readonly Cell[]>(sql: string): Query<Row> {
      const statement = run(() => database.prepare(sql).raw());
      return {
        first: (...values) => run(() => (statement.get(values) as Row | undefined) ?? null),
        all: (...values) => run(() => statement.all(values) as Row[]),
      };
    },
    change(sql) {
      const statement = run(() => database.prepare(sql));
      return (...values) => {
        if (abandoned !== null) throw abandoned;
        const { changes } = run(() => statement.run(values));
        changed = true;
        if (depth === 0) committed();
        return changes;
      };
    },
    exec,
    pragma(text) {
      const rows = run(() => database.prepare(`PRAGMA ${text}`).raw().all([]) as Cell[][]);
      return rows[0]?.[0] ?? null;
    },
    transaction<T>(work: () => T): T {
      if (depth >= maxDepth) throw new Error(`transactions are nested deeper than ${maxDepth}`);
      const savepoint = `s${depth}`;
      exec(depth === 0 ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${savepoint}`);
      depth += 1;
      try {
        const result = work();
        if (abandoned !== null) throw abandoned;
        if (result instanceof Promise) throw new TypeError('a transaction is synchronous; its work returned a promise');
        exec(depth === 1 ? 'COMMIT' : `RELEASE ${savepoint}`);
        depth -= 1;
        if (depth === 0) committed();
        return result;
      } catch (thrown) {
        depth -= 1;
        if (depth === 0) {
          changed = false;
          abandoned = null;
        }
        // SQLite may have rolled the whole transaction back already, as it does when the disk is full.
        if (database.inTransaction) {
          database.exec(depth === 0 ? 'ROLLBACK' : `ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`);
        }
        throw thrown;
      }
    },
    onCommit: listener => void commitListeners.push(listener),
    onFault: listener => void faultListeners.push(listener),
    close: () => void database.close(),
  };
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw faultOf(thrown);
  }
}
