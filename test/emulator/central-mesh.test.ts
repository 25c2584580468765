import { afterEach, describe, expect, it } from 'vitest';
import { createBroker } from '../../emulator/broker.ts';
import { createCatalogue } from '../../emulator/catalogue/catalogue.ts';
import { unitPriceMinor } from '../../emulator/catalogue/unit-price.ts';
import { createVirtualClock, systemClock } from '../../emulator/clock.ts';
import { planogram } from '../../emulator/mesh/assortment.ts';
import { brokerAccess } from '../../emulator/mesh/link.ts';
import { createShop, type Shop, type ShopOptions } from '../../emulator/shop.ts';
import { bucketOf } from '../../src/mesh/contract/digest.ts';
import { limits } from '../../src/mesh/contract/limits.ts';
import { keyMember } from '../../src/mesh/contract/streams.ts';
import { digestOf, type Item, type Joiner, join, pause, until } from './joiner.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function open(over: Partial<ShopOptions> = {}): Promise<Shop> {
  const shop = await createShop({
    labels: 24,
    seed: 1,
    adapters: 1,
    broker: null,
    driftPerMinute: 0,
    clock: systemClock,
    headEveryMs: 60_000,
    ...over,
  });
  stops.push(() => shop.stop());
  return shop;
}

const urlOf = (shop: Shop) => (shop.configuration().mesh as { url: string }).url;

async function joined(shop: Shop): Promise<Joiner> {
  const joiner = await join(urlOf(shop), () => shop.mesh.keys);
  stops.push(() => joiner.leave());
  return joiner;
}

const streams = ['product', 'offer', 'price', 'binding'] as const;

describe('the opening day', () => {
  it('comes whole, signed, numbered without a gap, and as its heads say', async () => {
    const broker = await createBroker();
    stops.push(() => broker.stop());
    let keys: Shop['mesh']['keys'] = [];
    const joiner = await join(broker.url, () => keys);
    stops.push(() => joiner.leave());
    const shop = await open({ broker: { url: broker.url, protocol: 4 } });
    ({ keys } = shop.mesh);
    await until(() => joiner.of('till').length > 0 && joiner.of('head').length >= 5, 'the heads');

    expect(joiner.seen.filter(({ topic, fits, signed }) => topic === null || !fits || !signed)).toEqual([]);
    const facts = [...joiner.of('fact'), ...joiner.of('price-batch')];
    for (const stream of streams) {
      const own = facts.filter(({ data }) => data?.stream === stream).map(({ data }) => data!);
      let next = 1;
      for (const { firstSeq, lastSeq, items } of own) {
        expect(firstSeq).toBe(next);
        expect(items.length).toBeLessThanOrEqual(limits.items);
        next = lastSeq + 1;
      }
      const [head] = joiner.of('head', stream);
      const items = own.flatMap(data => data.items);
      expect(head?.data).toMatchObject({ seq: next - 1, count: items.length });
      expect(head?.data?.digest).toBe(digestOf(items, keyMember[stream], head!.data!.epoch));
    }
    expect(joiner.of('till')[0]?.data?.seq).toBe(joiner.of('head', 'price')[0]?.data?.seq);
  });

  it('reaches one who joins afterwards by heads and snapshots', async () => {
    const joiner = await joined(await open());
    const heads = await until(() => joiner.of('head').length >= 5 && joiner.of('head'), 'retained heads');
    expect(heads.every(({ retained, fits, signed }) => retained && fits && signed)).toBe(true);
    expect(joiner.of('fact')).toEqual([]);
    for (const { data: head } of heads) {
      const chunks = await joiner.ask(head!.stream);
      expect(chunks.every(({ fits, signed }) => fits && signed)).toBe(true);
      expect(chunks.map(({ data }) => data!.chunk)).toEqual(chunks.map((_, at) => at));
      expect(chunks.every(({ data }) => data!.seq === head!.seq && data!.epoch === head!.epoch)).toBe(true);
      const items = chunks.flatMap(({ data }) => data!.items);
      expect(items.length).toBe(head!.count);
      expect(digestOf(items, keyMember[head!.stream], head!.epoch)).toBe(head!.digest);
    }
  });

  it('gives every label a product that is sold', async () => {
    const shop = await open();
    const joiner = await joined(shop);
    const items = async (stream: 'binding' | 'product' | 'price') =>
      (await joiner.ask(stream)).flatMap(({ data }) => data!.items);
    const bindings = await items('binding');
    expect(bindings.map(item => item.label).sort()).toEqual(shop.aisle.labels.map(({ label }) => label.id).sort());
    const sold = new Set((await items('product')).map(item => item.sku));
    const priced = new Set((await items('price')).map(item => item.sku));
    const skus = bindings.flatMap(item => item.skus as string[]);
    expect(skus.filter(sku => !sold.has(sku) || !priced.has(sku))).toEqual([]);
  });

  it('is the same for the same seed', async () => {
    const one = await open({ seed: 5 });
    const same = await open({ seed: 5 });
    const other = await open({ seed: 6 });
    const ids = (shop: Shop) => shop.aisle.labels.map(({ label }) => label.id);
    expect(ids(same)).toEqual(ids(one));
    expect(same.mesh.keys).toEqual(one.mesh.keys);
    expect(same.keyFile()).toBe(one.keyFile());
    expect(ids(other)).not.toEqual(ids(one));
    expect(other.mesh.keys).not.toEqual(one.mesh.keys);
  });
});

