import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';

const executablePath = '/usr/bin/chromium';

describe.skipIf(!existsSync(executablePath))('wiring and queues in a browser (apt: chromium)', () => {
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

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options });
    const page = await context.newPage();
    page.on('pageerror', error => complaints.push(error.message));
    await page.goto(new URL(path, shop.url).href);
    return page;
  }
  const alarmState = (id: string) => shop.view.shopAlarms().alarms.find(alarm => alarm.id === id)?.state;

  test('a board shows its pins and parts, and says in words what it draws', async () => {
    const page = await open('/nodes');
    const shelf = page.getByRole('region', { name: 'dairy-shelf' });
    await shelf.getByRole('img', { name: 'The board: 7 of 20 pins are in use.' }).waitFor();
    const screen = await shelf.getByRole('img', { name: /^Shows/ }).getAttribute('aria-label');
    expect(screen).toBe('Shows: Bergkäse gereift, 4,99 EUR, 5.214 sats, Kurs von 11:58');
    const cell = shelf.locator('[data-part="cheese-cell"]');
    expect(await cell.innerText()).toMatch(/2,418.5 g.*about 12 pieces · estimate/s);
    const gate = page.getByRole('region', { name: 'gate' });
    await gate.getByText('A node cannot be reached.').waitFor();
    await gate.getByRole('img', { name: 'The board: nothing is known of its pins.' }).waitFor();
    await page.getByText('The scale does not answer.').waitFor();
  });

  test('a light is switched with the keyboard', async () => {
    const page = await open('/nodes');
    const turn = page.getByRole('group', { name: 'guide-b' });
    await turn.getByRole('button', { name: 'Blink' }).focus();
    await page.keyboard.press('Enter');
    await turn.getByRole('button', { name: 'Blink', pressed: true }).waitFor();
    expect(shop.view.sensor('guide-b')?.values.light).toBe('blink');
  });

  test('an alarm is seen to, silenced and tried', async () => {
    const page = await open('/queues');
    await page.getByRole('alert').getByText('Bitte Kasse 2 öffnen').waitFor();
    await page.getByRole('button', { name: 'I see to it : Bitte Kasse 2 öffnen' }).click();
    await page.getByText('Somebody sees to it').waitFor();
    expect(alarmState('open-till')).toBe('acknowledged');
    await page.getByRole('button', { name: 'Quiet for 10 min : Wartezeit über 4 Minuten' }).click();
    await expect.poll(() => alarmState('long-wait')).toBe('silenced');
    await page.getByRole('button', { name: 'Try it : Zweite Kraft in die Bäckerei' }).click();
    await page.getByRole('status').getByText('Its actions run for some seconds.').waitFor();
  });

  test('counting begins anew only once that is meant', async () => {
    const page = await open('/queues');
    const deposit = page.getByRole('region', { name: 'deposit' });
    await deposit.getByRole('button', { name: /^Nobody is here/ }).click();
    expect(shop.view.queues().queues.find(({ id }) => id === 'deposit')?.length).toBe(4);
    await deposit.getByRole('button', { name: /^Begin to count anew\?/ }).click();
    await expect.poll(() => deposit.locator('.queue-length').innerText()).toMatch(/^0\s+people/);
  });

  test('a queue draws its last hour and its thresholds, in words as well', async () => {
    const page = await open('/queues');
    const spark = page.getByRole('region', { name: 'tills' }).getByRole('img');
    // The thresholds are those of the alarms, which are asked apart.
    await expect
      .poll(() => spark.getAttribute('aria-label'))
      .toMatch(/^The last hour: \d+ at least, 9 at most, 9 now\. alarm from 7 over below 4$/);
    expect(await spark.locator('.spark-raise, .spark-clear').count()).toBe(2);
  });

  test('the heat of a store is told in figures, frames and words', async () => {
    const page = await open('/queues', { locale: 'de-DE' });
    const heat = page.getByRole('region', { name: 'Wann viel los ist', exact: true });
    const wine = heat.getByRole('row', { name: /^Wein/ });
    await wine.getByText('(Stoßzeit)').first().waitFor({ state: 'attached' });
    await heat.getByText('In Worten').click();
    await heat.getByRole('cell', { name: '19–21 Uhr' }).waitFor();
    const asked = page.waitForRequest(/\/api\/heat\?days=90$/);
    await heat.getByRole('button', { name: '90 Tage' }).click();
    await asked;
    await heat.getByRole('button', { name: 'Verweilen' }).click();
    await wine.getByText('2:20').first().waitFor();
  });

  test('the menus of the navigation work with the keyboard, and close again', async () => {
    const page = await open('/', { locale: 'de-DE' });
    const menu = page.getByRole('button', { name: 'Markt' });
    await menu.focus();
    // Both in one turn, as a held key or a slow machine delivers them: neither press is lost.
    await menu.evaluate(button => {
      for (let press = 0; press < 2; press++) {
        const key = new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true });
        (document.activeElement ?? button).dispatchEvent(key);
      }
    });
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Verdrahtung');
    await page.keyboard.press('Escape');
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Markt');
    await menu.click();
    await page.getByRole('link', { name: 'Schlangen' }).click();
    await page.getByRole('heading', { name: 'Schlangen', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/queues');
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
  });

  test('every way to a page fits into one line of a desk in German', async () => {
    const page = await open('/', { locale: 'de-DE' });
    await page.getByRole('button', { name: 'Betrieb' }).waitFor();
    expect(await page.locator('.header').evaluate(header => header.clientHeight)).toBeLessThan(64);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  test('nothing blinks for whoever wants no motion', async () => {
    const page = await open('/nodes', { reducedMotion: 'reduce' });
    const halo = page.locator('.lamp.is-blink .halo').first();
    await halo.waitFor({ state: 'attached' });
    expect(await halo.evaluate(lamp => getComputedStyle(lamp).animationName)).toBe('none');
  });
});
