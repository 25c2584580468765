import type { LabelRow } from '../delivery/ports.ts';
import type { Connection } from './connection.ts';

type Cells = [
  string,
  string | null,
  string | null,
  string | null,
  number | null,
  number | null,
  number | null,
  hasKey: number,
];

/** The labels of the store, bound or heard. */
export function createLabels(connection: Connection) {
  const select = `SELECT label, model, family, firmware, battery_mv, rssi, last_seen_ms,
    EXISTS (SELECT 1 FROM label_key WHERE label_key.label = label.label) FROM label`;
  const one = connection.query<Cells>(`${select} WHERE label = ?`);
  const all = connection.query<Cells>(`${select} ORDER BY label`);
  const counted = connection.query<[number]>('SELECT count(*) FROM label');
  const put = connection.change('INSERT OR REPLACE INTO label VALUES (?, ?, ?, ?, ?, ?, ?)');
  const tables = ['label', 'label_key', 'label_sku', 'desired', 'shown', 'attempt', 'report', 'history'];
  const removals = tables.map(table => connection.change(`DELETE FROM ${table} WHERE label = ?`));
  return {
    label(id: string): LabelRow | null {
      const cells = one.first(id);
      return cells && rowOf(cells);
    },
    /** In id order. */
    labels: (): LabelRow[] => all.all().map(rowOf),
    labelCount: (): number => counted.first()?.[0] ?? 0,
    putLabel(row: Omit<LabelRow, 'hasKey'>): void {
      put(row.label, row.model, row.family, row.firmware, row.batteryMv, row.rssi, row.lastSeenMs);
    },
    /** Forgets everything about a label, its key included; the audit trail and its binding fact stay. */
    removeLabel(id: string): void {
      connection.transaction(() => {
        for (const remove of removals) remove(id);
      });
    },
  };
}

function rowOf([label, model, family, firmware, batteryMv, rssi, lastSeenMs, hasKey]: Cells): LabelRow {
  return { label, model, family, firmware, batteryMv, rssi, lastSeenMs, hasKey: hasKey === 1 };
}
