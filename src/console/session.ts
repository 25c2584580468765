import { z } from 'zod';

/** What a person may do: look; mend and commission; and besides that see who did what. Each includes the one before. */
export const Role = z.enum(['viewer', 'technician', 'admin']);
export type Role = z.infer<typeof Role>;

/** Who asks. */
export interface Session {
  /** As it stands in the audit trail, e.g. `local` or `token:tablet-3`. */
  readonly actor: string;
  readonly role: Role;
  /** Came in through the form, and may sign out again. */
  readonly signedIn?: boolean;
}

/**
 * Whoever reaches the agent without signing in: the owner of its socket, or, where nobody asked for tokens, a program of
 * this machine. Both could as well read the agent's files.
 */
export const localSession: Session = { actor: 'local', role: 'admin' };

/** Whether a role includes another. */
export function includes(role: Role, needed: Role): boolean {
  return Role.options.indexOf(role) >= Role.options.indexOf(needed);
}
