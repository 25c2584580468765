import type { Strike } from '../atlas.ts';
import type { Box } from '../bitmap-canvas.ts';
import type { LeafElement } from '../template-schema.ts';
import { drawRun, type Run, tidy, undrawable, wrap } from '../text-layout.ts';
import {
  heightOf,
  identityOf,
  inside,
  type Part,
  paintOf,
  type Refusal,
  type Setting,
  strikeOf,
  valueTextOf,
  widthOf,
  xOf,
  yOf,
} from './part.ts';

type TextElement = Extract<LeafElement, { type: 'text' | 'multiline' | 'unitprice' | 'sats' }>;

/** One way to set a text. */
export interface Step {
  readonly strike: Strike;
  readonly lines: number;
}

/** The element's own setting, then its `fit` steps; each takes over what it does not change. */
export function stepsOf(
  element: Pick<TextElement, 'size' | 'font' | 'fit'> & { readonly lines?: number },
  setting: Setting,
): Step[] {
  let { size, font } = element;
  let lines = element.lines ?? 1;
  const steps = [{ strike: strikeOf(font, size, setting), lines }];
  for (const step of element.fit) {
    size = step.size ?? size;
    font = step.font ?? font;
    lines = step.lines ?? lines;
    steps.push({ strike: strikeOf(font, size, setting), lines });
  }
  return steps;
}

/** A text set in the first step that has room for it. */
export interface Fitted {
  readonly step: Step;
  readonly runs: readonly Run[];
}

/** Sets a text in the first step that fits, or refuses: nothing is ever clipped or left out. */
export function fitText(
  text: string,
  steps: readonly Step[],
  maxWidth: number,
  roomFor: (step: Step, runs: readonly Run[]) => boolean,
  balanced = false,
): Fitted | Refusal {
  for (const step of steps) {
    const missing = undrawable(text, step.strike);
    if (missing !== null) {
      const code = `U+${(missing.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
      return { reason: 'render.glyph-missing', detail: `${code} in ${JSON.stringify(text)}` };
    }
    const runs = wrap(text, step.strike, maxWidth, step.lines, balanced);
    if (runs !== null && roomFor(step, runs)) return { step, runs };
  }
  return { reason: 'render.text-does-not-fit', detail: `${JSON.stringify(text)} in ${maxWidth} px` };
}

/** `text`, `multiline`, `unitprice` and `sats`. */
export function compileText(element: TextElement, setting: Setting): Part {
  const { frame } = setting;
  const steps = stepsOf(element, setting);
  const [first] = steps;
  const { strike } = first!;
  const value = valueTextOf(element.value, strike, setting);
  if (element.optional && !value.steady)
    setting.complain('template.schema', 'what depends on a price cannot be optional');
  const short =
    element.type === 'sats' && element.short !== undefined ? valueTextOf(element.short, strike, setting) : null;
  const paint = paintOf(element.color, setting);
  const leading = (step: Step) =>
    Math.round(step.strike.size * (element.type === 'multiline' ? element.line_height : 1.15));
  const [side = 'l', level = 't'] = element.anchor;

  const x = xOf(element.x, frame);
  const y = yOf(element.y, frame);
  const width = textWidth(element, side, x, setting);
  const left = side === 'l' ? x : side === 'r' ? x - width : x - (width >> 1);
  const maxHeight =
    element.type === 'multiline' && element.max_height !== undefined
      ? heightOf(element.max_height, y, frame)
      : first!.strike.capHeight + (first!.lines - 1) * leading(first!);
  const box = inside(blockBox(level, y, left, width, maxHeight, strike), setting);

  const blockHeight = (step: Step, lines: number) => step.strike.capHeight + (lines - 1) * leading(step);
  const hasRoom = (step: Step, runs: readonly Run[]) => blockHeight(step, runs.length) <= maxHeight;

  return {
    box,
    writing: { ...box, y: box.y + accentsOf(strike), height: maxHeight },
    identity: identityOf(value),
    paint(bitmap, content) {
      const filled = value.fill(content);
      if (filled === null || filled === '') return null;
      const text = value.steady ? tidy(filled) : filled;
      const full = fitText(text, steps, width, hasRoom, value.steady);
      const shorter = 'reason' in full ? (short?.fill(content) ?? null) : null;
      const set = shorter === null ? full : fitText(shorter, steps, width, hasRoom);
      if ('reason' in set) return element.optional && set.reason === 'render.text-does-not-fit' ? null : set;
      const height = blockHeight(set.step, set.runs.length);
      const top =
        level === 't'
          ? y
          : level === 'm'
            ? y - (height >> 1)
            : level === 's'
              ? y - height
              : y - strike.descent - height;
      let baseline = top + set.step.strike.capHeight;
      for (const run of set.runs) {
        if (baseline - run.ascent < frame.y || baseline + run.descent > frame.y + frame.height) {
          return { reason: 'render.text-does-not-fit', detail: `${JSON.stringify(text)} is too high for its place` };
        }
        const free = width - run.width;
        drawRun(bitmap, run, left + (side === 'l' ? 0 : side === 'r' ? free : free >> 1), baseline, paint);
        baseline += leading(set.step);
      }
      return null;
    },
  };
}

function textWidth(element: TextElement, side: string, x: number, setting: Setting): number {
  const { frame } = setting;
  const toLeft = x - frame.x;
  const toRight = frame.x + frame.width - x;
  if (element.max_width === undefined) {
    return side === 'l' ? toRight : side === 'r' ? toLeft : 2 * Math.min(toLeft, toRight);
  }
  if (typeof element.max_width === 'number' && element.max_width < 0 && side !== 'l') {
    const margin = Math.round(-element.max_width * frame.scale);
    return side === 'r' ? toLeft - margin : 2 * (Math.min(toLeft, toRight) - margin);
  }
  return widthOf(element.max_width, x, frame);
}

/** Room for accents above the capitals and for descenders below the last line. */
function blockBox(level: string, y: number, left: number, width: number, height: number, strike: Strike): Box {
  const top = level === 't' ? y : level === 'm' ? y - (height >> 1) : y - height - (level === 'b' ? strike.descent : 0);
  const accents = accentsOf(strike);
  return { x: left, y: top - accents, width, height: accents + height + strike.descent };
}

function accentsOf(strike: Strike): number {
  return Math.ceil(strike.size * 0.21);
}
