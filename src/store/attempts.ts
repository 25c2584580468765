import type { AttemptRow } from '../delivery/ports.ts';
import type { Reason } from '../shelf/reasons.ts';
import type { Connection } from './connection.ts';

type Cells = [string, number, Reason, string, number, AttemptRow['retry']];

/** The last failed attempt of each label that has not succeeded since. */
export function createAttempts(connection: Connection) {
  const columns = 'label, failures, reason, detail, at_ms, retry';
  const one = connection.query<Cells>(`SELECT ${columns} FROM attempt WHERE label = ?`);
  const all = connection.query<Cells>(`SELECT ${columns} FROM attempt ORDER BY label`);
  const put = connection.change(`INSERT OR REPLACE INTO attempt (${columns}) VALUES (?, ?, ?, ?, ?, ?)`);
  const remove = connection.change('DELETE FROM attempt WHERE label = ?');
  return {
    attempt(label: string): AttemptRow | null {
      const cells = one.first(label);
      return cells && rowOf(cells);
    },
    /** In label order. */
    allAttempts: (): AttemptRow[] => all.all().map(rowOf),
    putAttempt(row: AttemptRow): void {
      put(row.label, row.failures, row.reason, row.detail, row.atMs, row.retry);
    },
    clearAttempt: (label: string): void => void remove(label),
  };
}

function rowOf([label, failures, reason, detail, atMs, retry]: Cells): AttemptRow {
  return { label, failures, reason, detail, atMs, retry };
}
