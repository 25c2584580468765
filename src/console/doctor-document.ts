import { z } from 'zod';

export const DoctorVerdict = z.enum(['ok', 'warn', 'fail']);
export type DoctorVerdict = z.infer<typeof DoctorVerdict>;

/** What was looked at, what was seen, and what mends it. What could not be measured is a `warn` that says so. */
export const DoctorDocument = z.object({
  schemaVersion: z.literal(1),
  checks: z.array(
    z.object({
      name: z.string(),
      verdict: DoctorVerdict,
      evidence: z.string(),
      fix: z.string().nullable(),
    }),
  ),
});
export type DoctorDocument = z.infer<typeof DoctorDocument>;
