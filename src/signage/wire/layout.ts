import { z } from 'zod';

const share = z.number().min(0).max(100);
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
export const colourSchema = z.string().regex(/^#[0-9a-f]{6}$/, 'must be #rrggbb in lower case');

/** The colours of everything on a screen. Pairs that carry text have a contrast of 4.5 : 1 at least. */
export const skinSchema = z.strictObject({
  background: colourSchema,
  ink: colourSchema,
  /** For what is less important, on the background. */
  quiet: colourSchema,
  /** Panels and cards, and text on them. */
  surface: colourSchema,
  surfaceInk: colourSchema,
  /** Header, badges and prices that are reduced, and text on them. */
  accent: colourSchema,
  accentInk: colourSchema,
});
export type Skin = z.infer<typeof skinSchema>;

/** What a region shows. `playlist`: the entries that name it. */
export const regionKinds = ['title', 'clock', 'playlist', 'board', 'ticker', 'qr'] as const;

/** A part of the screen, in per cent of its width and height. */
export const regionSchema = z.strictObject({
  id,
  kind: z.enum(regionKinds),
  x: share,
  y: share,
  width: share,
  height: share,
  /** Which colours: on the background, as a card, or loud. */
  tone: z.enum(['plain', 'surface', 'accent']),
  /** Products side by side and below each other, where it shows several. */
  columns: z.number().int().min(1).max(6),
  rows: z.number().int().min(1).max(12),
});
export type Region = z.infer<typeof regionSchema>;

/**
 * A layout as the page draws it. Sizes of text are heights of capital letters in units of what can just be read from the
 * viewing distance (1/300 of it, so 3.3 mm a metre): 1 is the least.
 */
export const layoutSchema = z.strictObject({
  id,
  regions: z.array(regionSchema).min(1).max(12),
  text: z.strictObject({ price: z.number(), title: z.number(), body: z.number(), small: z.number() }),
});
export type Layout = z.infer<typeof layoutSchema>;
