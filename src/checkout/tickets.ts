import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';

/** Longer than any ticket; a QR code that people can scan holds less. */
const mostChars = 1_024;
const signatureBytes = 64;
/** A ticket that is valid for longer than a year and a month is a mistake. */
const longestValidityMs = 400 * 86_400_000;

/** Who signs tickets: an Ed25519 key, raw 32 bytes in base64url. */
export interface TicketKey {
  readonly kid: string;
  readonly publicKey: string;
}

/** A ticket whose signature holds. Valid from the first instant on, and until before the second; ms since 1970. */
export interface Ticket {
  readonly id: string;
  readonly kid: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export type TicketResult =
  | { readonly ok: true; readonly ticket: Ticket }
  | { readonly ok: false; readonly reason: 'entry.invalid' | 'entry.forged'; readonly detail: string };

const instant = z.iso.datetime().transform(text => Date.parse(text));
const payloadSchema = z
  .object({ v: z.literal(1), id: z.string().min(1).max(64), from: instant, to: instant })
  .refine(({ from, to }) => from < to && to - from <= longestValidityMs, 'from and to are no span of time');

/**
 * Reads tickets: `base64url(JSON) "." base64url(signature) "." kid`, where the JSON is
 * `{"v":1,"id":…,"from":…,"to":…}` with RFC 3339 instants in UTC, and the signature is Ed25519 (RFC 8032) over the ASCII
 * of the first part. Nothing inside is looked at before the signature holds. Throws TypeError on a key that is none.
 */
export function createTicketReader(keys: readonly TicketKey[]): (text: string) => TicketResult {
  const known = new Map<string, KeyObject>(keys.map(({ kid, publicKey }) => [kid, keyOf(publicKey)]));
  return text => {
    if (text.length > mostChars) return invalid(`longer than ${mostChars} characters`);
    const match = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([!-~]{1,80})$/.exec(text);
    if (!match) return invalid('not three parts with dots between them');
    const [, body = '', signed = '', kid = ''] = match;
    const signature = bytesOf(signed);
    if (signature?.length !== signatureBytes) return invalid('the signature is no 64 bytes in base64url');
    const key = known.get(kid);
    if (!key) return { ok: false, reason: 'entry.forged', detail: `no key is called ${kid}` };
    if (!verify(null, Buffer.from(body, 'latin1'), key, signature)) {
      return { ok: false, reason: 'entry.forged', detail: `the signature is not of ${kid}` };
    }
    const payload = payloadSchema.safeParse(jsonOf(bytesOf(body)));
    if (!payload.success) return invalid(payload.error.issues[0]?.message ?? 'no ticket inside');
    const { id, from, to } = payload.data;
    return { ok: true, ticket: { id, kid, fromMs: from, toMs: to } };
  };
}

function keyOf(publicKey: string): KeyObject {
  if (bytesOf(publicKey)?.length !== 32) throw new TypeError('an Ed25519 key is 32 bytes in base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
}

/** Only the one spelling that these bytes have. */
function bytesOf(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

function jsonOf(bytes: Buffer | null): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? '');
  } catch {
    return null; // what is no JSON is no ticket
  }
}

const invalid = (detail: string): TicketResult => ({ ok: false, reason: 'entry.invalid', detail });
