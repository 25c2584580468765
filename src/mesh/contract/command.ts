import { z } from 'zod';
import { idSchema, instantSchema } from './ids.ts';

/** What a gateway is told to do, once. Id, verb and gateway are signed and must be those of the topic. */
export const commandDataSchema = z.looseObject({
  id: idSchema,
  gateway: idSchema,
  verb: idSchema.meta({ description: 'ping, flash, refresh, identify, reboot, …' }),
  notAfter: instantSchema.meta({ description: 'At most 7 days ahead; a command that arrives later is refused.' }),
  args: z.record(z.string().min(1).max(40), z.unknown()).optional(),
});
export type CommandData = z.infer<typeof commandDataSchema>;

/** How a command ended, on `ack/{cmd}`. A repeated command is answered with the outcome of the first. */
export const commandAckSchema = z.looseObject({
  id: idSchema,
  verb: idSchema,
  outcome: z.enum(['done', 'failed', 'refused', 'interrupted']),
  reason: z.string().max(80).nullable(),
  detail: z.string().max(400).nullable(),
  at: instantSchema,
});
export type CommandAck = z.infer<typeof commandAckSchema>;
