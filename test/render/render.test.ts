import fc from 'fast-check';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { createAtlas } from '../../src/render/atlas.ts';
import { createBitmapCache } from '../../src/render/bitmap-cache.ts';
import { paintAt } from '../../src/render/bitmap-canvas.ts';
import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { imageCrc } from '../../src/render/image-crc.ts';
import { toPng } from '../../src/render/png.ts';
import { previewTemplate } from '../../src/render/preview.ts';
import { createRenderer, templatesKept } from '../../src/render/render.ts';
import { toTerminal } from '../../src/render/terminal.ts';
import type { ContentItem } from '../../src/shelf/content.ts';
import { type Bitmap, blankBitmap } from '../../src/shelf/panel.ts';
import { contentOf, euro, milk, panelOf, situations } from './samples.ts';

const atlas = createAtlas();
const templates = builtinTemplates();
const panel = panelOf(296, 128, 'bwr');

function drawn(item: ContentItem, renderer = createRenderer({ templates, atlas })): Bitmap {
  const result = renderer.render(contentOf([item]), panel);
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.bitmap;
}

describe('the renderer', () => {
  it('draws from its layers what it draws without any', () => {
    const cached = createRenderer({ templates, atlas });
    const fresh = createRenderer({ templates, atlas, layerBytes: 0 });
    const items = fc
      .record({
        base: fc.constantFrom(...Object.values(situations)),
        name: fc.constantFrom('Äpfel', 'Apfel', 'Möhren, lose'),
        brand: fc.constantFrom('Alnavit', null),
        amount: fc.bigInt({ min: 1n, max: 99_999n }),
        soldOut: fc.boolean(),
        badge: fc.constantFrom(null, '−10 %', '3 für 2'),
      })
      .map(({ base, amount, ...over }) => ({ ...base, ...over, price: euro(amount) }));
    fc.assert(
      fc.property(items, item => {
        expect(cached.render(contentOf([item]), panel)).toEqual(fresh.render(contentOf([item]), panel));
      }),
      { seed: 11, numRuns: 150 },
    );
  });

  it('hands out bitmaps that may be changed', () => {
    const renderer = createRenderer({ templates, atlas });
    const first = drawn(milk, renderer);
    const crc = imageCrc(first);
    first.black.fill(0xff);
    expect(imageCrc(drawn(milk, renderer))).toBe(crc);
  });

  it('sees every difference of a letter', () => {
    const names = ['Apfel', 'Äpfel', 'Äpfeł', 'Straße', 'Strasse', 'O', 'Ö', 'Ő', '0', '€'];
    expect(new Set(names.map(name => imageCrc(drawn({ ...milk, name })))).size).toBe(names.length);
  });

  it('refuses what it cannot write, and says which character', () => {
    const renderer = createRenderer({ templates, atlas });
    for (const [name, code] of [
      ['Nudeln 🍝', 'U+1F35D'],
      ['شاي', 'U+0634'],
      ['寿司', 'U+5BFF'],
    ]) {
      const result = renderer.render(contentOf([{ ...milk, name: name! }]), panel);
      expect(result).toMatchObject({ ok: false, reason: 'render.glyph-missing' });
      expect(!result.ok && result.detail).toContain(code);
    }
  });

  it('refuses a name without end instead of cutting it', () => {
    const renderer = createRenderer({ templates, atlas });
    for (const name of ['sehr '.repeat(60), 'W'.repeat(60)]) {
      const result = renderer.render(contentOf([{ ...milk, name }]), panel);
      expect(result).toMatchObject({ ok: false, reason: 'render.text-does-not-fit' });
    }
  });

  it('refuses small panels and unknown templates', () => {
    const renderer = createRenderer({ templates, atlas });
    expect(renderer.render(contentOf([milk]), panelOf(144, 200, 'bw'))).toMatchObject({
      reason: 'render.panel-too-small',
    });
    expect(renderer.render(contentOf([milk], { template: 'nope' }), panel)).toMatchObject({
      reason: 'render.template-unknown',
    });
  });

  it('takes templates at run time, and goes back to its own', () => {
    const renderer = createRenderer({ templates, atlas });
    const before = renderer.templateHash('shelf');
    const own = templates[0]!.replace('size: 20, font', 'size: 19, font');
    expect(renderer.setTemplate(own)).toMatchObject({ ok: true });
    expect(renderer.templateHash('shelf')).not.toBe(before);
    expect(renderer.setTemplate('nonsense').ok).toBe(false);
    expect(renderer.template('shelf')?.source).toBe(own);
    expect(renderer.removeTemplate('shelf')).toBe(true);
    expect(renderer.templateHash('shelf')).toBe(before);
    expect(renderer.removeTemplate('shelf')).toBe(false);
  });

  it('counts options into the hash of a template', () => {
    const options = { shelf: { productUrl: 'https://example.org/{gtin}' } };
    const plain = createRenderer({ templates, atlas });
    const linked = createRenderer({ templates, atlas, options });
    expect(linked.templateHash('shelf')).not.toBe(plain.templateHash('shelf'));
    expect(linked.templateHash('shelf-multi')).toBe(plain.templateHash('shelf-multi'));
  });

  it('holds a limited number of templates', () => {
    const renderer = createRenderer({ templates: [], atlas });
    const page = '[{ type: line, x_start: 0, y_start: 0, x_end: 9, y_end: 0 }]';
    const source = (i: number) =>
      `{ template: t${i}, variants: [{ name: a, width: 96, height: 96, elements: ${page}, staff: ${page} }] }`;
    for (let i = 0; i < templatesKept; i++) expect(renderer.setTemplate(source(i)).ok).toBe(true);
    expect(renderer.setTemplate(source(templatesKept))).toMatchObject({ problems: [{ code: 'template.too-many' }] });
    expect(renderer.setTemplate(source(0)).ok).toBe(true);
  });
});

