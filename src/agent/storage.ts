import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import { type Keyring, loadKeyring } from '../store/keyring.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { Alarms } from './alarms.ts';
import { loadLabelKeys } from './label-keys.ts';
import type { Narrator } from './narrator.ts';

export interface StorageOptions {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly narrator: Narrator;
}

/** The store with what people have to know of it, or why there is none. */
export type Storage =
  | {
      readonly ok: true;
      readonly store: Store;
      readonly keyring: Keyring['place'];
      readonly beaconKey: Keyring['beaconKey'];
      readonly couponKey: Keyring['couponKey'];
      /** Labels whose key is another one than before. */
      readonly keysChanged: readonly string[];
    }
  | { readonly ok: false; readonly reason: string; readonly detail: string };

/** Opens what must survive a restart, says what was found, and takes in the labels' keys. */
export function openStorage({ config, env, clock, alarms, narrator }: StorageOptions): Storage {
  const loaded = loadKeyring({ ...config.keyring, dataDir: config.data, env });
  if (!loaded.ok) return loaded;
  const opened = openStore({ dir: config.data, clock, keyring: loaded.keyring, onHealth: narrator.storeHealth });
  if (!opened.ok) return opened;
  const { store, state } = opened;
  if (state.recovered) alarms.raise('store.damaged', 'store', `It was moved to ${state.recovered.movedTo}.`);
  if (state.keysUnreadable.length > 0) {
    alarms.raise('store.keyring-mismatch', 'keyring', `${state.keysUnreadable.length} keys of labels cannot be read.`);
  }
  const keysChanged = config.labels.keyFile ? takeKeys(store, config.labels.keyFile, alarms) : [];
  const { beaconKey, couponKey } = loaded.keyring;
  return { ok: true, store, keyring: state.keyring, beaconKey, couponKey, keysChanged };
}

function takeKeys(store: Store, file: string, alarms: Alarms): string[] {
  const { rows, problems } = loadLabelKeys(file);
  if (problems.length > 0) alarms.raise('config.invalid', file, problems.slice(0, 3).join('; '));
  const fresh = rows.filter(({ label, key }) => {
    const known = store.labelKey(label);
    return known === null || Buffer.compare(known, key) !== 0;
  });
  store.transaction(() => {
    for (const { label, key } of fresh) store.putLabelKey(label, key);
  });
  return fresh.map(({ label }) => label);
}