describe('changes', () => {
  it('carry the next number and version, and the unit price of the new amount', async () => {
    const shop = await open();
    const joiner = await joined(shop);
    const product = createCatalogue().products.find(each => each.unitPriceRequired)!;
    const before = shop.mesh.authority.streams.price.seq();
    expect(shop.pricing.setPrice(product.sku, 1234n)).toMatchObject({
      ok: true,
      receipt: { key: product.sku, version: 2, seq: before + 1 },
    });
    const fact = await until(() => joiner.of('fact', 'price')[0], 'the price');
    expect(fact).toMatchObject({ fits: true, signed: true, topic: { key: product.sku } });
    expect(fact.data).toMatchObject({ firstSeq: before + 1, lastSeq: before + 1 });
    const [item] = fact.data!.items;
    expect((item!.timeline as object[]).at(-1)).toMatchObject({
      amountMinor: 1234,
      unitPriceMinor: Number(unitPriceMinor(1234n, product.quantity, product.unit)),
      unit: product.unit,
    });
  });

  it('come in batches of one signature when there are several', async () => {
    const shop = await open();
    const joiner = await joined(shop);
    const skus = shop.pricing.skus().slice(0, 250);
    expect(shop.pricing.setPrices([...skus.map(sku => [sku, 777n] as const), ['nothing', 1n]])).toBe(250);
    const batches = await until(() => joiner.of('price-batch').length >= 2 && joiner.of('price-batch'), 'the batches');
    expect(batches.map(({ data, fits, signed }) => [data!.items.length, fits, signed])).toEqual([
      [200, true, true],
      [50, true, true],
    ]);
    expect(batches[1]!.data!.firstSeq).toBe(batches[0]!.data!.lastSeq + 1);
  });

  it('keep what else is said of a product', async () => {
    const shop = await open();
    const joiner = await joined(shop);
    const [sku = ''] = shop.pricing.skus();
    shop.pricing.describe(sku, { name: { de: 'Äpfel', en: 'Apples' } });
    shop.pricing.setSoldOut(sku, true);
    const facts = await until(() => joiner.of('fact', 'product').length >= 2 && joiner.of('fact', 'product'), 'both');
    expect(facts.every(({ fits, signed }) => fits && signed)).toBe(true);
    expect(facts[1]!.data!.items[0]).toMatchObject({ name: { de: 'Äpfel', en: 'Apples' }, availability: 'sold-out' });
  });

  it('refuse what cannot be', async () => {
    const { pricing } = await open();
    const [sku = ''] = pricing.skus();
    const terms = { skus: [sku], from: '2026-11-25T00:00:00Z' };
    expect(pricing.setPrice('nothing', 1n)).toEqual({ ok: false, code: 'sku-unknown' });
    expect(pricing.setSoldOut('nothing', true)).toEqual({ ok: false, code: 'sku-unknown' });
    expect(pricing.setPrice(sku, 1n, Date.now() - 1)).toEqual({ ok: false, code: 'schedule-past' });
    expect(pricing.offer('o', { ...terms, skus: [sku, 'nothing'] })).toEqual({ ok: false, code: 'sku-unknown' });
    expect(pricing.offer('o', { ...terms, to: terms.from })).toEqual({ ok: false, code: 'offer-reversed' });
    const hour = 3_600_000;
    const planned = Array.from({ length: 70 }, (_, at) => pricing.setPrice(sku, 100n, Date.now() + (at + 1) * hour));
    expect(planned.filter(({ ok }) => ok).length).toBeGreaterThan(50);
    expect(planned.at(-1)).toEqual({ ok: false, code: 'timeline-full' });
  });

  it('remember the deleted until a new epoch', async () => {
    const shop = await open();
    const joiner = await joined(shop);
    const [sku = ''] = shop.pricing.skus();
    shop.pricing.remove(sku);
    const find = (items: readonly Item[]) => items.find(item => item.sku === sku);
    const prices = async () => (await joiner.ask('price')).flatMap(({ data }) => data!.items);
    expect(find(await prices())).toEqual({ sku, version: 2, deleted: true });
    expect(shop.pricing.amount(sku)).toBeNull();

    const epoch = shop.mesh.renew();
    const head = await until(
      () => joiner.of('head', 'price').find(({ data }) => data!.epoch === epoch),
      'the new head',
    );
    const after = await prices();
    expect(find(after)).toBeUndefined();
    expect(after.every(item => item.version === 1)).toBe(true);
    expect(head.data).toMatchObject({ count: after.length, digest: digestOf(after, 'sku', epoch) });
  });
});

