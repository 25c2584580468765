import { describe, expect, test } from 'vitest';
import { scene } from './aedes-scene.ts';
import { amountOf, until } from './gateway.ts';
import { priceBody } from './shop.ts';

describe('over MQTT 3.1.1', () => {
  test('MESH-024: a price becomes durable, and the stream is known up to it', () =>
    scene(async ({ shop, store, gateway }) => {
      await shop.send(shop.authority.change('price', [['40123', priceBody(1999)]]).messages);
      await until('the price', () => amountOf(store, '40123') === 1999);
      expect(gateway.changes).toMatchObject([{ stream: 'price', key: '40123', epoch: 7, traceparent: null }]);
      await until('the position', () => store.stream('price')?.seq === 1);
    }));

  test('MESH-025, MESH-041: a new gateway asks for everything, and a lost message is asked for', () =>
    scene(async ({ shop, store, gateway }) => {
      await until('asks', () => shop.asks.includes('price/all') && shop.asks.includes('binding/all'));
      shop.authority.change('price', [['1', priceBody(100)]]);
      await shop.send(shop.authority.change('price', [['2', priceBody(200)]]).messages);
      await until('what came', () => amountOf(store, '2') === 200);
      await until('what was lost', () => amountOf(store, '1') === 100);
      expect(gateway.mesh.status().streams.find(({ name }) => name === 'price')).toMatchObject({ seq: 2, gap: 0 });
    }));

  test('MESH-041: the broker is killed and comes back with nothing: all is whole again', () =>
    scene(async ({ broker, shop, store, gateway }) => {
      await shop.send(shop.authority.change('price', [['1', priceBody(100)]]).messages);
      await until('the price', () => amountOf(store, '1') === 100);
      await broker.kill();
      await until('offline', () => gateway.mesh.status().state === 'offline');
      shop.authority.change('price', [['1', priceBody(110)]]);
      await broker.revive();
      await until('the newer price', () => amountOf(store, '1') === 110);
      await until('all well', () => gateway.mesh.status().state === 'connected');
    }));
});
