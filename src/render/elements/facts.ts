import type { Strike } from '../atlas.ts';
import type { LeafElement } from '../template-schema.ts';
import { drawRun, type Run, setRun, tidy, undrawable } from '../text-layout.ts';
import { boxOf, type Part, type Setting } from './part.ts';
import { stepsOf } from './text.ts';

/** `facts`: the staff page's lines, names on the left, values beside them in one column. */
export function compileFacts(element: Extract<LeafElement, { type: 'facts' }>, setting: Setting): Part {
  const box = boxOf(element, setting);
  const steps = stepsOf(element, setting);
  return {
    box,
    writing: box,
    identity: null,
    paint(bitmap, content) {
      for (const { strike } of steps) {
        const gap = strike.size >> 1;
        const lines: { name: Run; value: Run }[] = [];
        for (const { name, value } of content.staff) {
          const [n, v] = [tidy(name), tidy(value)];
          const missing = undrawable(n + v, strike);
          if (missing !== null) return { reason: 'render.glyph-missing', detail: JSON.stringify(missing) };
          lines.push({ name: setRun(n, strike), value: setRun(v, strike) });
        }
        const nameWidth = lines.reduce((most, line) => Math.max(most, line.name.width), 0);
        const valueWidth = lines.reduce((most, line) => Math.max(most, line.value.width), 0);
        const leading = lineHeight(strike);
        if (nameWidth + gap + valueWidth > box.width || lines.length * leading > box.height) continue;
        let baseline = box.y + leading - strike.descent;
        for (const line of lines) {
          drawRun(bitmap, line.name, box.x, baseline, 'black');
          drawRun(bitmap, line.value, box.x + nameWidth + gap, baseline, 'black');
          baseline += leading;
        }
        return null;
      }
      const detail = `${content.staff.length} lines in ${box.width}×${box.height} px`;
      return { reason: 'render.text-does-not-fit', detail };
    },
  };
}

/** Enough for accents above and descenders below. */
function lineHeight(strike: Strike): number {
  return Math.ceil(strike.capHeight + strike.size * 0.21) + strike.descent;
}