describe('asks', () => {
  it('for some buckets get only those', async () => {
    const joiner = await joined(await open());
    const all = (await joiner.ask('price')).flatMap(({ data }) => data!.items);
    const buckets = [3, 77, 200];
    const some = (await joiner.ask('price', buckets)).flatMap(({ data }) => data!.items);
    const wanted = all.filter(({ sku }) => buckets.includes(bucketOf(String(sku))));
    expect(some).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(0);
  });

  it('for a bucket without keys get one empty chunk', async () => {
    const joiner = await joined(await open());
    const all = (await joiner.ask('offer')).flatMap(({ data }) => data!.items);
    const used = new Set(all.map(({ offer }) => bucketOf(String(offer))));
    const empty = Array.from({ length: 256 }, (_, at) => at).find(at => !used.has(at))!;
    const chunks = await joiner.ask('offer', [empty]);
    expect(chunks.map(({ data, fits }) => [data!.items.length, fits])).toEqual([[0, true]]);
  });
});

describe('the tills', () => {
  it('charge less at once, and more when the gateway has proven it', async () => {
    const shop = await open();
    const joiner = await joined(shop);
    const { price } = shop.mesh.authority.streams;
    const [cheaper = '', dearer = ''] = shop.pricing.skus();
    const opening = price.seq();
    const marks = () => joiner.of('till').map(({ data }) => data!.seq);
    await until(() => marks().length > 0, 'the first mark');

    shop.pricing.setPrice(cheaper, 1n);
    await until(() => marks().at(-1) === opening + 1, 'the lower price');
    shop.pricing.setPrice(dearer, 99_999n);
    await pause(100);
    expect(marks().at(-1)).toBe(opening + 1);
    expect(shop.mesh.till.charges(dearer, Date.now())).toBeLessThan(99_999);

    await joiner.applied(price.epoch() - 1, opening + 2);
    await pause(100);
    expect(marks().at(-1)).toBe(opening + 1);
    await joiner.applied(price.epoch(), opening + 2);
    await until(() => marks().at(-1) === opening + 2, 'the higher price');
    expect(shop.mesh.till.charges(dearer, Date.now())).toBe(99_999);
    expect(joiner.of('till').every(({ fits, signed }) => fits && signed)).toBe(true);
  });
});

describe('drift', () => {
  it.each([3, 300, 1_200])('changes %i prices a minute', async perMinute => {
    const clock = createVirtualClock(Date.now());
    const shop = await open({ driftPerMinute: perMinute, clock, labels: 1 });
    const seq = () => shop.mesh.authority.streams.price.seq();
    const before = seq();
    clock.advance(60_000);
    // Of two changes of one price in the same moment the later counts.
    expect(seq() - before).toBeGreaterThan(perMinute * 0.94 - 1);
    expect(seq() - before).toBeLessThanOrEqual(perMinute);
  });
});

describe('the planogram', () => {
  it('hangs more labels than there are products, and keeps a bay together', () => {
    const catalogue = createCatalogue();
    const labels = Array.from({ length: 1_000 }, (_, at) => ({
      id: at.toString(16).padStart(12, '0'),
      position: {
        aisle: `${1 + Math.floor(at / 240)}`,
        bay: 1 + (Math.floor(at / 20) % 12),
        shelf: 1 + (Math.floor(at / 4) % 5),
        facing: 1 + (at % 4),
      },
    }));
    const bindings = planogram(labels, catalogue);
    expect(new Set(bindings.map(([label]) => label)).size).toBe(1_000);
    const category = (at: number) => {
      const [sku] = bindings[at]![1]!.skus as string[];
      return catalogue.products.find(each => each.sku === sku)!.category;
    };
    expect(new Set(Array.from({ length: 10 }, (_, at) => category(at))).size).toBe(1);
    expect(category(20)).not.toBe(category(0));
  });
});

describe('a broker of somebody else', () => {
  it('has its credentials taken out of the URL', () => {
    expect(brokerAccess('mqtts://shop:p%40ss@broker.example:8883')).toEqual({
      url: 'mqtts://broker.example:8883',
      protocol: 5,
      username: 'shop',
      password: 'p@ss',
    });
    expect(brokerAccess('mqtt://localhost')).toEqual({ url: 'mqtt://localhost', protocol: 5 });
    for (const wrong of ['localhost:1883', 'http://localhost', 'mqtt://', '']) {
      expect(() => brokerAccess(wrong)).toThrow('must be given like');
    }
  });

  it('that refuses is named, and nothing of the shop goes on', async () => {
    const clock = createVirtualClock(Date.now());
    const broker = await createBroker();
    await broker.stop();
    const opening = open({ clock, broker: { url: broker.url, protocol: 4 } });
    const failed = expect(opening).rejects.toThrow(`${broker.url} cannot be used: connect ECONNREFUSED`);
    await pause(300);
    clock.advance(10_000);
    await failed;
  });
});
