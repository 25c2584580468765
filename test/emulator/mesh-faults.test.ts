import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBroker } from '../../emulator/broker.ts';
import { systemClock } from '../../emulator/clock.ts';
import type { FaultOptions } from '../../emulator/faults.ts';
import { createShop, type Shop } from '../../emulator/shop.ts';
import { type Joiner, join, pause, until } from './joiner.ts';

let shop: Shop;
let joiner: Joiner;

beforeEach(async () => {
  shop = await createShop({
    labels: 4,
    seed: 1,
    adapters: 1,
    broker: null,
    driftPerMinute: 0,
    clock: systemClock,
    headEveryMs: 100,
  });
  joiner = await join((shop.configuration().mesh as { url: string }).url, () => shop.mesh.keys);
  await until(() => joiner.of('head').length > 0, 'the heads');
});

afterEach(async () => {
  await joiner.leave();
  await shop.stop();
});

function begin(name: string, options?: FaultOptions): () => void {
  const fault = shop.faults.find(one => one.name === name);
  if (!fault) throw new Error(`no fault ${name}`);
  return fault.start(options);
}

const heads = () => joiner.of('head', 'price');
const facts = () => joiner.of('fact', 'price');
const skuAt = (at: number) => shop.pricing.skus()[at]!;

describe('faults of the mesh', () => {
  it('are listed once each, with those of the radio', () => {
    const names = shop.faults.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['lost-packets', 'silent-label', 'label-reboot', 'slow-radio']));
    expect(names).toEqual(expect.arrayContaining(['dead-broker', 'lost-facts', 'clock-jump']));
  });

  it('lost-facts: numbers are given out, the facts never come, the head tells', async () => {
    const end = begin('lost-facts', { rate: 1 });
    shop.pricing.setPrice(skuAt(0), 500n);
    end();
    shop.pricing.setPrice(skuAt(1), 600n);
    const seq = shop.mesh.authority.streams.price.seq();
    await until(() => heads().at(-1)!.data!.seq === seq, 'the head');
    expect(facts().map(({ data }) => data!.firstSeq)).toEqual([seq]);
  });

  it('frozen-mesh: no heads, then heads again', async () => {
    const end = begin('frozen-mesh');
    await pause(50);
    const before = heads().length;
    await pause(350);
    expect(heads().length).toBe(before);
    end();
    await until(() => heads().length > before, 'a head');
  });

  it('till-silent: no mark, then the mark', async () => {
    const end = begin('till-silent');
    await pause(50);
    const before = joiner.of('till').length;
    shop.pricing.setPrice(skuAt(0), 1n);
    await until(() => facts().length > 0, 'the price');
    await pause(250);
    expect(joiner.of('till').length).toBe(before);
    end();
    const seq = shop.mesh.authority.streams.price.seq();
    await until(() => joiner.of('till').at(-1)!.data!.seq === seq, 'the mark');
  });

  it('clock-jump: the mesh is hours ahead, signed', async () => {
    const end = begin('clock-jump', { factor: 2 });
    const ahead = () => Date.parse(heads().at(-1)!.data!.issuedAt) - Date.now();
    await until(() => ahead() > 7_100_000, 'a head from later');
    expect(ahead()).toBeLessThan(7_200_001);
    expect(heads().at(-1)).toMatchObject({ fits: true, signed: true });
    end();
    await until(() => ahead() < 1_000, 'a head of now');
  });

  it('bad-signature, unsigned-facts, malformed: what comes cannot be accepted', async () => {
    shop.pricing.setPrice(skuAt(0), 500n);
    await until(() => facts().length > 0, 'the price');
    const strange = () => joiner.seen.filter(({ fits, signed }) => !fits || !signed);
    expect(strange()).toEqual([]);
    for (const name of ['bad-signature', 'unsigned-facts', 'malformed']) {
      const before = strange().length;
      const end = begin(name);
      await until(() => strange().length > before, name);
      end();
    }
    const [changed, unsigned, half] = strange();
    expect(changed).toMatchObject({ fits: true, signed: false });
    expect(unsigned).toMatchObject({ fits: true, signed: false });
    expect(half).toMatchObject({ data: null });
  });

  it('replay: an old fact comes again, byte for byte', async () => {
    const end = begin('replay');
    const again = await until(() => [...joiner.of('fact'), ...joiner.of('price-batch')][0], 'the replay');
    end();
    expect(again).toMatchObject({ fits: true, signed: true });
    expect(shop.mesh.sent().some(({ payload }) => payload.equals(again.payload))).toBe(true);
  });

  it('price-slip: a hundred times the price, and back unless somebody set it right', async () => {
    const slipped = async () => {
      const count = facts().length;
      const end = begin('price-slip');
      const fact = await until(() => facts()[count], 'the slip');
      return { sku: String(fact.data!.items[0]!.sku), end };
    };
    const openings = new Map(shop.pricing.skus().map(sku => [sku, shop.pricing.amount(sku)!]));
    const one = await slipped();
    expect(shop.pricing.amount(one.sku)).toBe(openings.get(one.sku)! * 100);
    one.end();
    expect(shop.pricing.amount(one.sku)).toBe(openings.get(one.sku));
    await until(() => facts().length === 2, 'the mending');
    const two = await slipped();
    shop.pricing.setPrice(two.sku, 345n);
    two.end();
    expect(shop.pricing.amount(two.sku)).toBe(345);
  });

  it('new-epoch: heads of a later epoch', async () => {
    const { epoch } = heads().at(-1)!.data!;
    begin('new-epoch')();
    await until(() => heads().at(-1)!.data!.epoch > epoch, 'the new epoch');
  });

  it('dead-broker: nobody is connected, then the broker comes back empty and the mesh returns', async () => {
    const end = begin('dead-broker');
    await until(() => !joiner.connected() && !shop.mesh.status().connected, 'the silence');
    shop.pricing.setPrice(skuAt(0), 500n);
    end();
    await until(() => joiner.connected() && shop.mesh.status().connected, 'the return');
    const seq = shop.mesh.authority.streams.price.seq();
    await until(() => heads().at(-1)!.data!.seq === seq, 'a head after it');
    expect(facts()).toEqual([]);
    const prices = (await joiner.ask('price')).flatMap(({ data }) => data!.items);
    expect(prices.find(({ sku }) => sku === skuAt(0))?.version).toBe(2);
  });
});

