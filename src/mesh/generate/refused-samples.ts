import { sign } from 'node:crypto';
import type { Reason } from '../../shelf/reasons.ts';
import { limits } from '../contract/limits.ts';
import { type Body, inboundBodies, priceItem } from './sample-bodies.ts';
import { pricingKey, samplePlace, strangerKey, tillKey } from './sample-keys.ts';
import { envelopeAround, signedSample } from './sample-message.ts';

/** A message that no gateway takes, and why. It has one of `message`, `text` (`times` over, if told) and `hex`. */
export interface RefusedSample {
  readonly name: string;
  readonly about: string;
  readonly outcome: Reason;
  readonly topic: string;
  readonly message?: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly times?: number;
  readonly hex?: string;
}

const bodies = inboundBodies();
const bodyOf = (name: string): Body => bodies.find(body => body.name === name)!;
const price = bodyOf('price');
const root = `${samplePlace.organisation}/shelf/v1`;

/** The sample price with other words about it, soundly signed. */
const withItem = (over: Record<string, unknown>) =>
  signedSample({ ...price, data: { ...price.data, items: [{ ...priceItem, ...over }] } });
const withAmount = (amountMinor: number) => withItem({ timeline: [{ ...priceItem.timeline[0], amountMinor }] });
const like = (over: Partial<Body>) => signedSample({ ...price, ...over });

function signatureFaults(): RefusedSample[] {
  const { topic } = price;
  const sound = signedSample(price);
  const { sig, ...unsigned } = sound;
  const bytes = Buffer.from(JSON.stringify(unsigned), 'utf8');
  const value = sign(null, bytes, pricingKey.privateKey).toString('base64url');
  return [
    { name: 'unsigned', about: 'No signature.', outcome: 'mesh.signature-missing', topic, message: unsigned },
    {
      name: 'changed-after-signing',
      about: 'One amount is another than the one that was signed.',
      outcome: 'mesh.signature-invalid',
      topic,
      message: { ...withAmount(1998), sig },
    },
    {
      name: 'member-slipped-in',
      about: 'A member that the contract does not know was added after signing.',
      outcome: 'mesh.signature-invalid',
      topic,
      message: { ...sound, note: 'added on the way' },
    },
    {
      name: 'not-canonical',
      about: 'Signed over the members in the order of writing instead of the RFC 8785 form.',
      outcome: 'mesh.signature-invalid',
      topic,
      message: { ...unsigned, sig: { ...sig, value } },
    },
    {
      name: 'signature-padded',
      about: 'The signature is base64 with padding.',
      outcome: 'mesh.signature-invalid',
      topic,
      message: { ...unsigned, sig: { ...sig, value: `${sig.value}==` } },
    },
    {
      name: 'algorithm-unknown',
      about: 'Another algorithm than EdDSA.',
      outcome: 'mesh.signature-invalid',
      topic,
      message: { ...unsigned, sig: { ...sig, alg: 'ES256' } },
    },
    {
      name: 'key-unknown',
      about: 'Soundly signed by a key that no gateway has pinned.',
      outcome: 'mesh.key-unknown',
      topic,
      message: signedSample(price, strangerKey),
    },
    {
      name: 'key-not-allowed',
      about: 'Soundly signed by a key that may sign the till watermark only.',
      outcome: 'mesh.key-not-allowed',
      topic,
      message: signedSample(price, tillKey),
    },
  ];
}

function placeFaults(): RefusedSample[] {
  const message = signedSample(price);
  const command = bodyOf('command');
  return [
    {
      name: 'store-of-another',
      about: 'Signed for another store than that of the topic.',
      outcome: 'mesh.store-mismatch',
      topic: price.topic,
      message: like({ subject: '0043' }),
    },
    {
      name: 'rate-of-one-store',
      about: 'An exchange rate is signed for `all`.',
      outcome: 'mesh.store-mismatch',
      topic: bodyOf('fx').topic,
      message: signedSample({ ...bodyOf('fx'), subject: '0042' }),
    },
    {
      name: 'topic-of-another-key',
      about: 'A single fact on the topic of another SKU.',
      outcome: 'mesh.topic-mismatch',
      topic: `${root}/0042/fact/price/40124`,
      message,
    },
    {
      name: 'topic-of-another-stream',
      about: 'A price on the topic of a product.',
      outcome: 'mesh.topic-mismatch',
      topic: `${root}/0042/fact/product/40123`,
      message,
    },
    {
      name: 'topic-of-all-stores',
      about: 'Only exchange rates and the key set live below `all`.',
      outcome: 'mesh.topic-mismatch',
      topic: `${root}/all/fact/price/40123`,
      message,
    },
    {
      name: 'head-of-another-stream',
      about: 'A head of the price stream on the topic of that of the products.',
      outcome: 'mesh.topic-mismatch',
      topic: `${root}/0042/head/product`,
      message: signedSample(bodyOf('head')),
    },
    {
      name: 'chunk-of-another-ask',
      about: 'The correlation id inside is not the one of the topic.',
      outcome: 'mesh.topic-mismatch',
      topic: `${root}/0042/to/gw-01/reply/price-2e11bb`,
      message: signedSample(bodyOf('snapshot-chunk')),
    },
    {
      name: 'topic-of-another-gateway',
      about: 'A command for another gateway.',
      outcome: 'mesh.topic-mismatch',
      topic: `${root}/0042/to/gw-02/cmd/identify/cmd-1`,
      message: signedSample(command),
    },
    {
      name: 'topic-of-another-command',
      about: 'The verb of the topic is not the one that was signed.',
      outcome: 'mesh.topic-mismatch',
      topic: `${root}/0042/to/gw-01/cmd/reboot/cmd-1`,
      message: signedSample(command),
    },
    {
      name: 'topic-unknown',
      about: 'The contract has no stream of this name.',
      outcome: 'mesh.topic-unknown',
      topic: `${root}/0042/fact/weather/40123`,
      message,
    },
    {
      name: 'topic-in-capitals',
      about: 'Ids are in lower case.',
      outcome: 'mesh.topic-unknown',
      topic: `${root}/0042/fact/price/SKU40123`,
      message,
    },
  ];
}

