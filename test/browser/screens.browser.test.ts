import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Programme } from '../../src/signage/wire/programme.ts';
import { cardOf, cards, entryOf, programmeOf, stepOf } from '../signage/programme-fixture.ts';
import { type ScreenGateway, startScreenGateway } from './screen-gateway.ts';
import { entryOn, hasChromium, launchChromium, openScreen, pricesOn, recordPrice } from './screen-page.ts';

const still = [entryOf('offer', { kind: 'offer', badge: null, text: null, skus: ['tea'], picture: null, qr: null })];

describe.skipIf(!hasChromium)('the truth of a screen, in a browser (apt: chromium)', { timeout: 90_000 }, () => {
  let browser: Browser;
  let gateway: ScreenGateway;
  let complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(() => {
    complaints = [];
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await gateway.stop();
    expect(gateway.refused).toEqual([]);
    expect(complaints).toEqual([]);
  });

  async function begin(programme: Partial<Programme> = {}) {
    gateway = await startScreenGateway(programmeOf({ entries: still, ...programme }));
    const page = await openScreen(browser, gateway, complaints);
    await page.locator('[data-price="shown"]').first().waitFor();
    return page;
  }
  const shown = async (page: Awaited<ReturnType<typeof begin>>) =>
    (await pricesOn(page)).filter(({ text }) => text !== null).length;

  test('shows each price as its label does, and says so', async () => {
    const page = await begin();
    const prices = Object.fromEntries((await pricesOn(page)).map(({ sku, text }) => [sku, text]));
    expect(prices).toEqual({ tea: '3,49\u00a0€', apple: '2,79\u00a0€', pear: '3,19\u00a0€', grape: '1,99\u00a0€', lemon: null }); // biome-ignore format: one line
    await expect.poll(() => gateway.reports.at(-1)?.seen.prices.length).toBe(5);
    const { seen, clock, hidden, seq, boot } = gateway.reports.at(-1)!;
    expect(Object.fromEntries(seen.prices.map(({ sku, text }) => [sku, text]))).toEqual(prices);
    expect({ clock, hidden, seq, boot }).toEqual({ clock: 'true', hidden: 1, seq: 1, boot: 'boot1' });
    expect(seen.entries).toEqual([{ region: 'main', entry: 'offer', offer: null }]);
  });

  test('hides every price when the gateway was silent for longer than the limit, and shows them when it speaks', async () => {
    const page = await begin({ priceLimitMs: 4_000 });
    gateway.fallSilent();
    await expect.poll(() => shown(page)).toBe(0);
    expect((await pricesOn(page)).map(({ why }) => why)).toEqual(['age', 'age', 'age', 'age', 'none']);
    await page.getByText('Preis am Regal').first().waitFor();
    gateway.speak();
    await expect.poll(() => shown(page)).toBe(4);
  });

  test('hides every price when its clock jumps, until the gateway speaks again', async () => {
    const page = await begin();
    gateway.fallSilent();
    await page.evaluate(() => {
      const real = Date.now;
      Date.now = () => real() + 3_600_000;
    });
    await expect.poll(() => shown(page)).toBe(0);
    expect((await pricesOn(page))[0]?.why).toBe('clock');
    await expect.poll(() => gateway.reports.at(-1)?.clock).toBe('lost');
    gateway.speak();
    await expect.poll(() => shown(page)).toBe(4);
  });

  test('changes a price at its moment: never the next one before, never the last one after', async () => {
    const page = await begin();
    const said = await recordPrice(page, 'tea');
    const turnMs = Date.now() + 4_000;
    const planned = [stepOf(3, '49', { untilMs: turnMs }), stepOf(2, '22', { fromMs: turnMs })];
    const tea = cardOf('tea', ['Tee', 'Tea'], planned);
    const ending = cardOf('apple', ['Apfel', 'Apple'], [stepOf(2, '79', { untilMs: turnMs })]);
    gateway.update(programmeOf({ entries: still, cards: [tea, cards[1]!, ending, ...cards.slice(3)] }));
    await expect.poll(async () => (await said()).at(-1)?.text).toBe('2,22\u00a0€');
    const told = await said();
    expect(told.map(({ text }) => text)).toEqual(['3,49\u00a0€', '2,22\u00a0€']);
    // Both clocks are the machine's; what is between them is the way of one message.
    expect(told[1]!.atMs).toBeGreaterThanOrEqual(turnMs);
    await expect.poll(async () => (await pricesOn(page, 'board'))[0]).toMatchObject({ text: null, why: 'plan' });
  });

  test('a new price takes the place of the old one, and nothing else is drawn anew', async () => {
    const page = await begin();
    const stage = await page.locator('.stage').elementHandle();
    const anew = cards.map(card => (card.sku === 'tea' ? { ...card, version: 2, steps: [stepOf(2, '99')] } : card));
    gateway.update(programmeOf({ entries: still, cards: anew }));
    await expect.poll(async () => (await pricesOn(page, 'main'))[0]?.text).toBe('2,99\u00a0€');
    expect(await stage!.evaluate(element => element.isConnected)).toBe(true);
    await expect.poll(() => gateway.reports.at(-1)?.seq).toBe(2);
  });

  test('without the gateway it starts with what it played last, but no price', async () => {
    const page = await begin();
    const port = gateway.port;
    await expect
      .poll(() =>
        page.evaluate(async () => {
          const shell = await (await caches.open('endcap-shell')).keys();
          const kept = await (await caches.open('endcap-screen-door-1')).keys();
          return [shell.length > 4, kept.length, navigator.serviceWorker.controller !== null];
        }),
      )
      .toEqual([true, 1, true]);
    await gateway.stop();
    await page.reload();
    await page.getByText('Preis am Regal').first().waitFor();
    expect(await entryOn(page)).toBe('offer');
    expect(await shown(page)).toBe(0);
    expect((await pricesOn(page, 'main'))[0]?.why).toBe('stream');
    gateway = await startScreenGateway(programmeOf({ entries: still }), { port, boot: 'boot2' });
    await expect.poll(() => shown(page), { timeout: 20_000 }).toBe(4);
  });

  test('plays on while its gateway starts anew, and nothing flickers', async () => {
    const page = await begin();
    const said = await recordPrice(page, 'tea');
    const layer = await page.locator('[data-phase="on"]').elementHandle();
    const { port } = gateway;
    await gateway.stop();
    gateway = await startScreenGateway(programmeOf({ entries: still }), { port, boot: 'boot2' });
    await expect.poll(() => gateway.reports.at(-1)?.boot, { timeout: 20_000 }).toBe('boot2');
    expect((await said()).map(({ text }) => text)).toEqual(['3,49\u00a0€']);
    expect(await layer!.evaluate(element => element.isConnected)).toBe(true);
  });

  test('goes on where it was when its stream breaks', async () => {
    await begin();
    await expect.poll(() => gateway.reports.length).toBeGreaterThan(0);
    gateway.cut();
    await expect.poll(() => gateway.joined).toEqual([null, 'boot1-1']);
  });

  test('begins anew and tells it when a word cannot be read, or one is missing', async () => {
    await begin();
    gateway.raw('data: {"type":"pulse","seq":"one"}\n\n');
    await expect.poll(() => gateway.joined).toEqual([null, null]);
    await expect
      .poll(() => gateway.reports.flatMap(({ problems }) => problems).join())
      .toContain('cannot be read: seq');
    gateway.raw(`data: {"type":"pulse","seq":9,"atMs":${Date.now()}}\n\n`);
    await expect.poll(() => gateway.joined).toEqual([null, null, null]);
    await expect.poll(() => gateway.reports.flatMap(({ problems }) => problems).join()).toContain('change 9');
  });

  test('shows a code until it is paired, and nothing any more when that is revoked', async () => {
    gateway = await startScreenGateway(programmeOf({ entries: still }));
    gateway.setPaired('code');
    const page = await openScreen(browser, gateway, complaints);
    await page.getByText('K7M2PX').waitFor();
    expect(await page.locator('.stage').count()).toBe(0);
    gateway.setPaired('yes');
    await page.locator('[data-price="shown"]').first().waitFor();
    gateway.setPaired('no');
    gateway.cut();
    await page.getByText('K7M2PX').waitFor();
    expect(await page.locator('.stage').count()).toBe(0);
    await expect.poll(() => page.evaluate(() => caches.has('endcap-screen-door-1'))).toBe(false);
  });

  test('a mirror shows what its holder gives it, and connects to nothing', async () => {
    gateway = await startScreenGateway(programmeOf({ entries: still }));
    const page = await browser.newPage({ viewport: { width: 480, height: 270 } });
    await page.goto(new URL('/holder', gateway.url).href);
    const event = { type: 'programme', seq: 1, atMs: Date.now(), programme: programmeOf({ entries: still }) };
    await page.evaluate(
      ([address, told]) =>
        new Promise<void>(resolve => {
          const frame = document.createElement('iframe');
          frame.src = `${address}?mirror`;
          addEventListener('message', ({ data }) => {
            if (data.endcap !== 'mirror-ready') return;
            frame.contentWindow?.postMessage(told, location.origin);
            resolve();
          });
          document.body.append(frame);
        }),
      [gateway.url, event] as const,
    );
    await page.frameLocator('iframe').locator('[data-price="shown"]').first().waitFor();
    expect(gateway.joined).toEqual([]);
    expect(gateway.reports).toEqual([]);
  });
});
