import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import type { FactRow } from '../../src/mesh/ports.ts';
import { createKeyring } from '../../src/store/keyring.ts';
import { type OpenOptions, openStore } from '../../src/store/open.ts';

export const testSecret = 'a secret of the tests, long enough';

/** A directory that `work` may fill; gone afterwards. */
export async function inDirectory(work: (dir: string) => void | Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'endcap-store-'));
  try {
    await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Opens a store that must open. */
export function opened(dir: string, options: Partial<OpenOptions> = {}) {
  const keyring = createKeyring(testSecret, 'external');
  const result = openStore({ dir, clock: systemClock, keyring, lockTimeoutMs: 100, ...options });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result;
}

export function factRow(key: string, version = 1, over: Partial<FactRow> = {}): FactRow {
  return {
    stream: 'price',
    key,
    epoch: 1,
    version,
    seq: version,
    deleted: false,
    contentHash: 'c0'.repeat(32),
    body: `{"amountMinor":${1000 + version},"sku":"${key}"}`,
    receivedAtMs: 1_796_000_000_000,
    traceparent: null,
    ...over,
  };
}
