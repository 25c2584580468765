import type { Context } from 'hono';
import type { ConsoleEnv } from './app.ts';

/** Who asks, for the audit trail. A route that has a role is never reached without a session. */
export function actorOf(c: Context<ConsoleEnv>): string {
  const session = c.get('session');
  if (session === undefined) throw new Error('a route without a role cannot name who asks');
  return session.actor;
}