function bodyFaults(): RefusedSample[] {
  const { topic } = price;
  const chunk = bodyOf('snapshot-chunk');
  const template = bodyOf('template');
  const envelope = envelopeAround(price, 'urn:acme:pricing');
  const resigned = (other: Record<string, unknown>) => signedSample(price, pricingKey, other);
  return [
    {
      name: 'version-unknown',
      about: 'A major version that does not exist yet.',
      outcome: 'mesh.version-unknown',
      topic,
      message: resigned({ ...envelope, type: 'shelf.price.v2' }),
    },
    {
      name: 'no-cloudevent',
      about: 'CloudEvents 0.3.',
      outcome: 'mesh.envelope-invalid',
      topic,
      message: resigned({ ...envelope, specversion: '0.3' }),
    },
    {
      name: 'time-not-utc',
      about: 'Times end in Z.',
      outcome: 'mesh.envelope-invalid',
      topic,
      message: resigned({ ...envelope, time: '2026-11-23T16:04:05+01:00' }),
    },
    {
      name: 'amount-fraction',
      about: 'Money is integer minor units.',
      outcome: 'mesh.schema-invalid',
      topic,
      message: withAmount(19.99),
    },
    {
      name: 'timeline-empty',
      about: 'A price without a point.',
      outcome: 'mesh.schema-invalid',
      topic,
      message: withItem({ timeline: [] }),
    },
    {
      name: 'numbers-do-not-add-up',
      about: '`lastSeq - firstSeq + 1` is not the number of items.',
      outcome: 'mesh.schema-invalid',
      topic,
      message: like({ data: { ...price.data, lastSeq: 88101 } }),
    },
    {
      name: 'chunk-item-without-version',
      about: 'An item of a snapshot that cannot be ordered.',
      outcome: 'mesh.schema-invalid',
      topic: chunk.topic,
      message: signedSample({ ...chunk, data: { ...chunk.data, items: [{ sku: '40123' }] } }),
    },
    {
      name: 'template-hash-false',
      about: 'The hash is not that of the source.',
      outcome: 'mesh.schema-invalid',
      topic: template.topic,
      message: signedSample({
        ...template,
        data: { ...template.data, items: [{ template: 'tiny', version: 1, sha256: '0'.repeat(64), source: 'a' }] },
      }),
    },
    { name: 'not-json', about: 'It breaks off.', outcome: 'mesh.not-json', topic, text: '{"specversion":' },
    { name: 'not-an-object', about: 'One JSON object per message.', outcome: 'mesh.not-json', topic, text: '[]' },
    {
      name: 'not-utf-8',
      about: 'A byte that no UTF-8 text has.',
      outcome: 'mesh.not-json',
      topic,
      hex: '7b22ff223a317d',
    },
    {
      name: 'number-beyond-json',
      about: 'A number that no double holds has no RFC 8785 form.',
      outcome: 'mesh.not-json',
      topic,
      text: '{"data":{"items":[{"a":1e999}]},"sig":{}}',
    },
    {
      name: 'too-deep',
      about: `More than ${limits.jsonDepth} levels.`,
      outcome: 'mesh.too-deep',
      topic,
      text: `{"a":${'['.repeat(limits.jsonDepth)}${']'.repeat(limits.jsonDepth)}}`,
    },
    {
      name: 'too-large',
      about: 'One byte more than 1 MiB; here the same text so many times.',
      outcome: 'mesh.too-large',
      topic,
      text: ' ',
      times: limits.messageBytes + 1,
    },
  ];
}

export function refusedSamples(): RefusedSample[] {
  return [...signatureFaults(), ...placeFaults(), ...bodyFaults()];
}
