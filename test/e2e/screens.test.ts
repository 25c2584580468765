import { createServer } from 'node:net';
import { decode } from 'fast-png';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogue } from '../../emulator/catalogue/catalogue.ts';
import { OfferDocument } from '../../src/console/offer-documents.ts';
import { ScreenDocument, ScreenListDocument, ScreenPlaysDocument } from '../../src/console/screen-documents.ts';
import { AlarmListDocument } from '../../src/console/wired-documents.ts';
import { hasChromium, launchChromium, pricesOn, recordPrice } from '../browser/screen-page.ts';
import { type House, openHouse, until } from './house.ts';

const { products } = createCatalogue();
const skuOf = (name: string): string => products.find(product => product.name.de === name)!.sku;
/** On the board of the entrance, all the time. */
const pears = skuOf('Birnen Conference');
const euros = (minor: number): string => `${Math.floor(minor / 100)},${`${minor % 100}`.padStart(2, '0')}\u00a0€`;

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

describe.skipIf(!hasChromium)('screens of a shop, in browsers (apt: chromium)', { timeout: 120_000 }, () => {
  let house: House;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    // The same address after a restart, as pages come back to it.
    const listen = `127.0.0.1:${await freePort()}`;
    house = await openHouse({ labels: 24, wired: true, beacons: true, screens: true, config: { console: { listen } } });
    // Only browsers here: the emulated screens stay dark.
    for (const screen of house.shop.screens!.screens) screen.unplug();
    await house.startAgent();
    await until(async () => (await screens()).length === 8, 30_000, 'eight screens');
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await house.stop();
    expect(complaints).toEqual([]);
  });

  const screens = async () => (await house.ask('api/screens', ScreenListDocument)).screens;
  const screen = (id: string) => house.ask(`api/screens/${id}`, ScreenDocument);
  const textOf = async (page: Page, sku: string) => (await pricesOn(page)).find(one => one.sku === sku)?.text ?? null;
  async function open(id: string): Promise<Page> {
    const { widthPx: width, heightPx: height } = (await screen(id)).panel;
    // Eight pages that move all the time are more than two cores can draw without a graphics card.
    const seen = { viewport: { width, height }, locale: 'de-DE', reducedMotion: 'reduce' } as const;
    const page = await (await browser.newContext(seen)).newPage();
    page.setDefaultTimeout(90_000);
    page.on('pageerror', error => complaints.push(`${id}: ${error.message}`));
    await page.goto(new URL(`s/${id}`, house.url()).href);
    await page.locator('[data-phase="on"], [data-region]').first().waitFor();
    return page;
  }
  /** Displays of nodes never prove what they show. */
  const settled = () =>
    until(
      async () => (await house.labels()).every(({ confidence }) => confidence === 'confirmed' || confidence === 'sent'),
      90_000,
      'every label',
    );
  async function closeAll(): Promise<void> {
    for (const context of browser.contexts()) await context.close();
  }
  const priceNow = (sku: string): Promise<number> =>
    until(async () => {
      const answer = await fetch(new URL(`api/quotes/${sku}`, house.url()));
      const { fiat } = (await answer.json()) as { fiat: { amountMinor: number } | null };
      return fiat?.amountMinor;
    });

  it('takes an offer away that is revoked, and says when it is gone from the screen', async () => {
    const page = await open('entrance');
    const offered = await until(
      async () =>
        (await screen('entrance')).playlist.find(({ kind, state }) => kind === 'offers' && state !== 'blocked'),
      20_000,
      'an offer on the screen',
    );
    const offer = offered.entry.split('/')[1]!;
    const outputs = async () => (await house.ask(`api/offers/${offer}`, OfferDocument)).places;
    expect((await outputs()).some(({ kind, id }) => kind === 'screen' && id === 'entrance')).toBe(true);
    await house.order(`api/offers/${offer}/revoke`);
    await until(
      async () => !(await outputs()).some(({ kind, id, state }) => kind === 'screen' && id === 'entrance' && state !== 'cleared'), // biome-ignore format: one line
      30_000,
      'a screen without it',
    );
    expect((await screen('entrance')).playlist.some(({ entry }) => entry === offered.entry)).toBe(false);
    await page.waitForFunction(of => document.querySelector(`[data-entry="${of}"][data-phase="on"]`) === null, offered.entry); // biome-ignore format: one line
    await closeAll();
  });

  it('plays on eight at once, each its own programme and nothing of another one', async () => {
    const ids = (await screens()).map(({ id }) => id);
    const pages: Page[] = [];
    for (const id of ids) pages.push(await open(id));
    await until(
      async () => (await screens()).every(({ state, visible }) => state === 'playing' && visible === true),
      60_000,
      'eight screens that play',
    );
    for (const [at, id] of ids.entries()) {
      const { cards, playlist } = await screen(id);
      const known = new Map(cards.map(({ sku, price }) => [sku, price]));
      const shown = await pricesOn(pages[at]!);
      expect(shown.filter(({ sku }) => !known.has(sku))).toEqual([]);
      for (const { sku, text } of shown) if (text !== null) expect(`${id} ${sku} ${text}`).toBe(`${id} ${sku} ${known.get(sku)}`); // biome-ignore format: one line
      expect(playlist.length).toBeGreaterThan(0);
      await until(async () => (await screen(id)).playing.length > 0, 30_000, `an entry on ${id}`);
    }
    await closeAll();
  });

  it('changes a price with the labels, now and at the very instant that was planned', async () => {
    await settled();
    const page = await open('entrance');
    await until(async () => (await textOf(page, pears)) === euros(await priceNow(pears)), 20_000, 'the price on the screen'); // biome-ignore format: one line
    const said = await recordPrice(page, pears);
    const before = await priceNow(pears);
    const raised = before + 20;
    house.shop.pricing.setPrice(pears, BigInt(raised));
    await until(async () => (await textOf(page, pears)) === euros(raised), 20_000, 'the higher price');
    expect(await priceNow(pears)).toBe(raised);

    // Facts carry whole seconds.
    const fromMs = Math.ceil(Date.now() / 1000) * 1000 + 6_000;
    house.shop.pricing.setPrice(pears, BigInt(raised + 30), fromMs);
    await until(async () => (await textOf(page, pears)) === euros(raised + 30), 30_000, 'the planned price');
    const planned = (await said()).filter(({ text }) => text.includes(euros(raised + 30)));
    // One machine, one clock: what the page did too early would be seen here.
    expect(planned.length).toBeGreaterThan(0);
    expect(planned[0]!.atMs).toBeGreaterThanOrEqual(fromMs);
    await closeAll();
  });

  it('plays on while its gateway is dead, and catches up', async () => {
    const page = await open('entrance');
    const now = await priceNow(pears);
    await until(async () => (await textOf(page, pears)) === euros(now), 20_000, 'the price on the screen');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const entryNow = () => page.locator('[data-region="main"] [data-phase="on"]').getAttribute('data-entry');
    await house.stopAgent();
    const first = await entryNow();
    house.shop.pricing.setPrice(pears, BigInt(now + 10));
    await until(async () => (await entryNow()) !== first, 40_000, 'the next entry');
    // Nobody has said otherwise for less than the limit.
    await until(async () => (await textOf(page, pears)) === euros(now), 40_000, 'the price of before');
    // A page that is loaded now knows no price: it has heard of none since.
    const fresh = await page.context().newPage();
    await fresh.goto(page.url());
    await fresh.getByText('Preis am Regal').first().waitFor();
    expect((await pricesOn(fresh)).filter(({ text }) => text !== null)).toEqual([]);
    await fresh.close();
    await house.startAgent();
    await until(async () => (await textOf(page, pears)) === euros(now + 10), 40_000, 'the price that came meanwhile');
    await until(async () => (await screen('entrance')).state === 'playing', 30_000, 'a screen that plays');
    await closeAll();
  });

  it('shows an alarm over the programme, and an emergency over everything', async () => {
    const page = await open('checkout');
    const overlay = page.locator('[data-overlay]');
    const [alarm] = (await house.ask('api/watches', AlarmListDocument)).alarms.filter(({ actions }) =>
      actions.some(action => action.includes('checkout')),
    );
    await house.order(`api/watches/${alarm!.id}/test`);
    await overlay.filter({ hasText: alarm!.text }).waitFor();
    const text = { de: 'Bitte verlassen Sie den Markt', en: 'Please leave the store' };
    expect((await house.order('api/screens/override', { text, forMs: 600_000 })).status).toBe(200);
    await page.getByText(text.de).waitFor();
    await page.getByText(text.en).waitFor();
    await until(async () => (await screens()).every(({ emergency }) => emergency?.[0] === text.de), 10_000, 'all screens'); // biome-ignore format: one line
    await fetch(new URL('api/screens/override', house.url()), { method: 'DELETE' });
    await page.getByText(text.de).waitFor({ state: 'detached' });
    await closeAll();
  });

  it('wears another skin in the whole zone by one fact', async () => {
    const page = await open('checkout');
    const ground = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('[data-region]')!).backgroundColor);
    const day = await ground();
    house.shop.styles!.wear(null, 'night');
    await until(async () => (await ground()) !== day, 10_000, 'another skin');
    expect((await screens()).filter(({ skin }) => skin !== 'night')).toEqual([]);
    house.shop.styles!.wear(null, null);
    await until(async () => (await ground()) === day, 10_000, 'the skin of the day');
    await closeAll();
  });

  it('proves what was to be seen, and takes a picture of it', async () => {
    const page = await open('entrance');
    await page.evaluate(() => {
      const seen = new Set<string>();
      Object.assign(globalThis, { entriesSeen: seen });
      const look = () => {
        const on = document.querySelector<HTMLElement>('[data-region="main"] [data-phase="on"]')?.dataset.entry;
        if (on) seen.add(on.split('/')[0]!);
        requestAnimationFrame(look);
      };
      look();
    });
    const played = async () => {
      const { hours } = await house.ask('api/screens/entrance/plays?hours=2', ScreenPlaysDocument);
      const sums = new Map<string, number>();
      for (const { entry, seconds } of hours.flatMap(({ plays }) => plays)) sums.set(entry, (sums.get(entry) ?? 0) + seconds); // biome-ignore format: one line
      return sums;
    };
    const before = await played();
    const gained = async () =>
      [...(await played())].filter(([entry, seconds]) => seconds > (before.get(entry) ?? 0)).map(([entry]) => entry);
    await until(async () => (await gained()).length > 1, 90_000, 'proof of two entries');
    const seen = await page.evaluate(() => [...(globalThis as unknown as { entriesSeen: Set<string> }).entriesSeen]);
    for (const entry of await gained()) expect(seen).toContain(entry);
    const shot = await house.order('api/screens/entrance/screenshot');
    expect(shot.status).toBe(200);
    const picture = await fetch(new URL('api/screens/entrance/screenshot.png', house.url()));
    const { width, height, data } = decode(new Uint8Array(await picture.arrayBuffer()));
    expect([width, height]).toEqual([1920, 1080]);
    expect(new Set(data.subarray(0, 400_000)).size).toBeGreaterThan(8);
    expect((await screen('entrance')).screenshot).toMatchObject({ matches: true, differences: [] });
    await closeAll();
  });
});
