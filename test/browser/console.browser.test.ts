import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { labelId } from '../console/fixture-labels.ts';

const executablePath = '/usr/bin/chromium';
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

describe.skipIf(!existsSync(executablePath))('the console in a browser (apt: chromium)', () => {
  let browser: Browser;
  let shop: FixtureConsole;
  let complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: flags.split(' ') });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    complaints = [];
    shop = await startFixtureConsole(60);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await shop.stop();
    expect(complaints).toEqual([]);
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    });
    const page = await context.newPage();
    page.on('pageerror', error => complaints.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(message.text());
    });
    await page.goto(new URL(path, shop.url).href);
    return page;
  }

  const tile = (page: Page, id: string) => page.locator(`[data-label="${id}"]`);

  test.each([
    ['/', 'en-GB', 'light', /of 60 labels proven/],
    ['/', 'de-DE', 'dark', /von 60 Etiketten bewiesen/],
    ['/?view=list', 'de-DE', 'light', /Espresso Tradizionale/],
    ['/quarantine', 'en-GB', 'dark', /The signature does not match the message/],
    ['/quarantine', 'de-DE', 'light', /Die Signatur passt nicht zur Nachricht/],
    ['/templates', 'en-GB', 'light', /Nothing here reaches a shelf/],
    ['/templates', 'de-DE', 'dark', /Nichts davon erreicht ein Regal/],
    [`/?label=${labelId(12)}`, 'en-GB', 'light', /Check its battery and its distance/],
    [`/?label=${labelId(12)}`, 'de-DE', 'dark', /Seine Batterie und den Abstand/],
  ] as const)('%s in %s, %s, on a desk and a phone', async (path, locale, colorScheme, words) => {
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 360, height: 740 },
    ]) {
      const page = await open(path, { locale, colorScheme, viewport });
      await page.getByText(words).first().waitFor();
      if (path === '/templates') await page.locator('.preview img').nth(3).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const brightness = Number(/\d+/.exec(ground)![0]);
      expect(colorScheme === 'dark' ? brightness < 60 : brightness > 200).toBe(true);
      const shots = process.env.ENDCAP_SCREENSHOTS;
      if (shots !== undefined) {
        await mkdir(shots, { recursive: true });
        await page.waitForLoadState('networkidle').catch(() => {});
        await page.screenshot({
          path: join(shots, `${path.replace(/\W+/g, '-')}${locale}-${colorScheme}-${viewport.width}.png`),
        });
      }
    }
  });

  test("labels show the panel's own pixels, and their state in words", async () => {
    const page = await open('/');
    const picture = tile(page, labelId(0)).locator('img');
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate(image => (image as HTMLImageElement).naturalWidth)).toBe(296);
    expect(await picture.evaluate(image => image.getBoundingClientRect().width)).toBe(296);
    expect(await tile(page, labelId(12)).getAttribute('aria-label')).toBe(
      'Bergkäse gereift, 4,99 €, Failed, The label did not answer.',
    );
    expect(await tile(page, labelId(19)).getAttribute('aria-label')).toContain('Refused');
    expect(await tile(page, labelId(33)).locator('img').count()).toBe(0);
  });

  test('a change shows without reload, and only that label is drawn anew', async () => {
    const page = await open('/');
    await tile(page, labelId(1)).waitFor();
    await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    const event = {
      at: new Date().toISOString(),
      event: 'label.shown',
      subject: labelId(12),
      text: 'Bergkäse shows 5,29 €',
    };
    shop.view.announce({ events: [event] });
    await page.getByText('Bergkäse shows 5,29 €').first().waitFor();
    shop.view.change(labelId(12), {
      confidence: 'confirmed',
      reason: null,
      shown: { version: 8, hash: 'feedfeedfeedfeed', at: new Date().toISOString() },
    });
    await expect.poll(() => tile(page, labelId(12)).getAttribute('aria-label')).toContain('Proven');
    expect(await tile(page, labelId(12)).locator('img').getAttribute('src')).toContain('v=feedfeedfeedfeed');
    await page.getByText('51', { exact: true }).first().waitFor();
    expect(await page.evaluate(() => 'notReloaded' in globalThis)).toBe(true);
  });

  test('the keyboard goes from label to label, opens, closes and searches', async () => {
    const page = await open('/');
    await tile(page, labelId(12)).focus();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-label'));
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe(labelId(13));
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe(labelId(10));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Zartbitterschokolade 70 %' }).waitFor();
    expect(new URL(page.url()).searchParams.get('label')).toBe(labelId(10));
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe(labelId(10));

    await page.keyboard.press('/');
    await page.keyboard.type('musli');
    await expect.poll(() => page.locator('[data-label]:not([data-dim])').count()).toBe(5);
    expect(new URL(page.url()).searchParams.get('q')).toBe('musli');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('[data-dim]').count()).toBe(0);

    await page.locator('h2').first().click();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  });

  test('the address carries the view: filter, then back', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: /Failed 2/ }).click();
    expect(new URL(page.url()).searchParams.get('filter')).toBe('failed');
    await expect.poll(() => page.locator('[data-label]:not([data-dim])').count()).toBe(2);
    await page.goBack();
    await expect.poll(() => page.locator('[data-dim]').count()).toBe(0);
  });

  test('only one label is a stop of the tab key', async () => {
    const page = await open('/');
    await tile(page, labelId(0)).waitFor();
    await expect.poll(() => page.locator('[data-label][tabindex="0"]').count()).toBe(1);
    await tile(page, labelId(7)).focus();
    expect(await page.locator('[data-label][tabindex="0"]').getAttribute('data-label')).toBe(labelId(7));
  });

  test('language and theme are chosen and kept', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'Auf Deutsch' }).click();
    await page.getByRole('button', { name: 'Dunkel' }).click();
    await page.reload();
    await page.getByText('von 60 Etiketten bewiesen').first().waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  test('a held message is refused with its reason, another accepted, the first dropped', async () => {
    const page = await open('/quarantine');
    await page.getByRole('button', { name: 'Accept after all' }).first().click();
    await page.getByRole('alert').getByText('A signature cannot be waived.').waitFor();
    await page.getByRole('button', { name: 'Accept after all' }).nth(1).click();
    await expect.poll(() => page.locator('.held').count()).toBe(1);
    await page.getByRole('button', { name: 'Drop' }).click();
    await page.getByRole('button', { name: 'Drop for good?' }).click();
    await page.getByText('Nothing is held.').waitFor();
  });

  test('the preview draws each panel, and lists problems as they are typed', async () => {
    const page = await open('/templates');
    await expect.poll(() => page.locator('.preview img').count()).toBe(4);
    await page.getByRole('textbox', { name: 'Template source' }).fill('broken');
    await page.getByText('line 3: there is no element').first().waitFor();
    expect(await page.locator('.preview img').count()).toBe(0);
  });

  test('a lost connection is said with the time of the figures, and mended by itself', async () => {
    const port = new URL(shop.url).port;
    const page = await open('/');
    await tile(page, labelId(0)).waitFor();
    await shop.stop();
    await page
      .getByRole('alert')
      .getByText(/Connection lost. Figures from \d\d:\d\d/)
      .waitFor();
    shop = await startFixtureConsole(61, { listen: `127.0.0.1:${port}` });
    await page.getByText('of 61 labels proven').first().waitFor({ timeout: 15_000 });
    expect(await page.getByText(/Connection lost/).count()).toBe(0);
  });

  test('lab mode is said on every page', async () => {
    shop.view.setStatus({ mesh: { ...shop.view.status().mesh, unsignedAllowed: true } });
    const page = await open('/templates');
    await page.getByText('Lab mode: unsigned facts are accepted.').waitFor();
  });

  test('beyond a token there is only the form', async () => {
    await shop.stop();
    shop = await startFixtureConsole(3, { doors: { tokens: { admin: 'a-token-of-24-characters' }, certificates: {} } });
    const page = await open('/');
    await page.getByLabel(/Access token/).fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel(/Access token/).fill('a-token-of-24-characters');
    await page.keyboard.press('Enter');
    await page.getByText('of 3 labels proven').first().waitFor();
  });

  test('a thousand labels are drawn as somebody scrolls to them, and one change among them does not redraw the others', async () => {
    await shop.stop();
    shop = await startFixtureConsole(1_000);
    const page = await open('/');
    await tile(page, labelId(0)).waitFor();
    expect(await page.locator('[data-label]').count()).toBeLessThan(400);
    for (let last = 0; last < 1_000; last = await page.locator('[data-label]').count()) {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await page.waitForFunction(before => document.querySelectorAll('[data-label]').length > before, last);
    }
    expect(await page.locator('[data-label]').count()).toBe(1_000);
    await page.evaluate(() => {
      const seen = new Set<string>();
      new MutationObserver(changes => {
        for (const { target } of changes) {
          const label = (target as Element).closest?.('[data-label]') ?? target.parentElement?.closest('[data-label]');
          if (label) seen.add(label.getAttribute('data-label')!);
        }
        Object.assign(globalThis, { redrawn: [...seen] });
      }).observe(document.querySelector('main')!, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
    });
    shop.view.change(labelId(500), { confidence: 'failed', reason: 'radio.label-silent' });
    await expect.poll(() => tile(page, labelId(500)).getAttribute('aria-label')).toContain('Failed');
    expect(await page.evaluate(() => (globalThis as { redrawn?: string[] }).redrawn)).toEqual([labelId(500)]);
  });
});
