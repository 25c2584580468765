import { signingInput } from '../contract/signature.ts';
import type { GeneratedDocument } from './document.ts';
import { jsonText } from './json-schema.ts';
import { refusedSamples } from './refused-samples.ts';
import { type Body, inboundBodies } from './sample-bodies.ts';
import { outboundBodies } from './sample-gateway-bodies.ts';
import { pricingKey, type SampleKey, samplePlace, strangerKey, tillKey } from './sample-keys.ts';
import { envelopeAround, signedSample } from './sample-message.ts';

function accepted(body: Body): GeneratedDocument {
  const message = signedSample(body);
  const canonical = signingInput(message);
  const sample = {
    about: body.about,
    outcome: 'accepted',
    topic: body.topic,
    qos: 1,
    retain: body.retain === true,
    message,
    canonical: canonical.toString('utf8'),
    canonicalHex: canonical.toString('hex'),
    signature: message.sig.value,
  };
  return { path: `docs/samples/accepted/${body.name}.json`, content: jsonText(sample) };
}

function fromGateway(body: Body): GeneratedDocument {
  const message = envelopeAround(body, `urn:acme:gateway:${samplePlace.gateway}`);
  const sample = { about: body.about, topic: body.topic, retain: body.retain === true, message };
  return { path: `docs/samples/from-gateway/${body.name}.json`, content: jsonText(sample) };
}

function keys(): GeneratedDocument {
  const told = ({ kid, publicKey, signs, secretHex }: SampleKey, pinned: boolean) => ({
    kid,
    publicKey,
    signs,
    secretHex,
    pinned,
  });
  const sample = {
    about: 'Published keys: for these samples only. A gateway with this place and the pinned keys judges them as told.',
    ...samplePlace,
    keys: [told(pricingKey, true), told(tillKey, true), told(strangerKey, false)],
  };
  return { path: 'docs/samples/keys.json', content: jsonText(sample) };
}

/** Messages of every type with what becomes of them. */
export function samples(): GeneratedDocument[] {
  return [
    keys(),
    ...inboundBodies().map(accepted),
    ...outboundBodies().map(fromGateway),
    ...refusedSamples().map(({ name, ...sample }) => ({
      path: `docs/samples/refused/${name}.json`,
      content: jsonText(sample),
    })),
  ];
}
