import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProven, type House, liars, openHouse, until } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ labels: 16 });
  await house.startAgent();
  await allProven(house);
}, 60_000);
afterAll(() => house.stop());

/** A label with the SKU it is bound to and what it shows. */
async function some(index: number) {
  const label = (await house.labels())[index]!;
  return { id: label.id, sku: label.skus[0]!, shown: label.shown!.version };
}

const shows = (id: string, amountMinor: number) =>
  until(async () => {
    const label = await house.label(id);
    return label.confidence === 'confirmed' && label.content.shown?.amountMinor === amountMinor && label;
  });

describe('from a signed fact to a proven label', () => {
  it('the opening assortment stands on every panel, pixel by pixel', async () => {
    const { labels, mesh, alarms } = await house.status();
    expect(labels).toMatchObject({ total: 16, confirmed: 16, refused: 0, unbound: 0 });
    expect(mesh.state).toBe('connected');
    expect(alarms).toEqual([]);
    expect(await liars(house)).toEqual([]);
  });

  it('a higher price goes to the shelf, then the tills charge it', async () => {
    const { id, sku } = await some(0);
    const before = house.shop.mesh.till.charges(sku, house.shop.mesh.now())!;
    const drawn = house.shop.aisle.label(id)!.screen().refreshes;
    const published = house.shop.pricing.setPrice(sku, BigInt(before) + 250n);
    if (!published.ok) throw new Error(published.code);
    const label = await shows(id, before + 250);
    await new Promise(resolve => setTimeout(resolve, 500));
    expect(house.shop.aisle.label(id)!.screen().refreshes).toBe(drawn + 1);
    expect(label.shown!.version).toBe(published.receipt.version);
    expect(await liars(house)).toEqual([]);
    await until(() => house.shop.mesh.till.charges(sku, house.shop.mesh.now()) === before + 250, 20_000, 'the till');
    expect(label.history[0]).toMatchObject({ event: 'shown' });
  });

  it('a lower price waits for the tills, and says so', async () => {
    const { id, sku } = await some(1);
    const before = (await house.label(id)).content.shown!.amountMinor;
    const lower = before - 10;
    const heal = house.fault('till-silent');
    house.shop.pricing.setPrice(sku, BigInt(lower));
    const waiting = await until(async () => {
      const label = await house.label(id);
      return label.reason === 'till.waiting' && label;
    });
    expect(waiting.content).toMatchObject({ shown: { amountMinor: before }, desired: { amountMinor: lower } });
    heal();
    await shows(id, lower);
    expect(await liars(house)).toEqual([]);
  });

  it('a price that begins later begins with the mesh down', async () => {
    const { id, sku } = await some(2);
    const before = (await house.label(id)).content.shown!.amountMinor;
    const seq = house.shop.mesh.authority.streams.price.seq() + 1;
    house.shop.pricing.setPrice(sku, BigInt(before) + 100n, Date.now() + 3_000);
    await until(async () => (await house.lag()).streams.some(one => one.name === 'price' && one.seq === seq));
    const revive = house.fault('dead-broker');
    await until(async () => (await house.status()).mesh.state !== 'connected');
    expect((await house.label(id)).content.shown?.amountMinor).toBe(before);
    await shows(id, before + 100);
    revive();
    await until(async () => (await house.status()).mesh.state === 'connected', 40_000);
  });

  it('sold out and back, and a product that leaves keeps its last proven price', async () => {
    const { id, sku } = await some(3);
    house.shop.pricing.setSoldOut(sku, true);
    await until(async () => (await house.label(id)).content.shown?.soldOut === true);
    house.shop.pricing.setSoldOut(sku, false);
    await until(async () => (await house.label(id)).content.shown?.soldOut === false);
    const before = await house.label(id);
    house.shop.pricing.remove(sku);
    const refused = await until(async () => {
      const label = await house.label(id);
      return label.refused && label;
    });
    expect(refused).toMatchObject({ confidence: 'stale', shown: { hash: before.shown!.hash } });
    expect(refused.reason).toMatch(/^(product|price)\.missing$/);
    expect((await house.status()).labels.refused).toBe(1);
    expect(await liars(house)).toEqual([]);
  });

  it('facts that never arrived come by snapshot', async () => {
    const { id, sku } = await some(4);
    const before = (await house.label(id)).content.shown!.amountMinor;
    const heal = house.fault('lost-facts', { rate: 1 });
    house.shop.pricing.setPrice(sku, BigInt(before) + 7n);
    heal();
    await shows(id, before + 7);
    expect((await house.lag()).streams.every(one => one.gap === 0)).toBe(true);
  });

  it('a new epoch replaces everything and loses nothing', async () => {
    const shown = (await house.labels()).map(label => label.shown?.hash);
    const epoch = house.shop.mesh.renew();
    await until(async () => (await house.lag()).streams.every(one => one.epoch === epoch), 30_000);
    await until(async () => (await house.labels()).every(label => label.confidence === 'confirmed' || label.refused));
    expect((await house.labels()).map(label => label.shown?.hash)).toEqual(shown);
  });

  it('after a restart the agent knows what its labels show, without sending anything', async () => {
    const drawn = house.shop.aisle.labels.map(({ label }) => label.screen().refreshes);
    await house.stopAgent();
    await house.startAgent();
    await until(async () => (await house.status()).mesh.state === 'connected');
    await new Promise(resolve => setTimeout(resolve, 1_500));
    expect(house.shop.aisle.labels.map(({ label }) => label.screen().refreshes)).toEqual(drawn);
    expect((await house.status()).labels.confirmed).toBe(15);
  });
});