const listens = (url: string) =>
  new Promise<boolean>(resolve => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

describe('what is told in quick succession', () => {
  it('the broker does in that order, and nothing after it was stopped', async () => {
    const broker = await createBroker();
    void broker.kill();
    void broker.revive();
    void broker.revive();
    await broker.kill();
    await pause(100);
    expect(await listens(broker.url)).toBe(false);
    await broker.revive();
    expect(await listens(broker.url)).toBe(true);
    void broker.kill();
    void broker.revive();
    await broker.stop();
    await broker.revive();
    await pause(100);
    expect(broker.running()).toBe(false);
    expect(await listens(broker.url)).toBe(false);
  });

  it('the adapters do in that order, and nothing after they were stopped', async () => {
    const { radio } = shop;
    const [url = ''] = radio.urls;
    await Promise.all([radio.unplug(0), radio.replug(0), radio.unplug(0)]);
    expect(await listens(url)).toBe(false);
    await Promise.all([radio.replug(0), radio.unplug(0), radio.replug(0)]);
    expect(await listens(url)).toBe(true);
    await radio.stop();
    await radio.replug(0);
    expect(await listens(url)).toBe(false);
  });

  it('a fault begun again while it is mended is on', async () => {
    const [url = ''] = shop.radio.urls;
    begin('radio-gone')();
    const end = begin('radio-gone');
    await pause(100);
    expect(await listens(url)).toBe(false);
    end();
    await until(() => listens(url), 'the adapter');
  });
});
