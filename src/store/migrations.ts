import type { Connection } from './connection.ts';
import { ground } from './migrations/001-ground.ts';
import { zoneHours } from './migrations/002-zone-hours.ts';
import { checkout } from './migrations/003-checkout.ts';
import { screens } from './migrations/004-screens.ts';
import type { Migration } from './migrations/migration.ts';

/** All of them, oldest first. */
export const migrations: readonly Migration[] = [ground, zoneHours, checkout, screens];

export type MigrateResult =
  | { readonly ok: true; readonly from: number; readonly to: number }
  | { readonly ok: false; readonly reason: 'store.newer-schema'; readonly detail: string };

/**
 * Brings the schema up to date, each step in a transaction of its own, so a kill between two leaves a valid older one.
 * A schema newer than this program knows is refused: writing to it could undo what the newer program relies on.
 */
export function migrate(connection: Connection, steps: readonly Migration[] = migrations): MigrateResult {
  const from = Number(connection.pragma('user_version'));
  const newest = steps.at(-1)?.version ?? 0;
  if (from > newest) {
    return {
      ok: false,
      reason: 'store.newer-schema',
      detail: `the store has schema ${from}, this program knows up to ${newest}`,
    };
  }
  for (const step of steps) {
    if (step.version <= from) continue;
    connection.transaction(() => {
      connection.exec(step.sql);
      connection.exec(`PRAGMA user_version = ${step.version}`);
    });
  }
  return { ok: true, from, to: newest };
}
