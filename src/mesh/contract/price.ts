import { z } from 'zod';
import { deletionOf, itemBase } from './fact.ts';
import { idSchema, instantSchema } from './ids.ts';
import { limits } from './limits.ts';

/** An amount in minor units. The schema admits any integer; zero and less are refused by rule, with their own reason. */
const amountSchema = z.number().int().min(-1_000_000_000_000).max(1_000_000_000_000);

export const unitSchema = z.enum(['kg', '100g', 'l', '100ml', 'm', 'm2', 'piece', 'wash']);

/** One stretch of a price timeline, from `from` until `to` (exclusive) or until a later point takes over. */
export const pricePointSchema = z
  .looseObject({
    from: instantSchema,
    to: instantSchema.optional(),
    amountMinor: amountSchema,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .meta({ description: 'ISO 4217.' }),
    unitPriceMinor: amountSchema.optional(),
    unit: unitSchema.optional(),
    kind: z.enum(['regular', 'reduction']),
    lowest30dMinor: amountSchema
      .optional()
      .meta({ description: 'Lowest price of the 30 days before a reduction (Directive 98/6/EC, Article 6a).' }),
    percentOff: z.number().int().min(1).max(99).optional(),
  })
  .refine(point => (point.unitPriceMinor === undefined) === (point.unit === undefined), {
    message: 'unitPriceMinor and unit come together',
    path: ['unit'],
  })
  .refine(point => point.to === undefined || Date.parse(point.to) > Date.parse(point.from), {
    message: 'to must be after from',
    path: ['to'],
  })
  .meta({
    description: '`to` lies after `from`; `unitPriceMinor` and `unit` come together.',
    dependencies: { unitPriceMinor: ['unit'], unit: ['unitPriceMinor'] },
  });

export const priceItemSchema = z.union([
  deletionOf('sku', idSchema),
  z.looseObject({
    sku: idSchema,
    ...itemBase,
    deleted: z.undefined().optional(),
    timeline: z.array(pricePointSchema).min(1).max(limits.timelinePoints),
  }),
]);
export type PriceItem = z.infer<typeof priceItemSchema>;
