import { z } from 'zod';
import { leastUnits } from './sign-height.ts';
import { regionKinds, skinSchema } from './wire/layout.ts';

/** Names start with a letter, so that the order in which they are written is kept. */
const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, at most 40');
const share = z.number().min(0, 'must be 0 to 100').max(100, 'must be 0 to 100');

const region = z.strictObject({
  kind: z.enum(regionKinds),
  /** From the left, from above, width and height in per cent of the screen. */
  area: z.tuple([share, share, share, share], 'must be [x, y, width, height] in per cent'),
  tone: z.enum(['plain', 'surface', 'accent']).default('plain'),
  columns: z.int().min(1).max(6).default(1),
  rows: z.int().min(1).max(12).default(1),
});

const size = (least: number) =>
  z
    .number()
    .min(least, `must be ${least} units at least, or it cannot be read from the viewing distance`)
    .max(30, 'must be 30 units at most');

function record<V extends z.ZodType>(value: V, most: number) {
  return z
    .record(name, value)
    .refine(all => Object.keys(all).length > 0, 'must have one at least')
    .refine(all => Object.keys(all).length <= most, `must have ${most} at most`);
}

const suits = z.strictObject({ orientation: z.enum(['landscape', 'portrait', 'any']) });
const text = z.strictObject({
  price: size(leastUnits.price),
  title: size(leastUnits.title),
  body: size(leastUnits.body),
  small: size(leastUnits.small),
});

/** A layout as a designer writes it. */
export const layoutDocumentSchema = z.strictObject({
  layout: name,
  about: z.string().max(500).default(''),
  for: suits.default({ orientation: 'any' }),
  text,
  regions: record(region, 12),
  /** The first one is worn unless the mesh says otherwise. */
  skins: record(skinSchema, 12),
});
export type LayoutDocument = z.infer<typeof layoutDocumentSchema>;

/** The names of the fields at a path of a layout. */
export function fieldsAt(path: readonly PropertyKey[]): string[] {
  const inside = { for: suits, text, regions: region, skins: skinSchema }[String(path[0])];
  return Object.keys((inside ?? layoutDocumentSchema).shape);
}
