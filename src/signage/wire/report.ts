import { z } from 'zod';
import { offerMarkSchema } from './programme.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const entryId = z.string().min(1).max(90);

/** An entry that was played, from the page. `seenMs`: the page was visible and drew frames all that time. */
export const playSchema = z.strictObject({
  /** Unique in the page's life, so that a report which came twice counts once. */
  id: z.string().min(1).max(60),
  entry: entryId,
  region: id,
  offer: offerMarkSchema.nullable(),
  /** By the gateway's clock, as far as the page knows it. */
  fromMs: z.number(),
  toMs: z.number(),
  seenMs: z.number().min(0),
  frames: z.number().int().min(0),
});
export type Play = z.infer<typeof playSchema>;

/** What can be read on the page at this moment, taken from what is drawn and not from what was meant to be. */
export const seenSchema = z.strictObject({
  prices: z.array(z.strictObject({ sku: z.string().max(40), text: z.string().max(60).nullable() })).max(100),
  entries: z.array(z.strictObject({ region: id, entry: entryId, offer: offerMarkSchema.nullable() })).max(12),
  overlay: z.string().max(400).nullable(),
});
export type Seen = z.infer<typeof seenSchema>;

/** The heartbeat of a page. */
export const reportSchema = z.strictObject({
  /** A load of the page, a random name. */
  page: z.string().regex(/^[a-z0-9]{8,40}$/),
  /** The newest change that it has taken; -1: none yet. */
  seq: z.number().int().min(-1),
  boot: z.string().max(20).nullable(),
  visible: z.boolean(),
  /** Frames drawn since the last report, and the time that took. */
  frames: z.number().int().min(0),
  overMs: z.number().min(0),
  clock: z.enum(['true', 'lost', 'none']),
  /** Prices that gave way to "Preis am Regal". */
  hidden: z.number().int().min(0),
  heapBytes: z.number().min(0).nullable(),
  widthPx: z.number().int().min(1),
  heightPx: z.number().int().min(1),
  seen: seenSchema,
  plays: z.array(playSchema).max(200),
  /** Orders that were carried out. */
  done: z.array(z.strictObject({ id: z.string().max(60), ok: z.boolean() })).max(20),
  /** What went wrong since the last report, for people. */
  problems: z.array(z.string().max(400)).max(20),
});
export type Report = z.infer<typeof reportSchema>;

/** Plays that are safe with the gateway: the page may forget them. */
export const reportAnswerSchema = z.strictObject({ taken: z.array(z.string()) });
export type ReportAnswer = z.infer<typeof reportAnswerSchema>;
/** Between two reports; besides, at once when something is shown or ends. */
export const reportMs = 5_000;
