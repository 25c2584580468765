import { sha256Hex } from '../contract/canonical.ts';
import { createDigest } from '../contract/digest.ts';
import type { SigningKey } from '../contract/keys.ts';
import type { InboundType, OutboundType } from '../contract/messages.ts';
import { authorityTopics, gatewayTopics } from '../contract/topics.ts';
import { pinnedSampleKeys, samplePlace } from './sample-keys.ts';

const epoch = 7;
const label = 'ff92a1b2c3d4';
const instant = '2026-11-23T15:04:05Z';

/** A stream with two keys, as the head, the snapshot and the digest worked by hand have it. */
export const sampleStream = {
  epoch,
  keys: [
    { key: '40123', version: 412 },
    { key: '40999', version: 7 },
  ],
} as const;

export const priceItem = {
  sku: '40123',
  version: 412,
  timeline: [
    {
      from: '2026-11-24T05:00:00Z',
      amountMinor: 1999,
      currency: 'EUR',
      unitPriceMinor: 3998,
      unit: 'kg',
      kind: 'regular',
    },
    {
      from: '2026-11-27T05:00:00Z',
      to: '2026-12-01T05:00:00Z',
      amountMinor: 1499,
      currency: 'EUR',
      unitPriceMinor: 2998,
      unit: 'kg',
      kind: 'reduction',
      lowest30dMinor: 1899,
    },
  ],
};
const deletedPrice = { sku: '40999', version: 7, deleted: true };

/** The digest of `sampleStream`. */
export function sampleDigest() {
  const digest = createDigest();
  for (const { key, version } of sampleStream.keys) digest.toggle(key, { epoch, version });
  return digest;
}

/** What is said on which topic, before the envelope is put around it. */
export interface Body {
  readonly name: string;
  readonly about: string;
  readonly topic: string;
  readonly type: InboundType | OutboundType;
  readonly data: Readonly<Record<string, unknown>>;
  /** Absent: the store. */
  readonly subject?: string;
  readonly retain?: true;
}

/** Facts with one item each, the numbers beginning at `firstSeq`. */
const factData = (stream: string, firstSeq: number, ...items: readonly object[]) => ({
  stream,
  epoch,
  firstSeq,
  lastSeq: firstSeq + items.length - 1,
  items,
});

