import type { LabelContent } from '../../shelf/content.ts';
import { formatPrice, type PriceParts } from '../../shelf/format.ts';
import type { Money } from '../../shelf/money.ts';
import type { Strike } from '../atlas.ts';
import type { Box } from '../bitmap-canvas.ts';
import type { LeafElement } from '../template-schema.ts';
import { drawRun, type Run, setRun, undrawable } from '../text-layout.ts';
import { boxOf, type Part, paintOf, type Setting, scaled } from './part.ts';

type PriceElement = Extract<LeafElement, { type: 'price' }>;

/** The strikes of one size of a price. */
interface Cut {
  readonly whole: Strike;
  readonly cents: Strike;
  readonly symbol: Strike;
  readonly gap: number;
  /** Reach of the tallest digit above the baseline, round ones overshoot, and of the comma below it. */
  readonly ascent: number;
  readonly descent: number;
}

/** Runs with their places, relative to the left end of the price and its baseline. */
interface Layout {
  readonly placed: readonly { readonly run: Run; readonly x: number; readonly y: number }[];
  readonly width: number;
  /** Reach above and below the baseline, the same for all prices of one shape. */
  readonly ascent: number;
  readonly descent: number;
}

/** Remembered sizes; prices of one shape (`00,00`) are equally wide as digits are tabular. */
const shapesKept = 256;

/**
 * A price the way shelves show it: large digits, the cents raised to their top, the currency sign below the cents. The
 * decimal sign is always drawn, so 19,99 can never be read as 1999; and the whole price is set, or nothing.
 */
export function compilePrice(element: PriceElement, setting: Setting): Part {
  const box = boxOf(element, setting);
  const paint = paintOf(element.color, setting);
  const cuts = cutsOf(element, box, setting);
  const cutOfShape = new Map<string, Cut | null>();
  const [side = 'r', level = 'b'] = element.anchor;
  const superscript = element.cents === 'superscript';

  return {
    box,
    writing: box,
    identity: null,
    paint(bitmap, content) {
      const amount = amountOf(element.value, setting.itemIndex, content);
      if (amount === null) return null;
      const parts = formatPrice(amount, content.locale);
      const missing = undrawable(parts.text, cuts[0]!.whole);
      if (missing !== null) return { reason: 'render.glyph-missing', detail: `${JSON.stringify(missing)} in a price` };
      const shape = `${parts.whole.length}${parts.decimal}${parts.fraction.length}${parts.symbol}`;
      let cut = cutOfShape.get(shape);
      let layout: Layout | null = cut ? setPrice(parts, cut, superscript) : null;
      if (cut === undefined || (layout !== null && !fits(layout, box))) {
        layout = null;
        cut = null;
        for (const candidate of cuts) {
          const tried = setPrice(parts, candidate, superscript);
          if (!fits(tried, box)) continue;
          cut = candidate;
          layout = tried;
          break;
        }
        if (cutOfShape.size >= shapesKept) cutOfShape.clear();
        cutOfShape.set(shape, cut);
      }
      if (!cut || layout === null) {
        return { reason: 'render.price-does-not-fit', detail: `${parts.text} in ${box.width}×${box.height} px` };
      }
      const free = box.width - layout.width;
      const x = box.x + (side === 'l' ? 0 : side === 'r' ? free : free >> 1);
      const spare = box.height - layout.ascent - layout.descent;
      const y = box.y + layout.ascent + (level === 't' ? 0 : level === 'b' ? spare : spare >> 1);
      for (const { run, x: dx, y: dy } of layout.placed) drawRun(bitmap, run, x + dx, y + dy, paint);
      return null;
    },
  };
}

function amountOf(value: PriceElement['value'], index: number, content: LabelContent): Money | null {
  const item = content.items[index];
  if (item === undefined) return null;
  if (value === 'price') return item.price;
  if (value === 'memberPrice') return item.memberPrice?.price ?? null;
  return value === 'lowest30d' ? item.lowest30d : (item.unitPrice?.price ?? null);
}

