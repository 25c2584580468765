import { z } from 'zod';
import { cardSchema } from './card.ts';
import { aboveSchema, programmeSchema } from './programme.ts';

/** `seq` counts what changes the page, without a gap; a pulse and an order carry the newest one. `atMs`: the gateway's clock. */
const head = { seq: z.number().int().min(0), atMs: z.number() };

/** What the gateway sends to a page, as server-sent events with the id `{boot}-{seq}`. */
export const pageEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...head, type: z.literal('programme'), programme: programmeSchema }),
  /** Cards that differ; the others stay. */
  z.strictObject({ ...head, type: z.literal('cards'), cards: z.array(cardSchema).min(1).max(300) }),
  z.strictObject({ ...head, type: z.literal('above'), above: aboveSchema }),
  /** The gateway is there and nothing changed: what is shown is true at `atMs`. */
  z.strictObject({ ...head, type: z.literal('pulse') }),
  z.strictObject({
    ...head,
    type: z.literal('order'),
    order: z.enum(['reload', 'identify', 'screenshot']),
    id: z.string(),
  }),
]);
export type PageEvent = z.infer<typeof pageEventSchema>;
/** Between two pulses. */
export const pulseMs = 2_000;
