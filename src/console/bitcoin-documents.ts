import { z } from 'zod';

const version = { schemaVersion: z.literal(1) };
const instant = z.iso.datetime();
const count = z.int().nonnegative();

/** One exchange rate as it stands at the gate. */
export const RateEntry = z.object({
  /** The pair, e.g. `btc-eur`. */
  id: z.string(),
  /** Whether the store's prices in bitcoin are made at it. */
  inUse: z.boolean(),
  state: z.enum(['usable', 'unusable']),
  /** Why it makes no figures; null while it does. */
  reason: z.string().nullable(),
  /** The last accepted one, decimal strings; null: none was. */
  rate: z.string().nullable(),
  bid: z.string().nullable(),
  ask: z.string().nullable(),
  at: instant.nullable(),
  ageSeconds: z.number().nullable(),
  seq: count.nullable(),
  sources: count.nullable(),
  dispersionBps: count.nullable(),
  /** Standard deviation of a year as the guard counts with it, in per cent. */
  volatilityPercent: z.number(),
  /** Since the start. */
  accepted: count,
  /** Since the start, by reason. */
  refused: z.record(z.string(), count),
  /** The last ones, newest first. */
  refusals: z.array(z.object({ at: instant, reason: z.string(), detail: z.string() })),
});
export type RateEntry = z.infer<typeof RateEntry>;

/** All exchange rates, and what follows from them for the labels. */
export const RatesDocument = z.object({
  ...version,
  /** Null: the store shows no prices in bitcoin. */
  policy: z
    .object({
      pair: z.string(),
      promisePercent: z.number(),
      /** Where figures are made anew now, before each label's own part. */
      bandPercent: z.number(),
      /** From the decision to the label's word, 95th percentile. */
      latencySeconds: z.number(),
      phase: z.enum(['open', 'opening', 'closed']),
      /** Figures that were taken down may come back. */
      mayReturn: z.boolean(),
      graceSeconds: count,
    })
    .nullable(),
  rates: z.array(RateEntry),
  figures: z.object({
    /** Labels with a place for prices in bitcoin. */
    total: count,
    shown: count,
    /** Decided, and not yet known to be on the label. */
    onTheirWay: count,
    /** Known to be past the promise, and not yet replaced. */
    outdated: count,
    absent: count,
    /** Why they are absent. */
    reasons: z.record(z.string(), count),
    /** Of all labels; null: there are none. */
    tokensLeast: z.number().nullable(),
    tokensMean: z.number().nullable(),
    /** Labels whose band is widened, as few refreshes are left. */
    low: count,
  }),
});
export type RatesDocument = z.infer<typeof RatesDocument>;

export const FiguresQuery = z.object({ limit: z.coerce.number().int().min(1).max(50_000).default(1_000) });
export type FiguresQuery = z.infer<typeof FiguresQuery>;

/** Each label's price in bitcoin, and why it shows none. */
export const FiguresDocument = z.object({
  ...version,
  total: count,
  labels: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      /** `shown`: proven. `sent`: on its way. `outdated`: past its promise. `absent`: none. */
      state: z.enum(['shown', 'sent', 'outdated', 'absent']),
      reason: z.string().nullable(),
      /** What the label is known to show, e.g. `3.268 sats`; null: none. */
      text: z.string().nullable(),
      rate: z.string().nullable(),
      rateAt: instant.nullable(),
      /** How far the rate has moved since, in per cent, signed. */
      movedPercent: z.number().nullable(),
      /** Where it is made anew. */
      bandPercent: z.number(),
      tokens: z.number(),
    }),
  ),
});
export type FiguresDocument = z.infer<typeof FiguresDocument>;

/** What a till asks for a product in satoshi: the lower of the price now and what a label showed within the grace. */
export const QuoteDocument = z.object({
  ...version,
  sku: z.string(),
  fiat: z.object({ amountMinor: z.int(), currency: z.string(), exponent: z.int() }).nullable(),
  /** Whole satoshi; null: ask for the legal price alone. */
  sats: z.int().nullable(),
  /** What one bitcoin was counted at. */
  rate: z.string().nullable(),
  rateAt: instant.nullable(),
  rateSeq: count.nullable(),
  pair: z.string().nullable(),
  validUntil: instant.nullable(),
  /** Why there is none; null while there is. */
  reason: z.string().nullable(),
  /** `now`: made at the rate now. `label`: a label's figure is lower, and honoured. */
  source: z.enum(['now', 'label']).nullable(),
  label: z.string().nullable(),
});
export type QuoteDocument = z.infer<typeof QuoteDocument>;
