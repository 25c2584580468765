import { z } from 'zod';
import { epochSchema } from './ids.ts';
import { streamSchema } from './streams.ts';

/** The tills charge by everything up to here. Signed by a key that may sign `till`; never goes back within an epoch. */
export const tillAppliedSchema = z.looseObject({
  stream: streamSchema,
  epoch: epochSchema,
  seq: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});
export type TillApplied = z.infer<typeof tillAppliedSchema>;