describe('the bitmap cache', () => {
  it('stays within its bytes and keeps what is asked for', () => {
    const size = { width: 80, height: 10, palette: 'bw' } as const;
    const cache = createBitmapCache(1000);
    const favourite = blankBitmap(size);
    cache.put('favourite', favourite);
    for (let i = 0; i < 100; i++) {
      cache.put(`other ${i}`, blankBitmap(size));
      expect(cache.get('favourite')).toBe(favourite);
      expect(cache.bytes).toBeLessThanOrEqual(1000);
    }
    expect(cache.get('other 0')).toBeUndefined();
    cache.put('huge', blankBitmap({ width: 800, height: 480, palette: 'bw' }));
    expect(cache.get('huge')).toBeUndefined();
  });
});

describe('pictures of a bitmap', () => {
  const bitmap = blankBitmap({ width: 3, height: 2, palette: 'bwr' });
  bitmap.black[0] = 0b1000_0000;
  bitmap.red![1] = 0b0010_0000;

  it('as PNG are scaled by whole pixels', () => {
    const png = decode(toPng(bitmap, { scale: 3, colours: 'pure' }));
    expect([png.width, png.height]).toEqual([9, 6]);
    const at = (x: number, y: number) => [...png.data.slice((y * 9 + x) * 3, (y * 9 + x) * 3 + 3)];
    expect([at(2, 2), at(3, 2), at(6, 3), at(8, 5)]).toEqual([
      [0, 0, 0],
      [255, 255, 255],
      [255, 0, 0],
      [255, 0, 0],
    ]);
    expect(() => toPng(bitmap, { scale: 9 })).toThrow(RangeError);
  });

  it('as text show each pixel', () => {
    expect(toTerminal(bitmap, { style: 'half-blocks', colour: false })).toBe('▀ ▄\n');
    expect(toTerminal(bitmap, { style: 'braille', colour: false })).toBe('⠁⠂\n');
    expect(toTerminal(bitmap, { style: 'half-blocks', colour: true })).toContain('48;5;124m▀\x1b[0m');
  });

  it('have an identity that is never zero and tells planes apart', () => {
    const other = blankBitmap({ width: 3, height: 2, palette: 'bwr' });
    other.red![0] = 0b1000_0000;
    other.black[1] = 0b0010_0000;
    expect(imageCrc(bitmap)).not.toBe(imageCrc(other));
    expect(imageCrc(blankBitmap(panel))).toBeGreaterThan(0);
    expect(imageCrc(blankBitmap(panelOf(128, 296, 'bwr')))).not.toBe(imageCrc(blankBitmap(panel)));
  });
});

describe('the preview', () => {
  it('shows each sample on each panel, or the problems', () => {
    const samples = [contentOf([milk]), contentOf([{ ...milk, name: 'W'.repeat(80) }])];
    const preview = previewTemplate(templates[0]!, [panel, panelOf(400, 300, 'bw')], samples, atlas);
    if (!preview.ok) throw new Error('the template has problems');
    expect(preview.pictures.map(({ sample, picture }) => [sample, picture.ok])).toEqual([
      [0, true],
      [1, false],
      [0, true],
      [1, false],
    ]);
    const [first] = preview.pictures;
    if (!first?.picture.ok) throw new Error('no picture');
    const png = decode(first.picture.png);
    expect([png.width, png.height]).toEqual([592, 256]);
    expect(previewTemplate('template: Q', [panel], samples, atlas).ok).toBe(false);
  });

  it('has ink where the name stands', () => {
    const bitmap = drawn(milk);
    let inked = 0;
    for (let x = 0; x < 200; x++) for (let y = 6; y < 24; y++) if (paintAt(bitmap, x, y) === 'black') inked++;
    expect(inked).toBeGreaterThan(300);
  });
});
