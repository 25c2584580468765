import { z } from 'zod';

/**
 * How bad it is. `wrong`: a shopper may see a wrong price, or a right one was refused; `unproven`: nobody knows what a
 * shopper sees; `risk`: it will become one of these; `chore`: somebody should tidy up.
 */
export const Severity = z.enum(['wrong', 'unproven', 'risk', 'chore']);
export type Severity = z.infer<typeof Severity>;

/** One cause, however many labels it strikes. */
export const AttentionEntry = z.object({
  /** Stays the same while the cause stands. */
  id: z.string(),
  severity: Severity,
  /** A stable code; `docs/reasons.md` explains each. */
  reason: z.string(),
  /** One sentence. */
  text: z.string(),
  /** Labels that it strikes; 0: none directly. */
  count: z.int().nonnegative(),
  /** The first of them. */
  labels: z.array(z.string()).max(20),
  action: z.object({
    /** What mends it, for people. */
    text: z.string(),
    /** A command that shows more or mends it. */
    command: z.string().nullable(),
    /** The console's page that does. */
    href: z.string().nullable(),
  }),
  since: z.iso.datetime().nullable(),
});
export type AttentionEntry = z.infer<typeof AttentionEntry>;

/** What somebody should look at, worst first; empty when all is well. */
export const AttentionDocument = z.object({
  schemaVersion: z.literal(1),
  entries: z.array(AttentionEntry),
});
export type AttentionDocument = z.infer<typeof AttentionDocument>;
