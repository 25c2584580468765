import { type Broker, createBroker } from '../../emulator/broker.ts';
import type { Store } from '../../src/store/store.ts';
import { inDirectory, opened } from '../store/opening.ts';
import { type Gateway, openGateway, until } from './gateway.ts';
import { openShop, type Shop } from './shop.ts';

export interface Scene {
  readonly broker: Broker;
  readonly shop: Shop;
  readonly store: Store;
  readonly gateway: Gateway;
}

/** A broker, the retailer and one gateway that is connected. */
export async function scene(
  work: (scene: Scene) => Promise<void>,
  over: Parameters<typeof openGateway>[2] = {},
): Promise<void> {
  await inDirectory(async dir => {
    const broker = await createBroker();
    const access = { url: broker.url, protocol: 4 } as const;
    const shop = await openShop(access);
    const { store } = opened(dir);
    const gateway = openGateway(store, access, over);
    try {
      gateway.mesh.start();
      await until('connected', () => gateway.mesh.status().state === 'connected');
      await work({ broker, shop, store, gateway });
    } finally {
      await gateway.mesh.stop();
      await shop.stop();
      await broker.stop();
      store.close();
    }
  });
}
