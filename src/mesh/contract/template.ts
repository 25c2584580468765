import { z } from 'zod';
import { sha256Hex } from './canonical.ts';
import { deletionOf, itemBase } from './fact.ts';
import { idSchema, sha256Schema } from './ids.ts';
import { limits } from './limits.ts';

/** A template of labels or a layout of screens. `sha256` is over the UTF-8 bytes of `source`. */
export const templateItemSchema = z.union([
  deletionOf('template', idSchema),
  z
    .looseObject({
      template: idSchema,
      ...itemBase,
      deleted: z.undefined().optional(),
      sha256: sha256Schema,
      source: z.string().min(1).max(limits.templateSource).meta({
        description:
          'YAML: a template of labels, or a layout of screens where the mapping has the key `layout`. Either is called by the id of the fact.',
      }),
    })
    .refine(item => item.sha256 === sha256Hex(item.source), { message: 'not the hash of source', path: ['sha256'] }),
]);
export type TemplateItem = z.infer<typeof templateItemSchema>;
