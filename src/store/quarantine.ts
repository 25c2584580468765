import type { QuarantineEntry } from '../mesh/ports.ts';
import type { Connection } from './connection.ts';

/** Messages kept; the oldest go first. */
export const quarantineRows = 2_000;
/** Bytes kept of one message's payload. */
export const quarantinePayloadBytes = 16 * 1024;
/** Characters kept of a topic or detail, which a stranger may have chosen. */
const maxTextChars = 1_024;

/** A quarantined message without its payload, as lists show it. */
export interface QuarantineRow {
  readonly id: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** How often this very payload came. */
  readonly times: number;
  readonly topic: string;
  readonly reason: string;
  readonly detail: string;
  readonly payloadHash: string;
}

type Cells = [number, number, number, number, string, string, string, string];

/** Messages that were not accepted. Bounded in rows and bytes; the counters per reason outlive the rows. */
export function createQuarantine(connection: Connection, maxRows: number) {
  const columns = 'id, first_at_ms, last_at_ms, times, topic, reason, detail, payload_hash';
  const again = connection.change('UPDATE quarantine SET times = times + 1, last_at_ms = ? WHERE payload_hash = ?');
  const add = connection.change(
    `INSERT INTO quarantine (payload_hash, first_at_ms, last_at_ms, times, topic, reason, detail, payload)
     VALUES (?1, ?2, ?2, 1, ?3, ?4, ?5, ?6)`,
  );
  const newest = connection.query<[number | null]>('SELECT max(id) FROM quarantine');
  const trim = connection.change('DELETE FROM quarantine WHERE id <= ?');
  const count = connection.change(
    'INSERT INTO quarantine_count (reason, times) VALUES (?, 1) ON CONFLICT (reason) DO UPDATE SET times = times + 1',
  );
  const list = connection.query<Cells>(`SELECT ${columns} FROM quarantine WHERE id < ? ORDER BY id DESC LIMIT ?`);
  const one = connection.query<Cells>(`SELECT ${columns} FROM quarantine WHERE id = ?`);
  const payload = connection.query<[Uint8Array]>('SELECT payload FROM quarantine WHERE id = ?');
  const counts = connection.query<[string, number]>('SELECT reason, times FROM quarantine_count ORDER BY reason');
  const keptByReason = connection.query<[string, number]>(
    'SELECT reason, count(*) FROM quarantine GROUP BY reason ORDER BY reason',
  );
  const drop = connection.change('DELETE FROM quarantine WHERE id = ?');
  const counted = connection.query<[number]>('SELECT count(*) FROM quarantine');
  const dropAll = connection.change('DELETE FROM quarantine');
  return {
    quarantine(entry: QuarantineEntry): void {
      connection.transaction(() => {
        count(entry.reason);
        if (again(entry.atMs, entry.payloadHash) > 0) return;
        const kept = entry.payload.subarray(0, quarantinePayloadBytes);
        const topic = entry.topic.slice(0, maxTextChars);
        add(entry.payloadHash, entry.atMs, topic, entry.reason, entry.detail.slice(0, maxTextChars), kept);
        trim((newest.first()?.[0] ?? 0) - maxRows);
      });
    },
    /** Newest first; `beforeId` pages on. */
    quarantined: (limit: number, beforeId: number = Number.MAX_SAFE_INTEGER): QuarantineRow[] =>
      list.all(beforeId, limit).map(rowOf),
    /** How many messages are kept now. */
    quarantinedCount: (): number => counted.first()?.[0] ?? 0,
    quarantinedMessage(id: number): (QuarantineRow & { readonly payload: Uint8Array }) | null {
      const cells = one.first(id);
      return cells && { ...rowOf(cells), payload: payload.first(id)?.[0] ?? new Uint8Array() };
    },
    /** How many messages are kept now, by reason. */
    quarantinedByReason: (): Record<string, number> => Object.fromEntries(keptByReason.all()),
    /** How many messages were ever quarantined, by reason. */
    quarantineCounts: (): Record<string, number> => Object.fromEntries(counts.all()),
    /** False when there is none with that id. */
    dropQuarantined: (id: number): boolean => drop(id) > 0,
    dropAllQuarantined: (): number => dropAll(),
  };
}

function rowOf([id, firstAtMs, lastAtMs, times, topic, reason, detail, payloadHash]: Cells): QuarantineRow {
  return { id, firstAtMs, lastAtMs, times, topic, reason, detail, payloadHash };
}