export function inboundBodies(): Body[] {
  const { priceBatch, fact, head, keys, command, reply, till } = authorityTopics;
  const source = 'size: [250, 122]\n';
  const digest = sampleDigest();
  const tellable = (set: readonly SigningKey[]) => set.map(({ kid, publicKey, signs }) => ({ kid, publicKey, signs }));
  return [
    {
      name: 'price',
      about: 'One price with a reduction that begins and ends by itself.',
      topic: fact(samplePlace, 'price', '40123'),
      type: 'shelf.price.v1',
      data: factData('price', 88100, priceItem),
    },
    {
      name: 'price-deleted',
      about: 'The end of a key.',
      topic: fact(samplePlace, 'price', '40999'),
      type: 'shelf.price.v1',
      data: factData('price', 88101, deletedPrice),
    },
    {
      name: 'price-batch',
      about: 'Two prices, numbered one after the other, with one signature.',
      topic: priceBatch(samplePlace, 'batch-1'),
      type: 'shelf.price-batch.v1',
      data: factData('price', 88100, priceItem, deletedPrice),
    },
    {
      name: 'product',
      about: 'A product. The member `shelfLife` is unknown to the contract: tolerated, and signed like all others.',
      topic: fact(samplePlace, 'product', '40123'),
      type: 'shelf.product.v1',
      data: factData('product', 412, {
        sku: '40123',
        version: 3,
        gtin: '4006381333931',
        name: { de: 'Grüner Tee „Frühling“ 🍃', en: 'Green tea "Spring" 🍃' },
        brand: 'Ährenhof',
        packSize: '500 g',
        unitPriceRequired: true,
        legalText: { de: 'Inverkehrbringer:\nÄhrenhof GmbH', en: 'Distributor:\nÄhrenhof GmbH' },
        shelfLife: { days: 540, share: 0.85, tiny: 1e-7, 'öko\t': null },
      }),
    },
    {
      name: 'offer',
      about: 'An offer for everybody on two SKUs.',
      topic: fact(samplePlace, 'offer', 'tea-week'),
      type: 'shelf.offer.v1',
      data: factData('offer', 12, {
        offer: 'tea-week',
        version: 1,
        skus: ['40123', '40124'],
        from: '2026-11-27T05:00:00Z',
        to: '2026-12-01T05:00:00Z',
        badge: { de: 'Teewoche', en: 'Tea week' },
      }),
    },
    {
      name: 'binding',
      about: 'A label and what it shows.',
      topic: fact(samplePlace, 'binding', label),
      type: 'shelf.binding.v1',
      data: factData('binding', 60, {
        label,
        version: 2,
        skus: ['40123'],
        template: 'shelf',
        position: { aisle: 'A1', bay: 3, shelf: 2, facing: 5 },
      }),
    },
    {
      name: 'template',
      about: 'A layout. The source here is too short to draw anything.',
      topic: fact(samplePlace, 'template', 'tiny'),
      type: 'shelf.template.v1',
      data: factData('template', 4, { template: 'tiny', version: 1, sha256: sha256Hex(source), source }),
    },
    {
      name: 'beacon',
      about: 'A beacon. Its body beyond key and version is not described in version 1.',
      topic: fact(samplePlace, 'beacon', 'entrance'),
      type: 'shelf.beacon.v1',
      data: factData('beacon', 1, { beacon: 'entrance', version: 1 }),
    },
    {
      name: 'screen',
      about: 'A screen. Its body beyond key and version is not described in version 1.',
      topic: fact(samplePlace, 'screen', 'checkout-1'),
      type: 'shelf.screen.v1',
      data: factData('screen', 1, { screen: 'checkout-1', version: 1 }),
    },
    {
      name: 'fx',
      about: 'An exchange rate, for all stores. Rates are decimal strings; see MESH-066 and MESH-067.',
      topic: fact(samplePlace, 'fx', 'btc-eur'),
      type: 'shelf.fx.v1',
      subject: 'all',
      data: factData('fx', 184_467, {
        pair: 'btc-eur',
        version: 184_467,
        rate: '60909.10',
        bid: '60905.2',
        ask: '60913.0',
        t: Date.parse(instant) - 1_200,
        seq: 184_467,
        n: 5,
        dispersionBps: 8,
        validMs: 300_000,
      }),
    },
    {
      name: 'head',
      about: 'The head of the price stream after both prices.',
      topic: head(samplePlace, 'price'),
      type: 'shelf.head.v1',
      retain: true,
      data: {
        stream: 'price',
        epoch,
        seq: 88101,
        count: sampleStream.keys.length,
        digest: digest.whole(),
        buckets: digest.prefixes(),
        issuedAt: instant,
      },
    },
    {
      name: 'snapshot-chunk',
      about: 'The one chunk that answers the sample ask.',
      topic: reply(samplePlace, 'price-1f00aa'),
      type: 'shelf.snapshot-chunk.v1',
      data: {
        corr: 'price-1f00aa',
        stream: 'price',
        epoch,
        seq: 88101,
        buckets: 'all',
        chunk: 0,
        chunks: 1,
        items: [priceItem, deletedPrice],
      },
    },
    {
      name: 'key-set',
      about: 'A key set like the pinned one, with a version above it.',
      topic: keys(samplePlace.organisation),
      type: 'shelf.key-set.v1',
      subject: 'all',
      retain: true,
      data: { version: 1, keys: tellable(pinnedSampleKeys) },
    },
    {
      name: 'command',
      about: 'A command. Id, verb and gateway are those of the topic.',
      topic: command(samplePlace, 'identify', 'cmd-1'),
      type: 'shelf.command.v1',
      data: {
        id: 'cmd-1',
        gateway: samplePlace.gateway,
        verb: 'identify',
        notAfter: '2026-11-23T16:00:00Z',
        args: { label },
      },
    },
    {
      name: 'till-applied',
      about: 'The tills have taken over everything up to here. Signed by the key that may sign `till`.',
      topic: till(samplePlace),
      type: 'shelf.till-applied.v1',
      retain: true,
      data: { stream: 'price', epoch, seq: 88101 },
    },
  ];
}

