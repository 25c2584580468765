import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { labelId } from '../console/fixture-labels.ts';

const executablePath = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const viewer = 'a-viewer-who-only-looks';

const pages = [
  ['/', 'Needs attention', 'Braucht Aufmerksamkeit'],
  ['/?view=list', 'Espresso Tradizionale', 'Espresso Tradizionale'],
  ['/bind', 'Scan a label, then a product', 'Ein Etikett scannen'],
  ['/zones', 'listens to nothing of customers', 'hört nichts von Kunden'],
  ['/nodes', 'calls for help', 'ruft um Hilfe'],
  ['/queues', 'Bitte Kasse 2 öffnen', 'Ich kümmere mich'],
  ['/screens', 'Hides prices', 'Verbirgt Preise'],
  ['/rates', 'within 2 %', 'auf 2 % genau'],
  ['/waves', 'Under way', 'Im Gang'],
  ['/mesh', 'Known up to', 'Bekannt bis'],
  ['/quarantine', 'The signature does not match', 'Die Signatur passt nicht'],
  ['/radios', 'not measured', 'nicht gemessen'],
  ['/templates', 'Nothing here reaches a shelf', 'Nichts davon erreicht ein Regal'],
  ['/settings', 'gateway.store', 'gateway.store'],
  ['/audit', 'binding.made', 'binding.made'],
  ['/doctor', 'ECONNREFUSED', 'ECONNREFUSED'],
  [`/?label=${labelId(12)}`, 'Battery over thirty days', 'Batterie über dreißig Tage'],
] as const;

describe.skipIf(!existsSync(executablePath))('every page of the console (apt: chromium)', () => {
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
    shop = await startFixtureConsole(24);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await shop.stop();
    expect(complaints).toEqual([]);
  });

  async function open(path: string, locale: string, width: number, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const viewport = { width, height: width < 500 ? 740 : 900 };
    // The check is brought in past the policy that keeps foreign script out.
    // At rest: what moves is drawn sixty times a second, and is looked at elsewhere.
    const context = await browser.newContext({
      viewport,
      locale,
      colorScheme: scheme,
      bypassCSP: true,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.on('pageerror', error => complaints.push(error.message));
    await page.goto(new URL(path, shop.url).href);
    return page;
  }

  test.each(pages)(
    '%s works on a desk and on a phone, in both languages, and axe finds nothing serious',
    async (path, english, german) => {
      for (const [locale, width, scheme, words] of [
        ['en-GB', 1280, 'light', english],
        ['de-DE', 360, 'dark', german],
      ] as const) {
        const page = await open(path, locale, width, scheme);
        await page.getByText(words).first().waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        await page.evaluate(axe);
        const found = await page.evaluate(async () => {
          const { violations } = await (window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }).axe.run({ resultTypes: ['violations'] }); // biome-ignore format: one cast
          return violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
        });
        expect(found).toEqual([]);
        const shots = process.env.ENDCAP_SCREENSHOTS;
        if (shots !== undefined) {
          await mkdir(shots, { recursive: true });
          await page.screenshot({ path: join(shots, `page${path.replace(/\W+/g, '-')}${locale}-${width}.png`) });
        }
        await page.context().close();
      }
    },
  );

  test('a label is bound as a scanner types it, with its picture first', async () => {
    const page = await open('/bind', 'en-GB', 1280);
    await page.getByLabel('Label', { exact: true }).waitFor();
    await page.keyboard.type(labelId(3));
    await page.keyboard.press('Enter');
    await page.keyboard.type('40123');
    await page.locator('.bind-preview img').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(`${labelId(3)} now shows Bergkäse gereift.`).waitFor();
    expect(shop.view.labelSummary(labelId(3))?.skus).toEqual(['40123']);
    expect(await page.getByLabel('Label', { exact: true }).inputValue()).toBe('');
    await page.keyboard.type('nonsense');
    await page.keyboard.press('Enter');
    await page.keyboard.type('40123');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('binding.label-unknown').waitFor();
  });

  test('delivery is paused and resumed', async () => {
    const page = await open('/waves', 'en-GB', 1280);
    await page.getByRole('button', { name: /Pause delivery/ }).click();
    await page.getByText(/Paused by local/).waitFor();
    await page.getByRole('button', { name: 'Resume delivery' }).click();
    await page.getByRole('button', { name: /Pause delivery/ }).waitFor();
  });

  test('what needs attention leads to what mends it', async () => {
    const page = await open('/', 'en-GB', 1280);
    await page.locator('.attention-entry').nth(1).getByRole('link').click();
    await page.getByRole('dialog').getByText(labelId(12)).waitFor();
    expect(new URL(page.url()).searchParams.get('label')).toBe(labelId(12));
  });

  test('whoever only looks is told why a button cannot be used', async () => {
    await shop.stop();
    shop = await startFixtureConsole(3, { doors: { tokens: { viewer }, certificates: {} } });
    const page = await open('/waves', 'en-GB', 1280);
    await page.getByLabel(/Access token/).fill(viewer);
    await page.getByRole('button', { name: /Sign in/ }).click();
    await page.goto(new URL('/waves', shop.url).href);
    const pause = page.getByRole('button', { name: /Pause delivery/ });
    await pause.and(page.locator(':disabled')).waitFor();
    expect(await pause.getAttribute('title')).toBe('This needs the role technician.');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel(/Access token/).waitFor();
  });
});
