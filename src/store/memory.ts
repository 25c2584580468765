import type { Connection } from './connection.ts';
import { StoreFault } from './fault.ts';

/** Names kept, and characters of one value; beyond either the write is refused with `store.limit`. */
export const memoryLimits = { names: 50_000, valueChars: 1_000_000 };

/** Small durable values by name. */
export function createMemory(connection: Connection) {
  const one = connection.query<[string]>('SELECT value FROM memory WHERE name = ?');
  const counted = connection.query<[number]>('SELECT count(*) FROM memory');
  const startingWith = connection.query<[string, string]>(
    'SELECT name, value FROM memory WHERE name >= ?1 AND substr(name, 1, length(?1)) = ?1 ORDER BY name',
  );
  const update = connection.change('UPDATE memory SET value = ? WHERE name = ?');
  const add = connection.change('INSERT INTO memory (name, value) VALUES (?, ?)');
  const remove = connection.change('DELETE FROM memory WHERE name = ?');
  return {
    recall: (name: string): string | null => one.first(name)?.[0] ?? null,
    remember(name: string, value: string): void {
      if (value.length > memoryLimits.valueChars) {
        throw new StoreFault('store.limit', `${name} is longer than ${memoryLimits.valueChars} characters`);
      }
      connection.transaction(() => {
        if (update(value, name) > 0) return;
        if ((counted.first()?.[0] ?? 0) >= memoryLimits.names) {
          throw new StoreFault('store.limit', `more than ${memoryLimits.names} names are remembered`);
        }
        add(name, value);
      });
    },
    forget: (name: string): void => void remove(name),
    /** Everything whose name starts with `prefix`, in name order. */
    recallAll: (prefix: string): { readonly name: string; readonly value: string }[] =>
      startingWith.all(prefix).map(([name, value]) => ({ name, value })),
  };
}
