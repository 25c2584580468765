import { z } from 'zod';
import { defineRoute, type Route } from '../route.ts';
import { Role } from '../session.ts';

/** Who asks, and what that allows. */
export const SessionDocument = z.object({
  schemaVersion: z.literal(1),
  actor: z.string(),
  role: Role,
  /** Whether there is something to sign out of. */
  signedIn: z.boolean(),
});
export type SessionDocument = z.infer<typeof SessionDocument>;

/** Who asks. */
export function sessionRoutes(): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/session',
      role: 'viewer',
      summary: 'Who asks, and with which role',
      answer: SessionDocument,
      run({ c }) {
        const { actor, role, signedIn = false } = c.get('session')!;
        return c.json({ schemaVersion: 1, actor, role, signedIn } satisfies SessionDocument);
      },
    }),
  ];
}
