import { z } from 'zod';
import { idSchema, instantSchema } from './ids.ts';

/** Ed25519 over the UTF-8 bytes of the RFC 8785 form of the envelope without `sig`; base64url without padding. */
export const signatureSchema = z.object({
  alg: z.literal('EdDSA'),
  kid: z.string().min(1).max(80),
  value: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
export type Signature = z.infer<typeof signatureSchema>;

/** `shelf.<what>.v<major>` */
export const typePattern = /^shelf\.([a-z][a-z-]{0,39})\.v([1-9][0-9]{0,3})$/;

/**
 * CloudEvents 1.0 in structured JSON mode. Unknown members are tolerated and covered by the signature.
 *
 * @example {"specversion":"1.0","id":"01JDQ…","source":"urn:acme:pricing","type":"shelf.price.v1","subject":"0042",
 *           "time":"2026-11-23T15:04:05Z","data":{…},"sig":{"alg":"EdDSA","kid":"pricing-2026-11","value":"…"}}
 */
export const envelopeSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(128),
  source: z.string().min(1).max(200),
  type: z.string().regex(typePattern),
  subject: idSchema.meta({ description: 'The store, or `all`. Signed, so a fact cannot be carried to another store.' }),
  time: instantSchema,
  data: z.unknown(),
  sig: signatureSchema.optional(),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** The schema of a whole message: the envelope with its type fixed and its data described. */
export function envelopeOf<Type extends string, Data extends z.ZodType>(type: Type, data: Data) {
  return envelopeSchema.extend({ type: z.literal(type), data });
}

/** MQTT 5 content type of every message. */
export const contentType = 'application/cloudevents+json';
