import { signEnvelope } from '../contract/signature.ts';
import type { Body } from './sample-bodies.ts';
import { pricingKey, type SampleKey, samplePlace, tillKey } from './sample-keys.ts';

const instant = '2026-11-23T15:04:05Z';

/** The envelope around a body, unsigned. */
export function envelopeAround({ name, type, subject, data }: Body, source: string): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: `sample-${name}`,
    source,
    type,
    subject: subject ?? samplePlace.store,
    time: instant,
    data,
  };
}

/** A body as the retailer sends it. */
export function signedSample(
  body: Body,
  key: SampleKey = body.type === 'shelf.till-applied.v1' ? tillKey : pricingKey,
  envelope = envelopeAround(body, key === tillKey ? 'urn:acme:till' : 'urn:acme:pricing'),
) {
  return signEnvelope(envelope, key.kid, key.privateKey);
}
