import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../emulator/catalogue/catalogue.ts';
import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { toPng } from '../../src/render/png.ts';
import { createRenderer } from '../../src/render/render.ts';
import type { LabelContent } from '../../src/shelf/content.ts';
import type { Bitmap } from '../../src/shelf/panel.ts';
import { coffee, contentOf, euro, milk, panelOf, staff } from './samples.ts';

/** Pictures that people have looked at. `UPDATE_GOLDEN=1` writes them anew: look at each of them again. */
const folder = new URL('../vectors/render/', import.meta.url);
const renderer = createRenderer({ templates: builtinTemplates() });
const panel = panelOf(128, 64, 'bw');
const rate = { pair: 'btc-eur', rate: '60895.00', atMs: 0, seq: 1, timeText: '14:05' };
const bitcoin = { style: 'sats', rate } as const;

const cases: Readonly<Record<string, LabelContent>> = {
  normal: contentOf([milk]),
  sats: contentOf([{ ...coffee, sats: { sats: 22_974n, unitTenths: null } }], { bitcoin }),
  'sold-out': contentOf([{ ...milk, soldOut: true }]),
  staff: contentOf([milk], { page: 'staff', staff }),
};

function draw(content: LabelContent): Bitmap {
  const drawn = renderer.render(content, panel);
  if (!drawn.ok) throw new Error(`${drawn.reason}: ${drawn.detail}`);
  return drawn.bitmap;
}

/** Rows between the highest and the lowest ink right of the unit price, where the price stands. */
function priceRows(bitmap: Bitmap, fromRow: number, toRow: number): number {
  const inked = [];
  for (let y = fromRow; y < toRow; y++) {
    const row = bitmap.black.subarray(y * bitmap.stride, (y + 1) * bitmap.stride);
    if (row.slice(8).some(byte => byte !== 0)) inked.push(y);
  }
  return inked.length === 0 ? 0 : inked.at(-1)! - inked[0]! + 1;
}

describe('an OLED of 128×64', () => {
  for (const [name, content] of Object.entries(cases)) {
    it(`shows ${name} as people have seen it`, () => {
      const file = new URL(`128x64-bw-${name}.png`, folder);
      const bitmap = draw(content);
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, toPng(bitmap, { colours: 'pure' }));
      expect(existsSync(file), `${file.pathname} is missing`).toBe(true);
      expect(decode(toPng(bitmap, { colours: 'pure' })).data).toEqual(decode(readFileSync(file)).data);
    });
  }

  it('has its price large', () => {
    expect(priceRows(draw(cases.normal!), 25, 51)).toBeGreaterThanOrEqual(18);
    expect(priceRows(draw(cases.sats!), 23, 41)).toBeGreaterThanOrEqual(12);
    expect(renderer.drawsSats(cases.sats!, panel)).toBe(true);
  });

  it('serves no larger panel, which has room for what it leaves out', () => {
    for (const [width, height] of [
      [130, 64],
      [144, 96],
    ] as const) {
      expect(renderer.render(cases.normal!, panelOf(width, height, 'bw'))).toMatchObject({
        reason: 'render.panel-too-small',
      });
    }
  });

  it('refuses a price that it would have to cut', () => {
    const dear = contentOf([{ ...milk, price: euro(123_456_789_012_345n) }]);
    expect(renderer.render(dear, panel)).toMatchObject({ ok: false, reason: 'render.price-does-not-fit' });
  });

  it('has room for every product of the emulated shop', () => {
    const refused = createCatalogue().products.flatMap(product => {
      const item = {
        ...milk,
        name: product.name.de,
        packSize: product.packSize,
        price: euro(product.amountMinor),
        unitPrice: { price: euro(4999n), unit: product.unit },
        sats: { sats: 123_456n, unitTenths: null },
      };
      const drawn = [contentOf([item], { bitcoin }), contentOf([{ ...item, sats: null }])].map(content =>
        renderer.render(content, panel),
      );
      return drawn.flatMap(result => (result.ok ? [] : [`${item.name}: ${result.detail}`]));
    });
    expect(refused).toEqual([]);
  });
});
