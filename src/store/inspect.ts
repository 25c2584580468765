import { existsSync } from 'node:fs';
import { connect } from './connection.ts';
import { structuralDamage } from './damage.ts';
import { createFacts } from './facts.ts';

const shown = 3;

/**
 * Reads a whole store, in use or not, without changing it.
 * @returns what is wrong; null: nothing; undefined: there is no store
 */
export function inspectStore(path: string): string | null | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const connection = connect(path, 2_000);
    try {
      connection.exec('PRAGMA query_only = ON');
      const damage = structuralDamage(connection);
      if (damage !== null) return damage;
      const rotten = createFacts(connection).damagedFacts(shown);
      if (rotten.length === 0) return null;
      return `${rotten.map(({ stream, key }) => `${stream}/${key}`).join(', ')}: the fact does not match its checksum`;
    } finally {
      connection.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
