import type { Clock } from '../clock.ts';
import type { Connection } from './connection.ts';

/**
 * Which labels' state the mesh has not been told yet: a revision that grows, and the one last acknowledged.
 * A label keeps its place in the line from when it first fell behind, so a busy one cannot push itself back.
 */
export function createReports(connection: Connection, clock: Pick<Clock, 'now'>) {
  const waiting = connection.query<[string, number]>(
    'SELECT label, revision FROM report WHERE revision > reported ORDER BY waiting_since_ms, label LIMIT ?',
  );
  const waitingCount = connection.query<[number]>('SELECT count(*) FROM report WHERE revision > reported');
  const touch = connection.change(
    `INSERT INTO report (label, revision, reported, waiting_since_ms) VALUES (?, 1, 0, ?)
     ON CONFLICT (label) DO UPDATE SET
       waiting_since_ms = iif(revision > reported, waiting_since_ms, excluded.waiting_since_ms),
       revision = revision + 1`,
  );
  const mark = connection.change(
    `UPDATE report SET reported = max(reported, min(?2, revision)), waiting_since_ms = ?3 WHERE label = ?1`,
  );
  return {
    touchReport: (label: string): void => void touch(label, clock.now()),
    /** Oldest first. */
    unreported: (limit: number): { readonly label: string; readonly revision: number }[] =>
      waiting.all(limit).map(([label, revision]) => ({ label, revision })),
    unreportedCount: (): number => waitingCount.first()?.[0] ?? 0,
    markReported: (label: string, revision: number): void => void mark(label, revision, clock.now()),
  };
}
