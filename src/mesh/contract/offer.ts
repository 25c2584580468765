import { z } from 'zod';
import { deletionOf, itemBase } from './fact.ts';
import { idSchema, instantSchema, localTextSchema, sha256Schema } from './ids.ts';
import { limits } from './limits.ts';
import { unitSchema } from './price.ts';

const urlSchema = z.url({ protocol: /^https?$/ }).max(200);
const count = z.number().int().min(1).max(1_000_000);
const amountSchema = z.number().int().min(1).max(1_000_000_000_000);
const wallClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);

/** Part of a day by the store's wall clock. */
export const daypartSchema = z
  .looseObject({
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7).meta({ description: 'ISO weekdays, 1 is Monday.' }),
    from: wallClock,
    until: wallClock.meta({ description: 'After `from`; `24:00` is the end of the day.' }),
  })
  .refine(({ from, until }) => until > from, { message: 'until must be after from', path: ['until'] });

/** What members, or one session, pay instead of the price on the shelf. */
export const offerPriceSchema = z
  .looseObject({
    amountMinor: amountSchema,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .meta({ description: 'ISO 4217.' }),
    unitPriceMinor: amountSchema.optional(),
    unit: unitSchema.optional(),
    lowest30dMinor: amountSchema.optional().meta({
      description: 'Lowest price of the 30 days before for the same audience (Directive 98/6/EC, Article 6a).',
    }),
  })
  .refine(price => (price.unitPriceMinor === undefined) === (price.unit === undefined), {
    message: 'unitPriceMinor and unit come together',
    path: ['unit'],
  });

const variantSchema = z.looseObject({
  variant: idSchema,
  weight: z.number().int().min(1).max(1_000),
  badge: localTextSchema.optional(),
  text: localTextSchema.optional(),
  url: urlSchema.optional(),
});

export const offerItemSchema = z.union([
  deletionOf('offer', idSchema),
  z
    .looseObject({
      offer: idSchema,
      ...itemBase,
      deleted: z.undefined().optional(),
      skus: z.array(idSchema).min(1).max(limits.skusPerOffer),
      from: instantSchema,
      to: instantSchema.optional(),
      priority: z.number().int().min(0).max(1000).optional().meta({ description: 'Higher wins; absent: 0.' }),
      audience: z.enum(['public', 'member', 'session']).optional().meta({
        description:
          'Absent: public. `member`: its price stands on shared labels beside the price of the shelf. `session`: only ever addressed to one.',
      }),
      badge: localTextSchema.optional(),
      percentOff: z.number().int().min(1).max(99).optional(),
      text: localTextSchema.optional(),
      zones: z
        .array(idSchema)
        .min(1)
        .max(limits.zonesPerOffer)
        .optional()
        .meta({ description: 'Where it is made; absent: everywhere.' }),
      dayparts: z.array(daypartSchema).min(1).max(limits.daypartsPerOffer).optional(),
      stockAtLeast: count.optional().meta({ description: 'Hidden while the product says a lower `stock`.' }),
      price: offerPriceSchema.optional(),
      template: idSchema.optional().meta({ description: 'Template of the labels while it holds.' }),
      url: urlSchema.optional().meta({ description: "Where the zone's beacon leads meanwhile." }),
      coupon: z.string().min(1).max(200).optional(),
      media: z
        .array(z.looseObject({ ref: z.string().min(1).max(400), sha256: sha256Schema }))
        .max(16)
        .optional(),
      caps: z
        .looseObject({
          perHour: count.optional(),
          perScreenPerHour: count.optional(),
          perSession: z.number().int().min(1).max(100).optional().meta({ description: 'Absent: 1.' }),
          zoneCooldownMs: z.number().int().min(0).max(86_400_000).optional().meta({ description: 'Absent: 0.' }),
        })
        .optional(),
      experiment: z
        .looseObject({
          experiment: idSchema,
          key: z
            .string()
            .regex(/^[0-9a-f]{32,64}$/)
            .meta({ description: 'Key of the HMAC that deals the variants, 16 to 32 bytes in hex.' }),
          variants: z
            .array(variantSchema)
            .min(2)
            .max(limits.variantsPerOffer)
            .refine(all => new Set(all.map(({ variant }) => variant)).size === all.length, 'every variant once'),
        })
        .optional(),
    })
    .refine(offer => offer.to === undefined || Date.parse(offer.to) > Date.parse(offer.from), {
      message: 'to must be after from',
      path: ['to'],
    })
    .refine(offer => offer.price === undefined || (offer.audience ?? 'public') !== 'public', {
      message: 'a price for everybody is a price fact, not an offer',
      path: ['price'],
    }),
]);
export type OfferItem = z.infer<typeof offerItemSchema>;
