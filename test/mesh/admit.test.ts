import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admit } from '../../src/mesh/admit.ts';
import { initialTrust } from '../../src/mesh/keys.ts';
import { at, newAuthority, pinned, priceBody } from './shop.ts';

const door = { ...at, requireSignatures: true, trust: initialTrust(pinned, null) };
const authority = newAuthority();
const { topic, payload } = authority.change('price', [['40123', priceBody(1999)]]).messages[0]!;

test('a signed message is admitted with its items as they were signed', () => {
  const admission = admit(topic, payload, door);
  expect(admission).toMatchObject({
    ok: true,
    message: {
      kind: 'facts',
      stream: 'price',
      epoch: 7,
      firstSeq: 1,
      lastSeq: 1,
      items: [{ key: '40123', version: 1 }],
    },
  });
});

test('a message with one byte changed is never admitted, and never throws', () => {
  const original = JSON.stringify(JSON.parse(payload.toString('utf8')));
  fc.assert(
    fc.property(fc.nat(payload.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
      const damaged = Buffer.from(payload);
      damaged[index]! ^= change;
      const admission = admit(topic, damaged, door);
      // The last character of the signature has bits that base64url does not use; a changed case of \u escapes says the same.
      if (admission.ok) expect(JSON.parse(damaged.toString('utf8')).data).toEqual(JSON.parse(original).data);
    }),
    { numRuns: 500 },
  );
});

test('whatever bytes come on whatever topic, there is an answer', () => {
  const topics = fc.constantFrom(
    topic,
    `${at.organisation}/shelf/v1/${at.store}/head/price`,
    `${at.organisation}/shelf/v1/all/authority/keys`,
    'x',
    '',
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.jsonValue().map(value => Buffer.from(JSON.stringify(value))),
  );
  for (const requireSignatures of [true, false]) {
    fc.assert(
      fc.property(topics, bytes, (where, what) => {
        const admission = admit(where, what, { ...door, requireSignatures });
        expect(admission.ok).toBe(false);
        if (!admission.ok) expect(admission.reason).toMatch(/^mesh\./);
      }),
      { numRuns: 300 },
    );
  }
});
