import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Priced, RefusalCode } from './mesh/pricing.ts';

/** What a request is answered with. */
export type Answer =
  | { readonly status: 200; readonly body: Readonly<Record<string, unknown>> }
  | { readonly status: 200; readonly png: Uint8Array }
  | { readonly status: ErrorStatus; readonly code: string; readonly message: string; readonly hint: string };
type ErrorStatus = 400 | 404 | 409 | 422 | 500;

const maxBodyBytes = 64 * 1024;

export function refused(status: ErrorStatus, code: string, message: string, hint: string): Answer {
  return { status, code, message, hint };
}

const refusals = {
  'sku-unknown': [422, 'The shop sells no such product.', 'Look at endcap label list for SKUs.'],
  'timeline-full': [409, 'The product has too many planned prices.', 'Wait until some have begun.'],
  'schedule-past': [422, 'That instant is over.', 'Name one to come, or change the price now.'],
  'offer-reversed': [422, 'The offer ends before it begins.', 'Let to be later than from.'],
  'offer-unknown': [422, 'The mesh makes no such offer.', 'Make one with endcap emulate offer.'],
  'offer-price-public': [
    422,
    'A price for everybody is no offer.',
    'Use endcap emulate price, or --audience member or session.',
  ],
  'offer-price-high': [422, 'The price is not below that of the shelf.', 'Name a lower one.'],
} as const satisfies Record<RefusalCode, readonly [status: ErrorStatus, message: string, hint: string]>;

/** What the desk for prices and offers said; `member` is what its key is called in the answer. */
export function priced(result: Priced, member: 'sku' | 'offer' = 'sku'): Answer {
  if (result.ok) return { status: 200, body: { [member]: result.receipt.key, ...result.receipt } };
  const [status, message, hint] = refusals[result.code];
  return refused(status, result.code, message, hint);
}

export const unknownZone = (zone: string): Answer =>
  refused(422, 'zone-unknown', `There is no zone ${zone}.`, 'Look at endcap zone list for zones.');

/** Reads a JSON body by its schema, then acts on it. */
export async function withBody<T>(
  request: IncomingMessage,
  schema: z.ZodType<T>,
  act: (body: T) => Answer,
): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return refused(400, 'request-invalid', 'The body is too large.', 'Send less.');
    chunks.push(chunk);
  }
  const json = fromJson(Buffer.concat(chunks).toString('utf8') || '{}');
  if (json === undefined) return refused(400, 'request-invalid', 'The body is no JSON.', 'Send JSON.');
  const parsed = schema.safeParse(json);
  if (parsed.success) return act(parsed.data);
  const [issue] = parsed.error.issues;
  return refused(400, 'request-invalid', `${issue?.path.join('.')}: ${issue?.message}`, 'Correct the field.');
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function send(response: ServerResponse, answer: Answer): void {
  if ('png' in answer) {
    response.writeHead(200, { 'content-type': 'image/png' }).end(answer.png);
    return;
  }
  const body =
    'body' in answer ? answer.body : { error: { code: answer.code, message: answer.message, hint: answer.hint } };
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
