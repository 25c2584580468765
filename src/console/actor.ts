import type { Context } from 'hono';

/** Who asks, for the audit trail. Over the local socket and on localhost nobody signs in. */
export function actorOf(_c: Context): string {
  return 'technician:local';
}
