import { describe, expect, test } from 'vitest';
import { seededKey, signMessage, type Unsigned } from '../../emulator/mesh/signing.ts';
import type { Reason } from '../../src/shelf/reasons.ts';
import { scene } from './aedes-scene.ts';
import { amountOf, until } from './gateway.ts';
import { at, priceBody, pricingKey, tillKey } from './shop.ts';

const root = `${at.organisation}/shelf/v1/${at.store}`;
const stranger = seededKey(99, 'stranger', ['price']);

let made = 0;

/** A signed price fact like any other, apart from what is changed. */
function fact(
  over: { envelope?: Record<string, unknown>; data?: Record<string, unknown>; item?: Record<string, unknown> },
  key = pricingKey,
) {
  const data = {
    stream: 'price',
    epoch: 7,
    firstSeq: 900,
    lastSeq: 900,
    items: [{ sku: '1', version: 90, ...priceBody(105), ...over.item }],
    ...over.data,
  };
  const envelope = {
    specversion: '1.0',
    id: `hostile-${++made}`,
    source: 'urn:acme:pricing',
    type: 'shelf.price.v1',
    subject: at.store,
    time: '2026-11-24T12:00:00Z',
    data,
    ...over.envelope,
  };
  return signMessage(envelope as Unsigned, key);
}

const edited = (payload: Buffer, edit: (text: string) => string) => Buffer.from(edit(payload.toString('utf8')));
const onPrice = `${root}/fact/price/1`;

