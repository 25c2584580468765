import type { AuditEntry } from '../mesh/ports.ts';
import type { Connection } from './connection.ts';

/** Entries kept; the oldest go first. */
export const auditRows = 100_000;

export interface AuditRow extends AuditEntry {
  readonly id: number;
}

/** Which entries are wanted. */
export interface AuditFilter {
  /** `token:anna`, or `token` for everybody of that kind. */
  readonly actor?: string | undefined;
  readonly sinceMs?: number | undefined;
}

/** Who did what, in order. A ring: what falls off the end has been in the log as well. */
export function createAudit(connection: Connection, maxRows: number) {
  const newest = connection.query<[number | null]>('SELECT max(id) FROM audit');
  const add = connection.change('INSERT INTO audit (at_ms, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)');
  const trim = connection.change('DELETE FROM audit WHERE id <= ?');
  const list = connection.query<[number, number, string, string, string, string]>(
    `SELECT id, at_ms, actor, action, subject, detail FROM audit
     WHERE id < ?1 AND at_ms >= ?3 AND (?4 = '' OR actor = ?4 OR substr(actor, 1, length(?4) + 1) = ?4 || ':')
     ORDER BY id DESC LIMIT ?2`,
  );
  return {
    audit(entry: AuditEntry): void {
      connection.transaction(() => {
        add(entry.atMs, entry.actor, entry.action, entry.subject, JSON.stringify(entry.detail));
        trim((newest.first()?.[0] ?? 0) - maxRows);
      });
    },
    /** Newest first; `beforeId` pages on. */
    auditTrail: (
      limit: number,
      beforeId: number = Number.MAX_SAFE_INTEGER,
      { actor = '', sinceMs = 0 }: AuditFilter = {},
    ): AuditRow[] =>
      list.all(beforeId, limit, sinceMs, actor).map(([id, atMs, actor, action, subject, detail]) => ({
        id,
        atMs,
        actor,
        action,
        subject,
        detail: JSON.parse(detail),
      })),
  };
}
