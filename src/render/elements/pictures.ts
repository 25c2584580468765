import { decode } from 'fast-png';
import { drawStamp, type Paint, type Stamp } from '../bitmap-canvas.ts';
import { toInks } from '../dither.ts';
import type { LeafElement } from '../template-schema.ts';
import { inside, type Part, paintOf, type Setting, strikeOf, xOf, yOf } from './part.ts';

type Of<T extends LeafElement['type']> = Extract<LeafElement, { type: T }>;

/** Icons are glyphs of DejaVu Sans: crisp at every size, and nothing more to ship. */
const icons: Record<Of<'icon'>['value'], number> = {
  star: 0x2605,
  heart: 0x2665,
  warning: 0x26a0,
  check: 0x2714,
  recycle: 0x267b,
  snowflake: 0x2744,
  shamrock: 0x2618,
  phone: 0x260e,
  sun: 0x2600,
  scissors: 0x2702,
};

/** `icon`: one glyph, its ink starting at (x, y). */
export function compileIcon(element: Of<'icon'>, setting: Setting): Part {
  const paint = paintOf(element.fill, setting);
  const glyph = strikeOf('regular', element.size, setting).glyph(icons[element.value]);
  const at = { x: xOf(element.x, setting.frame), y: yOf(element.y, setting.frame) };
  if (glyph === null) setting.complain('template.glyph-missing', `no glyph for the icon ${element.value}`);
  const box = inside({ ...at, width: glyph?.width ?? 0, height: glyph?.height ?? 0 }, setting);
  return {
    box,
    writing: null,
    identity: () => '',
    paint(bitmap) {
      if (glyph !== null) drawStamp(bitmap, glyph, at.x, at.y, paint);
      return null;
    },
  };
}

/** `image`: a PNG, brought down to the panel's inks once, when the template is compiled. */
export function compileImage(element: Of<'image'>, setting: Setting): Part {
  const at = { x: xOf(element.x, setting.frame), y: yOf(element.y, setting.frame) };
  const stamps = decodeImage(element, setting);
  const [any] = stamps;
  const box = inside({ ...at, width: any?.stamp.width ?? 0, height: any?.stamp.height ?? 0 }, setting);
  return {
    box,
    writing: null,
    identity: () => '',
    paint(bitmap) {
      for (const { paint, stamp } of stamps) drawStamp(bitmap, stamp, at.x, at.y, paint);
      return null;
    },
  };
}

function decodeImage(element: Of<'image'>, setting: Setting): { paint: Paint; stamp: Stamp }[] {
  const bytes = Buffer.from(element.data.slice(element.data.indexOf(',') + 1), 'base64');
  // Width and height stand in the first chunk (PNG 3rd edition, 11.2.1): a bomb is refused before it is unpacked.
  const [width, height] = bytes.length < 24 ? [0, 0] : [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width < 1 || height < 1 || width > setting.frame.width || height > setting.frame.height) {
    setting.complain('render.image-undecodable', `a picture of ${width}×${height} px does not fit this panel`);
    return [];
  }
  try {
    return toInks(decode(bytes), setting.inks, element.dither);
  } catch (error) {
    setting.complain('render.image-undecodable', error instanceof Error ? error.message : String(error));
    return [];
  }
}
