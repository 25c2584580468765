import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogue } from '../../emulator/catalogue/catalogue.ts';
import { ScreenDocument, ScreenListDocument } from '../../src/console/screen-documents.ts';
import { type House, openHouse, until } from './house.ts';

const { products } = createCatalogue();
const skuOf = (name: string): string => products.find(product => product.name.de === name)!.sku;

/** With the emulated screens, which speak as pages do and can be broken as no browser can. */
describe('screens of a shop in trouble', { timeout: 120_000 }, () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse({ labels: 8, beacons: true, screens: true, config: { screens: { silentMs: 10_000 } } });
    await house.startAgent();
    await until(async () => (await screens()).filter(({ state }) => state === 'playing').length === 8, 60_000, 'eight');
  }, 120_000);
  afterAll(() => house.stop());

  const screens = async () => (await house.ask('api/screens', ScreenListDocument)).screens;
  const screen = (id: string) => house.ask(`api/screens/${id}`, ScreenDocument);
  async function attention(): Promise<string> {
    return (await fetch(new URL('api/attention', house.url()))).text();
  }

  it('says that a screen shows an old price, and that it does so no more', async () => {
    const rolls = skuOf('Weizenbrötchen');
    const thaw = house.fault('screen-frozen', { screen: 'bakery' });
    const answer = await fetch(new URL(`api/quotes/${rolls}`, house.url()));
    const { fiat } = (await answer.json()) as { fiat: { amountMinor: number } };
    house.shop.pricing.setPrice(rolls, BigInt(fiat.amountMinor + 5));
    await until(async () => (await screen('bakery')).reason === 'screen.differs', 60_000, 'the difference');
    expect(await attention()).toContain('screen.differs');
    thaw();
    await until(async () => (await screen('bakery')).reason === null, 60_000, 'no difference');
    expect(await attention()).not.toContain('screen.differs');
  });

  it('says that a screen has no power, and is right again when it has', async () => {
    const plug = house.fault('screen-unplugged', { screen: 'door' });
    await until(async () => (await screen('door')).state === 'silent', 30_000, 'silence');
    await until(async () => (await attention()).includes('screen.silent'), 60_000, 'the alarm');
    plug();
    await until(async () => (await screen('door')).state === 'playing', 30_000, 'a picture');
    await until(async () => !(await attention()).includes('screen.silent'), 30_000, 'the end of the alarm');
  });

  it('takes a picture of each, and carries out what is ordered', async () => {
    for (const order of ['identify', 'screenshot', 'reload']) {
      expect(await house.order(`api/screens/entrance/${order}`)).toMatchObject({ status: 200, body: { done: true } });
    }
    expect((await screen('entrance')).screenshot).toMatchObject({ matches: true });
  });

  it('plays no picture that is not what the mesh says', async () => {
    const { assets } = await screen('entrance');
    expect(assets.length).toBeGreaterThan(0);
    expect(assets.filter(({ state }) => state !== 'ready')).toEqual([]);
  });
});
