import { describe, expect, test } from 'vitest';
import { StoreFault } from '../../src/store/fault.ts';
import type { Store } from '../../src/store/store.ts';
import { inDirectory, opened } from '../store/opening.ts';
import { amountOf, type Gateway, openGateway, until } from './gateway.ts';
import { createMosquitto, hasMosquitto, type Mosquitto } from './mosquitto.ts';
import { openShop, priceBody, type Shop } from './shop.ts';

interface Scene {
  readonly broker: Mosquitto;
  readonly shop: Shop;
  readonly store: Store;
  /** Starts a gateway on the same store, as a restarted agent does. */
  open(over?: Parameters<typeof openGateway>[2]): Promise<Gateway>;
}

async function scene(protocol: 4 | 5, work: (scene: Scene) => Promise<void>): Promise<void> {
  await inDirectory(dir =>
    inDirectory(async data => {
      const broker = await createMosquitto(dir);
      const { store } = opened(data);
      const gateways: Gateway[] = [];
      await broker.start();
      const shop = await openShop(broker.access('central', protocol));
      const access = broker.access('gw-01', protocol);
      try {
        await work({
          broker,
          shop,
          store,
          async open(over) {
            const gateway = openGateway(store, access, over);
            gateways.push(gateway);
            gateway.mesh.start();
            await until('connected', () => gateway.mesh.status().state === 'connected');
            return gateway;
          },
        });
      } finally {
        for (const gateway of gateways) await gateway.mesh.stop();
        await shop.stop();
        await broker.kill();
        store.close();
      }
    }),
  );
}

const prices = (count: number, amountMinor: number) =>
  Array.from({ length: count }, (_, at) => [`s${at}`, priceBody(amountMinor + at)] as const);

describe.skipIf(!hasMosquitto)('with a real broker, TLS and client certificates (apt: mosquitto)', () => {
  test.each([5, 4] as const)('protocol %i: facts arrive, and without a certificate nobody gets in', protocol =>
    scene(protocol, async ({ broker, shop, store, open }) => {
      const gateway = await open();
      await shop.send(shop.authority.change('price', prices(450, 100)).messages);
      await until('all prices', () => amountOf(store, 's449') === 549 && amountOf(store, 's0') === 100);
      await until('the position', () => store.stream('price')?.seq === 450);
      const { cert: _, key: __, ...bare } = broker.access('nobody', protocol);
      const stranger = openGateway(store, bare);
      stranger.mesh.start();
      await until('refused', () => stranger.mesh.status().detail !== null);
      expect(stranger.mesh.status().state).not.toBe('connected');
      await stranger.mesh.stop();
      expect(gateway.mesh.status().state).toBe('connected');
    }),
  );

  test('what came while the gateway was away waits in its session', () =>
    scene(5, async ({ shop, store, open }) => {
      const first = await open();
      await shop.send(shop.authority.change('price', [['1', priceBody(100)]]).messages);
      await until('the price', () => amountOf(store, '1') === 100);
      await first.mesh.stop();
      await shop.send(shop.authority.change('price', [['1', priceBody(110)]]).messages);
      shop.answering = false;
      await open();
      await until('the next price', () => amountOf(store, '1') === 110);
    }));

  test('MESH-040: nothing is acknowledged before it is on disk: a failing disk loses nothing and ends nothing', () =>
    scene(5, async ({ shop, store, open }) => {
      let broken = false;
      const shaky: Store = {
        ...store,
        transaction(work) {
          if (broken) throw new StoreFault('store.disk-full', 'no space left');
          return store.transaction(work);
        },
      };
      const gateway = await open({ database: shaky });
      await shop.send(shop.authority.change('price', [['1', priceBody(100)]]).messages);
      await until('the price', () => amountOf(store, '1') === 100);
      await until('no ask is open', () => store.recallAll('whole/').length >= 5);
      shop.answering = false;
      broken = true;
      await shop.send(shop.authority.change('price', [['1', priceBody(110)]]).messages);
      await until('the alarm', () =>
        gateway.alarms.some(({ code, state }) => code === 'mesh.commit-failed' && state === 'raised'),
      );
      expect(gateway.mesh.status().detail).toContain('no space left');
      broken = false;
      await until('the price that waited', () => amountOf(store, '1') === 110);
      await until('all well', () => gateway.mesh.status().state === 'connected');
    }));

  test(
    'MESH-025, MESH-041: a burst of 5,000 facts while the gateway is away, more than the broker keeps, ends complete by snapshot',
    () =>
      scene(5, async ({ shop, store, open }) => {
        const first = await open();
        await shop.send(shop.authority.change('price', prices(10, 100)).messages);
        await until('the first prices', () => amountOf(store, 's9') === 109);
        await first.mesh.stop();
        for (let round = 0; round < 10; round++) {
          const singles = prices(500, 110 + round).flatMap(
            ([sku, body]) => shop.authority.change('price', [[sku, body]]).messages,
          );
          await shop.send(singles);
        }
        // The broker kept the oldest 1,000; only a head can say that there is more.
        await shop.send(shop.authority.heads());
        const gateway = await open();
        await until('complete', () => store.stream('price')?.seq === 5_010 && amountOf(store, 's499') === 618, 20_000);
        for (let at = 0; at < 500; at++) expect(amountOf(store, `s${at}`)).toBe(119 + at);
        await shop.send(shop.authority.heads());
        await until('the mesh agrees', () => store.stream('price')?.headSeq === 5_010);
        expect(gateway.mesh.status()).toMatchObject({ state: 'connected', detail: null });
      }),
    60_000,
  );

  test(
    'MESH-026, MESH-041: the broker is killed with messages in its queues: complete by snapshot, also into a new epoch',
    () =>
      scene(5, async ({ broker, shop, store, open }) => {
        const gateway = await open();
        await shop.send(shop.authority.change('price', prices(300, 100)).messages);
        await until('the prices', () => amountOf(store, 's299') === 399);
        await broker.kill();
        shop.authority.change('price', prices(300, 120));
        shop.authority.change('price', [['s7', null]]);
        await broker.start();
        await until(
          'what nobody sent',
          () => amountOf(store, 's299') === 419 && amountOf(store, 's7') === null,
          20_000,
        );
        shop.authority.renew(8);
        await shop.send(shop.authority.heads());
        await until('the epoch', () => store.stream('price')?.epoch === 8 && store.stream('price')?.seq === 299);
        expect(amountOf(store, 's299')).toBe(419);
        expect(gateway.mesh.status().streams.find(({ name }) => name === 'price')).toMatchObject({ epoch: 8, gap: 0 });
      }),
    60_000,
  );
});
