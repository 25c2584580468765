import type { LabelContent } from '../shelf/content.ts';
import type { Reason } from '../shelf/reasons.ts';
import type { Box } from './bitmap-canvas.ts';
import type { Part } from './elements/part.ts';
import type { LeafElement } from './template-schema.ts';

/** Something wrong with a template on a panel; `path` leads to it in the document. */
export interface ElementProblem {
  readonly code: Reason;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A part together with what decides whether it is drawn. */
export interface GuardedPart extends Part {
  readonly element: LeafElement;
  /** Which product of the label it draws, counted from 0. */
  readonly item: number;
  /** Drawn only with that many products; null: with any. */
  readonly itemCount: number | null;
  readonly path: readonly (string | number)[];
  readonly holds: (content: LabelContent) => boolean;
  readonly alwaysHolds: boolean;
}

const codes: readonly LeafElement['type'][] = ['barcode', 'qrcode', 'paycode'];
const grounds: readonly LeafElement['type'][] = ['rectangle', 'line', 'image'];

/** Writing that may run into other writing, and codes whose bars or quiet zone something else may touch. */
export function collisions(parts: readonly GuardedPart[]): ElementProblem[] {
  const problems: ElementProblem[] = [];
  parts.forEach((upper, at) => {
    for (const lower of parts.slice(0, at)) {
      const problem = collision(lower, upper);
      if (problem !== null) problems.push(problem);
    }
  });
  return problems;
}

function collision(lower: GuardedPart, upper: GuardedPart): ElementProblem | null {
  if (lower.itemCount !== upper.itemCount || exclude(lower.element.when, upper.element.when)) return null;
  const isCode = (part: GuardedPart) => codes.includes(part.element.type);
  // A code covers with its white what lies below it as ground.
  const harmless = grounds.includes(lower.element.type);
  if ((isCode(lower) || (isCode(upper) && !harmless)) && overlap(lower.box, upper.box)) {
    const [code, other] = isCode(lower) ? [lower, upper] : [upper, lower];
    const message = `this ${other.element.type} may touch the ${code.element.type} or its quiet zone`;
    return { code: 'template.code-covered', path: other.path, message };
  }
  if (lower.writing === null || upper.writing === null || !overlap(lower.writing, upper.writing)) return null;
  const { x, y, width, height } = lower.writing;
  const message = `may run into the ${lower.element.type} at ${x},${y} of ${width}×${height} px`;
  return { code: 'template.texts-overlap', path: upper.path, message };
}

/** What a condition can only hold together with. */
const implied: Readonly<Record<string, readonly string[]>> = {
  offer: ['promoted'],
  reduced: ['promoted', 'highlighted'],
  badge: ['promoted'],
  highlighted: ['promoted'],
  memberPrice: ['offer', 'promoted', '!soldOut'],
  memberUnitPrice: ['memberPrice', 'offer', 'promoted', '!soldOut'],
  memberLowest: ['memberPrice', 'offer', 'promoted', '!soldOut'],
  sats: ['bitcoin', '!soldOut'],
  unitSats: ['sats', 'bitcoin', '!soldOut', 'unitPrice'],
};

/** Whether two `when` can never hold together. */
function exclude(a: LeafElement['when'], b: LeafElement['when']): boolean {
  const conditions = [a ?? [], b ?? []].flat();
  const all = conditions.flatMap(one => [one, ...(implied[one] ?? [])]);
  return all.some(one => all.includes(`!${one}`));
}

/** Writing never runs into other writing (see {@link collision}), so its order does not matter. */
export function mustFollow(upper: GuardedPart, lower: GuardedPart): boolean {
  if (upper.writing !== null && lower.writing !== null) return false;
  return overlap(upper.box, lower.box) && !exclude(upper.element.when, lower.element.when);
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
