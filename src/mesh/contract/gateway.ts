import { z } from 'zod';
import { epochSchema, idSchema, instantSchema, labelIdSchema } from './ids.ts';
import { streamSchema } from './streams.ts';

const count = z.number().int().min(0);
const amount = z.number().int();
const rateTextSchema = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .meta({ description: "What one bitcoin was counted at: the bid less the store's spread, a decimal string." });

/** Retained birth and last will. A will only counts against the birth of the same session. */
export const gatewayStateSchema = z.looseObject({
  gateway: idSchema,
  state: z.enum(['online', 'offline']),
  sessionId: z.string().min(1).max(64),
  /** `enforced`, or `lab`: unsigned facts are accepted, nobody should trust what the shelf says. */
  signatures: z.enum(['enforced', 'lab']),
  version: z.string().max(40),
});
export type GatewayState = z.infer<typeof gatewayStateSchema>;

export const streamStateSchema = z.looseObject({
  name: streamSchema,
  epoch: epochSchema,
  seq: count,
  gap: count.meta({ description: 'Sequence numbers known to be missing.' }),
  headSeq: count.nullable(),
});

/** Every 30 s. */
export const gatewayHealthSchema = z.looseObject({
  sessionId: z.string().min(1).max(64),
  uptimeSeconds: count,
  rssBytes: count,
  streams: z.array(streamStateSchema),
  labels: z.looseObject({
    total: count,
    confirmed: count,
    pending: count,
    failed: count,
    stale: count,
    unknown: count,
  }),
  /** Messages refused since start, by reason code. */
  refused: z.record(z.string(), count),
});
export type GatewayHealth = z.infer<typeof gatewayHealthSchema>;

/** Everything up to `seq` that concerns this gateway is proven on its labels: the till may charge by it. */
export const appliedSchema = z.looseObject({ stream: streamSchema, epoch: epochSchema, seq: count });
export type Applied = z.infer<typeof appliedSchema>;

export const confidenceSchema = z.enum(['confirmed', 'sent', 'pending', 'stale', 'unknown', 'failed']);

/** Prices in bitcoin that a label acknowledged; a till honours the lower of these and its own for a time of grace. */
const shownBitcoinSchema = z.looseObject({
  pair: z.string(),
  rate: rateTextSchema,
  rateAt: instantSchema,
  rateSeq: count,
  prices: z.array(z.looseObject({ sku: idSchema, sats: count.meta({ description: 'Whole satoshi.' }) })),
});

/** What a label is known to show, retained; published again whenever it changes. */
export const labelStateSchema = z.looseObject({
  label: labelIdSchema,
  revision: count,
  model: z.string().nullable(),
  skus: z.array(idSchema),
  confidence: confidenceSchema,
  desired: z.looseObject({ epoch: epochSchema, version: count, hash: z.string() }).nullable(),
  shown: z
    .looseObject({
      epoch: epochSchema,
      version: count,
      hash: z.string(),
      at: instantSchema,
      amountMinor: amount.optional(),
      currency: z.string().optional(),
      bitcoin: shownBitcoinSchema.optional(),
    })
    .nullable(),
  refusal: z.looseObject({ reason: z.string(), detail: z.string() }).nullable(),
  batteryMv: count.nullable(),
  rssi: z.number().int().nullable(),
  lastSeen: instantSchema.nullable(),
});
export type LabelState = z.infer<typeof labelStateSchema>;

/** Something a person should look at, retained until the next word about it. `code` is the topic's last level: a reason code with its dot as a hyphen. */
export const alarmSchema = z.looseObject({
  code: z.string().min(1).max(80),
  state: z.enum(['raised', 'cleared']).optional().meta({ description: 'Absent: raised.' }),
  subject: z.string().max(200),
  detail: z.string().max(1000),
  at: instantSchema,
});
export type Alarm = z.infer<typeof alarmSchema>;
