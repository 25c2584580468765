import { defineRoute, type Route } from '../route.ts';
import { SessionDocument } from '../session-document.ts';

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
