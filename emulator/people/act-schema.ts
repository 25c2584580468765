import { z } from 'zod';
import { idSchema } from '../../src/mesh/contract/ids.ts';

/** Things that may go on side by side: more than a day in a large shop. */
const maxActs = 200;
const maxQueues = 16;

const seconds = z.number().min(0).max(86_400);
/** A pair is a range to draw from. */
const span = z.union([seconds, z.tuple([seconds, seconds])]);

const when = {
  /** After the shop has opened. */
  startSeconds: span.default(0),
  /** And again each time so long after; left out: once. */
  everySeconds: span.optional(),
  /** At most so often; left out: without an end. */
  times: z.int().min(1).max(100_000).optional(),
};

/** What people do with sensors and tills, by the name of the part. */
const actSchema = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('cross'),
    line: idSchema,
    /** `turn-back` comes from outside, `turn-back-out` from inside. */
    crossing: z.enum(['in', 'out', 'turn-back', 'turn-back-out']).default('in'),
    /** So many close behind one another. */
    together: z.int().min(1).max(10).default(1),
    ...when,
  }),
  z.strictObject({
    act: z.literal('press'),
    button: idSchema,
    press: z.enum(['single', 'double', 'long']).default('single'),
    ...when,
  }),
  /** Takes pieces off a shelf with a load cell; a negative number puts some on. */
  z.strictObject({
    act: z.literal('pick'),
    shelf: idSchema,
    pieces: z.int().min(-1_000).max(1_000).default(1),
    ...when,
  }),
  /** A trolley bumps against the shelf. */
  z.strictObject({ act: z.literal('bump'), shelf: idSchema, forSeconds: seconds.default(2), ...when }),
  /** Somebody moves before a motion sensor. */
  z.strictObject({ act: z.literal('move'), sensor: idSchema, forSeconds: seconds.default(5), ...when }),
  z.strictObject({ act: z.literal('scan'), scanner: idSchema, text: z.string().min(1).max(500), ...when }),
  z.strictObject({
    act: z.literal('weigh'),
    scale: idSchema,
    kg: z.union([z.number().min(-1).max(100), z.tuple([z.number(), z.number()])]),
    /** Then it is taken off again. */
    forSeconds: seconds.default(6),
    ...when,
  }),
]);
export type Act = z.output<typeof actSchema>;

/** People who queue at a till: they come in by one line and leave by another. */
const tillQueueSchema = z.strictObject({
  name: idSchema,
  entry: idSchema,
  /** Left out: they leave by the line that they came by. */
  exit: idSchema.optional(),
  startSeconds: span.default(0),
  /** From one to the next who comes. */
  arriveSeconds: span,
  /** How long one is served. */
  serveSeconds: span,
  /** So many come altogether; left out: without an end. */
  people: z.int().min(1).max(100_000).optional(),
  /** Share of those who come as far as the line and turn back. */
  turnBackShare: z.number().min(0).max(1).default(0),
  /** Whoever sees so many before them goes elsewhere. */
  patience: z.int().min(1).max(100).default(12),
  /** Now and then many come at once. */
  rush: z
    .strictObject({
      everySeconds: seconds.min(1),
      forSeconds: seconds.min(1),
      arriveSeconds: span,
      firstSeconds: seconds.default(30),
    })
    .optional(),
});
export type TillQueueScript = z.output<typeof tillQueueSchema>;

export const actSections = {
  acts: z.array(actSchema).max(maxActs).default([]),
  queues: z.array(tillQueueSchema).max(maxQueues).default([]),
};
