import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { paintAt } from '../../src/render/bitmap-canvas.ts';
import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { toPng } from '../../src/render/png.ts';
import { createRenderer } from '../../src/render/render.ts';
import type { LabelContent } from '../../src/shelf/content.ts';
import type { Bitmap, Panel } from '../../src/shelf/panel.ts';
import { butter, card, cardReduction, coffee, contentOf, milk, panelOf, situations, staff } from './samples.ts';
import { codesIn, hasZbar } from './zbar.ts';

/** Pictures that people have looked at. `UPDATE_GOLDEN=1` writes them anew: look at each of them again. */
const folder = new URL('../vectors/render/', import.meta.url);
const renderer = createRenderer({
  templates: builtinTemplates(),
  options: { shelf: { productUrl: 'https://id.gs1.org/01/{gtin14}' } },
});

/** The panel, and whether its variant has room for an EAN-13. */
const panels: readonly (readonly [Panel, boolean])[] = [
  [panelOf(212, 104, 'bwr'), false],
  [panelOf(250, 122, 'bw'), true],
  [panelOf(250, 128, 'bwr'), true],
  [panelOf(296, 128, 'bw'), true],
  [panelOf(296, 128, 'bwr'), true],
  [panelOf(296, 128, 'bwy'), true],
  [panelOf(296, 128, 'bwry'), true],
  [panelOf(296, 152, 'bwr'), true],
  [panelOf(240, 416, 'bwry'), true],
  [panelOf(384, 168, 'bwry'), true],
  [panelOf(400, 300, 'bwr'), true],
  [panelOf(800, 480, 'bwr'), true],
];

const cases: { name: string; content: LabelContent; panel: Panel; codes: string[] }[] = [];
for (const [panel, hasBarcode] of panels) {
  const size = `${panel.width}x${panel.height}-${panel.palette}`;
  const large = panel.width >= 400 && panel.height >= 300;
  for (const [situation, item] of Object.entries(situations)) {
    const codes = hasBarcode ? [`EAN-${item.gtin.length}:${item.gtin}`] : [];
    if (large) codes.push(`QR-Code:https://id.gs1.org/01/${item.gtin.padStart(14, '0')}`);
    cases.push({ name: `${size}-${situation}`, content: contentOf([item]), panel, codes });
  }
  const qr = panel.width >= 296 || panel.height >= 400 ? [`QR-Code:${milk.sku}`] : [];
  cases.push({ name: `${size}-staff`, content: contentOf([milk], { page: 'staff', staff }), panel, codes: qr });
}
for (const [width, height, palette] of [
  [212, 104, 'bwr'],
  [250, 122, 'bw'],
  [296, 128, 'bwr'],
  [296, 128, 'bwy'],
  [296, 152, 'bwr'],
  [240, 416, 'bwry'],
  [400, 300, 'bwr'],
] as const) {
  for (const [situation, item] of Object.entries({ card, 'card-reduction': cardReduction })) {
    const codes = width > 212 ? [`EAN-13:${item.gtin}`] : [];
    if (width === 400) codes.push(`QR-Code:https://id.gs1.org/01/${item.gtin.padStart(14, '0')}`);
    const panel = panelOf(width, height, palette);
    cases.push({ name: `${width}x${height}-${palette}-${situation}`, content: contentOf([item]), panel, codes });
  }
}
const english = { locale: 'en-GB' };
const inPounds = {
  ...coffee,
  name: 'Ground coffee, medium roast',
  price: { ...coffee.price, currency: 'GBP' },
  unitPrice: { price: { amountMinor: 2798n, currency: 'GBP', exponent: 2 }, unit: 'kg' as const },
  lowest30d: { amountMinor: 1899n, currency: 'GBP', exponent: 2 },
  badge: '−26%',
};
cases.push({
  name: '296x128-bwr-english',
  content: contentOf([inPounds], english),
  panel: panelOf(296, 128, 'bwr'),
  codes: [`EAN-13:${coffee.gtin}`],
});
for (const [width, height, count] of [
  [250, 122, 2],
  [296, 128, 3],
  [400, 300, 4],
  [240, 416, 4],
] as const) {
  const items = [{ ...milk, legalText: null }, coffee, { ...milk, soldOut: true }, butter].slice(0, count);
  cases.push({
    name: `${width}x${height}-bwr-multi-${count}`,
    content: contentOf(items, { template: 'shelf-multi' }),
    panel: panelOf(width, height, 'bwr'),
    codes: [],
  });
}

cases.push({
  name: '296x128-bwr-card-multi',
  content: contentOf([{ ...card, legalText: null }, butter], { template: 'shelf-multi' }),
  panel: panelOf(296, 128, 'bwr'),
  codes: [],
});
cases.push({
  name: '296x152-bwr-card-pay',
  content: contentOf([card], { template: 'shelf-pay' }),
  panel: panelOf(296, 152, 'bwr'),
  codes: [],
});

describe('golden pictures', () => {
  for (const { name, content, panel, codes } of cases) {
    it(name, () => {
      const drawn = renderer.render(content, panel);
      if (!drawn.ok) throw new Error(`${drawn.reason}: ${drawn.detail}`);
      const { bitmap } = drawn;
      expect(inkShare(bitmap)).toBeGreaterThan(0.03);
      expect(doublyInked(bitmap)).toBe(0);
      const file = new URL(`${name}.png`, folder);
      if (process.env.UPDATE_GOLDEN === '1') {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, toPng(bitmap, { colours: 'pure' }));
      }
      expect(existsSync(file), `${name}.png is missing`).toBe(true);
      expect(differentPixels(bitmap, readFileSync(file))).toBe(0);
    });

    it.skipIf(!hasZbar)(`${name}: its codes are read by zbarimg (apt zbar-tools)`, () => {
      const drawn = renderer.render(content, panel);
      if (!drawn.ok) throw new Error(`${drawn.reason}: ${drawn.detail}`);
      expect(codesIn(drawn.bitmap).sort()).toEqual([...codes].sort());
    });
  }
});

function inkShare(bitmap: Bitmap): number {
  let inked = 0;
  for (let y = 0; y < bitmap.height; y++) {
    for (let x = 0; x < bitmap.width; x++) if (paintAt(bitmap, x, y) !== 'white') inked++;
  }
  return inked / (bitmap.width * bitmap.height);
}

function doublyInked(bitmap: Bitmap): number {
  const none = new Uint8Array(bitmap.black.length);
  const [black, red, yellow] = [bitmap.black, bitmap.red ?? none, bitmap.yellow ?? none];
  return black.filter((b, i) => (b & red[i]!) | (b & yellow[i]!) | (red[i]! & yellow[i]!)).length;
}

const colours: Readonly<Record<string, string>> = {
  white: '255,255,255',
  black: '0,0,0',
  red: '255,0,0',
  yellow: '255,255,0',
};

function differentPixels(bitmap: Bitmap, file: Uint8Array): number {
  const png = decode(file);
  if (png.width !== bitmap.width || png.height !== bitmap.height) return Infinity;
  let different = 0;
  for (let y = 0; y < bitmap.height; y++) {
    for (let x = 0; x < bitmap.width; x++) {
      const at = (y * png.width + x) * png.channels;
      if (png.data.slice(at, at + 3).join(',') !== colours[paintAt(bitmap, x, y)]) different++;
    }
  }
  return different;
}
