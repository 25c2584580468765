import { z } from 'zod';

const instant = z.iso.datetime();

/** One label as an auditor wants it. */
export const VerifiedLabel = z.object({
  label: z.string(),
  skus: z.array(z.string()),
  name: z.string().nullable(),
  place: z.string().nullable(),
  proven: z.boolean(),
  /** What it is known to show, formatted; null: nothing was ever proven. */
  shows: z.string().nullable(),
  shouldShow: z.string().nullable(),
  /** `authenticated`: the label signed for exactly this picture; `acknowledged`: it took all of it; `sent`: nobody knows. */
  proof: z.enum(['authenticated', 'acknowledged', 'sent']).nullable(),
  provenAt: instant.nullable(),
  /** Whole seconds since the proof was given. */
  proofAgeSeconds: z.int().nonnegative().nullable(),
  /** Why it is not proven; null while it is. */
  reason: z.string().nullable(),
  /** Since when it is not proven; null while it is. */
  since: instant.nullable(),
});
export type VerifiedLabel = z.infer<typeof VerifiedLabel>;

/** How much of the store is proven right at one moment. */
export const VerifyDocument = z.object({
  schemaVersion: z.literal(1),
  at: instant,
  /** Labels that are bound to a product. */
  total: z.int().nonnegative(),
  proven: z.int().nonnegative(),
  notProven: z.array(z.object({ label: z.string(), reason: z.string(), since: instant })),
  /** Heard, but bound to nothing: there is nothing to prove. */
  unbound: z.int().nonnegative(),
  /** The oldest proof among the proven ones, in seconds; null: none is proven. */
  oldestProofSeconds: z.int().nonnegative().nullable(),
  /** Every bound label; only when asked for. */
  labels: z.array(VerifiedLabel).optional(),
});
export type VerifyDocument = z.infer<typeof VerifyDocument>;

/** One label alone. */
export const VerifiedLabelDocument = VerifiedLabel.extend({ schemaVersion: z.literal(1) });
export type VerifiedLabelDocument = z.infer<typeof VerifiedLabelDocument>;
