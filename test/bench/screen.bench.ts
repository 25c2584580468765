import { existsSync } from 'node:fs';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createCatalogue } from '../../emulator/catalogue/catalogue.ts';
import { systemClock } from '../../emulator/clock.ts';
import { createShop, type Shop } from '../../emulator/shop.ts';
import type { WiredNode } from '../../emulator/wired/node.ts';
import type { RunningAgent } from '../../src/cli/ports.ts';
import { until } from '../e2e/house.ts';
import { startAgent } from './alarm.bench.ts';
import { type Figure, notMeasured, quantile, round } from './figure.ts';
import { scratch } from './shop-and-agent.ts';

const samples = 40;
const warmUps = 2;
const overlayGoalMs = 1_000;
const priceGoalMs = 300;
const chromiumPath = '/usr/bin/chromium';
/** The alarm of a long queue lies over it. */
const screen = 'checkout';
const productName = 'Bananen';
const answerWithinMs = 10_000;

/** Has the screen show this product and nothing else: what takes turns would have to be waited for. */
function showOnly(shop: Shop, sku: string): void {
  const body = {
    kind: 'screen',
    zone: 'tills',
    panel: { widthPx: 1920, heightPx: 1080, diagonalInch: 43 },
    viewingDistanceM: 3,
    layout: 'door',
    playlist: [{ entry: 'one', seconds: 600, show: { kind: 'prices', skus: [sku] } }],
  };
  shop.mesh.change('screen', [[screen, body]]);
}

/** Opens the page and has it note when something comes to be seen: with the frame that shows it. */
async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  await page.goto(new URL(`s/${screen}`, url).href);
  await page.locator('[data-price="shown"]').first().waitFor();
  return page;
}

/** The wall clock at the first frame in which `seen` holds; both ends of a measurement are on this machine. */
async function frameWith(page: Page, seen: { readonly selector: string; readonly text: string }): Promise<number> {
  const found = await page.waitForFunction(
    ({ selector, text }) =>
      [...document.querySelectorAll<HTMLElement>(selector)].some(
        element => element.textContent?.includes(text) && element.checkVisibility({ opacityProperty: true }),
      ) && performance.timeOrigin + performance.now(),
    seen,
    { polling: 'raf', timeout: answerWithinMs },
  );
  return (await found.jsonValue()) as number;
}

/** Each is higher than the one before: a lower one would wait for the tills. */
async function priceOnce(shop: Shop, page: Page, sku: string, amountMinor: number): Promise<number> {
  const text = `${Math.floor(amountMinor / 100)},${`${amountMinor % 100}`.padStart(2, '0')}`;
  const seen = frameWith(page, { selector: `[data-sku="${sku}"][data-price="shown"]`, text });
  const beganMs = performance.timeOrigin + performance.now();
  shop.pricing.setPrice(sku, BigInt(amountMinor));
  return (await seen) - beganMs;
}

async function overlayOnce(node: WiredNode, agent: RunningAgent, page: Page, text: string): Promise<number> {
  const seen = frameWith(page, { selector: '[data-overlay]', text });
  await node.lines.get('till-in')!.cross('in');
  const beganMs = performance.timeOrigin + performance.now();
  const tookMs = (await seen) - beganMs;
  await fetch(new URL('api/counts/till-1/zero', agent.url), { method: 'POST' });
  await page.locator('[data-overlay]').waitFor({ state: 'detached', timeout: answerWithinMs });
  return tookMs;
}

/** From publishing to having it back from the same broker: what the way to the gateway and back takes at least. */
async function roundTrips(url: string): Promise<number[]> {
  const client = await mqtt.connectAsync(url);
  const taken: number[] = [];
  await client.subscribeAsync('bench/echo', { qos: 1 });
  for (let sample = 0; sample < samples; sample++) {
    const back = new Promise<void>(resolve => client.once('message', () => resolve()));
    const beganMs = performance.now();
    client.publish('bench/echo', Buffer.alloc(700, 0x20), { qos: 1 });
    await back;
    taken.push(performance.now() - beganMs);
  }
  await client.endAsync();
  return taken;
}

/**
 * What a screen in a real browser takes: from the last beam of the crossing that raises an alarm until its words are in a
 * frame, and from publishing a price until its digits are. Everything but the browser runs in this one process.
 */
export async function benchScreens(): Promise<Figure[]> {
  if (!existsSync(chromiumPath)) {
    const skipped = 'needs Chromium (apt: chromium)';
    return [
      notMeasured('screen.overlayP99Ms', 'ms', overlayGoalMs, skipped),
      notMeasured('screen.priceP99Ms', 'ms', priceGoalMs, skipped),
    ];
  }
  const { dir, env, remove } = scratch();
  process.env.XDG_RUNTIME_DIR = env.XDG_RUNTIME_DIR;
  const shop = await createShop({
    labels: 12,
    seed: 1,
    adapters: 1,
    broker: null,
    driftPerMinute: 0,
    clock: systemClock,
    refreshScale: 0.01,
    headEveryMs: 1_000,
    wired: true,
    screens: true,
    checkInMs: 2_000,
  });
  for (const one of shop.screens!.screens) one.unplug();
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  try {
    const agent = await startAgent(shop, join(dir));
    try {
      const { node } = shop.wired!.aisle.nodes.find(({ plan }) => plan.id === 'till-node')!;
      const sku = createCatalogue().products.find(({ name }) => name.de === productName)!.sku;
      const { watches, mesh } = shop.configuration() as unknown as {
        readonly watches: readonly { readonly id: string; readonly text: string }[];
        readonly mesh: { readonly url: string };
      };
      const { text } = watches.find(({ id }) => id === 'queue-long')!;
      showOnly(shop, sku);
      const page = await openPage(browser, agent.url);
      await until(() => node.lines.get('till-in') !== undefined, answerWithinMs, 'the lines of the till');
      const quote = await fetch(new URL(`api/quotes/${sku}`, agent.url));
      const { fiat } = (await quote.json()) as { readonly fiat: { readonly amountMinor: number } };
      const prices: number[] = [];
      const overlays: number[] = [];
      for (let sample = 0; sample < samples + warmUps; sample++) {
        const price = await priceOnce(shop, page, sku, fiat.amountMinor + 1 + sample);
        const overlay = await overlayOnce(node, agent, page, text);
        if (sample < warmUps) continue;
        prices.push(price);
        overlays.push(overlay);
      }
      const echo = await roundTrips(mesh.url);
      return [
        figureOf('screen.overlayP99Ms', overlayGoalMs, overlays, echo),
        figureOf('screen.priceP99Ms', priceGoalMs, prices, echo),
      ];
    } finally {
      await agent.stop();
    }
  } finally {
    await browser.close();
    await shop.stop();
    remove();
  }
}

function figureOf(name: string, goal: number, taken: readonly number[], echo: readonly number[]): Figure {
  const p = (values: readonly number[], share: number): number => round(quantile(values, share), 1);
  return {
    name,
    value: p(taken, 0.99),
    unit: 'ms',
    goal,
    baseline: p(echo, 0.99),
    samples: taken.length,
    note: `p50 ${p(taken, 0.5)} ms, baseline: p99 of a message to the same broker and back, p50 ${p(echo, 0.5)} ms`,
  };
}
