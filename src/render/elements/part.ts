import type { LabelContent } from '../../shelf/content.ts';
import type { Bitmap, Ink, Panel } from '../../shelf/panel.ts';
import type { Reason } from '../../shelf/reasons.ts';
import type { Atlas, Strike } from '../atlas.ts';
import type { Box, Paint } from '../bitmap-canvas.ts';
import { compileValue, type ValueText } from '../fields.ts';
import type { FaceName } from '../font.ts';
import type { Colour, Distance, TemplateDocument } from '../template-schema.ts';

/** Why something cannot be drawn as it should. */
export interface Refusal {
  readonly reason: Reason;
  readonly detail: string;
}

/** An element, compiled for one panel. */
export interface Part {
  /** All pixels it may touch. */
  readonly box: Box;
  /** Where its writing may stand, without accents and descenders; no other writing may stand there. Null: it does not write. */
  readonly writing: Box | null;
  /** What its picture depends on, as text; null when a price has a say and it must be drawn anew each time. */
  readonly identity: ((content: LabelContent) => string) | null;
  /** Draws it, or says why not; what it drew until then is thrown away. */
  readonly paint: (bitmap: Bitmap, content: LabelContent) => Refusal | null;
}

/** The rectangle that an element's distances refer to, and how much larger than drawn everything is. */
export interface Frame extends Box {
  readonly scale: number;
}

/** What compiling an element needs to know, and where it complains. */
export interface Setting {
  readonly atlas: Atlas;
  readonly panel: Panel;
  readonly inks: readonly Ink[];
  readonly captions: Pick<TemplateDocument, 'words' | 'options'>;
  readonly frame: Frame;
  readonly itemIndex: number;
  readonly complain: (reason: Reason, message: string) => void;
}

/** Below this, even hinted outlines are hard to read on a shelf. */
const smallestTextPx = 10;

function along(distance: Distance, start: number, extent: number, scale: number): number {
  if (typeof distance === 'number') {
    return distance < 0 ? start + extent + Math.round(distance * scale) : start + Math.round(distance * scale);
  }
  const [, share = '0', offset = '0'] = /^(\d+)%([+-]\d+)?$/.exec(distance) ?? [];
  return start + Math.round((Number(share) / 100) * extent) + Math.round(Number(offset) * scale);
}

export function xOf(distance: Distance, frame: Frame): number {
  return along(distance, frame.x, frame.width, frame.scale);
}

export function yOf(distance: Distance, frame: Frame): number {
  return along(distance, frame.y, frame.height, frame.scale);
}

/** A width or height that starts at `from`; negative ones end that far from the frame's other edge. */
export function widthOf(distance: Distance, from: number, frame: Frame): number {
  return typeof distance === 'number' && distance < 0
    ? xOf(distance, frame) - from
    : along(distance, 0, frame.width, frame.scale);
}

export function heightOf(distance: Distance, from: number, frame: Frame): number {
  return typeof distance === 'number' && distance < 0
    ? yOf(distance, frame) - from
    : along(distance, 0, frame.height, frame.scale);
}

/** The box of an element that has one; complains when it leaves its frame. */
export function boxOf(
  element: { readonly x: Distance; readonly y: Distance; readonly width: Distance; readonly height: Distance },
  setting: Setting,
): Box {
  const { frame } = setting;
  const x = xOf(element.x, frame);
  const y = yOf(element.y, frame);
  return inside({ x, y, width: widthOf(element.width, x, frame), height: heightOf(element.height, y, frame) }, setting);
}

/** The same for an element that states where it ends. */
export function spanOf(
  element: {
    readonly x_start: Distance;
    readonly y_start: Distance;
    readonly x_end: Distance;
    readonly y_end: Distance;
  },
  setting: Setting,
): Box {
  const { frame } = setting;
  const x = xOf(element.x_start, frame);
  const y = yOf(element.y_start, frame);
  return inside({ x, y, width: xOf(element.x_end, frame) - x, height: yOf(element.y_end, frame) - y }, setting);
}

/** Passes a box on; complains when it leaves its frame. */
export function inside(box: Box, setting: Setting): Box {
  const { frame, complain } = setting;
  const over = [
    frame.x - box.x,
    frame.y - box.y,
    box.x + box.width - frame.x - frame.width,
    box.y + box.height - frame.y - frame.height,
  ];
  const [left = 0, top = 0, right = 0, bottom = 0] = over;
  const sides = { left, top, right, bottom };
  for (const [side, pixels] of Object.entries(sides)) {
    if (pixels > 0) complain('template.outside-panel', `reaches ${pixels} px beyond the ${side} edge`);
  }
  if (box.width < 0 || box.height < 0) complain('template.outside-panel', 'ends before it begins');
  return box;
}

/** A length in panel pixels, at least one. */
export function scaled(pixels: number, setting: Setting): number {
  return Math.max(1, Math.floor(pixels * setting.frame.scale));
}

/** Glyphs at a size of the variant; complains when nobody could read them. */
export function strikeOf(face: FaceName, size: number, setting: Setting): Strike {
  const px = Math.floor(size * setting.frame.scale);
  if (px < smallestTextPx)
    setting.complain('template.font-too-small', `text of ${px} px; ${smallestTextPx} is the least`);
  return setting.atlas.strike(face, Math.max(px, smallestTextPx));
}

/** The ink that a colour means on this panel; complains about one that it lacks. */
export function paintOf(colour: Colour, setting: Setting): Paint {
  const has = (ink: Ink) => setting.inks.includes(ink);
  switch (colour) {
    case 'accent':
      return has('red') ? 'red' : has('yellow') ? 'yellow' : 'black';
    case 'accent_text':
      return has('red') ? 'red' : 'black';
    case 'on_accent':
      return has('red') || !has('yellow') ? 'white' : 'black';
    case 'highlight':
      return has('yellow') ? 'yellow' : has('red') ? 'red' : 'black';
    case 'on_highlight':
      return has('yellow') ? 'black' : 'white';
    case 'red':
    case 'yellow':
      if (!has(colour)) setting.complain('template.ink-missing', `this panel has no ${colour} ink`);
      return has(colour) ? colour : 'black';
    default:
      return colour;
  }
}

/** A text with placeholders; complains about unknown ones, and about captions that the strike cannot write. */
export function valueTextOf(source: string, strike: Strike, setting: Setting): ValueText {
  const value = compileValue(source, setting.itemIndex, setting.captions);
  if ('unknown' in value) {
    setting.complain('template.placeholder-unknown', `{${value.unknown}} stands for nothing`);
    return { fill: () => null, constant: true, steady: true, literals: '' };
  }
  for (const c of value.literals) {
    if (c.trim() !== '' && strike.glyph(c.codePointAt(0) ?? 0) === null) {
      setting.complain('template.glyph-missing', `${strike.face} has no glyph for ${JSON.stringify(c)}`);
      break;
    }
  }
  return value;
}

/** How a value takes part in {@link Part.identity}. */
export function identityOf(value: ValueText): Part['identity'] {
  if (value.constant) return () => '';
  return value.steady ? content => value.fill(content) ?? '' : null;
}
