import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../devices/catalogue.ts';
import { createCatalogue } from '../../emulator/catalogue/catalogue.ts';
import { paintAt } from '../../src/render/bitmap-canvas.ts';
import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { createRenderer } from '../../src/render/render.ts';
import type { ContentItem, LabelContent } from '../../src/shelf/content.ts';
import type { Bitmap, Panel } from '../../src/shelf/panel.ts';
import { payCodeKinds, payCodeOf } from '../../src/shelf/pay-code.ts';
import { butter, coffee, contentOf, euro, milk, situations } from './samples.ts';
import { codesIn, hasZbar } from './zbar.ts';

const renderer = createRenderer({ templates: builtinTemplates() });
const catalogue = await loadCatalogue();
/** Displays of nodes have a text of their own, or a variant of their own. */
const models = catalogue.models.filter(({ family }) => family !== 'textdisplay');
/** Every panel that a declared model has, once. */
const panels = [
  ...new Map(models.map(({ panel }) => [`${panel.width}×${panel.height} ${panel.palette}`, panel])).values(),
];
const locales = ['de-DE', 'en-GB', 'fr-FR', 'de-CH'] as const;
const rate = { pair: 'btc-eur', rate: '60905.2', atMs: 0, seq: 1, timeText: '23:58' };

/** The same label with so many sats, or with an empty place. */
function withSats(items: readonly ContentItem[], sats: bigint | null, over: Partial<LabelContent> = {}): LabelContent {
  const figured = items.map(item => ({
    ...item,
    sats: sats === null || item.soldOut ? null : { sats, unitTenths: item.unitPrice && sats * 20n },
  }));
  return contentOf(figured, { bitcoin: { style: 'sats', rate: sats === null ? null : rate }, ...over });
}

function draw(content: LabelContent, panel: Panel): Bitmap {
  const drawn = renderer.render(content, panel);
  if (!drawn.ok) throw new Error(`${content.template} ${panel.width}×${panel.height}: ${drawn.reason} ${drawn.detail}`);
  return drawn.bitmap;
}

const { 'long-name': longName, ...usual } = situations;
const singles: readonly (readonly [string, ContentItem])[] = [
  ...Object.entries(usual),
  ['long-name', { ...longName, price: euro(1999n) }],
];

