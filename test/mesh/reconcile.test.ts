import { describe, expect, test } from 'vitest';
import { createDigest } from '../../src/mesh/contract/digest.ts';
import { scene } from './aedes-scene.ts';
import { amountOf, until } from './gateway.ts';
import { newAuthority, priceBody } from './shop.ts';

/** What a stream's authority says without sending it. */
const whole = (store: { recallAll(prefix: string): unknown[] }) => store.recallAll('whole/').length >= 5;

describe('what is known is brought into line with the mesh', () => {
  test('MESH-031, MESH-034: a differing bucket is asked for alone, and what the snapshot lacks is gone', () =>
    scene(async ({ shop, store }) => {
      await shop.send(
        shop.authority.change('price', [
          ['1', priceBody(100)],
          ['2', priceBody(200)],
          ['3', priceBody(300)],
        ]).messages,
      );
      await until('the prices', () => amountOf(store, '3') === 300 && whole(store));
      // Another history with the same numbers: 2 has moved on, 3 was never there.
      const other = newAuthority();
      other.change('price', [['1', priceBody(100)]]);
      other.change('price', [
        ['2', priceBody(210)],
        ['2', priceBody(220)],
      ]);
      (shop as { authority: typeof other }).authority = other;
      const before = shop.asks.length;
      await shop.send(other.heads());
      await until('the newer price', () => amountOf(store, '2') === 220);
      await until('the price that is gone', () => amountOf(store, '3') === null);
      const asked = shop.asks.slice(before).filter(ask => ask.startsWith('price/'));
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatch(/^price\/\d+,\d+$/);
      expect(amountOf(store, '1')).toBe(100);
      // What is gone does not come back by an old message, and counts no more.
      expect(store.fact('price', '3')).toMatchObject({ deleted: true, seq: 0, version: 1 });
      await shop.send(other.heads());
      await new Promise(resolve => setTimeout(resolve, 300));
      expect(shop.asks.slice(before).filter(ask => ask.startsWith('price/'))).toHaveLength(1);
    }));

  test('MESH-026, MESH-027: a new epoch begins with a snapshot; keys of the old one are gone', () =>
    scene(async ({ shop, store, gateway }) => {
      await shop.send(
        shop.authority.change('price', [
          ['1', priceBody(100)],
          ['2', priceBody(200)],
        ]).messages,
      );
      await until('the prices', () => amountOf(store, '2') === 200 && whole(store));
      await shop.send(shop.authority.change('price', [['2', null]]).messages);
      await until('a deletion is a fact', () => amountOf(store, '2') === null);
      shop.authority.renew(8);
      await shop.send(shop.authority.change('price', [['3', priceBody(300)]]).messages);
      await until('the epoch', () => store.recall('whole/price') === '8');
      expect(amountOf(store, '1')).toBe(100);
      expect(store.fact('price', '1')).toMatchObject({ epoch: 8 });
      expect(gateway.mesh.status().streams.find(({ name }) => name === 'price')).toMatchObject({
        epoch: 8,
        seq: 2,
        gap: 0,
      });
    }));

  test('MESH-033: an invalid item of a snapshot is refused alone, and not asked for again', () =>
    scene(async ({ shop, store }) => {
      shop.authority.change('price', [
        ['1', priceBody(100)],
        ['2', { timeline: [] }],
      ]);
      await shop.send(shop.authority.heads());
      await until('the good one', () => amountOf(store, '1') === 100);
      await until('the bad one', () => store.quarantineCounts()['mesh.item-invalid'] === 1);
      await until('whole', () => whole(store));
      const before = shop.asks.length;
      await shop.send(shop.authority.heads());
      await new Promise(resolve => setTimeout(resolve, 300));
      expect(shop.asks.length).toBe(before);
    }));

  test('MESH-030, MESH-032: a large snapshot comes in many chunks and is applied as one', () =>
    scene(async ({ shop, store, gateway }) => {
      await until('whole', () => whole(store));
      shop.authority.change(
        'price',
        Array.from({ length: 2_500 }, (_, n) => [`s${n}`, priceBody(100 + n)] as const),
      );
      await shop.send(shop.authority.heads());
      await until(
        'all prices',
        () => store.factCount('price') === 2_500 && store.stream('price')?.seq === 2_500,
        15_000,
      );
      expect(new Set(gateway.changes.map(({ key }) => key)).size).toBe(2_500);
      const digest = createDigest();
      for (const fact of store.factKeys('price')) digest.toggle(fact.key, fact);
      expect(digest.whole()).toBe(shop.authority.streams.price.head().digest);
    }));
});

test('a restart goes on where it was, without asking', () =>
  scene(async ({ shop, store, gateway }) => {
    await shop.send(shop.authority.change('price', [['1', priceBody(100)]]).messages);
    await until('whole', () => amountOf(store, '1') === 100 && whole(store));
    await gateway.mesh.stop();
    await until('goodbye', () => shop.heard.some(({ topic, data }) => topic === 'state' && data?.state === 'offline'));
    const asks = shop.asks.length;
    await shop.send(shop.authority.change('price', [['1', priceBody(110)]]).messages);
    gateway.mesh.start();
    await until('what waited in the session', () => amountOf(store, '1') === 110);
    expect(shop.asks.length).toBe(asks);
  }));
