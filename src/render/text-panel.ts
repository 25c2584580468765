import type { ContentItem, LabelContent } from '../shelf/content.ts';
import { formatPrice, formatUnitPrice } from '../shelf/format.ts';
import type { Bitmap, Cells, Panel } from '../shelf/panel.ts';
import { formatSats } from '../shelf/sats-format.ts';
import { drawCells } from './cell-font.ts';
import { cellText, nameRows, shortName, spread } from './cell-text.ts';
import type { Refusal } from './elements/part.ts';

/*
 * What a panel of characters says: product, price, unit price, and the price in satoshi with the time of its rate. It
 * announces neither reductions nor member prices, as it has no room for what the law wants beside them. Prices and
 * figures are shown whole or not at all; only names are shortened.
 */

/** Captions by language, as templates have them. */
export type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type TextPanelResult =
  | { readonly ok: true; readonly rows: readonly string[] }
  | ({ readonly ok: false } & Refusal);

/** Fewest characters that are left of a name beside a price. */
const shortestName = 5;

/** Draws a content on a panel of characters, or says why not. */
export function drawTextPanel(
  content: LabelContent,
  panel: Panel,
  cells: Cells,
  words: Words,
): { readonly ok: true; readonly bitmap: Bitmap } | ({ readonly ok: false } & Refusal) {
  const written = writeTextPanel(content, cells, words);
  return written.ok ? { ok: true, bitmap: drawCells(panel, cells, written.rows) } : written;
}

/** Whether every price in satoshi has its place: not on the staff page, nor beside what is sold out. */
export function textPanelShowsSats(content: LabelContent, cells: Cells): boolean {
  const places = content.page === 'price' && content.items.length === 1 && cells.rows >= 2 && content.bitcoin !== null;
  return content.items.every(item => item.sats === null || (places && !item.soldOut));
}

/** The rows of a panel, each padded to its width. */
export function writeTextPanel(content: LabelContent, cells: Cells, words: Words): TextPanelResult {
  const [item, another] = content.items;
  if (item === undefined || another !== undefined || cells.rows < 2) {
    return refuse('render.panel-too-small', `${content.items.length} products on ${cells.columns}×${cells.rows}`);
  }
  const written = content.page === 'staff' ? staffRows(content, item, cells) : priceRows(content, item, cells, words);
  if ('reason' in written) return { ok: false, ...written };
  const rows: string[] = [];
  for (const text of written) rows.push(text.padEnd(cells.columns));
  while (rows.length < cells.rows) rows.push(' '.repeat(cells.columns));
  return { ok: true, rows };
}

const refuse = (reason: Refusal['reason'], detail: string): { readonly ok: false } & Refusal => ({
  ok: false,
  reason,
  detail,
});

/** Plain texts of one page; the first that has a character that cannot be shown is a refusal. */
function plain<const T extends Readonly<Record<string, string>>>(texts: T): { [K in keyof T]: string } | Refusal {
  const result: Record<string, string> = {};
  for (const [key, text] of Object.entries(texts)) {
    const spelt = cellText(text);
    if (!spelt.ok) {
      const code = `U+${(spelt.missing.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
      return { reason: 'render.glyph-missing', detail: `${code} in ${JSON.stringify(text)}` };
    }
    result[key] = spelt.text;
  }
  return result as { [K in keyof T]: string };
}

function priceRows(content: LabelContent, item: ContentItem, cells: Cells, words: Words): string[] | Refusal {
  const { columns, rows } = cells;
  const { locale } = content;
  const unit = item.unitPrice;
  const texts = plain({
    name: item.name,
    price: formatPrice(item.price, locale).text,
    unit: unit === null ? '' : formatUnitPrice(unit.price, unit.unit, locale),
    soldOut: item.soldOut ? wordFor('soldOut', locale, words) : '',
    badge: item.lowest30d === null && item.memberPrice === null ? (item.badge ?? '') : '',
  });
  if (isRefusal(texts)) return texts;
  const { price } = texts;
  if (price.length > columns) return { reason: 'render.price-does-not-fit', detail: `${price} in ${columns} columns` };

  const figure = item.soldOut ? '' : figureRow(content, item, columns);
  if (typeof figure !== 'string') return figure;
  const hasPlace = content.bitcoin !== null;
  const units = [texts.unit, texts.unit.replaceAll(' ', '')];
  if (rows >= 4) {
    const unitRow = units.find(text => text.length <= columns);
    if (unitRow === undefined) return tooLong(texts.unit, columns);
    const below = [unitRow, beside(price, texts, columns), ...(hasPlace ? [figure] : [])];
    const names = nameRows(texts.name, columns, rows - below.length);
    if (names.join('') === '') return tooLong(texts.name, columns);
    while (names.length < rows - below.length) names.push('');
    return [...names, ...below];
  }
  // With a figure to show, the price stands beside the name.
  const figured = hasPlace && !item.soldOut;
  const name = shortName(texts.name, figured ? columns - price.length - 1 : columns);
  if (name.length < Math.min(shortestName, texts.name.length)) return tooLong(`${texts.name} ${price}`, columns);
  if (figured) return [spread(name, price, columns) ?? '', figure];
  if (item.soldOut) return [name, beside(price, texts, columns)];
  const fitting = units.map(unit => spread(unit, price, columns)).find(row => row !== null);
  return [name, fitting ?? price.padStart(columns)];
}

const tooLong = (text: string, columns: number): Refusal => ({
  reason: 'render.text-does-not-fit',
  detail: `${JSON.stringify(text)} in ${columns} columns`,
});

/** The price at the right end of its row, and what is to be said of it before: that it is sold out, or its badge. */
function beside(price: string, { soldOut, badge }: { soldOut: string; badge: string }, columns: number): string {
  const left = soldOut === '' ? badge : shortName(soldOut, columns - price.length - 1);
  return spread(left, price, columns) ?? price.padStart(columns);
}

/** The price in satoshi with the time of its rate, as long as there is room for; empty while there is none. */
function figureRow({ bitcoin, locale }: LabelContent, { sats }: ContentItem, columns: number): string | Refusal {
  if (sats === null || bitcoin === null) return '';
  const time = bitcoin.rate?.timeText ?? '';
  const texts = plain({ figure: formatSats(sats.sats, bitcoin.style, locale), time });
  if (isRefusal(texts)) return texts;
  const digits = sats.sats.toString();
  const ways = [`≈ ${texts.figure}`, texts.figure, `${digits} sat`, `${digits}sat`];
  for (const way of ways) {
    const row = spread(way, texts.time, columns);
    if (row !== null) return row;
  }
  return { reason: 'render.price-does-not-fit', detail: `${ways[3]} ${texts.time} in ${columns} columns` };
}

/** The product, and as many facts as there are rows; what is longer than a row is left out. */
function staffRows(content: LabelContent, item: ContentItem, { columns, rows }: Cells): string[] | Refusal {
  const name = plain({ name: item.name });
  if (isRefusal(name)) return name;
  const lines = [shortName(name.name, columns)];
  for (const fact of content.staff) {
    const texts = plain({ name: fact.name, value: fact.value });
    if (isRefusal(texts)) return texts;
    const row = spread(texts.name, texts.value, columns);
    if (row !== null && lines.length < rows) lines.push(row);
  }
  return lines;
}

function isRefusal(texts: object): texts is Refusal {
  return 'reason' in texts && 'detail' in texts;
}

function wordFor(word: string, locale: string, words: Words): string {
  const language = locale.split('-')[0] ?? locale;
  return words[language]?.[word] ?? words.en?.[word] ?? '';
}