describe('a price in bitcoin', () => {
  it.each(panels.map(panel => [`${panel.width}×${panel.height} ${panel.palette}`, panel] as const))(
    'has its place under every price on %s',
    (_name, panel) => {
      for (const locale of locales) {
        for (const [, item] of singles) {
          for (const sats of [null, 1n, 3268n, 99_999n]) {
            const content = withSats([item], sats, { locale });
            expect(renderer.drawsSats(content, panel)).toBe(true);
            draw(content, panel);
          }
        }
      }
    },
  );

  it('goes up to nine digits from 2.9 inches on', () => {
    for (const panel of panels.filter(({ width, height }) => width * height >= 296 * 128)) {
      const many = panel.width === 296 ? 9_999_999n : 999_999_999n;
      for (const locale of locales) draw(withSats([milk], many, { locale }), panel);
    }
  });

  it.each(['btc', 'sign'] as const)('can be written as %s from 2.1 inches on', style => {
    for (const panel of panels.filter(({ height }) => height >= 122)) {
      for (const sats of [3268n, 3_445_674n]) {
        const content = withSats([milk], sats);
        const styled = { ...content, bitcoin: { style, rate } };
        expect(difference(draw(styled, panel), draw(withSats([milk], null), panel))).not.toBeNull();
        // ₿ and B are told apart.
        if (style === 'sign' && sats === 3268n) {
          expect(difference(draw(styled, panel), draw(content, panel))).not.toBeNull();
        }
      }
    }
  });

  it('is written shorter where it would not fit, before it is left out', () => {
    const small = panels.find(({ height }) => height === 104)!;
    draw(withSats([milk], 999_999n), small);
    expect(renderer.render(withSats([milk], 99_999_999n), small)).toMatchObject({ ok: false });
  });

  it('stands on every row of a label for several products', () => {
    for (const panel of panels.filter(({ height }) => height >= 122)) {
      const content = withSats([{ ...milk, legalText: null }, butter], 3268n, { template: 'shelf-multi' });
      expect(renderer.drawsSats(content, panel)).toBe(true);
      draw(content, panel);
    }
  });

  it('is not said to be drawn where the template has no place for it', () => {
    const content = withSats([milk, milk, milk, milk], 3268n, { template: 'shelf-multi' });
    expect(renderer.drawsSats(content, { width: 200, height: 96, palette: 'bw', dpi: 112 })).toBe(false);
    expect(renderer.drawsSats({ ...withSats([milk], 3268n), page: 'staff' }, panels[0]!)).toBe(false);
  });

  it('leaves every pixel of the legal price as it is, whatever it says and when it goes', () => {
    const templates = ['shelf', 'shelf-pay', 'shelf-multi'] as const;
    const boxes = new Map<string, Box>();
    const scene = fc.record({
      // The two largest take as long as all others together, and are drawn by the same elements.
      panel: fc.constantFrom(...panels.filter(({ width }) => width < 800)),
      template: fc.constantFrom(...templates),
      item: fc.constantFrom(milk, coffee, butter),
      locale: fc.constantFrom(...locales),
      one: fc.bigInt(1n, 999_999n),
      other: fc.bigInt(1n, 999_999n),
    });
    let compared = 0;
    fc.assert(
      fc.property(scene, ({ panel, template, item, locale, one, other }) => {
        const items = template === 'shelf-multi' ? [{ ...item, legalText: null }] : [item];
        const of = (sats: bigint | null) => renderer.render(withSats(items, sats, { template, locale }), panel);
        const [empty, first, second] = [of(null), of(one), of(other)];
        if (!empty.ok || !first.ok || !second.ok) return;
        compared += 1;
        const key = `${template} ${panel.width}×${panel.height} ${panel.palette} ${item.sku} ${locale}`;
        for (const figured of [first.bitmap, second.bitmap]) {
          const touched = difference(empty.bitmap, figured);
          if (touched) boxes.set(key, union(boxes.get(key) ?? touched, touched));
          // What is there with an empty place is there with any figure, in the same ink.
          expect(contains(figured, empty.bitmap)).toBe(true);
        }
      }),
      { numRuns: 20_000, seed: 21 },
    );
    expect(compared).toBeGreaterThan(18_000);
    // All figures together keep to a place that is white without them, so they never come between anything else.
    for (const [key, box] of boxes) {
      const [template = '', size = '', palette = '', sku = '', locale = ''] = key.split(' ');
      if (template === 'shelf-multi') continue;
      const panel = panels.find(one => `${one.width}×${one.height}` === size && one.palette === palette)!;
      const item = [milk, coffee, butter].find(one => one.sku === sku)!;
      expect([key, inkIn(draw(withSats([item], null, { template, locale }), panel), box)]).toEqual([key, 0]);
    }
    expect(boxes.size).toBeGreaterThan(150);
  });

  it('finds room beside every product of the emulated shop', () => {
    const refused: string[] = [];
    for (const product of createCatalogue().products) {
      const item = {
        ...milk,
        sku: product.sku,
        gtin: product.gtin,
        name: product.name.de,
        brand: product.brand,
        packSize: product.packSize,
        legalText: product.extras.deposit ? 'zzgl. 0,25 € Pfand' : null,
        price: euro(product.amountMinor),
        unitPrice: { price: euro(4999n), unit: product.unit },
      };
      for (const panel of panels) {
        const drawn = renderer.render(withSats([item], 9_999n), panel);
        if (!drawn.ok) refused.push(`${panel.width}×${panel.height} ${item.name}: ${drawn.detail}`);
      }
    }
    expect(refused).toEqual([]);
  });
});

describe('a code to pay with', () => {
  const template = { url: 'https://pay.example/p/{gtin}', hosts: ['pay.example'] };
  const paid = (item: ContentItem, code: (typeof payCodeKinds)[number]): ContentItem => ({
    ...item,
    payCode: payCodeOf({ ...template, code }, item),
  });
  const page = (item: ContentItem, sats: bigint | null = 3268n) => withSats([item], sats, { template: 'shelf-pay' });

  it.skipIf(!hasZbar)(
    'is read again from the very pixels of every panel, in every kind that fits (apt zbar-tools)',
    () => {
      for (const panel of panels) {
        for (const code of payCodeKinds) {
          for (const item of [milk, coffee, butter]) {
            const content = page(paid(item, code));
            const drawn = renderer.render(content, panel);
            // The longest kind needs a larger symbol than the smallest panels have room for.
            if (!drawn.ok) {
              expect([code, drawn.reason, panel.height <= 128 && panel.width <= 250]).toEqual([
                'bip321',
                'render.code-does-not-fit',
                true,
              ]);
              continue;
            }
            expect(codesIn(drawn.bitmap)).toEqual([`QR-Code:${content.items[0]!.payCode}`]);
          }
        }
      }
    },
  );

  it('has modules of two pixels and more, and four white ones around it', () => {
    const least = new Map<string, number>();
    for (const panel of panels) {
      const bitmap = draw(page(paid(milk, 'lnurl')), panel);
      const symbol = symbolIn(bitmap, 33);
      least.set(`${panel.width}×${panel.height}`, symbol.module);
      const quiet = 4 * symbol.module;
      const { x, y, size } = symbol;
      const around = { left: x - quiet, top: y - quiet, right: x + size + quiet, bottom: y + size + quiet };
      expect(around.left >= 0 && around.top >= 0 && around.right <= panel.width && around.bottom <= panel.height).toBe(
        true,
      );
      expect(inkIn(bitmap, around) - inkIn(bitmap, { left: x, top: y, right: x + size, bottom: y + size })).toBe(0);
    }
    expect(Math.min(...least.values())).toBe(2);
    expect(least.get('296×128')).toBe(3);
  });

  it('goes with the product, not with its price, and not at all when that is sold out or nothing is set', () => {
    const panel = panels.find(({ width }) => width === 296)!;
    const [cheap, dear] = [milk, { ...milk, price: euro(499n) }].map(item =>
      draw(page(paid(item, 'lnurl'), null), panel),
    );
    const symbol = symbolIn(cheap!, 33);
    expect(symbolIn(dear!, 33)).toEqual(symbol);
    const without = draw(page(milk), panel);
    expect(inkIn(without, { left: symbol.x, top: symbol.y, right: panel.width, bottom: panel.height })).toBe(0);
  });

  it('is never drawn by a template of its own making', () => {
    const source = (data: string) => `template: trap
variants:
  - name: one
    width: 200
    height: 96
    elements:
      - { type: qrcode, data: '${data}', x: 0, y: 0, max_size: 96 }
    staff:
      - { type: facts, x: 4, y: 2, width: -4, height: -2, size: 13 }
`;
    const panel: Panel = { width: 200, height: 96, palette: 'bw', dpi: 112 };
    for (const data of [
      'LIGHTNING:LNURL1ABC',
      'bitcoin:bc1q',
      'lnurlp://evil.example/{gtin}',
      'LNURL1ABC',
      'lightning:x',
    ]) {
      expect(renderer.setTemplate(source(data)).ok).toBe(true);
      expect(renderer.render(contentOf([milk], { template: 'trap' }), panel)).toMatchObject({
        ok: false,
        reason: 'render.payment-foreign',
      });
    }
    renderer.setTemplate(source('https://shop.example/{gtin}'));
    expect(renderer.render(contentOf([milk], { template: 'trap' }), panel).ok).toBe(true);
    renderer.removeTemplate('trap');
  });
});

