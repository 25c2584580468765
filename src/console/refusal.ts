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

const unknown = /^(offer|beacon|zone|node|sensor|alarm|screen)\.unknown$|\.tag-unknown$/;
const inAnotherState = new Set([
  'privacy.capture-locked',
  'beacon.busy',
  'sensor.not-calibrated',
  'checkout.scale-unstable',
  'coupon.full',
  'coupon.locked',
  'screen.pairing-locked',
]);
const unreached = /^(radio|device|node)\.|^checkout\.(scale|scanner)-silent$|^screen\.(silent|order-late)$/;

/**
 * A rule, or a device, said no. What is unknown is 404, what another state would permit 409, what a radio or a wire did
 * not bring about 502; everything else is a rule that holds whatever happens, 422. A code that is tried is no address:
 * one that there is not is refused like any other.
 */
export function refuseRule(c: Context, { reason, detail }: { reason: string; detail: string }): Response {
  const status: ContentfulStatusCode = unknown.test(reason)
    ? 404
    : inAnotherState.has(reason)
      ? 409
      : unreached.test(reason)
        ? 502
        : 422;
  const meaning = Object.hasOwn(reasons, reason) ? reasons[reason as Reason].meaning : '';
  const message = [meaning, detail].filter(part => part !== '').join(' ');
  return refuseAs(c, status, reason, message, fixOf(reason));
}
