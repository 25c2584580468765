import { z } from 'zod';
import { deletionOf, itemBase } from './fact.ts';
import { idSchema, localTextSchema } from './ids.ts';

/** GTIN-8, -12, -13 or -14: digits whose last one is the GS1 check digit. */
export function isGtin(text: string): boolean {
  if (!/^(\d{8}|\d{12}|\d{13}|\d{14})$/.test(text)) return false;
  let sum = 0;
  for (let i = text.length - 1, weight = 1; i >= 0; i--, weight = 4 - weight) sum += Number(text[i]) * weight;
  return sum % 10 === 0;
}

export const productItemSchema = z.union([
  deletionOf('sku', idSchema),
  z.looseObject({
    sku: idSchema,
    ...itemBase,
    deleted: z.undefined().optional(),
    gtin: z
      .string()
      .refine(isGtin, 'not a GTIN with a valid check digit')
      .meta({ description: 'GTIN-8, -12, -13 or -14 with its check digit.', pattern: '^([0-9]{8}|[0-9]{12,14})$' }),
    name: localTextSchema,
    brand: z.string().min(1).max(80).optional(),
    packSize: z.string().min(1).max(40).optional(),
    unitPriceRequired: z.boolean(),
    legalText: localTextSchema.optional(),
    availability: z.enum(['available', 'sold-out']).optional().meta({ description: 'Absent: available.' }),
    stock: z
      .number()
      .int()
      .min(0)
      .max(1_000_000_000)
      .optional()
      .meta({ description: 'Pieces in the store; offers with `stockAtLeast` look at it.' }),
  }),
]);
export type ProductItem = z.infer<typeof productItemSchema>;
