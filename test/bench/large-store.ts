import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createBroker } from '../../emulator/broker.ts';
import { systemClock } from '../../src/clock.ts';
import type { FactRow } from '../../src/mesh/ports.ts';
import { createKeyring } from '../../src/store/keyring.ts';
import { openStore } from '../../src/store/open.ts';
import { pinned, priceBody } from '../mesh/shop.ts';
import { pause, type Running, scratch, start, statusOf } from './shop-and-agent.ts';

export const skus = 40_000;
export const labels = 10_000;
export const size = `${skus} SKUs, ${labels} labels`;
const secret = 'only for a benchmark, long enough';

/** A gateway's store after years: 40,000 products with prices, 10,000 labels bound. */
function fill(dir: string): void {
  const opened = openStore({ dir, clock: systemClock, keyring: createKeyring(secret, 'external') });
  if (!opened.ok) throw new Error(opened.detail);
  const { store } = opened;
  const fact = (stream: string, key: string, seq: number, item: object): FactRow => ({
    stream,
    key,
    epoch: 1,
    version: 1,
    seq,
    deleted: false,
    contentHash: '0'.repeat(64),
    body: JSON.stringify(item),
    receivedAtMs: systemClock.now(),
    traceparent: null,
  });
  store.transaction(() => {
    for (let i = 1; i <= skus; i++) {
      const sku = `${100_000 + i}`;
      store.putFact(fact('price', sku, i, { sku, version: 1, ...priceBody(100 + (i % 900)) }));
      const product = { gtin: '4006381333931', name: { de: `Artikel Nummer ${i}`, en: `Article number ${i}` } };
      store.putFact(fact('product', sku, i, { sku, version: 1, ...product, unitPriceRequired: true }));
    }
    for (let i = 1; i <= labels; i++) {
      const label = (0xffff00000000 + i).toString(16);
      const binding = { label, version: 1, skus: [`${100_000 + i * 4}`], template: 'shelf' };
      store.putFact(fact('binding', label, i, binding));
      store.putLabel({
        label,
        model: 'gicisky-290-bwr',
        family: 'gicisky',
        firmware: null,
        batteryMv: 2_950,
        rssi: -61,
        lastSeenMs: systemClock.now(),
      });
    }
    for (const name of ['price', 'product', 'binding']) {
      const seq = name === 'binding' ? labels : skus;
      store.putStream({ name, epoch: 1, seq, ahead: [], headSeq: null, headAtMs: null });
    }
  });
  store.close();
}

/** A large store with a broker for its agent, which may be started again and again. */
export interface LargeStore {
  readonly env: Readonly<Record<string, string>>;
  /** Starts the agent; resolves when the mesh is joined and everything on the disk has been brought in line. */
  startAgent(): Promise<{ readonly agent: Running; readonly tookMs: number }>;
  remove(): Promise<void>;
}

export async function openLargeStore(): Promise<LargeStore> {
  const { dir, env, remove } = scratch();
  const broker = await createBroker();
  const data = join(dir, 'data');
  const config = join(dir, 'endcap.yaml');
  fill(data);
  const document = {
    gateway: { organisation: 'acme', store: '0042', id: 'gw-01' },
    data,
    keyring: { secret },
    mesh: { url: broker.url, protocol: 4, keys: pinned },
  };
  writeFileSync(config, stringify(document), { mode: 0o600 });
  return {
    env,
    async startAgent() {
      const beganMs = performance.now();
      const agent = await start(['run', '--config', config], env);
      for (;;) {
        const { store, mesh, labels: counts } = await statusOf(agent);
        if (store.state === 'ok' && mesh.state !== 'connecting' && counts.total === labels) break;
        // Each look counts 10,000 labels inside the agent, so looking all the time would slow down what is looked at.
        await pause(100);
      }
      return { agent, tookMs: performance.now() - beganMs };
    },
    async remove() {
      await broker.stop();
      remove();
    },
  };
}
