import type { HistoryRow } from '../delivery/ports.ts';
import type { Connection } from './connection.ts';

/** Lines kept of each label; the oldest go first. */
export const historyRowsPerLabel = 200;

/** What happened to each label. */
export function createHistory(connection: Connection, maxRowsPerLabel: number) {
  const newest = connection.query<[number | null]>('SELECT max(n) FROM history WHERE label = ?');
  const add = connection.change('INSERT INTO history (label, n, at_ms, event, detail) VALUES (?, ?, ?, ?, ?)');
  const trim = connection.change('DELETE FROM history WHERE label = ? AND n <= ?');
  const list = connection.query<[string, number, string, string]>(
    'SELECT label, at_ms, event, detail FROM history WHERE label = ? ORDER BY n DESC LIMIT ?',
  );
  return {
    addHistory(row: HistoryRow): void {
      connection.transaction(() => {
        const n = (newest.first(row.label)?.[0] ?? 0) + 1;
        add(row.label, n, row.atMs, row.event, JSON.stringify(row.detail));
        trim(row.label, n - maxRowsPerLabel);
      });
    },
    /** Newest first. */
    history: (label: string, limit: number): HistoryRow[] =>
      list
        .all(label, limit)
        .map(([id, atMs, event, detail]) => ({ label: id, atMs, event, detail: JSON.parse(detail) })),
  };
}
