import { systemClock } from '../../src/clock.ts';
import { createMesh } from '../../src/mesh/client.ts';
import type { AlarmNotice, BrokerAccess, Change, Mesh, MeshOptions, TillMark } from '../../src/mesh/mesh.ts';
import type { Store } from '../../src/store/store.ts';
import { at, pinned } from './shop.ts';

export const lenient = { maxChangePercent: 60, maxShareOfStorePercent: 50, minChanges: 200, windowMs: 3_600_000 };
export const silent = { info() {}, warn() {}, error() {} };

/** A gateway's mesh client with everything around it noted. */
export interface Gateway {
  readonly mesh: Mesh;
  readonly store: Store;
  readonly changes: Change[];
  readonly alarms: AlarmNotice[];
  readonly tills: TillMark[];
}

export function openGateway(store: Store, broker: BrokerAccess, over: Partial<MeshOptions> = {}): Gateway {
  const changes: Change[] = [];
  const alarms: AlarmNotice[] = [];
  const tills: TillMark[] = [];
  const mesh = createMesh({
    ...at,
    broker,
    keys: pinned,
    requireSignatures: true,
    plausibility: lenient,
    database: store,
    clock: systemClock,
    random: Math.random,
    log: silent,
    version: '0.0.0',
    documents: {
      labelState: () => null,
      traceparent: () => null,
      health: () => ({
        uptimeSeconds: 1,
        rssBytes: 1,
        labels: { total: 0, confirmed: 0, pending: 0, failed: 0, stale: 0, unknown: 0 },
      }),
      applied: () => null,
    },
    hooks: {
      onCommitted: news => void changes.push(...news),
      onCommand: async () => ({ outcome: 'done', reason: null, detail: null }),
      onTill: mark => void tills.push(mark),
      onAlarm: alarm => void alarms.push(alarm),
      onRefused: () => {},
    },
    ...over,
  });
  return { mesh, store, changes, alarms, tills };
}

/** Waits until it holds; fails with `what` after `timeoutMs`. */
export async function until(what: string, holds: () => boolean, timeoutMs = 10_000): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > giveUpAt) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** The amount that is stored for a SKU; null: none. */
export function amountOf(store: Store, sku: string): number | null {
  const row = store.fact('price', sku);
  return row === null || row.deleted ? null : JSON.parse(row.body).timeline[0].amountMinor;
}
