import { z } from 'zod';
import { cardSchema, wordsSchema } from './card.ts';
import { layoutSchema, skinSchema } from './layout.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** A picture or a film that the gateway has, verified. The page asks for it by its hash. */
export const assetSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  type: z.enum(['image/png', 'image/jpeg', 'image/webp', 'video/mp4', 'video/webm']),
  bytes: z.number().int().min(1),
});
export type Asset = z.infer<typeof assetSchema>;

export const qrSchema = z.strictObject({
  kind: z.enum(['link', 'coupon', 'entry']),
  text: z.string().min(1).max(200),
  caption: wordsSchema,
});

/** The same on labels, beacons, screens and sessions: which offer is made here. */
export const offerMarkSchema = z.strictObject({ offer: id, version: z.number(), variant: id.nullable() });
export type OfferMark = z.infer<typeof offerMarkSchema>;

export const sceneSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('offer'),
    badge: z.string().max(400).nullable(),
    text: wordsSchema.nullable(),
    skus: z.array(z.string()).min(1).max(4),
    picture: assetSchema.nullable(),
    qr: qrSchema.nullable(),
  }),
  z.strictObject({
    kind: z.enum(['prices', 'bitcoin']),
    title: wordsSchema.nullable(),
    skus: z.array(z.string()).min(1).max(24),
  }),
  z.strictObject({ kind: z.literal('image'), asset: assetSchema, text: wordsSchema.nullable() }),
  z.strictObject({ kind: z.literal('video'), asset: assetSchema }),
  z.strictObject({ kind: z.literal('message'), title: wordsSchema.nullable(), text: wordsSchema }),
  z.strictObject({ kind: z.literal('qr'), qr: qrSchema }),
]);
export type Scene = z.infer<typeof sceneSchema>;

/** An entry of the playlist, with everything that decides whether it may be shown now. */
export const entrySchema = z.strictObject({
  /** Unique in the programme: `offers` of the fact becomes `offers/tea-evening` and so on. */
  id: z.string().min(1).max(90),
  entry: id,
  region: id,
  durationMs: z.number().int().min(1_000).max(600_000),
  priority: z.number().int(),
  /** When it may be shown, absolute: dayparts are worked out for the next two days. Null: always. */
  windows: z.array(z.strictObject({ fromMs: z.number(), untilMs: z.number().nullable() })).nullable(),
  offer: offerMarkSchema.nullable(),
  /** How often within any hour on this screen; null: no limit. */
  capPerHour: z.number().int().min(1).nullable(),
  scene: sceneSchema,
});
export type Entry = z.infer<typeof entrySchema>;

export const overlaySchema = z.strictObject({
  id: z.string().max(40),
  severity: z.enum(['info', 'warning', 'urgent']),
  text: z.string().min(1).max(400),
  sinceMs: z.number(),
});
export type Overlay = z.infer<typeof overlaySchema>;

export const emergencySchema = z.strictObject({
  text: wordsSchema,
  fromMs: z.number(),
  untilMs: z.number().nullable(),
});
export type Emergency = z.infer<typeof emergencySchema>;

/** What stands above the programme: alarms of the shop, the most severe first, and emergencies before them. */
export const aboveSchema = z.strictObject({
  overlays: z.array(overlaySchema).max(20),
  emergency: emergencySchema.nullable(),
});
export type Above = z.infer<typeof aboveSchema>;

/** Everything that one screen needs to play for hours by itself. Nothing in it belongs to another screen. */
export const programmeSchema = z.strictObject({
  screen: id,
  /** Of the screen fact. */
  version: z.number(),
  zone: id.nullable(),
  panel: z.strictObject({ widthPx: z.number(), heightPx: z.number(), diagonalInch: z.number() }),
  viewingDistanceM: z.number(),
  layout: layoutSchema,
  skin: skinSchema,
  /** BCP 47, the first one first. */
  locales: z.array(z.string()).min(1).max(2),
  timezone: z.string(),
  title: wordsSchema.nullable(),
  ticker: z.array(wordsSchema).max(40),
  board: z.strictObject({ title: wordsSchema.nullable(), skus: z.array(z.string()).max(24) }).nullable(),
  qr: qrSchema.nullable(),
  entries: z.array(entrySchema).max(200),
  cards: z.array(cardSchema).max(300),
  above: aboveSchema,
  /** Fixed words that the page says itself. */
  words: z.strictObject({ priceAtShelf: wordsSchema, soldOut: wordsSchema, members: wordsSchema }),
  /** The store is closed: the screen is dark. */
  dark: z.boolean(),
  /** So long without a word from the gateway a price may be shown; then it gives way to `priceAtShelf`. */
  priceLimitMs: z.number().int().min(1_000),
  /** Moves everything by so many pixels, another way each time, so that nothing burns in. */
  shift: z.strictObject({ px: z.number().int().min(0).max(16), everyMs: z.number().int().min(10_000) }),
});
export type Programme = z.infer<typeof programmeSchema>;
