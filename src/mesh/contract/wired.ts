import { z } from 'zod';
import { idSchema, instantSchema } from './ids.ts';

const count = z.number().int().min(0);
const methodMembers = {
  method: z.string().max(80).meta({ description: 'How the figures came about, such as `two-beams`.' }),
  confidence: z.number().min(0).max(1),
};

/** How long the queue of a zone is, retained. Every figure says how it came about. */
export const zoneQueueSchema = z.looseObject({
  zone: idSchema,
  queue: idSchema,
  at: instantSchema,
  length: count,
  /** By Little's law; null: nobody was served lately. */
  waitSeconds: z.number().min(0).nullable(),
  servedPerHour: z.number().min(0),
  ...methodMembers,
});
export type ZoneQueue = z.infer<typeof zoneQueueSchema>;

/** What an hour was like in a zone; retained for the hour that is over. */
export const zoneHeatSchema = z.looseObject({
  zone: idSchema,
  hour: instantSchema.meta({ description: 'When it began.' }),
  entered: count,
  left: count,
  peak: count.meta({ description: 'Most people at once, as far as lines or counts say.' }),
  visits: count,
  dwellSeconds: z.number().min(0).nullable().meta({ description: 'Median of the visits of known tags.' }),
  motionSeconds: count,
  ...methodMembers,
});
export type ZoneHeat = z.infer<typeof zoneHeatSchema>;

/** Something that is raised by a threshold or a button, and what became of it; retained until it is cleared. */
export const noticeSchema = z.looseObject({
  notice: idSchema,
  state: z.enum(['raised', 'acknowledged', 'escalated', 'cleared']),
  severity: z.enum(['info', 'warning', 'urgent']),
  text: z.string().max(80),
  zone: idSchema.nullable(),
  figure: z.string().max(40).nullable(),
  value: z.number().nullable(),
  since: instantSchema,
  at: instantSchema,
  by: z.string().max(200).nullable().meta({ description: 'Who acknowledged it.' }),
  ...methodMembers,
});
export type Notice = z.infer<typeof noticeSchema>;

/** What a sensor says now, retained. A weight from a load cell is an estimate and never billed. */
export const sensorStateSchema = z.looseObject({
  sensor: idSchema,
  node: idSchema.nullable(),
  kind: z.string().max(40),
  zone: idSchema.nullable(),
  at: instantSchema,
  state: z.string().max(40),
  values: z.record(z.string().max(40), z.union([z.number(), z.boolean(), z.string().max(80)])),
  ...methodMembers,
});
export type SensorState = z.infer<typeof sensorStateSchema>;

/** Something happened once: a press, a pick, a scan, a weight. Never a purchase. */
export const sensorEventSchema = z.looseObject({
  sensor: idSchema,
  zone: idSchema.nullable(),
  at: instantSchema,
  event: z.enum(['press', 'double', 'long', 'pick', 'put', 'in', 'out', 'scan', 'weight', 'entry']),
  role: z.string().max(40).nullable(),
  sku: idSchema.nullable(),
  gtin: z.string().max(14).nullable(),
  pieces: z.number().int().nullable(),
  grams: z.number().nullable(),
  ...methodMembers,
});
export type SensorEvent = z.infer<typeof sensorEventSchema>;

/** What became of a coupon; the code itself is not told. */
export const couponSchema = z.looseObject({
  coupon: z.string().min(1).max(64),
  offer: idSchema.nullable(),
  state: z.enum(['issued', 'redeemed', 'expired']),
  at: instantSchema,
  until: instantSchema,
  till: idSchema.nullable(),
});
export type Coupon = z.infer<typeof couponSchema>;
