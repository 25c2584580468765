import { z } from 'zod';
import { idSchema, instantSchema } from './ids.ts';

const count = z.number().int().min(0);

/** How a screen stands, retained. */
export const screenStateSchema = z.looseObject({
  screen: idSchema,
  version: count.meta({ description: 'Of the screen fact that it plays; 0: it has none.' }),
  state: z.enum(['playing', 'stale', 'silent', 'off', 'unpaired', 'refused']),
  reason: z.string().max(80).nullable(),
  at: instantSchema,
  heardAt: instantSchema.nullable().meta({ description: 'When its page reported last.' }),
  visible: z.boolean().nullable().meta({ description: 'Whether the page says that it can be seen.' }),
  pricesHidden: count.meta({ description: 'Prices in its programme that it may not show now.' }),
});
export type ScreenState = z.infer<typeof screenStateSchema>;

/** Proof of play of one hour, retained until the next one. An hour that is told again replaces what was told of it. */
export const screenPlaysSchema = z.looseObject({
  screen: idSchema,
  hour: instantSchema,
  plays: z
    .array(
      z.looseObject({
        entry: idSchema,
        offer: idSchema.nullable(),
        version: count.nullable(),
        variant: idSchema.nullable(),
        count,
        seconds: z.number().min(0).meta({ description: 'Seen: the page was visible and drew frames.' }),
        unseenSeconds: z.number().min(0).meta({ description: 'Played, but not proven to be seen.' }),
      }),
    )
    .max(500),
  method: z.string().max(80),
  confidence: z.number().min(0).max(1),
});
export type ScreenPlays = z.infer<typeof screenPlaysSchema>;
