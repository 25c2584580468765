import { fillRoundedBox } from '../bitmap-canvas.ts';
import type { LeafElement } from '../template-schema.ts';
import { drawRun, tidy } from '../text-layout.ts';
import { boxOf, identityOf, type Part, paintOf, type Setting, scaled, valueTextOf } from './part.ts';
import { fitText, stepsOf } from './text.ts';

/** `badge`: a short text in the middle of a filled box; both or neither are drawn. */
export function compileBadge(element: Extract<LeafElement, { type: 'badge' }>, setting: Setting): Part {
  const box = boxOf(element, setting);
  const steps = stepsOf(element, setting);
  const value = valueTextOf(element.value, steps[0]!.strike, setting);
  const fill = paintOf(element.fill, setting);
  const paint = paintOf(element.color, setting);
  const radius = element.radius === 0 ? 0 : scaled(element.radius, setting);
  const padding = scaled(3, setting);
  return {
    box,
    writing: box,
    identity: identityOf(value),
    paint(bitmap, content) {
      const filled = value.fill(content);
      if (filled === null || filled === '') return null;
      const text = tidy(filled);
      const set = fitText(text, steps, box.width - 2 * padding, (step, runs) => {
        const ink = runs.reduce((most, run) => Math.max(most, run.ascent + run.descent), 0);
        return runs.length * Math.max(ink, step.strike.capHeight) + 2 <= box.height;
      });
      if ('reason' in set) return set;
      fillRoundedBox(bitmap, box, radius, fill);
      const leading = Math.round(set.step.strike.size * 1.1);
      const height = set.step.strike.capHeight + (set.runs.length - 1) * leading;
      let baseline = box.y + ((box.height - height) >> 1) + set.step.strike.capHeight;
      for (const run of set.runs) {
        if (baseline - run.ascent < box.y || baseline + run.descent > box.y + box.height) {
          return { reason: 'render.text-does-not-fit', detail: `${JSON.stringify(text)} is too high for its badge` };
        }
        drawRun(bitmap, run, box.x + ((box.width - run.width) >> 1), baseline, paint);
        baseline += leading;
      }
      return null;
    },
  };
}
