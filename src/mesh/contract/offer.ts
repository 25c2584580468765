import { z } from 'zod';
import { deletionOf, itemBase } from './fact.ts';
import { idSchema, instantSchema, localTextSchema } from './ids.ts';
import { limits } from './limits.ts';

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
      audience: z.enum(['public', 'member', 'session']).optional().meta({ description: 'Absent: public.' }),
      badge: localTextSchema.optional(),
      percentOff: z.number().int().min(1).max(99).optional(),
      text: localTextSchema.optional(),
    })
    .refine(offer => offer.to === undefined || Date.parse(offer.to) > Date.parse(offer.from), {
      message: 'to must be after from',
      path: ['to'],
    }),
]);
export type OfferItem = z.infer<typeof offerItemSchema>;
