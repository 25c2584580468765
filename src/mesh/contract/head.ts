import { z } from 'zod';
import { epochSchema, instantSchema, sha256Schema } from './ids.ts';
import { streamSchema } from './streams.ts';

/** Where a stream stands: retained, signed, every 60 s. `digest.ts` says how the digests are made. */
export const headDataSchema = z.looseObject({
  stream: streamSchema,
  epoch: epochSchema,
  seq: z
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .meta({ description: 'The last sequence number given out; 0 before the first.' }),
  count: z.number().int().min(0).meta({ description: 'Keys of the epoch, deleted ones included.' }),
  digest: sha256Schema.meta({ description: 'SHA-256 of the 256 bucket digests, one after the other.' }),
  buckets: z
    .string()
    .regex(/^[0-9a-f]{2048}$/)
    .optional()
    .meta({
      description:
        'The first 4 bytes of each bucket digest in hex, bucket 0 first. Absent: a difference asks for all buckets.',
    }),
  issuedAt: instantSchema,
});
export type HeadData = z.infer<typeof headDataSchema>;
