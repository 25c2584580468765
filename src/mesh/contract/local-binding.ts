import { z } from 'zod';
import { positionSchema } from './binding.ts';
import { epochSchema, idSchema, instantSchema, labelIdSchema, versionSchema } from './ids.ts';
import { limits } from './limits.ts';

const made = {
  label: labelIdSchema,
  basis: z.looseObject({ epoch: epochSchema, version: versionSchema }).nullable().meta({
    description:
      "The binding fact that it was made over; null: there was none. It holds until the authority's word is another.",
  }),
  madeAt: instantSchema,
  actor: z.string().min(1).max(200).meta({ description: 'Who made it, as in the audit trail.' }),
};

/** A binding made at the shelf, retained until the authority has said something newer about the label. */
export const localBindingSchema = z.union([
  z.looseObject({ ...made, deleted: z.literal(true) }),
  z.looseObject({
    ...made,
    deleted: z.undefined().optional(),
    skus: z.array(idSchema).min(1).max(limits.skusPerLabel),
    template: idSchema,
    position: positionSchema.optional(),
    page: z.enum(['price', 'staff']).optional().meta({ description: 'Absent: price.' }),
  }),
]);
export type LocalBindingData = z.infer<typeof localBindingSchema>;
