import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../devices/catalogue.ts';
import { paintAt } from '../../src/render/bitmap-canvas.ts';
import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { createRenderer } from '../../src/render/render.ts';
import type { ContentItem } from '../../src/shelf/content.ts';
import type { Bitmap, Panel } from '../../src/shelf/panel.ts';
import { card, cardReduction, contentOf, euro, milk } from './samples.ts';

const renderer = createRenderer({ templates: builtinTemplates() });
const catalogue = await loadCatalogue();
/** Displays of nodes have a text of their own, or a variant of their own. */
const models = catalogue.models.filter(({ family }) => family !== 'textdisplay');
/** Every panel that a declared model has, once. */
const panels = [
  ...new Map(models.map(({ panel }) => [`${panel.width}×${panel.height} ${panel.palette}`, panel])).values(),
];

function draw(items: readonly ContentItem[], panel: Panel, template = 'shelf', locale = 'de-DE'): Bitmap {
  const drawn = renderer.render(contentOf(items, { template, locale }), panel);
  if (!drawn.ok) throw new Error(`${template} ${panel.width}×${panel.height}: ${drawn.reason} ${drawn.detail}`);
  return drawn.bitmap;
}

/** Pixels that differ, and the box around them. */
function difference(a: Bitmap, b: Bitmap) {
  let [left, right, top, bottom] = [a.width, -1, a.height, -1];
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      if (paintAt(a, x, y) === paintAt(b, x, y)) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return right < 0 ? null : { left, right, top, bottom };
}

const withPrice = (item: ContentItem, amountMinor: bigint): ContentItem => ({
  ...item,
  memberPrice: { ...item.memberPrice!, price: euro(amountMinor) },
});

describe('a price for members', () => {
  it.each(panels.map(panel => [`${panel.width}×${panel.height} ${panel.palette}`, panel] as const))(
    'is drawn beside the one on the shelf on %s',
    (_name, panel) => {
      for (const locale of ['de-DE', 'en-GB']) {
        for (const template of ['shelf', 'shelf-pay']) {
          for (const item of template === 'shelf' ? [card, cardReduction] : [card]) {
            const one = draw([item], panel, template, locale);
            expect(difference(one, draw([withPrice(item, 109n)], panel, template, locale))).not.toBeNull();
          }
        }
      }
    },
  );

  it('stands on its row of a label for several products, from 2.1 inches on', () => {
    for (const panel of panels.filter(({ height }) => height >= 122)) {
      const row = { ...card, legalText: null };
      const one = draw([row, milk], panel, 'shelf-multi');
      const changed = difference(one, draw([withPrice(row, 109n), milk], panel, 'shelf-multi'))!;
      expect(changed.bottom).toBeLessThan(panel.height / 2);
    }
  });

  it('leaves the price on the shelf where it is, and is the smaller one', () => {
    for (const panel of panels) {
      const shelf = (item: ContentItem) => ({ ...item, price: euro(189n) });
      const plain = difference(draw([milk], panel), draw([shelf(milk)], panel));
      expect(difference(draw([card], panel), draw([shelf(card)], panel))).toEqual(plain);
      const member = difference(draw([card], panel), draw([withPrice(card, 139n)], panel))!;
      const height = ({ top, bottom }: { top: number; bottom: number }) => bottom - top;
      expect(height(member)).toBeLessThan(height(plain!));
    }
  });

  it('is refused rather than drawn in part', () => {
    const panel = panels.find(({ width }) => width === 250)!;
    const endless = { ...card, memberPrice: { ...card.memberPrice!, price: euro(99_999_999_99n) } };
    expect(renderer.render(contentOf([endless]), panel)).toMatchObject({ ok: false });
  });
});
