import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Admission, admit, type Doorkeeper } from '../../src/mesh/admit.ts';
import type { SigningKey } from '../../src/mesh/contract/keys.ts';
import { type OutboundType, outboundMessages } from '../../src/mesh/contract/messages.ts';
import { signEnvelope } from '../../src/mesh/contract/signature.ts';
import { pricingKey } from '../../src/mesh/generate/sample-keys.ts';
import { initialTrust } from '../../src/mesh/keys.ts';

interface Sample {
  readonly name: string;
  readonly outcome: string;
  readonly topic: string;
  readonly message?: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly times?: number;
  readonly hex?: string;
}

const folder = new URL('../../docs/samples/', import.meta.url);
const read = (path: string) => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));
const samplesIn = (kind: string): Sample[] =>
  readdirSync(new URL(kind, folder)).map(name => ({ name, ...read(`${kind}/${name}`) }));

const { keys, ...place } = read('keys.json') as Doorkeeper & { keys: (SigningKey & { pinned: boolean })[] };
const trust = initialTrust(
  keys.filter(({ pinned }) => pinned),
  null,
);
const door: Doorkeeper = { ...place, requireSignatures: true, trust };

function bytesOf({ message, text, times, hex }: Sample): Buffer {
  if (hex !== undefined) return Buffer.from(hex, 'hex');
  return Buffer.from(text === undefined ? JSON.stringify(message) : text.repeat(times ?? 1));
}
const outcomeOf = (admission: Admission) => (admission.ok ? 'accepted' : admission.reason);
const refused = samplesIn('refused');
const accepted = samplesIn('accepted');
const price = accepted.find(({ name }) => name === 'price.json')!;

describe.each([
  [
    'MESH-001: what is no CloudEvent in JSON',
    ['not-json', 'not-an-object', 'not-utf-8', 'number-beyond-json', 'no-cloudevent', 'time-not-utc'],
  ],
  ['MESH-002: what is on no topic of the contract', ['topic-unknown', 'topic-in-capitals']],
  ['MESH-003: what is too large or too deep', ['too-large', 'too-deep']],
  ['MESH-004: what is of an unknown version', ['version-unknown']],
  ['MESH-005: what is signed for another store', ['store-of-another', 'rate-of-one-store', 'topic-of-all-stores']],
  [
    'MESH-006: what stands on the topic of another',
    [
      'topic-of-another-key',
      'topic-of-another-stream',
      'topic-of-another-gateway',
      'topic-of-another-command',
      'head-of-another-stream',
      'chunk-of-another-ask',
    ],
  ],
  ['MESH-007: what its schema refuses', ['timeline-empty', 'template-hash-false']],
  ['MESH-008: money that is no integer', ['amount-fraction']],
  ['MESH-010: what is signed in another way', ['not-canonical', 'signature-padded', 'algorithm-unknown']],
  ['MESH-011: what was changed after it was signed', ['changed-after-signing', 'member-slipped-in']],
  ['MESH-012: what is not signed', ['unsigned']],
  ['MESH-013: what the key may not sign', ['key-unknown', 'key-not-allowed']],
  ['MESH-033: an item of a snapshot without key or version', ['chunk-item-without-version']],
  ['MESH-024: what does not count its items right', ['numbers-do-not-add-up']],
] as const)('%s', (_, names) => {
  test.each(names)('is refused with the reason of the sample: %s', name => {
    const sample = refused.find(each => each.name === `${name}.json`)!;
    expect(outcomeOf(admit(sample.topic, bytesOf(sample), door))).toBe(sample.outcome);
  });
});

test('every refused sample belongs to a rule', () => {
  const source = readFileSync(new URL(import.meta.url), 'utf8');
  expect(refused.filter(({ name }) => !source.includes(`'${name.replace('.json', '')}'`))).toEqual([]);
});

test.each(accepted)('MESH-001, MESH-010: the sample is accepted, however it is written: $name', sample => {
  expect(outcomeOf(admit(sample.topic, bytesOf(sample), door))).toBe('accepted');
  const shuffled = JSON.stringify(reversed(sample.message), null, 3);
  expect(outcomeOf(admit(sample.topic, Buffer.from(shuffled), door))).toBe('accepted');
});

test('MESH-001, MESH-011: an unknown member is taken when it is signed, and refused when it is not', () => {
  const { sig: _, ...envelope } = price.message!;
  const more = { ...envelope, partner: { since: 1998 } };
  const signed = signEnvelope(more, pricingKey.kid, pricingKey.privateKey);
  expect(outcomeOf(admit(price.topic, Buffer.from(JSON.stringify(signed)), door))).toBe('accepted');
  const slipped = { ...price.message, partner: { since: 1998 } };
  expect(outcomeOf(admit(price.topic, Buffer.from(JSON.stringify(slipped)), door))).toBe('mesh.signature-invalid');
});

test('MESH-007: one bad item has all others refused with it', () => {
  const batch = accepted.find(({ name }) => name === 'price-batch.json')!;
  const { sig: _, ...envelope } = batch.message as { data: { items: object[] } } & Record<string, unknown>;
  const items = envelope.data.items.map((item, at) => (at === 1 ? { sku: '40999', version: 7 } : item));
  const signed = signEnvelope(
    { ...envelope, data: { ...envelope.data, items } },
    pricingKey.kid,
    pricingKey.privateKey,
  );
  expect(outcomeOf(admit(batch.topic, Buffer.from(JSON.stringify(signed)), door))).toBe('mesh.schema-invalid');
});

test.each(samplesIn('from-gateway'))('a gateway says what its schema describes: $name', ({ message }) => {
  expect(outboundMessages[message!.type as OutboundType].safeParse(message).error).toBeUndefined();
});

/** The same value with the members of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
