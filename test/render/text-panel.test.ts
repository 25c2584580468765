import fc from 'fast-check';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../emulator/catalogue/catalogue.ts';
import { createPictures } from '../../src/agent/pictures.ts';
import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { cellCharacters } from '../../src/render/cell-font.ts';
import { cellText, nameRows, shortName } from '../../src/render/cell-text.ts';
import { toPng } from '../../src/render/png.ts';
import { createRenderer } from '../../src/render/render.ts';
import { textPanelShowsSats, writeTextPanel } from '../../src/render/text-panel.ts';
import type { ContentItem, LabelContent } from '../../src/shelf/content.ts';
import { formatPrice } from '../../src/shelf/format.ts';
import type { Panel } from '../../src/shelf/panel.ts';
import { butter, coffee, contentOf, euro, milk, staff } from './samples.ts';

const small = { columns: 16, rows: 2 };
const large = { columns: 20, rows: 4 };
const words = { de: { soldOut: 'Ausverkauft' }, en: { soldOut: 'Sold out' } };
const rate = { pair: 'btc-eur', rate: '60895.00', atMs: 0, seq: 1, timeText: '14:05' };
const bitcoin = { style: 'sats', rate } as const;
const inSats = (item: ContentItem, sats: bigint): ContentItem => ({ ...item, sats: { sats, unitTenths: null } });

function rowsOf(content: LabelContent, cells: typeof small) {
  const written = writeTextPanel(content, cells, words);
  return written.ok ? [...written.rows] : `${written.reason}: ${written.detail}`;
}

