import { z } from 'zod';

/** Words in the screen's languages, the first one first. */
export const wordsSchema = z.array(z.string().max(400)).min(1).max(2);
export type Words = z.infer<typeof wordsSchema>;

const shown = z.string().max(40).nullable();

/** What a price looks like for a stretch of time, ready to be drawn: nothing is left to be counted. */
export const priceStepSchema = z.strictObject({
  fromMs: z.number(),
  /** When it is over by the plan of the shelf; null: not by itself. */
  untilMs: z.number().nullable(),
  price: z.strictObject({
    whole: z.string().max(20),
    decimal: z.string().max(2),
    fraction: z.string().max(4),
    symbol: z.string().max(4),
    symbolFirst: z.boolean(),
    /** All of it in one line. */
    text: z.string().min(1).max(40),
  }),
  unitPrice: shown,
  /** The lowest price of the 30 days before a reduction, with its words. */
  lowest30d: wordsSchema.nullable(),
  badge: shown,
  memberPrice: z.strictObject({ text: z.string().min(1).max(40), unitPrice: shown, lowest30d: shown }).nullable(),
  soldOut: z.boolean(),
});
export type PriceStep = z.infer<typeof priceStepSchema>;

/** A price in satoshi beside the legal one. It goes at `untilMs` whatever happens. */
export const satsSchema = z.strictObject({
  text: z.string().min(1).max(40),
  /** When the rate held, with its words: `Kurs 14:05`. */
  rate: wordsSchema,
  untilMs: z.number(),
});

/** A product and its price on a screen. */
export const cardSchema = z.strictObject({
  sku: z.string().min(1).max(40),
  /** Where its price stands: the same as on the labels. */
  epoch: z.number(),
  version: z.number(),
  name: wordsSchema,
  brand: z.string().max(400).nullable(),
  packSize: z.string().max(400).nullable(),
  /** What holds now, and what comes next where that is certain already. Empty: no price may be shown. */
  steps: z.array(priceStepSchema).max(2),
  /** Why there is none: a reason code; null: there is one. */
  absent: z.string().max(80).nullable(),
  sats: satsSchema.nullable(),
});
export type Card = z.infer<typeof cardSchema>;
