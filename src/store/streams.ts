import type { StreamRow } from '../mesh/ports.ts';
import type { Connection } from './connection.ts';

type Cells = [string, number, number, string, number | null, number | null];

/** How far each stream is known. */
export function createStreams(connection: Connection) {
  const columns = 'name, epoch, seq, ahead, head_seq, head_at_ms';
  const one = connection.query<Cells>(`SELECT ${columns} FROM stream WHERE name = ?`);
  const all = connection.query<Cells>(`SELECT ${columns} FROM stream ORDER BY name`);
  const put = connection.change(`INSERT OR REPLACE INTO stream (${columns}) VALUES (?, ?, ?, ?, ?, ?)`);
  return {
    stream(name: string): StreamRow | null {
      const cells = one.first(name);
      return cells && rowOf(cells);
    },
    streams: (): StreamRow[] => all.all().map(rowOf),
    putStream(row: StreamRow): void {
      put(row.name, row.epoch, row.seq, JSON.stringify(row.ahead), row.headSeq, row.headAtMs);
    },
  };
}

function rowOf([name, epoch, seq, ahead, headSeq, headAtMs]: Cells): StreamRow {
  return { name, epoch, seq, ahead: JSON.parse(ahead), headSeq, headAtMs };
}
