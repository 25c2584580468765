import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PageEvent } from '../../src/signage/wire/page-event.ts';
import { cards, entryOf, programmeOf, stepOf } from '../signage/programme-fixture.ts';
import { type ScreenGateway, startScreenGateway } from './screen-gateway.ts';
import { hasChromium, launchChromium, openScreen, pricesOn } from './screen-page.ts';

const stepMs = 30_000;
const hourMs = 3_600_000;

interface Figures {
  readonly heapBytes: number;
  readonly listeners: number;
  readonly nodes: number;
}

describe.skipIf(!hasChromium)('a day of a screen in a browser (apt: chromium)', { timeout: 900_000 }, () => {
  let browser: Browser;
  let gateway: ScreenGateway;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await gateway.stop();
  });

  test('playing for 24 hours leaves neither memory nor listeners nor elements behind', async () => {
    gateway = await startScreenGateway(programmeOf());
    const page = await browser.newPage({ viewport: { width: 320, height: 180 } });
    const beginMs = Date.now();
    await page.clock.install({ time: beginMs });
    await page.goto(new URL('/holder', gateway.url).href);
    await page.evaluate(address => {
      const frame = document.createElement('iframe');
      Object.assign(frame, { width: 320, height: 180, src: `${address}?mirror` });
      document.body.append(frame);
    }, gateway.url);
    const mirror = () => page.frames().find(frame => frame.url().endsWith('?mirror'))!;
    await expect.poll(() => mirror()?.evaluate(() => document.querySelector('.waiting') !== null)).toBe(true);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');

    let hours = 0;
    let seq = 0;
    /** An hour in the page: every step its clocks go on, and the gateway speaks. Every ten minutes something changes. */
    const playHour = async () => {
      const events: PageEvent[] = [];
      for (let step = 1; step <= hourMs / stepMs; step += 1) {
        const atMs = beginMs + hours * hourMs + step * stepMs;
        if (step % 20 === 0 || seq === 0) {
          seq += 1;
          events.push({ type: 'programme', seq, atMs, programme: day(seq) });
        } else events.push({ type: 'pulse', seq, atMs });
      }
      hours += 1;
      const played = await page.evaluate(playThrough, { events, stepMs });
      return new Set(played);
    };
    // Until everything was drawn often enough to be compiled: that is memory as well.
    for (let hour = 0; hour < 8; hour += 1) await playHour();
    const before = await measure(page, session);
    for (let hour = 8; hour < 32; hour += 1) {
      expect(await playHour()).toEqual(new Set(['offer', 'prices', 'bitcoin', 'text']));
    }
    const after = await measure(page, session);
    expect(await mirror().evaluate(() => document.querySelectorAll('[data-price="shown"]').length)).toBeGreaterThan(0);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners);
    expect(after.nodes).toBeLessThanOrEqual(before.nodes * 1.05);
    expect(after.heapBytes).toBeLessThan(before.heapBytes * 1.05);
  });

  test('neither does a stream that breaks again and again', async () => {
    const complaints: string[] = [];
    gateway = await startScreenGateway(day(0));
    const page = await openScreen(browser, gateway, complaints, { viewport: { width: 960, height: 540 } });
    await page.locator('[data-price="shown"]').first().waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    let turn = 0;
    const breaks = async (times: number) => {
      for (let count = 0; count < times; count += 1) {
        const joined = gateway.joined.length;
        gateway.cut();
        turn += 1;
        gateway.update(day(turn));
        await expect.poll(() => gateway.joined.length, { timeout: 40_000 }).toBeGreaterThan(joined);
        gateway.pulse();
        const text = day(turn).cards[0]!.steps[0]!.price.text;
        await expect.poll(async () => (await pricesOn(page)).some(price => price.text === text)).toBe(true);
      }
    };
    await breaks(4);
    const before = await measure(page, session);
    await breaks(16);
    const after = await measure(page, session);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners + 2);
    expect(after.heapBytes).toBeLessThan(before.heapBytes * 1.1);
    expect(complaints).toEqual([]);
  });
});

/** Runs in the page: gives each event to the mirror and lets its clocks go on. Answers with what was on. */
async function playThrough({ events, stepMs }: { events: readonly unknown[]; stepMs: number }): Promise<string[]> {
  const frame = document.querySelector('iframe')!.contentWindow!;
  type Clocked = { __pwClock: { controller: { fastForward(ms: number): Promise<void> } } };
  const clocks = [globalThis, frame].map(one => (one as unknown as Clocked).__pwClock.controller);
  const played = new Set<string>();
  for (const event of events) {
    for (const clock of clocks) await clock.fastForward(stepMs);
    frame.postMessage(event, location.origin);
    await new Promise<void>(resolve => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
    const on = frame.document.querySelector<HTMLElement>('[data-phase="on"]')?.dataset.entry;
    if (on !== undefined) played.add(on);
  }
  return [...played];
}

/** The same programme with other prices; an alarm comes and goes. */
function day(turn: number) {
  const price = stepOf(1 + (turn % 9), String(10 + (turn % 90)));
  return programmeOf({
    entries: [
      entryOf('offer', { kind: 'offer', badge: 'Neu', text: null, skus: ['tea'], picture: null, qr: null }, { durationMs: 20_000 }), // biome-ignore format: one line
      entryOf('prices', { kind: 'prices', title: null, skus: ['apple', 'pear', 'tea', 'coffee'] }, { durationMs: 20_000 }), // biome-ignore format: one line
      entryOf('bitcoin', { kind: 'bitcoin', title: null, skus: ['coffee'] }, { durationMs: 20_000 }),
      entryOf('text', { kind: 'message', title: null, text: ['Text', 'Text'] }, { durationMs: 20_000 }),
    ],
    board: { title: null, skus: ['tea', 'apple'] },
    cards: cards.map(card => (card.sku === 'tea' ? { ...card, version: turn + 1, steps: [price] } : card)),
    above: {
      overlays: turn % 3 === 0 ? [{ id: 'a', severity: 'warning', text: `Alarm ${turn}`, sinceMs: 0 }] : [],
      emergency: null,
    },
  });
}

/** What the page holds once everything that can go has gone. */
async function measure(page: Page, session: CDPSession): Promise<Figures> {
  await page.waitForTimeout(500);
  for (let times = 0; times < 3; times += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => metrics.find(metric => metric.name === name)!.value;
  return { heapBytes: usedSize, listeners: of('JSEventListeners'), nodes: of('Nodes') };
}
