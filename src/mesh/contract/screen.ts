import { z } from 'zod';
import { deletionOf, itemBase } from './fact.ts';
import { idSchema, instantSchema, localTextSchema, sha256Schema } from './ids.ts';
import { limits } from './limits.ts';
import { daypartSchema } from './offer.ts';

/** A picture or a film below the mesh's asset address, known by its content. */
export const mediaSchema = z.looseObject({
  ref: z
    .string()
    .min(1)
    .max(400)
    .meta({ description: 'Path below the asset address that the gateway is configured with.' }),
  sha256: sha256Schema,
});

const skusSchema = z.array(idSchema).min(1).max(limits.skusPerEntry);
const qrSchema = z.looseObject({
  kind: z.enum(['link', 'coupon', 'entry']),
  text: z.string().min(1).max(200).meta({ description: 'What the code says, such as an address.' }),
  caption: localTextSchema,
});

/** What one entry of a playlist shows. */
export const showSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('offer'), offer: idSchema }),
  z.looseObject({
    kind: z.literal('offers'),
    most: z.number().int().min(1).max(20).optional().meta({
      description: "Every offer that holds in the screen's zone, one after the other; absent: at most 10.",
    }),
  }),
  z.looseObject({ kind: z.literal('prices'), title: localTextSchema.optional(), skus: skusSchema }),
  z.looseObject({ kind: z.literal('bitcoin'), title: localTextSchema.optional(), skus: skusSchema }),
  z.looseObject({ kind: z.literal('image'), media: mediaSchema, text: localTextSchema.optional() }),
  z.looseObject({
    kind: z.literal('video'),
    media: mediaSchema.meta({ description: 'Without sound; at most 60 s are played.' }),
  }),
  z.looseObject({ kind: z.literal('message'), title: localTextSchema.optional(), text: localTextSchema }),
  z.looseObject({ kind: z.literal('qr'), qr: qrSchema }),
]);

/** One entry of a playlist. */
export const playlistEntrySchema = z.looseObject({
  entry: idSchema,
  region: idSchema.optional().meta({ description: 'Where in the layout; absent: `main`.' }),
  seconds: z.number().int().min(3).max(600).optional().meta({ description: 'How long it is shown; absent: 10.' }),
  priority: z.number().int().min(0).max(1000).optional().meta({
    description: 'Of those that may be shown, only the highest take turns; absent: 0.',
  }),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  dayparts: z.array(daypartSchema).min(1).max(limits.daypartsPerOffer).optional(),
  show: showSchema,
});

const panelSchema = z.looseObject({
  widthPx: z.number().int().min(320).max(7680),
  heightPx: z.number().int().min(320).max(7680),
  diagonalInch: z.number().min(5).max(120),
});

/**
 * A screen with its playlist, or a style: what all screens of a zone (or of the store) wear, and what stands on all of
 * them in an emergency. Both are keys of one stream, so a whole zone changes with one fact.
 */
export const screenItemSchema = z.union([
  deletionOf('screen', idSchema),
  z.looseObject({
    screen: idSchema,
    ...itemBase,
    deleted: z.undefined().optional(),
    kind: z.literal('style'),
    zone: idSchema.optional().meta({ description: 'Absent: the whole store. A zone goes before the store.' }),
    skin: idSchema.optional().meta({ description: "A skin of each screen's layout; one without it keeps its own." }),
    emergency: z
      .looseObject({
        text: localTextSchema,
        from: instantSchema.optional(),
        until: instantSchema.optional().meta({ description: 'Absent: until the fact is taken back.' }),
      })
      .optional()
      .meta({ description: 'Stands on every screen of the zone, before everything else.' }),
  }),
  z.looseObject({
    screen: idSchema,
    ...itemBase,
    deleted: z.undefined().optional(),
    kind: z.literal('screen'),
    gateway: idSchema.optional().meta({ description: 'Who feeds it. Absent: every gateway of the store can.' }),
    zone: idSchema.optional().meta({ description: 'Where it hangs: decides which offers it may show.' }),
    panel: panelSchema,
    viewingDistanceM: z.number().min(0.5).max(30).meta({ description: 'How far away its readers stand.' }),
    layout: idSchema.meta({ description: 'A built-in layout, or a template of the mesh that is one.' }),
    skin: idSchema.optional(),
    title: localTextSchema.optional(),
    ticker: z.array(localTextSchema).max(20).optional(),
    board: z
      .looseObject({ title: localTextSchema.optional(), skus: skusSchema })
      .optional()
      .meta({ description: "What stands in the layout's price board all the time." }),
    qr: qrSchema.optional(),
    playlist: z
      .array(playlistEntrySchema)
      .min(1)
      .max(limits.playlistEntries)
      .refine(all => new Set(all.map(({ entry }) => entry)).size === all.length, 'every entry once'),
  }),
]);
export type ScreenItem = z.infer<typeof screenItemSchema>;
