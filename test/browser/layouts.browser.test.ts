import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SampleScene, sampleEvent } from '../../src/console/web/layout-sample.ts';
import { builtinLayouts } from '../../src/signage/builtin-layouts.ts';
import { contrast, textContrast } from '../../src/signage/contrast.ts';
import { capitalPx } from '../../src/signage/sign-height.ts';
import { signPanels } from '../signage/sign-panels.ts';
import { drawnTexts } from './drawn-text.ts';
import { differingShare, readGolden, shrinkPng, writeGolden } from './golden-picture.ts';
import { type SignStage, startSignStage } from './sign-stage.ts';

const executablePath = '/usr/bin/chromium';
const golden = new URL('../vectors/screens/', import.meta.url);
/** Draws the golden pictures anew: `ENDCAP_GOLDEN=write npx vitest run test/browser/layouts.browser.test.ts`. Look at each. */
const rewrite = process.env.ENDCAP_GOLDEN === 'write';
/** Of the cells of a picture, so many may look different: another version of the browser smooths letters its own way. */
const mayDiffer = 0.01;
/** A moment at which the board and the ticker stand at their first page. */
const atMs = Math.ceil(Date.UTC(2026, 10, 24, 13, 5) / 144_000) * 144_000;

const layouts = builtinLayouts();
/** Every layout on every panel that it is for, and each scene and skin at least once. */
const drawn: readonly (readonly [string, string, SampleScene, string])[] = [
  ['landscape', '1080p', 'prices', 'day'],
  ['landscape', '1080p', 'offer', 'sale'],
  ['landscape', '1080p', 'bitcoin', 'night'],
  ['landscape', '4k', 'prices', 'season'],
  ['board', '1080p', 'offer', 'season'],
  ['board', '4k', 'prices', 'night'],
  ['door', '1080p', 'message', 'season'],
  ['door', '4k', 'qr', 'night'],
  ['door', '1080p-portrait', 'offer', 'day'],
  ['door', '4k-portrait', 'message', 'sale'],
  ['portrait', '1080p-portrait', 'bitcoin', 'night'],
  ['portrait', '4k-portrait', 'offer', 'day'],
  ['board-portrait', '1080p-portrait', 'offer', 'sale'],
  ['board-portrait', '4k-portrait', 'prices', 'day'],
  ['bar', 'bar', 'prices', 'day'],
  ['bar', 'bar', 'offer', 'night'],
];
const pictures = drawn.map(([id, on, scene, skin]) => {
  const { panel, viewingDistanceM } = signPanels.find(({ name }) => name === on)!;
  return { name: `${id}-${on}-${scene}-${skin}`, id, on, panel, viewingDistanceM, scene, skin };
});

describe.skipIf(!existsSync(executablePath))('layouts as the page draws them (apt: chromium)', () => {
  let browser: Browser;
  let stage: SignStage;

  beforeAll(async () => {
    const args = '--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking'.split(' ');
    browser = await chromium.launch({ executablePath, args });
    stage = await startSignStage(browser);
  });
  afterAll(async () => {
    await browser.close();
    await stage.stop();
  });

  // Drawing 4K without a graphics card takes its time.
  test.each(pictures)('$name looks as it should, and can be read', { timeout: 120_000 }, async wish => {
    const { layout, skins } = layouts.find(each => each.layout.id === wish.id)!;
    const event = sampleEvent({ ...wish, layout, skin: skins[wish.skin]!, atMs }, 1);
    const page = await stage.open(event);
    const texts = await drawnTexts(page);
    const picture = shrinkPng(await page.screenshot());
    await page.context().close();

    const unit = capitalPx(1, wish.panel, wish.viewingDistanceM);
    expect(texts.length).toBeGreaterThan(3);
    // A tenth of a pixel for the browser's own rounding.
    expect(texts.filter(text => text.capitalPx < unit - 0.1)).toEqual([]);
    expect(texts.filter(({ colour, behind }) => contrast(colour, behind) < textContrast)).toEqual([]);
    expect(texts.filter(({ cutPx }) => cutPx > 1)).toEqual([]);
    expect(texts.filter(({ over }) => over !== null)).toEqual([]);

    const file = new URL(`${wish.name}.png`, golden);
    if (rewrite) await writeFile(file, writeGolden(picture));
    expect(differingShare(picture, readGolden(await readFile(file)))).toBeLessThanOrEqual(mayDiffer);
  });

  test('a picture that is another one would be told', async () => {
    const [one, other] = await Promise.all(
      ['landscape-1080p-prices-day', 'landscape-1080p-offer-sale'].map(async name =>
        readGolden(await readFile(new URL(`${name}.png`, golden))),
      ),
    );
    expect(differingShare(one!, one!)).toBe(0);
    expect(differingShare(one!, other!)).toBeGreaterThan(0.2);
  });

  test('every layout is drawn on every panel that it is for', () => {
    const places = signPanels.flatMap(({ name, layouts: ids }) => ids.map(id => `${id} ${name}`));
    expect(new Set(pictures.map(({ id, on }) => `${id} ${on}`))).toEqual(new Set(places));
    expect(new Set(places.map(place => place.split(' ')[0]))).toEqual(new Set(layouts.map(({ layout }) => layout.id)));
  });

  test('there is a picture for each, no other, and together they stay small', async () => {
    const files = (await readdir(golden)).toSorted();
    expect(files).toEqual(pictures.map(({ name }) => `${name}.png`).toSorted());
    const sizes = await Promise.all(files.map(async file => (await stat(new URL(file, golden))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000);
  });
});
