import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { systemClock } from './clock.ts';
import { createControl } from './control.ts';
import type { BrokerAccess } from './mesh/link.ts';
import { createShop } from './shop.ts';

export interface RunShopOptions {
  readonly labels: number;
  readonly seed: number;
  readonly adapters: number;
  /** A broker that is there already, e.g. `mqtt://localhost:1883`; null: an embedded one. */
  readonly brokerUrl: string | null;
  readonly driftPerMinute: number;
  /** Where the configuration for an agent is written; the labels' keys are written beside it. */
  readonly configOut: string;
  readonly controlSocket: string;
}

/** Opens a shop for other processes: returns once an agent can join by the configuration that was written. */
export async function runShop(options: RunShopOptions): Promise<{ stop(): Promise<void> }> {
  const { labels, seed, adapters, brokerUrl, driftPerMinute, configOut, controlSocket } = options;
  const broker: BrokerAccess | null = brokerUrl === null ? null : { url: brokerUrl, protocol: 5 };
  const shop = await createShop({ labels, seed, adapters, broker, driftPerMinute, clock: systemClock });
  const control = await createControl(shop, controlSocket, systemClock);
  const keyFile = `${configOut}.keys.csv`;
  const config = { ...shop.configuration(), data: join(dirname(configOut), 'data'), labels: { keyFile } };
  await writeFile(keyFile, shop.keyFile(), { mode: 0o600 });
  await writeFile(configOut, stringify(config), { mode: 0o600 });
  return {
    async stop() {
      await control.stop();
      await shop.stop();
      await Promise.all([rm(keyFile, { force: true }), rm(configOut, { force: true })]);
    },
  };
}
