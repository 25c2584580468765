import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScreenListDocument } from '../../src/console/screen-documents.ts';
import { hasChromium, launchChromium } from '../browser/screen-page.ts';
import { type House, openHouse, until } from './house.ts';

const token = 'a-token-of-the-administrator';
const authorization = `Bearer ${token}`;

describe.skipIf(!hasChromium)('a remote screen (apt: chromium)', { timeout: 120_000 }, () => {
  let house: House;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    house = await openHouse({ labels: 4, screens: true, config: { console: { listen: '127.0.0.1:0', token } } });
    for (const screen of house.shop.screens!.screens) screen.unplug();
    await house.startAgent();
    await until(async () => (await list()).length === 8, 30_000, 'eight screens');
    browser = await launchChromium();
    context = await browser.newContext({
      viewport: { width: 1920, height: 1080 },
      locale: 'de-DE',
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await house.stop();
  });

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, house.url()), {
      ...init,
      headers: { authorization, 'content-type': 'application/json', ...init.headers },
    });
  const list = async () => ScreenListDocument.parse(await (await ask('api/screens')).json()).screens;
  const order = (path: string, body: object) => ask(path, { method: 'POST', body: JSON.stringify(body) });

  it('shows a code, and plays once somebody has entered it', async () => {
    await page.goto(new URL('s/entrance', house.url()).href);
    const code = (await page.locator('[data-code]').textContent({ timeout: 30_000 }))!.replace(/\s/g, '');
    expect(code).toMatch(/^[0-9A-Z]{6}$/);
    expect((await order('api/screens/entrance/pair', { code: 'AAAAAA' })).status).toBe(422);
    expect((await order('api/screens/entrance/pair', { code, name: 'at the door' })).status).toBe(200);
    await page.locator('[data-region]').first().waitFor();
    await until(async () => (await list()).find(({ id }) => id === 'entrance')?.state === 'playing', 30_000, 'playing');
  });

  it('opens nothing but its own screen with what it was given', async () => {
    const cookies = await context.cookies(new URL('s/entrance', house.url()).href);
    const given = cookies.find(({ name }) => name === 'endcap_screen')!;
    expect(given).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/s/entrance' });
    const cookie = `endcap_screen=${given.value}`;
    const status = async (path: string) =>
      (await fetch(new URL(path, house.url()), { headers: { cookie }, redirect: 'manual' })).status;
    for (const path of [
      's/door/events',
      'api/screens',
      'api/screens/entrance',
      'api/labels',
      'api/status',
      'metrics',
    ]) {
      expect(`${path} ${await status(path)}`).toBe(`${path} 401`);
    }
  });

  it('stands there with a code again once its token is revoked', async () => {
    expect(await (await order('api/screens/entrance/revoke', {})).json()).toMatchObject({ revoked: 1 });
    await page.locator('[data-code]').waitFor({ timeout: 30_000 });
    expect(await page.locator('[data-region]').count()).toBe(0);
  });
});
