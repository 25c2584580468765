import { crc32 } from 'node:zlib';
import type { FactKey, FactRow } from '../mesh/ports.ts';
import type { Connection } from './connection.ts';
import { StoreFault } from './fault.ts';

type Cells = readonly [
  stream: string,
  key: string,
  epoch: number,
  version: number,
  seq: number,
  deleted: number,
  contentHash: string,
  body: string,
  receivedAtMs: number,
  traceparent: string | null,
  checksum: number,
];

const columns = 'stream, key, epoch, version, seq, deleted, content_hash, body, received_at_ms, traceparent, checksum';
/** Rows read at a time, so that 40,000 facts never stand in memory together and writers are not held up. */
const pageRows = 1_000;

/**
 * The accepted facts. SQLite notices damaged structure but not a flipped digit inside a value, so each row carries a
 * checksum that is compared whenever the row is read: a price that rotted on the disk is never shown.
 */
export function createFacts(connection: Connection) {
  const one = connection.query<Cells>(`SELECT ${columns} FROM fact WHERE stream = ? AND key = ?`);
  const page = connection.query<Cells>(`SELECT ${columns} FROM fact WHERE stream = ? AND key > ? ORDER BY key LIMIT ?`);
  const keyPage = connection.query<[string, number, number, number, number]>(
    'SELECT key, epoch, version, seq, deleted FROM fact WHERE stream = ? AND key > ? ORDER BY key LIMIT ?',
  );
  const counted = connection.query<[number]>('SELECT count(*) FROM fact WHERE stream = ? AND deleted = 0');
  const streamNames = connection.query<[string]>('SELECT DISTINCT stream FROM fact ORDER BY stream');
  const put = connection.change(
    `INSERT INTO fact (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (stream, key) DO UPDATE SET epoch = excluded.epoch, version = excluded.version, seq = excluded.seq,
       deleted = excluded.deleted, content_hash = excluded.content_hash, body = excluded.body,
       received_at_ms = excluded.received_at_ms, traceparent = excluded.traceparent, checksum = excluded.checksum`,
  );
  const remove = connection.change('DELETE FROM fact WHERE stream = ? AND key = ?');
  const purge = connection.change('DELETE FROM fact WHERE stream = ? AND deleted = 1 AND epoch < ?');

  function read(cells: Cells): FactRow {
    const row = rowOf(cells);
    if (checksumOf(row) !== cells[10]) {
      throw new StoreFault('store.damaged', `the fact ${row.stream}/${row.key} does not match its checksum`);
    }
    return row;
  }

  return {
    /** Throws `StoreFault` `store.damaged` when the row does not match its checksum. */
    fact(stream: string, key: string): FactRow | null {
      const cells = one.first(stream, key);
      return cells && read(cells);
    },
    putFact(row: FactRow): void {
      put(
        row.stream,
        row.key,
        row.epoch,
        row.version,
        row.seq,
        row.deleted ? 1 : 0,
        row.contentHash,
        row.body,
        row.receivedAtMs,
        row.traceparent,
        checksumOf(row),
      );
    },
    /** Read page by page; facts written meanwhile may or may not be among them. */
    *factKeys(stream: string): Generator<FactKey> {
      let after = '';
      for (;;) {
        const rows = keyPage.all(stream, after, pageRows);
        for (const [key, epoch, version, seq, deleted] of rows) {
          yield { key, epoch, version, seq, deleted: deleted === 1 };
        }
        if (rows.length < pageRows) return;
        after = rows.at(-1)![0];
      }
    },
    /** In key order from after `afterKey` (empty: from the start), deleted ones included; `limit` at most 1,000. */
    facts(stream: string, range: { readonly afterKey: string; readonly limit: number }): FactRow[] {
      return page.all(stream, range.afterKey, Math.min(range.limit, pageRows)).map(read);
    },
    /** Facts that are not deleted. */
    factCount: (stream: string): number => counted.first(stream)?.[0] ?? 0,
    /** Forgets the deletions of epochs before `beforeEpoch`; returns how many. */
    purgeDeletions: (stream: string, beforeEpoch: number): number => purge(stream, beforeEpoch),
    /** The facts that do not match their checksum, at most `limit` of them. */
    damagedFacts(limit: number): { readonly stream: string; readonly key: string }[] {
      const found: { stream: string; key: string }[] = [];
      for (const [stream] of streamNames.all()) {
        let after = '';
        for (;;) {
          const rows = page.all(stream, after, pageRows);
          for (const cells of rows) {
            if (checksumOf(rowOf(cells)) !== cells[10]) found.push({ stream, key: cells[1] });
            if (found.length >= limit) return found;
          }
          if (rows.length < pageRows) break;
          after = rows.at(-1)![1];
        }
      }
      return found;
    },
    /** Only for damage: an accepted deletion is a fact itself. */
    removeFact: (stream: string, key: string): number => remove(stream, key),
  };
}

function rowOf(cells: Cells): FactRow {
  const [stream, key, epoch, version, seq, deleted, contentHash, body, receivedAtMs, traceparent] = cells;
  return { stream, key, epoch, version, seq, deleted: deleted === 1, contentHash, body, receivedAtMs, traceparent };
}

function checksumOf(row: FactRow): number {
  return crc32(
    `${row.stream}\n${row.key}\n${row.epoch}\n${row.version}\n${row.seq}\n${row.deleted}\n${row.contentHash}\n${row.body}`,
  );
}
