import { drawLine, fillBox, fillRoundedBox } from '../bitmap-canvas.ts';
import { compileValue } from '../fields.ts';
import type { LeafElement } from '../template-schema.ts';
import { identityOf, inside, type Part, paintOf, type Setting, scaled, spanOf, xOf, yOf } from './part.ts';

type Of<T extends LeafElement['type']> = Extract<LeafElement, { type: T }>;

/** `line`: from its start up to, but without, its end. */
export function compileLine(element: Of<'line'>, setting: Setting): Part {
  const { frame } = setting;
  const paint = paintOf(element.fill, setting);
  const thick = scaled(element.width, setting);
  const [x0, y0] = [xOf(element.x_start, frame), yOf(element.y_start, frame)];
  const [x1, y1] = [xOf(element.x_end, frame), yOf(element.y_end, frame)];
  const last = (from: number, to: number) => (to > from ? to - 1 : to < from ? to + 1 : to);
  const box = inside(
    {
      x: Math.min(x0, last(x0, x1)),
      y: Math.min(y0, last(y0, y1)),
      width: Math.max(Math.abs(x1 - x0), 1) + (y0 === y1 ? 0 : thick - 1),
      height: Math.max(Math.abs(y1 - y0), 1) + (x0 === x1 ? 0 : thick - 1),
    },
    setting,
  );
  return {
    box,
    writing: null,
    identity: () => '',
    paint(bitmap) {
      drawLine(bitmap, x0, y0, last(x0, x1), last(y0, y1), thick, paint);
      return null;
    },
  };
}

/** `rectangle`: filled, outlined or both. */
export function compileRectangle(element: Of<'rectangle'>, setting: Setting): Part {
  const box = spanOf(element, setting);
  const radius = element.radius === 0 ? 0 : scaled(element.radius, setting);
  const thick = scaled(element.width, setting);
  const fill = element.fill === undefined ? null : paintOf(element.fill, setting);
  const outline = element.outline === undefined ? null : paintOf(element.outline, setting);
  const inner = {
    x: box.x + thick,
    y: box.y + thick,
    width: box.width - 2 * thick,
    height: box.height - 2 * thick,
  };
  return {
    box,
    writing: null,
    identity: () => '',
    paint(bitmap) {
      if (outline !== null) {
        fillRoundedBox(bitmap, box, radius, outline);
        fillRoundedBox(bitmap, inner, Math.max(0, radius - thick), fill ?? 'white');
      } else if (fill !== null) fillRoundedBox(bitmap, box, radius, fill);
      return null;
    },
  };
}

/** `progress_bar`: an outlined bar, filled from the left. */
export function compileProgressBar(element: Of<'progress_bar'>, setting: Setting): Part {
  const box = spanOf(element, setting);
  const fill = paintOf(element.fill, setting);
  const outline = paintOf(element.outline, setting);
  const value = compileValue(String(element.progress), setting.itemIndex, setting.captions);
  if ('unknown' in value) setting.complain('template.placeholder-unknown', `{${value.unknown}} stands for nothing`);
  return {
    box,
    writing: null,
    identity: 'unknown' in value ? () => '' : identityOf(value),
    paint(bitmap, content) {
      const text = 'unknown' in value ? null : value.fill(content);
      const percent = text === null ? Number.NaN : Number.parseFloat(text);
      if (Number.isNaN(percent)) return null;
      fillBox(bitmap, box, outline);
      fillBox(bitmap, { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 }, 'white');
      const width = Math.round((Math.min(100, Math.max(0, percent)) / 100) * (box.width - 4));
      fillBox(bitmap, { x: box.x + 2, y: box.y + 2, width, height: box.height - 4 }, fill);
      return null;
    },
  };
}
