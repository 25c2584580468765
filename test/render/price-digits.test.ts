import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAtlas } from '../../src/render/atlas.ts';
import { paintAt } from '../../src/render/bitmap-canvas.ts';
import { loadFace } from '../../src/render/font.ts';
import { createRenderer } from '../../src/render/render.ts';
import { formatPrice } from '../../src/shelf/format.ts';
import type { Bitmap } from '../../src/shelf/panel.ts';
import { contentOf, euro, milk, panelOf } from './samples.ts';

const face = loadFace('condensed-bold');
const atlas = createAtlas();
/** What glyph a shape is, by its rows of ink, over all sizes that a price may take. */
const glyphOf = new Map<string, string>();
for (let size = 6; size <= 110; size++) {
  for (const c of '0123456789,.€') {
    const mask = face.rasterise(c.codePointAt(0)!, size);
    const rows = Array.from({ length: mask.height }, (_, y) =>
      Array.from({ length: mask.width }, (_, x) =>
        mask.bits[y * mask.stride + (x >> 3)]! & (0x80 >> (x & 7)) ? '#' : ' ',
      ),
    );
    const shape = rows.map(row => row.join('')).join('\n');
    // A comma of one size may be a full stop of another; both are decimal or grouping signs here.
    glyphOf.set(shape, c === '.' ? ',' : c);
  }
}

interface Shape {
  readonly text: string;
  readonly left: number;
  readonly top: number;
}

/** All connected shapes of ink, each with its glyph: an exact match or `?`. */
function shapes(bitmap: Bitmap): Shape[] {
  const seen = new Set<number>();
  const found: Shape[] = [];
  for (let x = 0; x < bitmap.width; x++) {
    for (let y = 0; y < bitmap.height; y++) {
      if (seen.has(y * bitmap.width + x) || paintAt(bitmap, x, y) === 'white') continue;
      const pixels = flood(bitmap, x, y, seen);
      const [left, right] = [Math.min(...pixels.map(p => p.x)), Math.max(...pixels.map(p => p.x))];
      const [top, bottom] = [Math.min(...pixels.map(p => p.y)), Math.max(...pixels.map(p => p.y))];
      const on = new Set(pixels.map(p => `${p.x},${p.y}`));
      const rows: string[] = [];
      for (let row = top; row <= bottom; row++) {
        let line = '';
        for (let column = left; column <= right; column++) line += on.has(`${column},${row}`) ? '#' : ' ';
        rows.push(line);
      }
      found.push({ text: glyphOf.get(rows.join('\n')) ?? '?', left, top });
    }
  }
  return found.sort((a, b) => a.left - b.left);
}

function flood(bitmap: Bitmap, x: number, y: number, seen: Set<number>): { x: number; y: number }[] {
  const pixels: { x: number; y: number }[] = [];
  const open = [{ x, y }];
  seen.add(y * bitmap.width + x);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    pixels.push(next);
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const at = { x: next.x + dx, y: next.y + dy };
        if (at.x < 0 || at.y < 0 || at.x >= bitmap.width || at.y >= bitmap.height) continue;
        const key = at.y * bitmap.width + at.x;
        if (seen.has(key) || paintAt(bitmap, at.x, at.y) === 'white') continue;
        seen.add(key);
        open.push(at);
      }
    }
  }
  return pixels;
}

function templateOf(cents: string, width: number): string {
  const price = `{ type: price, x: 0, y: 0, width: ${width}, height: 90, max_size: 60, min_size: 16, anchor: lt, cents: ${cents} }`;
  const page = `[${price}]`;
  return `{ template: only-price, variants: [{ name: a, width: 240, height: 96, elements: ${page}, staff: ${page} }] }`;
}

describe('the digits of a price', () => {
  for (const cents of ['plain', 'superscript']) {
    it(`are all there, or the label is refused (${cents})`, () => {
      let [drawnCount, refusedCount] = [0, 0];
      for (const width of [60, 110, 240]) {
        const renderer = createRenderer({ templates: [templateOf(cents, width)], atlas });
        fc.assert(
          fc.property(fc.bigInt({ min: 1n, max: 9_999_999n }), fc.constantFrom('de-DE', 'fr-FR'), (amount, locale) => {
            const item = { ...milk, price: euro(amount) };
            const content = contentOf([item], { template: 'only-price', locale });
            const drawn = renderer.render(content, panelOf(240, 96, 'bw'));
            if (!drawn.ok) {
              expect(drawn.reason).toBe('render.price-does-not-fit');
              refusedCount++;
              return;
            }
            drawnCount++;
            const parts = formatPrice(item.price, locale);
            const read = shapes(drawn.bitmap)
              .map(shape => shape.text)
              .join('');
            // The sign stands below the cents, so it may be met between them.
            expect(read.replace('€', '')).toBe(
              `${parts.whole}${parts.decimal}${parts.fraction}`.replaceAll('.', ',').replaceAll('\u00a0', ''),
            );
            expect(read).toContain('€');
          }),
          { seed: 7, numRuns: 150 },
        );
      }
      expect(drawnCount).toBeGreaterThan(150);
      expect(refusedCount).toBeGreaterThan(20);
    });
  }

  it('of 19.99 never read 9.99 where the place is too narrow', () => {
    const renderer = createRenderer({ templates: [templateOf('plain', 40)], atlas });
    const content = contentOf([{ ...milk, price: euro(1999n) }], { template: 'only-price' });
    expect(renderer.render(content, panelOf(240, 96, 'bw'))).toMatchObject({
      ok: false,
      reason: 'render.price-does-not-fit',
    });
  });
});
