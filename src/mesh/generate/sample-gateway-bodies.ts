import { sha256Hex } from '../contract/canonical.ts';
import { gatewayTopics } from '../contract/topics.ts';
import type { Body } from './sample-bodies.ts';
import { samplePlace } from './sample-keys.ts';
import { proximityBodies } from './sample-proximity-bodies.ts';
import { screenBodies } from './sample-screen-bodies.ts';
import { wiredBodies } from './sample-wired-bodies.ts';

const epoch = 7;
const label = 'ff92a1b2c3d4';
const instant = '2026-11-23T15:04:05Z';

/** What a gateway says. */
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
    ...proximityBodies(),
    ...wiredBodies(),
    ...screenBodies(),
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
