import type { LabelContent } from '../shelf/content.ts';
import { type Bitmap, blankBitmap, inks, type Panel } from '../shelf/panel.ts';
import type { Atlas } from './atlas.ts';
import { createBitmapCache } from './bitmap-cache.ts';
import type { Box } from './bitmap-canvas.ts';
import { collisions, type ElementProblem, type GuardedPart, mustFollow } from './collisions.ts';
import { compileBadge } from './elements/badge.ts';
import { compileBarcode } from './elements/barcode.ts';
import { compileFacts } from './elements/facts.ts';
import { compilePaycode, compileQrcode } from './elements/matrix-codes.ts';
import { boxOf, type Frame, type Part, type Refusal, type Setting } from './elements/part.ts';
import { compileIcon, compileImage } from './elements/pictures.ts';
import { compilePrice } from './elements/price.ts';
import { compileLine, compileProgressBar, compileRectangle } from './elements/shapes.ts';
import { compileText } from './elements/text.ts';
import { compileWhen } from './fields.ts';
import type { LeafElement, RowsElement, TemplateDocument, Variant } from './template-schema.ts';

/** A page of a template, compiled for one panel. */
export interface CompiledPage {
  /** A fresh bitmap, or why there is none. */
  paint(content: LabelContent): Bitmap | Refusal;
  /** Whether every price in satoshi of this content is drawn: what a label is said to show must be on it. */
  drawsSats(content: LabelContent): boolean;
}

/** The largest variant, as drawn on the panel, of those that fit it; null when all are too large. */
export function chooseVariant(document: TemplateDocument, panel: Panel): { variant: Variant; index: number } | null {
  let best: { variant: Variant; index: number } | null = null;
  let bestArea = 0;
  document.variants.forEach((variant, index) => {
    if (variant.width > panel.width || variant.height > panel.height) return;
    if (variant.exact && (variant.width < panel.width || variant.height < panel.height)) return;
    const area = variant.width * variant.height * scaleOf(variant, panel) ** 2;
    if (area < bestArea) return;
    best = { variant, index };
    bestArea = area;
  });
  return best;
}

/** A little more room than drawn for is left as room: text at its designed sizes is crisper. */
function scaleOf(variant: Variant, panel: Panel): number {
  const scale = Math.min(panel.width / variant.width, panel.height / variant.height);
  return scale < 1.15 ? 1 : scale;
}

/**
 * Compiles one page of a variant for a panel. What products and captions decide is drawn once per product and kept as a
 * layer; a price then costs a copy of the layer and its own glyphs.
 */
export function compilePage(
  document: TemplateDocument,
  variant: Variant,
  page: LabelContent['page'],
  path: readonly (string | number)[],
  panel: Panel,
  atlas: Atlas,
  layerBytes: number,
): { readonly page: CompiledPage; readonly problems: readonly ElementProblem[] } {
  const problems: ElementProblem[] = [];
  const parts: GuardedPart[] = [];
  const frame: Frame = { x: 0, y: 0, width: panel.width, height: panel.height, scale: scaleOf(variant, panel) };
  const has = inks(panel.palette);
  const settingAt = (at: readonly (string | number)[], inFrame: Frame, itemIndex: number): Setting => ({
    atlas,
    panel,
    inks: has,
    captions: document,
    frame: inFrame,
    itemIndex,
    complain: (code, message) => problems.push({ code, path: at, message }),
  });
  const addLeaf = (
    leaf: LeafElement,
    at: readonly (string | number)[],
    inFrame: Frame,
    item: number,
    count: number | null,
  ) => {
    const guard = compileWhen(leaf.when, item, has, document, count);
    if (guard.holds === null) return;
    const part = compileLeaf(leaf, settingAt(at, inFrame, item));
    const { holds, constant: alwaysHolds } = guard;
    parts.push({ ...part, element: leaf, item, itemCount: count, path: at, holds, alwaysHolds });
  };
  const addRows = (rows: RowsElement, at: readonly (string | number)[]) => {
    if (compileWhen(rows.when, 0, has, document, null).holds === null) return;
    const box = boxOf(rows, settingAt(at, frame, 0));
    for (let count = 1; count <= 4; count++) {
      for (let row = 0; row < count; row++) {
        const rowFrame = { ...rowBox(box, row, count), scale: frame.scale };
        rows.elements.forEach((leaf, i) => {
          const when = [rows.when ?? [], leaf.when ?? []].flat();
          addLeaf({ ...leaf, when }, [...at, 'elements', i], rowFrame, row, count);
        });
      }
    }
  };
  variant[page === 'staff' ? 'staff' : 'elements'].forEach((element, i) => {
    const at = [...path, i];
    if (element.type === 'rows') addRows(element, at);
    else addLeaf(element, at, frame, element.item ?? 0, null);
  });
  problems.push(...collisions(parts));
  return { page: createPage(parts, panel, layerBytes), problems };
}