export function outboundBodies(): Body[] {
  const topics = gatewayTopics(samplePlace);
  const sessionId = '4f1d2c3b5a697887';
  return [
    {
      name: 'gateway-state',
      about: 'The birth. The last will is the same with `offline`.',
      topic: topics.state,
      type: 'shelf.gateway-state.v1',
      retain: true,
      data: { gateway: samplePlace.gateway, state: 'online', sessionId, signatures: 'enforced', version: '0.1.0' },
    },
    {
      name: 'gateway-health',
      about: 'Every 30 s.',
      topic: topics.health,
      type: 'shelf.gateway-health.v1',
      data: {
        sessionId,
        uptimeSeconds: 86400,
        rssBytes: 125829120,
        streams: [{ name: 'price', epoch, seq: 88101, gap: 0, headSeq: 88101 }],
        labels: { total: 60, confirmed: 58, pending: 2, failed: 0, stale: 0, unknown: 0 },
        refused: { 'mesh.signature-missing': 1 },
      },
    },
    {
      name: 'applied',
      about: 'Everything up to here is proven on the labels.',
      topic: topics.applied('price'),
      type: 'shelf.applied.v1',
      retain: true,
      data: { stream: 'price', epoch, seq: 88101 },
    },
    {
      name: 'snapshot-ask',
      about: 'Asks for all keys of a stream; the answer is the sample `snapshot-chunk`.',
      topic: topics.ask('price'),
      type: 'shelf.snapshot-ask.v1',
      data: { corr: 'price-1f00aa', stream: 'price', buckets: 'all', known: { epoch, seq: 88090 } },
    },
    {
      name: 'command-ack',
      about: 'The answer to the sample command.',
      topic: topics.ack('cmd-1'),
      type: 'shelf.command-ack.v1',
      data: { id: 'cmd-1', verb: 'identify', outcome: 'done', reason: null, detail: null, at: instant },
    },
    {
      name: 'alarm',
      about: 'A refused message, told to people.',
      topic: topics.alarm('mesh.signature-missing'),
      type: 'shelf.alarm.v1',
      retain: true,
      data: {
        code: 'mesh.signature-missing',
        state: 'raised',
        subject: 'acme/shelf/v1/0042/fact/price/40123',
        detail: 'no sig member',
        at: instant,
      },
    },
    {
      name: 'local-binding',
      about: 'A label that a technician has bound to another product, over version 60 of its binding.',
      topic: topics.binding(label),
      type: 'shelf.local-binding.v1',
      retain: true,
      data: {
        label,
        skus: ['40123'],
        template: 'shelf',
        position: { aisle: '3', bay: 2, shelf: 4, facing: 1 },
        basis: { epoch, version: 60 },
        madeAt: instant,
        actor: 'certificate:ada',
      },
    },
    {
      name: 'label-state',
      about: 'A label that has proven what it shows.',
      topic: topics.labelState(label),
      type: 'shelf.label-state.v1',
      retain: true,
      data: {
        label,
        revision: 17,
        model: 'gicisky-213-bwr',
        skus: ['40123'],
        confidence: 'confirmed',
        desired: { epoch, version: 412, hash: sha256Hex('a picture') },
        shown: {
          epoch,
          version: 412,
          hash: sha256Hex('a picture'),
          at: instant,
          amountMinor: 1999,
          currency: 'EUR',
          bitcoin: {
            pair: 'btc-eur',
            rate: '60905.2',
            rateAt: instant,
            rateSeq: 184_467,
            prices: [{ sku: '40123', sats: 32_822 }],
          },
        },
        refusal: null,
        batteryMv: 2980,
        rssi: -61,
        lastSeen: instant,
      },
    },
  ];
}
