import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'fast-png';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Above, Asset, Programme } from '../../src/signage/wire/programme.ts';
import { entryOf, programmeOf } from '../signage/programme-fixture.ts';
import { type ScreenGateway, startScreenGateway } from './screen-gateway.ts';
import { entryOn, hasChromium, launchChromium, openScreen } from './screen-page.ts';

const hasZbar = existsSync('/usr/bin/zbarimg');
const message = (id: string, text: string, rest = {}) =>
  entryOf(id, { kind: 'message', title: null, text: [text, text] }, { durationMs: 2_000, ...rest });

describe.skipIf(!hasChromium)('what a screen plays, in a browser (apt: chromium)', { timeout: 90_000 }, () => {
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

  async function begin(programme: Partial<Programme>, options: BrowserContextOptions = {}): Promise<Page> {
    gateway = await startScreenGateway(programmeOf(programme));
    return openScreen(browser, gateway, complaints, options);
  }
  const plays = () => [...new Map(gateway.reports.flatMap(({ plays }) => plays).map(play => [play.id, play])).values()];
  const told = () => gateway.reports.at(-1);

  test('each entry has its turn, and is proved with the time that it could be seen', async () => {
    const offer = { offer: 'tea-week', version: 3, variant: 'a' };
    await begin({ entries: [message('a', 'A', { offer }), message('b', 'B')] });
    await expect.poll(() => plays().length).toBeGreaterThanOrEqual(3);
    const [first, second, third] = plays();
    expect([first, second, third].map(play => play?.entry)).toEqual(['a', 'b', 'a']);
    expect([first?.offer, second?.offer]).toEqual([offer, null]);
    for (const { fromMs, toMs, seenMs, frames } of plays()) {
      expect(toMs - fromMs).toBeGreaterThanOrEqual(2_000);
      expect(seenMs).toBeLessThanOrEqual(toMs - fromMs);
      expect(frames > 0).toBe(seenMs > 0);
    }
    expect(third!.fromMs).toBe(second!.toMs);
  });

  test('what is covered or hidden is played, but not proved', async () => {
    const page = await begin({ entries: [message('a', 'A')] });
    await expect.poll(() => plays().some(({ seenMs }) => seenMs > 0)).toBe(true);
    const emergency = { text: ['Bitte das Gebäude verlassen', 'Please leave the building'], fromMs: 0, untilMs: null };
    const before = gateway.now();
    gateway.update(programmeOf({ entries: [message('a', 'A')], above: { overlays: [], emergency } }));
    await page.getByText('Bitte das Gebäude verlassen').waitFor();
    await expect.poll(() => told()?.seen.overlay).toBe('Bitte das Gebäude verlassen');
    expect(told()?.seen).toMatchObject({ prices: [], entries: [] });
    const covered = () => plays().filter(({ fromMs }) => fromMs > before + 3_000);
    await expect.poll(() => covered().length).toBeGreaterThan(0);
    for (const { seenMs, frames } of covered()) expect({ seenMs, frames }).toEqual({ seenMs: 0, frames: 0 });
    gateway.update(programmeOf({ entries: [message('a', 'A')] }));
    await expect.poll(() => told()?.seen.entries.length).toBe(1);
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(() => told()?.visible).toBe(false);
    const hiddenMs = gateway.now();
    const unseen = () => plays().filter(({ fromMs }) => fromMs > hiddenMs);
    await expect.poll(() => unseen().length).toBeGreaterThan(0);
    for (const { seenMs } of unseen()) expect(seenMs).toBe(0);
  });

  test('plays that nobody took are told later, once each', async () => {
    await begin({ entries: [message('a', 'A')] });
    await expect.poll(() => plays().length).toBeGreaterThan(0);
    gateway.setAnswering(false);
    const count = plays().length;
    await new Promise(resolve => setTimeout(resolve, 7_000));
    expect(plays().length).toBe(count);
    gateway.setAnswering(true);
    await expect.poll(() => plays().length).toBeGreaterThan(count + 1);
    const numbers = plays().map(({ id }) => Number(id.split('-')[1]));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('an alarm stands above everything in the colour of its severity, also in the dark', async () => {
    const page = await begin({ dark: true });
    const above: Above = {
      overlays: [{ id: 'freezer', severity: 'urgent', text: 'Tiefkühltruhe 3: −9 °C', sinceMs: 0 }],
      emergency: null,
    };
    await expect.poll(() => told()?.seq).toBe(1);
    expect(await page.locator('[data-region]').count()).toBe(0);
    gateway.update(programmeOf({ dark: true, above }));
    const overlay = page.getByRole('alert');
    await overlay.waitFor();
    expect(await overlay.evaluate(element => getComputedStyle(element).backgroundColor)).toBe('rgb(176, 0, 32)');
    await expect.poll(() => told()?.seen.overlay).toBe('Tiefkühltruhe 3: −9 °C');
    gateway.update(programmeOf({ dark: true }));
    await expect.poll(() => overlay.count()).toBe(0);
  });

  test('with reduced motion nothing moves by itself', async () => {
    const moving = (page: Page) =>
      page.evaluate(() => document.getAnimations().map(one => (one as CSSAnimation).animationName));
    const lively = await begin({ entries: [message('a', 'A')] });
    await expect.poll(() => moving(lively)).toContain('run');
    await gateway.stop();
    const page = await begin({}, { reducedMotion: 'reduce' });
    await page.getByText('Heute bis 22 Uhr geöffnet').or(page.getByText('Open until 10 pm today')).first().waitFor();
    expect(await moving(page)).toEqual([]);
  });

  test('a picture is shown when it is decoded; one that is broken is passed over', async () => {
    const picture = pngOf(64, 48);
    const [good, bad] = [assetOf(picture), assetOf(Buffer.from('no picture at all'))];
    gateway = await startScreenGateway(
      programmeOf({
        entries: [
          entryOf('good', { kind: 'image', asset: good, text: null }, { durationMs: 2_000 }),
          entryOf('bad', { kind: 'image', asset: bad, text: null }, { durationMs: 2_000 }),
          message('text', 'Text'),
        ],
      }),
    );
    for (const [asset, bytes] of [[good, picture], [bad, Buffer.from('no picture at all')]] as const) gateway.assets.set(asset.sha256, { type: asset.type, bytes }); // biome-ignore format: one line
    const page = await openScreen(browser, gateway, complaints);
    await expect.poll(() => entryOn(page)).toBe('good');
    expect(await page.locator('[data-phase="on"] img').evaluate(image => (image as HTMLImageElement).naturalWidth)).toBe(64); // biome-ignore format: one line
    await expect.poll(() => plays().length).toBeGreaterThanOrEqual(4);
    expect(new Set(plays().map(({ entry }) => entry))).toEqual(new Set(['good', 'text']));
    expect(gateway.reports.flatMap(({ problems }) => problems)).toContain(`cannot draw ${bad.sha256.slice(0, 12)}`);
  });

  test('draws a picture of itself when it is asked, says its name, and loads itself anew', async () => {
    const page = await begin({
      entries: [message('a', 'A', { durationMs: 60_000 })],
      shift: { px: 0, everyMs: 60_000 },
    });
    await expect.poll(() => told()?.seen.entries.length).toBe(1);
    gateway.order('screenshot', 'shot-1');
    await expect.poll(() => gateway.shots.has('shot-1'), { timeout: 20_000 }).toBe(true);
    await expect.poll(() => gateway.reports.flatMap(({ done }) => done)).toContainEqual({ id: 'shot-1', ok: true });
    const own = decode(gateway.shots.get('shot-1')!);
    const seen = decode(await page.screenshot({ clip: { x: 0, y: 0, width: 1920, height: 980 } }));
    expect([own.width, own.height]).toEqual([1920, 1080]);
    expect(differing(own, seen)).toBeLessThan(0.01);

    gateway.order('identify', 'who-1');
    await page.getByRole('status').getByText('door-1').waitFor();
    await expect.poll(() => gateway.reports.flatMap(({ done }) => done)).toContainEqual({ id: 'who-1', ok: true });

    const load = told()!.page;
    gateway.order('reload', 'anew-1');
    await expect.poll(() => told()?.page).not.toBe(load);
    await expect.poll(() => gateway.reports.flatMap(({ done }) => done)).toContainEqual({ id: 'anew-1', ok: true });
  });

  test('a screen that fails to draw shows nothing, tells it and loads itself anew', async () => {
    const page = await begin({ entries: [message('a', 'A')] });
    await expect.poll(() => told()?.seen.entries.length).toBe(1);
    const load = told()!.page;
    await page.evaluate(() => {
      Object.defineProperty(Element.prototype, 'clientWidth', {
        get() {
          throw new Error('broken on purpose');
        },
      });
    });
    gateway.update(programmeOf({ entries: [message('b', 'B')], qr: { kind: 'link', text: 'https://x.example', caption: ['X'] } })); // biome-ignore format: one line
    await expect.poll(() => told()?.page).not.toBe(load);
    await expect.poll(() => gateway.reports.flatMap(({ problems }) => problems).join()).toContain('broken on purpose');
    await expect.poll(() => entryOn(page)).toBe('b');
  });

  test.skipIf(!hasZbar)('its codes can be read from the screen (apt: zbar-tools)', async () => {
    const coupon = { kind: 'coupon', text: 'https://shop.example/c/7M2PXK', caption: ['Coupon', 'Coupon'] } as const;
    const page = await begin({ entries: [entryOf('code', { kind: 'qr', qr: { ...coupon, caption: [...coupon.caption] } })] }); // biome-ignore format: one line
    await page.locator('[data-region="main"] [data-qr]').waitFor();
    await expect.poll(() => told()?.seen.entries.length).toBe(1);
    const folder = await mkdtemp(join(tmpdir(), 'screen-'));
    await page.screenshot({ path: join(folder, 'screen.png') });
    const read = execFileSync('zbarimg', ['--quiet', '--raw', join(folder, 'screen.png')], { encoding: 'utf8' });
    await rm(folder, { recursive: true });
    expect(read.trim().split('\n').sort()).toEqual(['https://shop.example/app', coupon.text]);
  });
});

function assetOf(bytes: Buffer): Asset {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), type: 'image/png', bytes: bytes.length };
}

function pngOf(width: number, height: number): Buffer {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 7) % 256);
  return Buffer.from(encode({ width, height, data, channels: 3 }));
}

/** The share of pixels of the second picture that differ visibly from the first. */
function differing(a: ReturnType<typeof decode>, b: ReturnType<typeof decode>): number {
  let count = 0;
  for (let y = 0; y < b.height; y += 1) {
    for (let x = 0; x < b.width; x += 1) {
      const [at, of] = [(y * a.width + x) * a.channels, (y * b.width + x) * b.channels];
      if ([0, 1, 2].some(channel => Math.abs(a.data[at + channel]! - b.data[of + channel]!) > 48)) count += 1;
    }
  }
  return count / (b.width * b.height);
}