interface Box {
  readonly left: number;
  readonly top: number;
  /** Exclusive, as is `bottom`. */
  readonly right: number;
  readonly bottom: number;
}

const planes = ({ black, red, yellow }: Bitmap) => [black, red ?? new Uint8Array(), yellow ?? new Uint8Array()];

/** Where two pictures of one size differ; null: nowhere. */
function difference(a: Bitmap, b: Bitmap): Box | null {
  let box: Box | null = null;
  const [one, other] = [planes(a), planes(b)];
  for (const [plane, bytes] of one.entries()) {
    for (let at = 0; at < bytes.length; at++) {
      const bits = bytes[at]! ^ other[plane]![at]!;
      if (bits === 0) continue;
      const top = Math.floor(at / a.stride);
      const left = (at % a.stride) * 8 + Math.clz32(bits) - 24;
      const right = (at % a.stride) * 8 + 8 - (31 - Math.clz32(bits & -bits));
      box = box ? union(box, { left, top, right, bottom: top + 1 }) : { left, top, right, bottom: top + 1 };
    }
  }
  return box;
}

function union(a: Box, b: Box): Box {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

/** Whether every inked pixel of `part` has that ink in `whole`. */
function contains(whole: Bitmap, part: Bitmap): boolean {
  const all = planes(whole);
  return planes(part).every((bytes, plane) => {
    for (let at = 0; at < bytes.length; at++) if (bytes[at]! & ~all[plane]![at]!) return false;
    return true;
  });
}

function inkIn(bitmap: Bitmap, { left, top, right, bottom }: Box): number {
  let inked = 0;
  for (let y = top; y < Math.min(bottom, bitmap.height); y++) {
    for (let x = left; x < Math.min(right, bitmap.width); x++) if (paintAt(bitmap, x, y) !== 'white') inked++;
  }
  return inked;
}

/** Finds the symbol by its finder patterns: the only place of seven dark modules beside one light one at all three corners. */
function symbolIn(bitmap: Bitmap, modules: number): { x: number; y: number; size: number; module: number } {
  const dark = (x: number, y: number) => paintAt(bitmap, x, y) === 'black';
  for (let module = 12; module >= 2; module--) {
    const size = modules * module;
    const finder = (x: number, y: number) => {
      for (let row = 0; row < 7; row++) {
        for (let column = 0; column < 7; column++) {
          const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
          for (const at of [0, module - 1]) {
            if (dark(x + column * module + at, y + row * module + at) !== (ring !== 2)) return false;
          }
        }
      }
      return true;
    };
    for (let y = 0; y + size <= bitmap.height; y++) {
      for (let x = 0; x + size <= bitmap.width; x++) {
        if (!dark(x, y) || (x > 0 && dark(x - 1, y))) continue;
        const far = size - 7 * module;
        if (finder(x, y) && finder(x + far, y) && finder(x, y + far)) return { x, y, size, module };
      }
    }
  }
  throw new Error('there is no symbol');
}
