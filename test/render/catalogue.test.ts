import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../emulator/catalogue/catalogue.ts';
import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { createRenderer } from '../../src/render/render.ts';
import type { ContentItem } from '../../src/shelf/content.ts';
import { contentOf, euro, milk, panelOf } from './samples.ts';

const renderer = createRenderer({ templates: builtinTemplates() });
const { products } = createCatalogue();
const panels = [
  panelOf(200, 96, 'bw'),
  panelOf(250, 122, 'bwr'),
  panelOf(296, 128, 'bwry'),
  panelOf(296, 152, 'bwr'),
  panelOf(240, 416, 'bwr'),
  panelOf(400, 300, 'bwr'),
  panelOf(792, 272, 'bw'),
];

/** The fullest labels that a product of the shop can have. */
function fullest(locale: 'de-DE' | 'en-GB'): ContentItem[] {
  const german = locale === 'de-DE';
  return products.flatMap(product => {
    const plain: ContentItem = {
      ...milk,
      sku: product.sku,
      gtin: product.gtin,
      name: german ? product.name.de : product.name.en,
      brand: product.brand,
      packSize: product.packSize,
      legalText: product.extras.deposit ? (german ? 'zzgl. 0,25 € Pfand' : 'plus €0.25 deposit') : null,
      price: euro(product.amountMinor),
      unitPrice: { price: euro(4999n), unit: product.unit },
    };
    const reduced = { ...plain, lowest30d: euro(product.amountMinor + 500n), badge: german ? '−26 %' : '−26%' };
    return [{ ...plain, badge: german ? '2. −50 %' : '2nd −50%' }, reduced];
  });
}

describe('every product of the emulated shop', () => {
  for (const locale of ['de-DE', 'en-GB'] as const) {
    for (const panel of panels) {
      it(`fits ${panel.width}×${panel.height} ${panel.palette} in ${locale}`, () => {
        const refused = fullest(locale)
          .map(item => ({ name: item.name, drawn: renderer.render(contentOf([item], { locale }), panel) }))
          .filter(({ drawn }) => !drawn.ok)
          .map(({ name, drawn }) => `${name}: ${drawn.ok ? '' : drawn.detail}`);
        expect(refused).toEqual([]);
      });
    }

    it(`fits two by two on one label in ${locale}`, () => {
      const all = fullest(locale).filter(item => item.legalText === null);
      for (const panel of [panelOf(296, 128, 'bwr'), panelOf(400, 300, 'bwr'), panelOf(240, 416, 'bwr')]) {
        for (let i = 0; i + 1 < all.length; i += 2) {
          const content = contentOf(all.slice(i, i + 2), { template: 'shelf-multi', locale });
          expect(renderer.render(content, panel)).toMatchObject({ ok: true });
        }
      }
    });
  }
});
