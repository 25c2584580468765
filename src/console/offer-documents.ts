import { z } from 'zod';

const version = { schemaVersion: z.literal(1) };
const instant = z.iso.datetime();
const count = z.int().nonnegative();

/** Somewhere an offer is made, or was. */
export const OfferOutput = z.object({
  kind: z.enum(['label', 'beacon', 'session', 'screen']),
  id: z.string(),
  zone: z.string().nullable(),
  /** `pending`: wanted there, not proven yet. `clearing`: not wanted any more, and not proven gone. */
  state: z.enum(['pending', 'shown', 'clearing', 'cleared']),
  /** The same everywhere: `offer@version`. */
  says: z.string(),
  variant: z.string().nullable(),
  at: instant.nullable(),
});

export const OfferEntry = z.object({
  id: z.string(),
  version: count,
  /** `blocked`: by its stock guard, or as its price would mislead. */
  state: z.enum(['active', 'scheduled', 'pausing', 'blocked', 'ended', 'revoked']),
  reason: z.string().nullable(),
  audience: z.enum(['public', 'member', 'session']),
  priority: count,
  skus: z.array(z.string()),
  /** Empty: everywhere. */
  zones: z.array(z.string()),
  from: instant,
  to: instant.nullable(),
  /** When time alone changes it next. */
  nextChangeAt: instant.nullable(),
  badge: z.string().nullable(),
  text: z.string().nullable(),
  price: z.object({ amountMinor: z.int(), currency: z.string(), exponent: z.int(), text: z.string() }).nullable(),
  outputs: z.object({ pending: count, shown: count, clearing: count }),
  /** Since it was revoked: null in time means not everywhere yet. */
  revoke: z
    .object({ at: instant, by: z.string(), clearedAt: instant.nullable(), seconds: z.number().nullable(), left: count })
    .nullable(),
});
export type OfferEntry = z.infer<typeof OfferEntry>;

export const OfferListDocument = z.object({ ...version, offers: z.array(OfferEntry) });
export type OfferListDocument = z.infer<typeof OfferListDocument>;

export const OfferDocument = z.object({
  ...version,
  ...OfferEntry.shape,
  places: z.array(OfferOutput),
  dayparts: z.array(z.object({ days: z.array(z.int()), from: z.string(), until: z.string() })),
  stock: z.object({ atLeast: count, skus: z.array(z.object({ sku: z.string(), stock: count.nullable() })) }).nullable(),
  caps: z.object({
    perHour: count.nullable(),
    perScreenPerHour: count.nullable(),
    perSession: count,
    zoneCooldownMs: count,
    /** Made in the last hour. */
    usedThisHour: count,
    sessions: count,
  }),
  experiment: z
    .object({
      id: z.string(),
      variants: z.array(z.object({ variant: z.string(), weight: count, made: count })),
    })
    .nullable(),
  why: z.array(z.string()),
});
export type OfferDocument = z.infer<typeof OfferDocument>;

export const SimulateQuery = z.object({
  at: z.iso.datetime({ offset: true }),
  zone: z.string().optional(),
  audience: z.enum(['public', 'member', 'session']).optional(),
});

/** What would be made where at an instant; nothing is changed. */
export const OfferSimulationDocument = z.object({
  ...version,
  at: instant,
  offers: z.array(
    z.object({
      id: z.string(),
      version: count,
      holds: z.boolean(),
      /** The first rule that speaks against it; null: it holds. */
      reason: z.string().nullable(),
      detail: z.string(),
      zones: z.array(z.string()),
      /** Labels that would show it, i.e. where no other offer outranks it. */
      labels: count,
      nextChangeAt: instant.nullable(),
    }),
  ),
});
export type OfferSimulationDocument = z.infer<typeof OfferSimulationDocument>;
export type SimulateQuery = z.infer<typeof SimulateQuery>;
