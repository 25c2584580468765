import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { ScreenGateway } from './screen-gateway.ts';

export const chromiumPath = '/usr/bin/chromium';
export const hasChromium = existsSync(chromiumPath);

export function launchChromium(): Promise<Browser> {
  const args = '--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking'.split(' ');
  return chromium.launch({ executablePath: chromiumPath, args });
}

/** Opens a screen's page. What it complains of goes into `complaints`, but not that its gateway is away. */
export async function openScreen(
  browser: Browser,
  gateway: ScreenGateway,
  complaints: string[],
  options: BrowserContextOptions & { before?: (page: Page) => Promise<unknown> } = {},
): Promise<Page> {
  const { before, ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'de-DE', ...rest });
  const page = await context.newPage();
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  await before?.(page);
  await page.goto(gateway.url);
  return page;
}

/** Prices as they stand on the page now: those of the region, or of all. */
export async function pricesOn(
  page: Page,
  region = '',
): Promise<{ sku: string; text: string | null; why: string | null }[]> {
  const within = region === '' ? '' : `[data-region="${region}"] `;
  return page.evaluate(
    selector =>
      [...document.querySelectorAll<HTMLElement>(selector)].map(price => ({
        sku: price.dataset.sku!,
        text: price.dataset.price === 'shown' ? price.textContent : null,
        why: price.dataset.why ?? null,
      })),
    `${within}[data-price]`,
  );
}

/** Keeps what every price of a product said and when, as long as the page lives. */
export async function recordPrice(page: Page, sku: string): Promise<() => Promise<{ text: string; atMs: number }[]>> {
  await page.evaluate(of => {
    const said: { text: string; atMs: number }[] = [];
    Object.assign(globalThis, { said });
    const look = (): void => {
      for (const price of document.querySelectorAll<HTMLElement>(`[data-sku="${of}"]`)) {
        const text = price.dataset.price === 'shown' ? price.textContent : `held: ${price.dataset.why}`;
        if (said.at(-1)?.text !== text) said.push({ text, atMs: Date.now() });
      }
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  }, sku);
  return () => page.evaluate(() => (globalThis as unknown as { said: { text: string; atMs: number }[] }).said);
}

/** Whether a region's entry is this one and has faded in. */
export function entryOn(page: Page, region = 'main'): Promise<string | null> {
  return page.evaluate(
    of => document.querySelector<HTMLElement>(`[data-region="${of}"] [data-phase="on"]`)?.dataset.entry ?? null,
    region,
  );
}
