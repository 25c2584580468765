import { z } from 'zod';
import { deletionOf, itemBase } from './fact.ts';
import { idSchema, labelIdSchema } from './ids.ts';
import { limits } from './limits.ts';

const place = z.number().int().min(0).max(9999);

/** Where a label hangs. */
export const positionSchema = z.looseObject({
  aisle: z.string().min(1).max(20),
  bay: place,
  shelf: place,
  facing: place,
});

/** Which SKUs a label shows with which template, and where it hangs. */
export const bindingItemSchema = z.union([
  deletionOf('label', labelIdSchema),
  z.looseObject({
    label: labelIdSchema,
    ...itemBase,
    deleted: z.undefined().optional(),
    skus: z.array(idSchema).min(1).max(limits.skusPerLabel),
    template: idSchema,
    position: positionSchema.optional(),
    page: z.enum(['price', 'staff']).optional().meta({ description: 'Absent: price.' }),
  }),
]);
export type BindingItem = z.infer<typeof bindingItemSchema>;
