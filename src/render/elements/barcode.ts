import { isGtin } from '../../shelf/gtin.ts';
import { encodeGtin, smallestModulePx } from '../barcode.ts';
import { fillBox } from '../bitmap-canvas.ts';
import type { LeafElement } from '../template-schema.ts';
import { drawRun, setRun } from '../text-layout.ts';
import {
  heightOf,
  identityOf,
  inside,
  type Part,
  paintOf,
  type Setting,
  scaled,
  strikeOf,
  valueTextOf,
  xOf,
  yOf,
} from './part.ts';

type Of<T extends LeafElement['type']> = Extract<LeafElement, { type: T }>;

/** Modules of an EAN-13 with its quiet zones, the widest that the element may have to draw. */
const ean13Modules = 11 + 95 + 7;

/** `barcode`: EAN-13, UPC-A or EAN-8 in whole pixels per module, with quiet zones and the digits below. */
export function compileBarcode(element: Of<'barcode'>, setting: Setting): Part {
  const { frame, panel, complain } = setting;
  if (paintOf(element.color, setting) !== 'black') complain('template.bars-coloured', 'bars must be black');
  if (element.module < 2) complain('template.module-too-small', `${element.module} px per module`);
  const module = Math.max(smallestModulePx(panel.dpi), scaled(element.module, setting));
  const strike = strikeOf('regular', element.digits || 10, setting);
  const value = valueTextOf(element.value, strike, setting);
  const x = xOf(element.x, frame);
  const y = yOf(element.y, frame);
  const height = heightOf(element.height, y, frame);
  const box = inside({ x, y, width: ean13Modules * module, height }, setting);
  const digitsHeight = element.digits === 0 ? 0 : strike.capHeight + 2;
  if (height - digitsHeight < 8) complain('template.outside-panel', `leaves ${height - digitsHeight} px for the bars`);

  return {
    box,
    writing: null,
    identity: identityOf(value),
    paint(bitmap, content) {
      const gtin = value.fill(content);
      if (gtin === null) return null;
      if (!isGtin(gtin)) return { reason: 'render.code-invalid', detail: `${JSON.stringify(gtin)} is no GTIN` };
      const code = encodeGtin(gtin);
      if (code === null) {
        // A trade unit's GTIN-14 has no symbol that tills read; people still can.
        const run = setRun(gtin, strike);
        if (run.width > box.width) return { reason: 'render.text-does-not-fit', detail: gtin };
        drawRun(bitmap, run, x, y + height - 1, 'black');
        return null;
      }
      const { modules, quietLeft, digits, kind } = code;
      fillBox(bitmap, { ...box, width: (quietLeft + modules.length + code.quietRight) * module }, 'white');
      const start = x + quietLeft * module;
      const centre = modules.length >> 1;
      for (let i = 0; i < modules.length; i++) {
        if (!modules[i]) continue;
        // Guard bars reach down between the digits, as on printed packs.
        const guard = i < 3 || i >= modules.length - 3 || Math.abs(i - centre) <= 1;
        const barHeight = height - digitsHeight + (guard ? digitsHeight >> 1 : 0);
        fillBox(bitmap, { x: start + i * module, y, width: module, height: barHeight }, 'black');
      }
      if (element.digits === 0) return null;
      const half = kind === 'ean-13' ? 6 : 4;
      const write = (digit: string, at: number, cell: number) => {
        const run = setRun(digit, strike);
        drawRun(bitmap, run, at + ((cell - run.width) >> 1), y + height - 1, 'black');
      };
      if (kind === 'ean-13') write(digits[0]!, start - 9 * module, 8 * module);
      for (let i = 0; i < half; i++) {
        write(digits[digits.length - 2 * half + i]!, start + (3 + 7 * i) * module, 7 * module);
        write(digits[digits.length - half + i]!, start + (centre + 3 + 7 * i) * module, 7 * module);
      }
      return null;
    },
  };
}
