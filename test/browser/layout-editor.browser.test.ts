import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';

const executablePath = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!existsSync(executablePath))('the editor of layouts (apt: chromium)', { timeout: 120_000 }, () => {
  let browser: Browser;
  let shop: FixtureConsole;
  const complaints: string[] = [];

  beforeAll(async () => {
    const args = '--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking'.split(' ');
    browser = await chromium.launch({ executablePath, args });
    shop = await startFixtureConsole(3);
  });
  afterAll(async () => {
    await browser.close();
    await shop.stop();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  async function open(locale: string, width: number, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const viewport = { width, height: width < 500 ? 740 : 900 };
    const context = await browser.newContext({
      viewport,
      locale,
      colorScheme: scheme,
      bypassCSP: true,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', error => complaints.push(error.message));
    await page.goto(new URL('/layouts', shop.url).href);
    return page;
  }
  const preview = (page: Page) => page.frameLocator('.layout-stage iframe');
  const source = (page: Page) => page.getByRole('textbox', { name: 'Source of the layout' });

  test('shows at once what a designer changes, and names the line of what is wrong', async () => {
    const page = await open('en-GB', 1280);
    await preview(page).getByText('Frisch vom Markt').waitFor();
    await page.getByText('It fits, and everything can be read.').waitFor();

    const text = await source(page).inputValue();
    await source(page).fill(text.replace("background: '#f5f3ec'", "background: '#101820'"));
    const problem = page.getByRole('list', { name: 'What is wrong' });
    await problem.getByText('skins/day/ink').waitFor();
    await page.getByText('The picture shows the last version').waitFor();
    const ink = text.split('\n').findIndex(line => line.includes('ink:'));
    await problem.getByRole('button', { name: `Line ${ink + 1}`, exact: true }).press('Enter');
    const chosen = await source(page).evaluate((area: HTMLTextAreaElement) => ({
      focused: document.activeElement === area,
      selected: area.value.slice(area.selectionStart, area.selectionEnd),
    }));
    expect(chosen).toEqual({ focused: true, selected: text.split('\n')[ink] });

    await source(page).fill(text.replace('tone: accent }', 'tone: surface }'));
    await page.getByText('It fits, and everything can be read.').waitFor();
    await preview(page).locator('[data-region=header].tone-surface').waitFor();
  });

  test('is the screen as it is on the panel, at the distance, in the skin that are chosen', async () => {
    const page = await open('en-GB', 1280);
    const ground = () =>
      preview(page)
        .locator('.programme')
        .evaluate(box => getComputedStyle(box).backgroundColor);
    await preview(page).getByText('Frisch vom Markt').waitFor();
    expect(await ground()).toBe('rgb(245, 243, 236)');
    await page.getByLabel('Skin').selectOption('night');
    await expect.poll(ground).toBe('rgb(16, 22, 20)');

    await page.getByLabel('Readers stand at').fill('9');
    await page.getByRole('list', { name: 'What is wrong' }).getByText('it would fit for readers at').first().waitFor();
    await page.locator('.editor select').selectOption('bar');
    await preview(page).locator('[data-region=code]').waitFor();
    const box = (await page.locator('.layout-stage .mirror').boundingBox())!;
    expect(box.width / box.height).toBeCloseTo(1920 / 360, 1);
  });

  test.each([
    ['en-GB', 1280, 'light', 'It fits'],
    ['de-DE', 360, 'dark', 'Es passt'],
  ] as const)('works in %s at %d px, %s, and axe finds nothing serious', async (locale, width, scheme, words) => {
    const page = await open(locale, width, scheme);
    await page.getByText(words).waitFor();
    await preview(page).getByText('Frisch vom Markt').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: {
          run(
            on: object,
            how: object,
          ): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
        };
      };
      // The preview is a screen of its own, held to its contrast where it is drawn.
      const { violations } = await axe.run({ exclude: ['iframe'] }, { iframes: false });
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
    });
    expect(found).toEqual([]);
    const shots = process.env.ENDCAP_SCREENSHOTS;
    if (shots !== undefined) {
      await mkdir(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `layouts-${locale}-${width}.png`), fullPage: true });
    }
  });
});
