import { inspect } from 'node:util';
import type { Connection } from './connection.ts';
import type { Keyring } from './keyring.ts';

/** The keys of labels, wrapped. */
export function createLabelKeys(connection: Connection, keyring: Keyring) {
  const one = connection.query<[Uint8Array]>('SELECT wrapped FROM label_key WHERE label = ?');
  const all = connection.query<[string, Uint8Array]>('SELECT label, wrapped FROM label_key ORDER BY label');
  const put = connection.change('INSERT OR REPLACE INTO label_key (label, wrapped) VALUES (?, ?)');
  const remove = connection.change('DELETE FROM label_key WHERE label = ?');
  return {
    putLabelKey: (label: string, key: Uint8Array): void => void put(label, keyring.wrap(label, key)),
    /** Null when there is none, or when the keyring's secret is not the one it was wrapped with. */
    labelKey(label: string): Uint8Array | null {
      const key = keyring.unwrap(label, one.first(label)?.[0] ?? new Uint8Array());
      return key && hushed(key);
    },
    /** Whether one is stored, readable or not. */
    hasKey: (label: string): boolean => one.first(label) !== null,
    removeLabelKey: (label: string): void => void remove(label),
    /** Labels whose key this keyring cannot unwrap. */
    unreadableLabelKeys: (): string[] =>
      all.all().flatMap(([label, wrapped]) => (keyring.unwrap(label, wrapped) === null ? [label] : [])),
    /** As they lie in the table: for moving them to another store with the same keyring. */
    wrappedLabelKeys: (): [string, Uint8Array][] => all.all(),
    putWrappedLabelKey: (label: string, wrapped: Uint8Array): void => void put(label, wrapped),
  };
}

/** Bytes that say nothing about themselves in logs, JSON and templates. A copy of them does. */
function hushed(key: Uint8Array): Uint8Array {
  const silent = { value: () => '[label key]', enumerable: false };
  return Object.defineProperties(key, { toJSON: silent, toString: silent, [inspect.custom]: silent });
}