/** Sizes from the largest to the smallest, by height of the digits; heights are whole pixels. */
function cutsOf(element: PriceElement, box: Box, setting: Setting): Cut[] {
  const { atlas, complain } = setting;
  const font = element.font;
  const probe = atlas.strike(font, 100);
  const sizeFor = (digitPx: number) => Math.max(6, Math.round((digitPx * 100) / probe.capHeight));
  const largest = scaled(element.max_size, setting);
  const smallest = Math.min(scaled(element.min_size, setting), largest);
  const cuts: Cut[] = [];
  const step = Math.max(1, Math.round(largest / 24));
  for (let digitPx = largest; digitPx >= smallest; digitPx -= step) {
    const whole = atlas.strike(font, sizeFor(digitPx));
    const cut = {
      whole,
      cents: atlas.strike(font, sizeFor(Math.max(8, Math.round(digitPx * 0.54)))),
      symbol: atlas.strike(font, sizeFor(Math.max(8, Math.round(digitPx * 0.34)))),
      gap: Math.max(1, Math.round(digitPx * 0.05)),
      ...reach(whole),
    };
    if (cut.ascent + cut.descent <= box.height) cuts.push(cut);
  }
  if (cuts.length === 0) {
    complain('template.outside-panel', `digits of ${smallest} px do not fit into a height of ${box.height} px`);
    cuts.push({
      whole: atlas.strike(font, sizeFor(smallest)),
      cents: atlas.strike(font, sizeFor(8)),
      symbol: atlas.strike(font, sizeFor(8)),
      gap: 1,
      ascent: 0,
      descent: 0,
    });
  }
  return cuts;
}

function reach(strike: Strike): { ascent: number; descent: number } {
  let [ascent, descent] = [0, 0];
  for (const c of '0123456789,.') {
    const glyph = strike.glyph(c.codePointAt(0) ?? 0);
    if (glyph === null) continue;
    ascent = Math.max(ascent, glyph.top);
    descent = Math.max(descent, glyph.height - glyph.top);
  }
  return { ascent, descent };
}

function fits(layout: Layout, box: Box): boolean {
  return layout.width <= box.width && layout.ascent + layout.descent <= box.height;
}

function setPrice(parts: PriceParts, cut: Cut, superscript: boolean): Layout {
  const { whole, cents, gap } = cut;
  const placed: { run: Run; x: number; y: number }[] = [];
  let x = 0;
  let { ascent, descent } = cut;
  const put = (run: Run, at: number, y: number) => {
    placed.push({ run, x: at, y });
    ascent = Math.max(ascent, run.ascent - y);
    descent = Math.max(descent, run.descent + y);
  };
  const add = (run: Run, y: number) => {
    put(run, x, y);
    x += run.width;
  };
  const raised = cents.capHeight - whole.capHeight;
  const symbol = setRun(parts.symbol, cut.symbol);
  if (parts.symbolFirst) {
    add(symbol, cut.symbol.capHeight - whole.capHeight);
    x += 2 * gap;
  }
  if (!superscript) {
    add(setRun(`${parts.whole}${parts.decimal}${parts.fraction}`, whole), 0);
  } else {
    add(setRun(`${parts.whole}${parts.decimal}`, whole), 0);
    if (parts.fraction !== '') {
      x += gap;
      const start = x;
      const fraction = setRun(parts.fraction, cents);
      add(fraction, raised);
      // The sign finds its place below the cents where it is neither wider than they are nor touches them.
      const apart = cents.capHeight + cut.symbol.capHeight + 3 <= whole.capHeight;
      if (!parts.symbolFirst && apart && symbol.width <= fraction.width) {
        put(symbol, start + ((fraction.width - symbol.width) >> 1), 0);
        return { placed, width: x, ascent, descent };
      }
    }
  }
  if (!parts.symbolFirst) {
    x += 2 * gap;
    add(symbol, 0);
  }
  return { placed, width: x, ascent, descent };
}
