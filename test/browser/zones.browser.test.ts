import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';

const executablePath = '/usr/bin/chromium';

describe.skipIf(!existsSync(executablePath))('the store from above in a browser (apt: chromium)', () => {
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

  async function open(path = '/zones', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options });
    const page = await context.newPage();
    page.on('pageerror', error => complaints.push(error.message));
    await page.goto(new URL(path, shop.url).href);
    return page;
  }

  test('each zone says in words what its colours and signs say', async () => {
    const page = await open();
    const dairy = page.getByRole('button', { name: /^Molkerei & Käse/ });
    await dairy.waitFor();
    const words = await dairy.getAttribute('aria-label');
    for (const part of [
      'Occupied',
      'Busiest',
      'people not counted',
      'trolley-12',
      'major 42, minor 3',
      'cheese-week@3',
    ])
      expect(words).toContain(part);
    expect(await page.getByRole('button', { name: /^Bäckerei\. No radio heard/ }).count()).toBe(1);
  });

  test('a zone is chosen with the keyboard, and shows all that is known of it', async () => {
    const page = await open();
    await page.getByRole('button', { name: /^Tiefkühl/ }).focus();
    await page.keyboard.press('Enter');
    const detail = page.getByRole('region', { name: 'Tiefkühl' });
    await detail.getByText("A sensor's message came with a counter that was used before.").waitFor();
    await detail.getByText('-18.4 °C').waitFor();
    await detail.getByText('Not counted: in this mode the gateway listens to nothing of people.').waitFor();
    expect(await page.getByRole('button', { name: /^Tiefkühl/ }).getAttribute('aria-pressed')).toBe('true');
  });

  test('a mode that counts shows how many, by and by and rounded', async () => {
    const page = await open();
    await page.getByText('Everything that is kept').click();
    await page.getByRole('button', { name: 'Change to Count' }).click();
    await page.getByRole('button', { name: 'Really Count?' }).click();
    await page.getByText(/counts phones per zone for 60 s at a time/).waitFor();
    await page.getByRole('button', { name: /^Molkerei & Käse.*about 20 people/ }).waitFor();
    await page.getByRole('button', { name: /^Tiefkühl.*few people/ }).waitFor();
    expect(shop.view.privacy().mode).toBe('count');
  });

  test('an offer is taken back once that is meant, and the page says how long it took', async () => {
    const page = await open();
    await page.getByRole('button', { name: /^Take back\s+wine-evening/ }).click();
    expect(shop.view.offer('wine-evening')?.state).toBe('active');
    await page.getByRole('button', { name: /^Take off everything\?\s+wine-evening/ }).click();
    await page.getByText('Gone everywhere after 1.8 s, by local').waitFor();
    expect(shop.view.offer('wine-evening')?.state).toBe('revoked');
  });

  test('the beacons are listened for', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Listen for them' }).click();
    await page.getByText('3 of 5 are heard. Missed: wine, checkout.').waitFor();
  });

  test('an unlocked look at frames is said on every page, and locked again from here', async () => {
    shop.view.unlockCapture('token:bench');
    const elsewhere = await open('/templates', { locale: 'de-DE' });
    await elsewhere.getByText(/^Der Blick auf Funktelegramme ist bis \d\d:\d\d offen\.$/).waitFor();
    const page = await open();
    await page
      .getByRole('alert')
      .getByText(/technicians see what our own tags/)
      .waitFor();
    await page.getByRole('button', { name: 'Lock now' }).click();
    await expect.poll(() => page.getByText(/is unlocked until/).count()).toBe(0);
    expect(shop.view.privacy().unlockedUntil).toBeNull();
  });

  test('nothing pulses for whoever wants no motion', async () => {
    const page = await open('/zones', { reducedMotion: 'reduce' });
    const wave = page.locator('.zone .beacon-point .wave').first();
    await wave.waitFor({ state: 'attached' });
    expect(await wave.evaluate(point => getComputedStyle(point).animationName)).toBe('none');
  });
});
