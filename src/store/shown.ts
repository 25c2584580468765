import type { ShownRow } from '../delivery/ports.ts';
import type { Connection } from './connection.ts';

type Cells = [
  label: string,
  epoch: number,
  version: number,
  seq: number,
  hash: string,
  content: string,
  atMs: number,
  proof: ShownRow['proof'],
  trusted: number,
];

/** What each label is known to show. */
export function createShown(connection: Connection) {
  const columns = 'label, epoch, version, seq, hash, content, at_ms, proof, trusted';
  const one = connection.query<Cells>(`SELECT ${columns} FROM shown WHERE label = ?`);
  const all = connection.query<Cells>(`SELECT ${columns} FROM shown ORDER BY label`);
  const put = connection.change(`INSERT OR REPLACE INTO shown (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return {
    shown(label: string): ShownRow | null {
      const cells = one.first(label);
      return cells && rowOf(cells);
    },
    /** In label order. */
    allShown: (): ShownRow[] => all.all().map(rowOf),
    putShown(row: ShownRow): void {
      const { label, epoch, version, seq, hash, content, atMs, proof, trusted } = row;
      put(label, epoch, version, seq, hash, content, atMs, proof, trusted ? 1 : 0);
    },
  };
}

function rowOf([label, epoch, version, seq, hash, content, atMs, proof, trusted]: Cells): ShownRow {
  return { label, epoch, version, seq, hash, content, atMs, proof, trusted: trusted === 1 };
}