function rowBox(box: Box, row: number, count: number): Box {
  const top = Math.round((box.height * row) / count);
  const bottom = Math.round((box.height * (row + 1)) / count);
  return { x: box.x, y: box.y + top, width: box.width, height: bottom - top };
}

function compileLeaf(leaf: LeafElement, setting: Setting): Part {
  switch (leaf.type) {
    case 'text':
    case 'multiline':
    case 'unitprice':
    case 'sats':
      return compileText(leaf, setting);
    case 'line':
      return compileLine(leaf, setting);
    case 'rectangle':
      return compileRectangle(leaf, setting);
    case 'progress_bar':
      return compileProgressBar(leaf, setting);
    case 'icon':
      return compileIcon(leaf, setting);
    case 'image':
      return compileImage(leaf, setting);
    case 'barcode':
      return compileBarcode(leaf, setting);
    case 'qrcode':
      return compileQrcode(leaf, setting);
    case 'paycode':
      return compilePaycode(leaf, setting);
    case 'price':
      return compilePrice(leaf, setting);
    case 'badge':
      return compileBadge(leaf, setting);
    case 'facts':
      return compileFacts(leaf, setting);
  }
}

function createPage(parts: readonly GuardedPart[], panel: Panel, layerBytes: number): CompiledPage {
  const { steady, fresh } = divide(parts);
  const layers = createBitmapCache(layerBytes);
  const blank = blankBitmap(panel);
  const places = parts.filter(part => part.element.type === 'sats');
  return {
    drawsSats: content =>
      content.items.every(
        (item, index) => item.sats === null || places.some(place => place.item === index && place.holds(content)),
      ),
    paint(content) {
      const key = layerKey(steady, content);
      let layer = layers.get(key);
      if (layer === undefined) {
        layer = copyOf(blank);
        const refusal = paintAll(steady, layer, content);
        if (refusal !== null) return refusal;
        layers.put(key, layer);
      }
      const bitmap = copyOf(layer);
      return paintAll(fresh, bitmap, content) ?? bitmap;
    },
  };
}

/** Which parts go into the kept layer: all whose picture no price decides, unless they lie upon one that it does. */
function divide(parts: readonly GuardedPart[]): { steady: GuardedPart[]; fresh: GuardedPart[] } {
  const steady: GuardedPart[] = [];
  const fresh: GuardedPart[] = [];
  for (const part of parts) {
    if (part.identity === null || fresh.some(below => mustFollow(part, below))) fresh.push(part);
    else steady.push(part);
  }
  return { steady, fresh };
}

/** Everything that the layer's picture depends on. Lengths keep neighbouring texts apart. */
function layerKey(steady: readonly GuardedPart[], content: LabelContent): string {
  let key = content.locale;
  for (const part of steady) {
    if (!part.alwaysHolds && !part.holds(content)) {
      key += '-';
      continue;
    }
    const identity = part.identity?.(content) ?? '';
    key += identity === '' ? '+' : `+${identity.length}:${identity}`;
  }
  return key;
}

function paintAll(parts: readonly GuardedPart[], bitmap: Bitmap, content: LabelContent): Refusal | null {
  for (const part of parts) {
    if (!part.alwaysHolds && !part.holds(content)) continue;
    const refusal = part.paint(bitmap, content);
    if (refusal !== null) return refusal;
  }
  return null;
}

function copyOf(bitmap: Bitmap): Bitmap {
  return {
    width: bitmap.width,
    height: bitmap.height,
    stride: bitmap.stride,
    black: bitmap.black.slice(),
    red: bitmap.red === null ? null : bitmap.red.slice(),
    yellow: bitmap.yellow === null ? null : bitmap.yellow.slice(),
  };
}
