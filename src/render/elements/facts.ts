import type { LeafElement } from '../template-schema.ts';
import { drawRun, type Run, setRun, tidy, undrawable } from '../text-layout.ts';
import { boxOf, type Part, type Setting } from './part.ts';
import { stepsOf } from './text.ts';

/** Baseline to baseline, as a share of the size: just enough for accents above and descenders below. */
const lineHeight = 1.19;

/** `facts`: the staff page's lines, each name with its value beside it; in several columns where one is not enough. */
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
        const leading = Math.ceil(strike.size * lineHeight);
        const perColumn = Math.floor(box.height / leading);
        const columns = Math.ceil(lines.length / Math.max(1, perColumn));
        const columnWidth = Math.floor(box.width / Math.max(1, columns));
        if (perColumn === 0 || nameWidth + gap + valueWidth + (columns > 1 ? gap : 0) > columnWidth) continue;
        lines.forEach((line, i) => {
          const x = box.x + Math.floor(i / perColumn) * columnWidth;
          const baseline = box.y + ((i % perColumn) + 1) * leading - strike.descent;
          drawRun(bitmap, line.name, x, baseline, 'black');
          drawRun(bitmap, line.value, x + nameWidth + gap, baseline, 'black');
        });
        return null;
      }
      const detail = `${content.staff.length} lines in ${box.width}×${box.height} px`;
      return { reason: 'render.text-does-not-fit', detail };
    },
  };
}