const hostile: readonly (readonly [what: string, reason: Reason, topic: string, payload: Buffer])[] = [
  ['unsigned', 'mesh.signature-missing', onPrice, edited(fact({}), text => text.replace(/,"sig":.*$/, '}'))],
  [
    'tampered with',
    'mesh.signature-invalid',
    onPrice,
    edited(fact({}), text => text.replace('"amountMinor":105', '"amountMinor":106')),
  ],
  [
    'with an unknown member slipped in',
    'mesh.signature-invalid',
    onPrice,
    edited(fact({}), text => text.replace('{"stream"', '{"extra":1,"stream"')),
  ],
  ['signed by an unknown key', 'mesh.key-unknown', onPrice, fact({}, stranger)],
  [
    'signed by a key that claims to be another',
    'mesh.signature-invalid',
    onPrice,
    fact({}, { ...stranger, kid: 'pricing' }),
  ],
  ['signed by a key that may not', 'mesh.key-not-allowed', onPrice, fact({}, tillKey)],
  ['oversized', 'mesh.too-large', onPrice, Buffer.alloc(1_048_577, 0x20)],
  ['malformed', 'mesh.not-json', onPrice, Buffer.from('{"specversion":')],
  ['not UTF-8', 'mesh.not-json', onPrice, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ['a number beyond JSON', 'mesh.not-json', onPrice, Buffer.from('{"data":{"items":[{"a":1e999}]},"sig":{}}')],
  ['deeply nested', 'mesh.too-deep', onPrice, Buffer.from(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)],
  ['of an unknown version', 'mesh.version-unknown', onPrice, fact({ envelope: { type: 'shelf.price.v2' } })],
  ['of an unknown type', 'mesh.version-unknown', onPrice, fact({ envelope: { type: 'shelf.weather.v1' } })],
  ['no CloudEvent', 'mesh.envelope-invalid', onPrice, fact({ envelope: { specversion: '0.3' } })],
  ['of another store', 'mesh.store-mismatch', onPrice, fact({ envelope: { subject: '0043' } })],
  ['on the topic of another key', 'mesh.topic-mismatch', `${root}/fact/price/2`, fact({})],
  ['on the topic of another stream', 'mesh.topic-mismatch', `${root}/fact/product/1`, fact({})],
  ['on a topic that nobody knows', 'mesh.topic-unknown', `${root}/fact/weather/1`, fact({})],
  ['below all stores', 'mesh.topic-mismatch', `${at.organisation}/shelf/v1/all/fact/price/1`, fact({})],
  ['with a body beside its schema', 'mesh.schema-invalid', onPrice, fact({ item: { timeline: [] } })],
  ['with fewer items than numbers', 'mesh.schema-invalid', onPrice, fact({ data: { lastSeq: 901 } })],
  ['with an amount that is no integer', 'mesh.schema-invalid', onPrice, fact({ item: priceBody(19.99) })],
  ['of an epoch that is over', 'mesh.epoch-old', onPrice, fact({ data: { epoch: 6 } })],
  [
    'a snapshot that nobody asked for',
    'mesh.reply-unasked',
    `${root}/to/${at.gateway}/reply/nobody`,
    fact({
      envelope: {
        type: 'shelf.snapshot-chunk.v1',
        data: { stream: 'price', epoch: 7, seq: 5, buckets: 'all', chunk: 0, chunks: 1, items: [] },
      },
    }),
  ],
  [
    'a command that is too late',
    'mesh.command-expired',
    `${root}/to/${at.gateway}/cmd/ping/c1`,
    fact({
      envelope: {
        type: 'shelf.command.v1',
        data: { id: 'c1', gateway: at.gateway, verb: 'ping', notAfter: '2020-01-01T00:00:00Z' },
      },
    }),
  ],
  [
    'a command for the far future',
    'mesh.command-too-far',
    `${root}/to/${at.gateway}/cmd/ping/c2`,
    fact({
      envelope: {
        type: 'shelf.command.v1',
        data: { id: 'c2', gateway: at.gateway, verb: 'ping', notAfter: '2099-01-01T00:00:00Z' },
      },
    }),
  ],
  [
    'a key set without a key in common',
    'mesh.key-set-refused',
    `${at.organisation}/shelf/v1/all/authority/keys`,
    fact({
      envelope: {
        type: 'shelf.key-set.v1',
        subject: 'all',
        data: { version: 1, keys: [{ kid: 'stranger', publicKey: stranger.publicKey, signs: ['price'] }] },
      },
    }),
  ],
];

describe('hostile messages', () => {
  test('MESH-042: each ends in the quarantine with its reason; labels keep their prices and the stream goes on', () =>
    scene(async ({ shop, store, gateway }) => {
      const first = shop.authority.change('price', [['1', priceBody(100)]]).messages;
      await shop.send(first);
      await until('the price', () => amountOf(store, '1') === 100);
      await until('whole', () => gateway.mesh.status().streams.length >= 5);

      const expected: Record<string, number> = {};
      for (const [what, reason, topic, payload] of hostile) {
        const before = store.quarantineCounts()[reason] ?? 0;
        await shop.send([{ topic, payload, retain: false }]);
        await until(what, () => (store.quarantineCounts()[reason] ?? 0) === before + 1, 5_000);
        expected[reason] = (expected[reason] ?? 0) + 1;
        expect(store.quarantined(1)[0], what).toMatchObject({ topic, reason, times: 1 });
        expect(amountOf(store, '1'), what).toBe(100);
      }
      expect(gateway.mesh.status().counts).toMatchObject(expected);
      expect(gateway.mesh.status().streams.find(({ name }) => name === 'price')).toMatchObject({ seq: 1, gap: 0 });
      expect(gateway.alarms.map(({ code }) => code)).toEqual(expect.arrayContaining(Object.keys(expected)));

      await shop.send(shop.authority.change('price', [['1', priceBody(110)]]).messages);
      await until('the next price', () => amountOf(store, '1') === 110);
    }));

  test('MESH-043: negative and zero prices, and leaps, are held: the stream moves on, the old price stays', () =>
    scene(async ({ shop, store, gateway }) => {
      await shop.send(
        shop.authority.change('price', [
          ['1', priceBody(100)],
          ['2', priceBody(100)],
          ['3', priceBody(100)],
        ]).messages,
      );
      await until('the prices', () => amountOf(store, '3') === 100);
      await shop.send(
        shop.authority.change('price', [
          ['1', priceBody(-5)],
          ['2', priceBody(0)],
          ['3', priceBody(900)],
        ]).messages,
      );
      await until('held', () => store.quarantined(9).length === 3);
      expect(
        store
          .quarantined(9)
          .map(({ reason }) => reason)
          .sort(),
      ).toEqual(['mesh.held-change-too-large', 'mesh.held-not-positive', 'mesh.held-not-positive']);
      expect(['1', '2', '3'].map(sku => amountOf(store, sku))).toEqual([100, 100, 100]);
      expect(store.stream('price')).toMatchObject({ seq: 6, ahead: [] });

      // To the digest a held fact is known, so it is not asked for again.
      const asks = shop.asks.length;
      await shop.send(shop.authority.heads());
      await until('the head', () => store.stream('price')?.headSeq === 6);
      await new Promise(resolve => setTimeout(resolve, 300));
      expect(shop.asks.length).toBe(asks);

      const [leap, negative] = ['mesh.held-change-too-large', 'mesh.held-not-positive'].map(
        reason => store.quarantined(9).find(row => row.reason === reason)!.id,
      );
      expect(gateway.mesh.release(negative!, 'me')).toMatchObject({ ok: false, reason: 'mesh.held-not-positive' });
      expect(gateway.mesh.release(leap!, 'me')).toEqual({ ok: true });
      expect(amountOf(store, '3')).toBe(900);
      expect(gateway.mesh.release(leap!, 'me')).toMatchObject({ ok: false, reason: 'mesh.not-held' });
      expect(gateway.mesh.drop(negative!)).toBe(true);
      expect(gateway.mesh.drop(negative!)).toBe(false);
    }));

  test('MESH-022, MESH-023: replayed, reordered and equivocal facts change nothing', () =>
    scene(async ({ shop, store }) => {
      const { authority } = shop;
      // An answer to the gap that the late one leaves would make it an old one.
      shop.answering = false;
      const [one] = authority.change('price', [['1', priceBody(100)]]).messages;
      const [two] = authority.change('price', [['1', priceBody(110)]]).messages;
      const [three] = authority.change('price', [['1', priceBody(120)]]).messages;
      await shop.send([one!, three!]);
      await until('the newest', () => amountOf(store, '1') === 120);
      await shop.send([two!]);
      await until('the late one', () => store.quarantineCounts()['mesh.reordered'] === 1);
      await shop.send([one!]);
      await until('the old one again', () => store.quarantineCounts()['mesh.replayed'] === 1);
      await shop.send([three!]);
      await shop.send([
        {
          topic: onPrice,
          payload: fact({ data: { firstSeq: 4, lastSeq: 4 }, item: { version: 3, ...priceBody(99) } }),
          retain: false,
        },
      ]);
      await until('two contents', () => store.quarantineCounts()['mesh.equivocation'] === 1);
      expect(amountOf(store, '1')).toBe(120);
      expect(store.stream('price')).toMatchObject({ seq: 4, ahead: [] });
    }));

  test('MESH-042, MESH-062: a flood is bounded: rows in the quarantine, notices to people, memory', () =>
    scene(async ({ shop, store, gateway }) => {
      const before = process.memoryUsage.rss();
      for (let round = 0; round < 12; round++) {
        await shop.send(
          Array.from({ length: 250 }, (_, at) => ({
            topic: onPrice,
            payload: Buffer.from(`{"n":${round * 250 + at},"pad":"${'x'.repeat(4_000)}"}`),
            retain: false,
          })),
        );
      }
      await until('all refused', () => store.quarantineCounts()['mesh.signature-missing'] === 3_000, 20_000);
      expect(store.quarantined(10_000).length).toBeLessThanOrEqual(2_000);
      expect(gateway.alarms.filter(({ code }) => code === 'mesh.signature-missing').length).toBeLessThan(5);
      expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
      await shop.send(shop.authority.change('price', [['1', priceBody(100)]]).messages);
      await until('a price after it', () => amountOf(store, '1') === 100);
    }));

  test('MESH-012: lab mode accepts what is unsigned, and says so', () =>
    scene(
      async ({ shop, store, gateway }) => {
        await shop.send([{ topic: onPrice, payload: hostile[0]![3], retain: false }]);
        await until('the price', () => amountOf(store, '1') === 105);
        expect(gateway.mesh.status().unsignedAllowed).toBe(true);
        expect(gateway.alarms.map(({ code }) => code)).toContain('mesh.lab-mode');
        expect(shop.heard.find(({ topic }) => topic === 'state')?.data).toMatchObject({
          state: 'online',
          signatures: 'lab',
        });
        await shop.send([{ topic: onPrice, payload: hostile[1]![3], retain: false }]);
        await until(
          'a false signature is still refused',
          () => store.quarantineCounts()['mesh.signature-invalid'] === 1,
        );
      },
      { requireSignatures: false },
    ));
});
