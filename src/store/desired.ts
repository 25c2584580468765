import type { DesiredRow } from '../delivery/ports.ts';
import type { Reason } from '../shelf/reasons.ts';
import type { Connection } from './connection.ts';

type Cells = [
  label: string,
  epoch: number,
  version: number,
  seq: number,
  hash: string,
  content: string | null,
  refusalReason: string | null,
  refusalDetail: string | null,
  sinceMs: number,
  openSinceMs: number,
  openSeq: number,
  untilMs: number | null,
  traceparent: string | null,
];

/** What each label should show. */
export function createDesired(connection: Connection) {
  const columns =
    'label, epoch, version, seq, hash, content, refusal_reason, refusal_detail, since_ms, open_since_ms, open_seq, until_ms, traceparent';
  const one = connection.query<Cells>(`SELECT ${columns} FROM desired WHERE label = ?`);
  const all = connection.query<Cells>(`SELECT ${columns} FROM desired ORDER BY label`);
  const names = connection.query<[string]>('SELECT label FROM desired');
  const due = connection.query<[string]>('SELECT label FROM desired WHERE until_ms <= ? ORDER BY until_ms LIMIT ?');
  const next = connection.query<[number | null]>('SELECT min(until_ms) FROM desired WHERE until_ms IS NOT NULL');
  const put = connection.change(
    `INSERT OR REPLACE INTO desired (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = connection.change('DELETE FROM desired WHERE label = ?');
  return {
    desired(label: string): DesiredRow | null {
      const cells = one.first(label);
      return cells && rowOf(cells);
    },
    /** In label order. */
    allDesired: (): DesiredRow[] => all.all().map(rowOf),
    /** Every label that should show something, or is refused. */
    desiredLabels: (): string[] => names.all().map(([label]) => label),
    /** Labels whose `untilMs` has come at `nowMs`, the longest due first. */
    labelsDue: (nowMs: number, limit: number): string[] => due.all(nowMs, limit).map(([label]) => label),
    /** The earliest `untilMs`; null when nothing changes by itself. */
    nextDueMs: (): number | null => next.first()?.[0] ?? null,
    putDesired(row: DesiredRow): void {
      put(
        row.label,
        row.epoch,
        row.version,
        row.seq,
        row.hash,
        row.content,
        row.refusal?.reason ?? null,
        row.refusal?.detail ?? null,
        row.sinceMs,
        row.openSinceMs,
        row.openSeq,
        row.untilMs,
        row.traceparent,
      );
    },
    removeDesired: (label: string): void => void remove(label),
  };
}

function rowOf(cells: Cells): DesiredRow {
  const [
    label,
    epoch,
    version,
    seq,
    hash,
    content,
    reason,
    detail,
    sinceMs,
    openSinceMs,
    openSeq,
    untilMs,
    traceparent,
  ] = cells;
  const refusal = reason === null ? null : { reason: reason as Reason, detail: detail ?? '' };
  return { label, epoch, version, seq, hash, content, refusal, sinceMs, openSinceMs, openSeq, untilMs, traceparent };
}
