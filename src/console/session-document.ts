import { z } from 'zod';
import { Role } from './session.ts';

/** Who asks, and what that allows. */
export const SessionDocument = z.object({
  schemaVersion: z.literal(1),
  actor: z.string(),
  role: Role,
  /** Whether there is something to sign out of. */
  signedIn: z.boolean(),
});
export type SessionDocument = z.infer<typeof SessionDocument>;
