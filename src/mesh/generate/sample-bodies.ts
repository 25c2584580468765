import { sha256Hex } from '../contract/canonical.ts';
import { createDigest } from '../contract/digest.ts';
import type { SigningKey } from '../contract/keys.ts';
import type { InboundType, OutboundType } from '../contract/messages.ts';
import { authorityTopics } from '../contract/topics.ts';
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
      name: 'offer-for-members',
      about: 'A price for members in one zone, on weekday evenings, while there is stock, dealt in two forms.',
      topic: fact(samplePlace, 'offer', 'tea-evening'),
      type: 'shelf.offer.v1',
      data: factData('offer', 13, {
        offer: 'tea-evening',
        version: 1,
        skus: ['40123'],
        from: '2026-11-24T05:00:00Z',
        to: '2026-12-01T05:00:00Z',
        priority: 10,
        audience: 'member',
        zones: ['entrance'],
        dayparts: [{ days: [1, 2, 3, 4, 5], from: '17:00', until: '20:00' }],
        stockAtLeast: 12,
        price: { amountMinor: 1399, currency: 'EUR', unitPriceMinor: 2798, unit: 'kg', lowest30dMinor: 1799 },
        url: 'https://ex.de/t',
        caps: { perHour: 60, perSession: 1, zoneCooldownMs: 300_000 },
        experiment: {
          experiment: 'tea-words',
          key: '000102030405060708090a0b0c0d0e0f',
          variants: [
            { variant: 'plain', weight: 1, badge: { de: 'Für Mitglieder', en: 'For members' } },
            { variant: 'warm', weight: 1, badge: { de: 'Zeit für Tee', en: 'Tea time' } },
          ],
        },
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
      about: 'A beacon that says where it is, in two formats that take turns.',
      topic: fact(samplePlace, 'beacon', 'entrance'),
      type: 'shelf.beacon.v1',
      data: factData('beacon', 1, {
        beacon: 'entrance',
        version: 1,
        zone: 'entrance',
        gateway: samplePlace.gateway,
        intervalMs: 300,
        slots: [
          { format: 'ibeacon', uuid: '7f5f0c1e6d3a4c0b9b6e3e1d5a9c2e51', major: 42, minor: 1, powerAt1m: -59 },
          { format: 'eddystone-url', url: 'https://ex.de/', powerAt0m: -18 },
        ],
      }),
    },
    {
      name: 'screen',
      about: 'A screen above the checkout: offers of its zone, a price board, a message in the evening.',
      topic: fact(samplePlace, 'screen', 'checkout-1'),
      type: 'shelf.screen.v1',
      data: factData('screen', 1, {
        screen: 'checkout-1',
        version: 1,
        kind: 'screen',
        zone: 'checkout',
        panel: { widthPx: 1920, heightPx: 1080, diagonalInch: 43 },
        viewingDistanceM: 4,
        layout: 'landscape',
        title: { de: 'Willkommen', en: 'Welcome' },
        ticker: [{ de: 'Heute bis 22 Uhr geöffnet', en: 'Open until 10 pm today' }],
        board: { title: { de: 'Obst', en: 'Fruit' }, skus: ['40123', '40124'] },
        qr: { kind: 'link', text: 'https://shop.example/app', caption: { de: 'Unsere App', en: 'Our app' } },
        playlist: [
          { entry: 'offers', seconds: 12, show: { kind: 'offers', most: 6 } },
          {
            entry: 'evening',
            priority: 10,
            dayparts: [{ days: [5, 6], from: '18:00', until: '22:00' }],
            show: { kind: 'message', text: { de: 'Bis 22 Uhr für Sie da', en: 'Here for you until 10 pm' } },
          },
        ],
      }),
    },
    {
      name: 'screen-style',
      about: 'What all screens of a zone wear, and what stands on them in an emergency: one fact changes them all.',
      topic: fact(samplePlace, 'screen', 'style-checkout'),
      type: 'shelf.screen.v1',
      data: factData('screen', 2, {
        screen: 'style-checkout',
        version: 1,
        kind: 'style',
        zone: 'checkout',
        skin: 'night',
        emergency: {
          text: { de: 'Bitte verlassen Sie den Markt', en: 'Please leave the store' },
          until: '2026-11-23T16:00:00Z',
        },
      }),
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
