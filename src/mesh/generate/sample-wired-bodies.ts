import { gatewayTopics } from '../contract/topics.ts';
import type { Body } from './sample-bodies.ts';
import { samplePlace } from './sample-keys.ts';

const instant = '2026-11-23T15:04:05Z';
const beams = { method: 'two-beams', confidence: 0.9 };

/** What a gateway says of queues, sensors and coupons. */
export function wiredBodies(): Body[] {
  const topics = gatewayTopics(samplePlace);
  return [
    {
      name: 'zone-queue',
      about: 'Seven people wait, each for about two minutes.',
      topic: topics.zone('tills', 'queue'),
      type: 'shelf.zone-queue.v1',
      retain: true,
      data: {
        zone: 'tills',
        queue: 'till-row',
        at: instant,
        length: 7,
        waitSeconds: 126,
        servedPerHour: 200,
        ...beams,
      },
    },
    {
      name: 'zone-heat',
      about: 'An hour at the tills.',
      topic: topics.zone('tills', 'heat'),
      type: 'shelf.zone-heat.v1',
      retain: true,
      data: {
        zone: 'tills',
        hour: '2026-11-23T14:00:00Z',
        entered: 212,
        left: 205,
        peak: 11,
        visits: 9,
        dwellSeconds: 95,
        motionSeconds: 2_410,
        ...beams,
      },
    },
    {
      name: 'notice',
      about: 'The queue is long; somebody has seen it.',
      topic: topics.notice('open-till-2'),
      type: 'shelf.notice.v1',
      retain: true,
      data: {
        notice: 'open-till-2',
        state: 'acknowledged',
        severity: 'warning',
        text: 'Kasse 2 öffnet',
        zone: 'tills',
        figure: 'length',
        value: 7,
        since: '2026-11-23T15:03:41Z',
        at: instant,
        by: 'button:till-ack',
        ...beams,
      },
    },
    {
      name: 'sensor-state',
      about: 'A shelf that weighs itself. An estimate, and never billed.',
      topic: topics.sensorState('shelf-7'),
      type: 'shelf.sensor-state.v1',
      retain: true,
      data: {
        sensor: 'shelf-7',
        node: 'aisle-1',
        kind: 'load-cell',
        zone: 'fresh',
        at: instant,
        state: 'stable',
        values: { grams: 2_480, pieces: 8 },
        method: 'load-cell',
        confidence: 0.7,
      },
    },
    {
      name: 'sensor-event',
      about: 'Two pieces were taken from it.',
      topic: topics.sensorEvent('shelf-7'),
      type: 'shelf.sensor-event.v1',
      data: {
        sensor: 'shelf-7',
        zone: 'fresh',
        at: instant,
        event: 'pick',
        role: null,
        sku: '40123',
        gtin: null,
        pieces: 2,
        grams: -620,
        method: 'load-cell',
        confidence: 0.7,
      },
    },
    {
      name: 'coupon',
      about: 'A coupon was redeemed at a till.',
      topic: topics.coupon('cp-5f1c2a'),
      type: 'shelf.coupon.v1',
      data: {
        coupon: 'cp-5f1c2a',
        offer: 'tea-evening',
        state: 'redeemed',
        at: instant,
        until: '2026-11-24T15:04:05Z',
        till: 'till-2',
      },
    },
  ];
}
