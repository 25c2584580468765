import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProven, type House, openHouse, until } from '../e2e/house.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

describe.skipIf(!executablePath)('the console of a running shop (apt: chromium)', () => {
  let house: House;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    house = await openHouse({ labels: 20 });
    await house.startAgent();
    await allProven(house);
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    page.on('pageerror', error => complaints.push(String(error)));
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(house.url());
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  /** The bytes of the picture that a label's tile shows now. */
  const tile = (id: string) =>
    page.evaluate(async label => {
      const image = document.querySelector<HTMLImageElement>(`img[src*="${label}"]`);
      if (!image?.complete || image.naturalWidth === 0) return null;
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas.toDataURL();
    }, id);

  it('shows every label with the picture that it proved, and how many that are', async () => {
    await page.getByText('of 20 labels proven', { exact: true }).waitFor();
    for (const { label } of house.shop.aisle.labels) {
      await page.locator(`[data-label="${label.id}"]`).scrollIntoViewIfNeeded();
      await until(() => tile(label.id), 10_000, `the picture of ${label.id}`);
    }
  });

  it('a price that changes is seen on its label without a reload', async () => {
    const label = (await house.labels())[0]!;
    const before = await tile(label.id);
    house.shop.pricing.setPrice(label.skus[0]!, 1234n);
    await until(async () => {
      const now = await tile(label.id);
      return now !== null && now !== before;
    });
    expect((await house.label(label.id)).content.shown?.amountMinor).toBe(1234);
  });

  it('says by itself that the radio is gone, and that it is back', async () => {
    const replug = house.fault('radio-gone');
    await until(async () => (await house.status()).radios[0]!.state === 'down');
    const detail = page.getByText('the connection to the controller is closed', { exact: true });
    await detail.waitFor({ timeout: 5_000 });
    replug();
    await detail.waitFor({ state: 'detached', timeout: 20_000 });
  });

  it('nothing failed on the page', () => expect(complaints).toEqual([]));
});
