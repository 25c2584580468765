import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';

const executablePath = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const notice = { de: 'Bitte verlassen Sie den Markt', en: 'Please leave the store' };

describe.skipIf(!existsSync(executablePath))('screens in the console in a browser (apt: chromium)', () => {
  let browser: Browser;
  let shop: FixtureConsole;
  let complaints: string[] = [];

  beforeAll(async () => {
    const args = '--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking'.split(' ');
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    complaints = [];
    shop = await startFixtureConsole(6);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await shop.stop();
    expect(complaints).toEqual([]);
  });

  async function open(path = '/screens', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    });
    const page = await context.newPage();
    page.on('pageerror', error => complaints.push(error.message));
    await page.goto(new URL(path, shop.url).href);
    return page;
  }
  const override = () => shop.view.screens().override;

  test('each screen says in words how it stands, what plays and what mends it', async () => {
    const page = await open();
    const stale = page.getByRole('region', { name: 'aisle-2' });
    await stale.getByText('Hides prices', { exact: true }).waitFor();
    await stale.getByText('The screen hides prices because it cannot know that they hold.').waitFor();
    await stale.getByText('6 prices hidden').waitFor();
    await stale.getByText('cheese-week@2').waitFor();
    await page.getByRole('region', { name: 'cheese' }).getByText('never heard').waitFor();
    expect(await page.locator('iframe').first().getAttribute('title')).toBe('What entrance should show now');
  });

  test('a thumbnail plays what the gateway says, and connects to nothing by itself', async () => {
    const page = await open('/screens', { viewport: { width: 1280, height: 2_000 } });
    const asked: string[] = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    await page.reload();
    const mirror = page.frameLocator('iframe[title="What entrance should show now"]');
    await mirror.locator('body *').filter({ visible: true }).first().waitFor();
    await expect.poll(() => asked.filter(path => path === '/api/screens/entrance/programme').length).toBeGreaterThan(1);
    expect(asked.filter(path => /^\/s\/[^/]+\/(events|report)/.test(path))).toEqual([]);
    expect(asked.filter(path => path === '/s/entrance')).toHaveLength(1);
  });

  test('only thumbnails in view run', async () => {
    const page = await open('/screens', { viewport: { width: 360, height: 640 } });
    await page.locator('iframe').first().waitFor();
    expect(await page.locator('iframe').count()).toBeLessThan(4);
    const last = page.getByRole('region', { name: 'assets' });
    expect(await last.locator('iframe').count()).toBe(0);
    await last.scrollIntoViewIfNeeded();
    await last.locator('iframe').waitFor();
    await expect.poll(() => page.getByRole('region', { name: 'entrance' }).locator('iframe').count()).toBe(0);
  });

  test('a screen is opened by keyboard, its address is a link, and Escape leads back to where one was', async () => {
    const page = await open();
    const link = page.getByRole('link', { name: 'More about entrance' });
    await link.focus();
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: 'Willkommen · Welcome' });
    await sheet.getByText('plays now', { exact: true }).waitFor();
    await sheet.getByText('cannot be shown').waitFor();
    await sheet.getByText('A picture or film of the playlist is not here yet').waitFor();
    await sheet.getByRole('img', { name: /^cheese-week@2 a: 16 min seen, 3 s not proven seen/ }).waitFor();
    expect(new URL(page.url()).search).toBe('?screen=entrance');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(await link.evaluate(element => element === document.activeElement)).toBe(true);
    await page.goBack();
    await sheet.waitFor();
  });

  test('a screenshot stands beside what should be there, with the differences in words', async () => {
    const page = await open('/screens?screen=aisle-2');
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Take a screenshot' }).click();
    await sheet.getByRole('status').getByText('Here it is.').waitFor();
    await sheet.getByRole('img', { name: /^The screen itself/ }).waitFor();
    await sheet.getByText('It does not show what it should:').waitFor();
    await sheet.getByText('40123 says nothing, it should say 2,49 €').waitFor();
    await sheet.getByRole('button', { name: 'Identify' }).click();
    await sheet.getByRole('status').getByText('Its name stands on it now.').waitFor();
    expect(shop.view.signage.acts).toEqual(['local screenshot aisle-2', 'local identify aisle-2']);
  });

  test('what cannot be done says why', async () => {
    const page = await open('/screens?screen=cheese');
    const sheet = page.getByRole('dialog');
    const reload = sheet.getByRole('button', { name: 'Reload (No page of this screen is connected.)' });
    expect(await reload.isDisabled()).toBe(true);
    const revoke = sheet.getByRole('button', { name: /^Revoke.*No page of it is paired/ });
    expect(await revoke.isDisabled()).toBe(true);
    await sheet.getByLabel('Code on the screen').fill('ABCDEF');
    await sheet.getByRole('button', { name: 'Pair', exact: true }).click();
    await sheet
      .getByRole('alert')
      .getByText(/screen\.pair-code-wrong|no screen shows this code/i)
      .waitFor();
  });

  test('the page that shows the code is let in, and locked out again once that is meant', async () => {
    const asked = shop.view.signage.doors.beginPairing('cheese');
    if (!asked.ok) throw new Error(asked.reason);
    const { code, secret } = asked.pairing;
    const page = await open('/screens?screen=cheese');
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Code on the screen').fill(code.toLowerCase());
    await page.keyboard.press('Enter');
    await sheet.getByRole('status').getByText('Paired: the page loads what it may show.').waitFor();
    // The screen's own page comes for its token, as it does every few seconds.
    await page.request.get(new URL(`/s/cheese/pair/${secret}`, shop.url).href);
    await sheet.getByText('1 page is paired.').waitFor();
    await sheet.getByRole('button', { name: /^Revoke/ }).click();
    expect(shop.view.signage.acts).toEqual([]);
    await sheet.getByRole('button', { name: /^Lock out all its pages\?/ }).click();
    await sheet.getByText('1 page is paired.').waitFor({ state: 'detached' });
    expect(shop.view.signage.acts).toEqual(['local revoke cheese']);
  });

  test('an emergency notice goes out once it is meant, stands on the page, and is taken down', async () => {
    const page = await open();
    await page.getByText('Emergency notice').click();
    const show = page.getByRole('button', { name: /^Show the notice/ });
    expect(await show.isDisabled()).toBe(true);
    await page.getByLabel('Text in German').fill(notice.de);
    await page.getByLabel('Text in English').fill(notice.en);
    await page.getByLabel('Where').selectOption({ label: 'Eingang' });
    await page.getByLabel(/^For/).selectOption('30 minutes');
    await show.click();
    expect(override()).toBeNull();
    await page.getByRole('button', { name: 'Really cover: Eingang?' }).click();
    const standing = page.getByRole('alert').filter({ hasText: notice.de });
    await standing.getByText(/^Stands on Eingang until/).waitFor();
    expect(override()).toMatchObject({ text: notice, zone: 'entrance', by: 'local' });
    await standing.getByRole('button', { name: 'Take the notice down' }).click();
    await standing.waitFor({ state: 'detached' });
    expect(override()).toBeNull();
  });

  test.each([
    ['/screens', 'en-GB', 1280, 'light', 'Playing'],
    ['/screens', 'de-DE', 360, 'dark', 'Verbirgt Preise'],
    ['/screens?screen=aisle-2', 'en-GB', 1280, 'dark', 'Products without a price'],
    ['/screens?screen=entrance', 'de-DE', 360, 'light', 'Ausspielnachweis'],
  ] as const)(
    '%s in %s at %i px, %s: nothing sticks out, and axe finds nothing serious',
    async (path, locale, width, colorScheme, words) => {
      const page = await open(path, { viewport: { width, height: 900 }, locale, colorScheme, bypassCSP: true });
      await page.getByText(words).first().waitFor();
      await page
        .getByText(locale === 'de-DE' ? 'Notfall-Hinweis' : 'Emergency notice')
        .last()
        .click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { violations } = await (window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }).axe.run({ resultTypes: ['violations'] }); // biome-ignore format: one cast
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
      });
      expect(found).toEqual([]);
    },
  );
});
