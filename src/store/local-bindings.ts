import type { LocalBindingRow } from '../mesh/ports.ts';
import type { Connection } from './connection.ts';

type Cells = [
  label: string,
  body: string,
  basisEpoch: number | null,
  basisVersion: number | null,
  madeAtMs: number,
  actor: string,
  state: string,
  revision: number,
  told: number,
];

/** Bindings made at the shelf, until the mesh has taken them over and knows that we know. */
export function createLocalBindings(connection: Connection) {
  const columns = 'label, body, basis_epoch, basis_version, made_at_ms, actor, state, revision, told';
  const one = connection.query<Cells>(`SELECT ${columns} FROM local_binding WHERE label = ?`);
  const all = connection.query<Cells>(`SELECT ${columns} FROM local_binding ORDER BY label`);
  const untold = connection.query<Cells>(
    `SELECT ${columns} FROM local_binding WHERE told < revision ORDER BY made_at_ms, label LIMIT ?`,
  );
  const put = connection.change(
    `INSERT INTO local_binding (${columns}) VALUES (?, ?, ?, ?, ?, ?, 'open', 1, 0)
     ON CONFLICT (label) DO UPDATE SET body = excluded.body, basis_epoch = excluded.basis_epoch,
       basis_version = excluded.basis_version, made_at_ms = excluded.made_at_ms, actor = excluded.actor,
       state = 'open', revision = revision + 1`,
  );
  const settle = connection.change('UPDATE local_binding SET state = ?, revision = revision + 1 WHERE label = ?');
  const tell = connection.change('UPDATE local_binding SET told = ? WHERE label = ? AND told < ?');
  const again = connection.change("UPDATE local_binding SET told = 0 WHERE state = 'open'");
  const tidy = connection.change("DELETE FROM local_binding WHERE state = 'adopted' AND told = revision");
  const remove = connection.change('DELETE FROM local_binding WHERE label = ? AND told = revision');
  /**
   * Labels that may have one. Every label is looked up whenever labels are listed, and hardly any has one; a label that a
   * transaction took back again costs one look-up that finds nothing.
   */
  const candidates = new Set(all.all().map(([label]) => label));
  return {
    localBinding: (label: string): LocalBindingRow | null => {
      const cells = candidates.has(label) ? one.first(label) : null;
      return cells && rowOf(cells);
    },
    /** In label order. */
    localBindings: (): LocalBindingRow[] => all.all().map(rowOf),
    putLocalBinding({ label, body, basis, madeAtMs, actor }: Omit<LocalBindingRow, 'state' | 'revision'>): void {
      candidates.add(label);
      put(label, body, basis?.epoch ?? null, basis?.version ?? null, madeAtMs, actor);
    },
    settleLocalBinding(label: string, state: 'adopted' | 'overruled'): void {
      settle(state, label);
    },
    /** Forgets one that was settled and told; false while the mesh does not know yet. */
    removeLocalBinding: (label: string): boolean => remove(label) > 0,
    untoldBindings: (limit: number): LocalBindingRow[] => untold.all(limit).map(rowOf),
    bindingTold(label: string, revision: number): void {
      connection.transaction(() => {
        tell(revision, label, revision);
        tidy();
      });
    },
    tellBindingsAgain: (): void => void again(),
  };
}

function rowOf([label, body, epoch, version, madeAtMs, actor, state, revision]: Cells): LocalBindingRow {
  return {
    label,
    body,
    basis: epoch === null || version === null ? null : { epoch, version },
    madeAtMs,
    actor,
    state: state as LocalBindingRow['state'],
    revision,
  };
}
