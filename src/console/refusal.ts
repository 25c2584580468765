import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Reason, reasons } from '../shelf/reasons.ts';
import type { ErrorDocument } from './documents.ts';

/** Answers with an `ErrorDocument`: the reason's meaning, or a nearer `message`, and its fix as the hint. */
export function refuse(c: Context, status: ContentfulStatusCode, reason: Reason, message?: string): Response {
  return refuseAs(c, status, reason, message ?? reasons[reason].meaning, reasons[reason].fix);
}

/** The same for a code that came from elsewhere, e.g. from the rule that refused a release. */
export function refuseAs(
  c: Context,
  status: ContentfulStatusCode,
  code: string,
  message: string,
  hint: string | null,
): Response {
  const document: ErrorDocument = { schemaVersion: 1, error: { code, message, hint } };
  return c.json(document, status, { 'cache-control': 'no-store' });
}

/** What to do about a code, where it is one of ours. */
export function fixOf(code: string): string | null {
  return Object.hasOwn(reasons, code) ? reasons[code as Reason].fix : null;
}
