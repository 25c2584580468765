import { z } from 'zod';
import { epochSchema, idSchema, seqSchema } from './ids.ts';
import { limits } from './limits.ts';
import { streamSchema } from './streams.ts';

/** All keys, or those whose SHA-256 begins with one of these bytes. */
export const bucketsSchema = z.union([
  z.literal('all'),
  z.array(z.number().int().min(0).max(255)).min(1).max(256).meta({ description: 'Ascending, none twice.' }),
]);
export type Buckets = z.infer<typeof bucketsSchema>;

/** A gateway asks; the answer comes in chunks on `to/{gw}/reply/{corr}`. */
export const snapshotAskSchema = z.looseObject({
  corr: idSchema,
  stream: streamSchema,
  buckets: bucketsSchema,
  known: z
    .looseObject({ epoch: epochSchema, seq: seqSchema.or(z.literal(0)) })
    .nullable()
    .meta({ description: 'How far the gateway knows the stream; null: not at all.' }),
});
export type SnapshotAsk = z.infer<typeof snapshotAskSchema>;

/**
 * One chunk of a snapshot: chunk 0 to chunks-1, signed each. All carry the same stream, epoch, seq, buckets and chunks.
 * Items are those of the stream's facts, newest version of every key of the buckets, deleted keys of the epoch included.
 */
export const snapshotChunkSchema = z
  .looseObject({
    corr: idSchema.optional().meta({ description: 'When present it must be the correlation id of the topic.' }),
    stream: streamSchema,
    epoch: epochSchema,
    seq: z
      .number()
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .meta({ description: 'The snapshot holds everything up to this sequence number.' }),
    buckets: bucketsSchema,
    chunk: z.number().int().min(0),
    chunks: z.number().int().min(1).max(limits.snapshotChunks),
    items: z.array(z.unknown()).max(limits.items),
  })
  .refine(data => data.chunk < data.chunks, { message: 'chunk must be below chunks', path: ['chunk'] });
export type SnapshotChunk = z.infer<typeof snapshotChunkSchema>;