describe('what a panel of characters says', () => {
  it('is product, unit price and price', () => {
    expect(rowsOf(contentOf([milk]), large)).toEqual([
      'Müller Bio-Vollmilch',
      '3,5 % Fett          ',
      '1 l = 1,99 €        ',
      '              1,99 €',
    ]);
    expect(rowsOf(contentOf([milk]), small)).toEqual(['Müller Bio-Voll.', '1l=1,99€  1,99 €']);
  });

  it('is the price in satoshi with the time of its rate where the label has a place for it', () => {
    const content = contentOf([inSats(coffee, 22_974n)], { bitcoin });
    expect(rowsOf(content, large)).toEqual([
      'Krönung gemahlener  ',
      '1 kg = 27,98 €      ',
      '             13,99 €',
      '≈ 22.974 sats  14:05',
    ]);
    expect(rowsOf(content, small)).toEqual(['Krönung  13,99 €', '22974 sat  14:05']);
    expect(textPanelShowsSats(content, small)).toBe(true);
    expect(textPanelShowsSats({ ...content, page: 'staff' }, small)).toBe(false);
  });

  it('keeps the place while there is no figure, and shows none of what is sold out', () => {
    expect(rowsOf(contentOf([milk], { bitcoin: { style: 'sats', rate: null } }), large)).toEqual([
      'Müller Bio-Vollmilch',
      '1 l = 1,99 €        ',
      '              1,99 €',
      '                    ',
    ]);
    expect(rowsOf(contentOf([{ ...inSats(milk, 3268n), soldOut: true }], { bitcoin }), small)).toEqual([
      'Müller Bio-Voll.',
      'Ausverk.  1,99 €',
    ]);
  });

  it('says what it costs three of, but announces no reduction', () => {
    expect(rowsOf(contentOf([butter]), large)[3]).toBe('3 für 2       2,89 €');
    expect(JSON.stringify(rowsOf(contentOf([coffee]), large))).not.toContain('26');
  });

  it('shows staff what fits', () => {
    const rows = rowsOf(contentOf([milk], { page: 'staff', staff }), large);
    expect(rows).toHaveLength(4);
    expect(rows.slice(0, 2)).toEqual(['Müller Bio-Vollmilch', 'Label   ffff92041122']);
  });

  it('refuses a second product, and a figure or price that it would have to cut', () => {
    expect(rowsOf(contentOf([milk, coffee]), large)).toMatch(/^render.panel-too-small/);
    const dear = { ...milk, unitPrice: null, price: euro(123_456_789_012n) };
    expect(rowsOf(contentOf([dear]), small)).toMatch(/^render.price-does-not-fit/);
    expect(rowsOf(contentOf([inSats(milk, 123_456_789_012n)], { bitcoin }), small)).toMatch(
      /^render.price-does-not-fit/,
    );
    expect(rowsOf(contentOf([{ ...milk, name: '牛乳' }]), large)).toBe('render.glyph-missing: U+725B in "牛乳"');
  });

  it('never has a price or figure that is not whole', () => {
    const item = fc.record({
      name: fc.stringMatching(/^[A-Za-zäöüß0-9,.% -]{1,60}$/),
      amount: fc.bigInt({ min: 1n, max: 10n ** 13n }),
      sats: fc.option(fc.bigInt({ min: 1n, max: 10n ** 13n })),
      soldOut: fc.boolean(),
      cells: fc.constantFrom(small, large),
    });
    fc.assert(
      fc.property(item, ({ name, amount, sats, soldOut, cells }) => {
        const price = euro(amount);
        const plainItem = { ...milk, name, price, unitPrice: null, soldOut };
        const content =
          sats === null
            ? contentOf([plainItem])
            : contentOf([inSats(plainItem, sats)], { bitcoin: { style: 'sats', rate } });
        const written = writeTextPanel(content, cells, words);
        if (!written.ok) return;
        expect(written.rows).toHaveLength(cells.rows);
        for (const row of written.rows) {
          expect(row).toHaveLength(cells.columns);
          for (const character of row) expect(cellCharacters.has(character)).toBe(true);
        }
        const shown = formatPrice(price, 'de-DE').text.replaceAll('\u00a0', ' ');
        expect(
          written.rows.some(row => row === shown || row.endsWith(` ${shown}`) || row === shown.padStart(cells.columns)),
        ).toBe(true);
        if (sats !== null && !soldOut) {
          const last = written.rows.at(-1)!;
          expect(last.endsWith('14:05')).toBe(true);
          expect(last.slice(0, -5).replaceAll(/\D/g, '')).toBe(sats.toString());
        }
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  it('has room for every product of the emulated shop', () => {
    for (const product of createCatalogue().products) {
      const item = {
        ...milk,
        name: product.name.de,
        price: euro(product.amountMinor),
        unitPrice: { price: euro(4999n), unit: product.unit },
      };
      for (const cells of [small, large]) {
        expect(writeTextPanel(contentOf([item]), cells, words)).toMatchObject({ ok: true });
        expect(writeTextPanel(contentOf([inSats(item, 123_456n)], { bitcoin }), cells, words)).toMatchObject({
          ok: true,
        });
      }
    }
  });
});

describe('names', () => {
  it('are shortened at words, in brackets first, and never in a number', () => {
    expect(shortName('Krönung gemahlener Röstkaffee', 20)).toBe('Krönung gemahlener');
    expect(shortName('Tomaten (Klasse I, Spanien)', 20)).toBe('Tomaten');
    expect(shortName('Süßrahmbutter mild gesäuert', 16)).toBe('Süßrahmbutter');
    expect(shortName('Waschmittelkonzentrat', 16)).toBe('Waschmittelkonz.');
    expect(shortName('Milch 3,5 % Fett', 7)).toBe('Milch');
  });

  it('fit, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        fc.integer({ min: 5, max: 40 }),
        fc.integer({ min: 1, max: 3 }),
        (name, columns, rows) => {
          expect(shortName(name, columns).length).toBeLessThanOrEqual(columns);
          const lines = nameRows(name, columns, rows);
          expect(lines.length).toBeLessThanOrEqual(rows);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
          const numbers = new Set(name.match(/\d+/g));
          for (const number of lines.join(' ').match(/\d+/g) ?? []) expect(numbers.has(number)).toBe(true);
        },
      ),
      { seed: 3, numRuns: 500 },
    );
  });

  it('lose their accents where the display has none', () => {
    expect(cellText('Café Łódź – 2 × ½ „Größe“')).toEqual({ ok: true, text: 'Cafe Lodz - 2 x 1/2 "Größe"' });
    expect(cellText('🍎')).toEqual({ ok: false, missing: '🍎' });
  });
});

describe('as a picture', () => {
  const panel: Panel = { width: 120, height: 36, palette: 'bw', dpi: 41, cells: large };
  const renderer = createRenderer({ templates: builtinTemplates() });

  it('shows people what is on it', () => {
    const drawn = renderer.render(contentOf([milk]), panel);
    if (!drawn.ok) throw new Error(drawn.detail);
    const { bitmap } = drawn;
    expect(bitmap.text?.[3]).toBe('              1,99 €');
    expect(decode(toPng(bitmap, { scale: 2 }))).toMatchObject({ width: 240, height: 72 });
    const column = (x: number) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map(y => (bitmap.black[(27 + y) * bitmap.stride + (x >> 3)]! >> (7 - (x & 7))) & 1);
    // The 1 of `1,99 €`: an upright stroke in the middle of its cell.
    expect(column(14 * 6 + 2)).toEqual([1, 1, 1, 1, 1, 1, 1, 0]);
  });

  it('has an identity of its own, is drawn once, and is the same for the same text', () => {
    const pictures = createPictures(renderer);
    const pixels: Panel = { width: 120, height: 36, palette: 'bw', dpi: 41 };
    expect(pictures.hashOf(contentOf([milk]), panel)).not.toBe(pictures.hashOf(contentOf([milk]), pixels));
    expect(pictures.draws(contentOf([milk]), panel)).toEqual(pictures.draws(contentOf([milk]), panel));
    expect(pictures.same(contentOf([milk]), contentOf([{ ...milk, brand: 'Andere' }]), panel)).toBe(true);
    expect(pictures.same(contentOf([milk]), contentOf([{ ...milk, price: euro(200n) }]), panel)).toBe(false);
  });

  it('needs a template that exists', () => {
    expect(renderer.render(contentOf([milk], { template: 'nowhere' }), panel)).toMatchObject({
      reason: 'render.template-unknown',
    });
  });
});
