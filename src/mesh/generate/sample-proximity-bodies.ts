import { gatewayTopics } from '../contract/topics.ts';
import type { Body } from './sample-bodies.ts';
import { samplePlace } from './sample-keys.ts';

const instant = '2026-11-23T15:04:05Z';

/** What a gateway says of beacons, zones, sessions and offers. */
export function proximityBodies(): Body[] {
  const topics = gatewayTopics(samplePlace);
  return [
    {
      name: 'beacon-state',
      about: 'The beacon of the sample `beacon`, on air, and heard by another radio.',
      topic: topics.beaconState('entrance'),
      type: 'shelf.beacon-state.v1',
      retain: true,
      data: {
        beacon: 'entrance',
        zone: 'entrance',
        version: 1,
        state: 'on-air',
        reason: null,
        since: instant,
        heardAt: instant,
        offer: { offer: 'tea-evening', version: 1, variant: 'warm' },
        publicKey: null,
      },
    },
    {
      name: 'zone-presence',
      about: 'Two of the staff and a trolley; about ten people, counted without knowing any of them.',
      topic: topics.zone('entrance', 'presence'),
      type: 'shelf.zone-presence.v1',
      retain: true,
      data: {
        zone: 'entrance',
        at: instant,
        tags: { staff: 2, trolley: 1, asset: 0, sensor: 1, session: 0 },
        people: { count: 10, leastTold: 5, windowEnd: instant, method: 'hmac-window-60s', confidence: 0.5 },
        method: 'rssi-median-5s',
        confidence: 0.8,
      },
    },
    {
      name: 'zone-dwell',
      about: 'The visits of an hour.',
      topic: topics.zone('entrance', 'dwell'),
      type: 'shelf.zone-dwell.v1',
      retain: true,
      data: { zone: 'entrance', at: instant, visits: 14, medianSeconds: 48, method: 'rssi-median-5s', confidence: 0.8 },
    },
    {
      name: 'sighting',
      about: 'A trolley that went from one zone to another.',
      topic: topics.sighting('trolley-7'),
      type: 'shelf.sighting.v1',
      data: {
        tag: 'trolley-7',
        kind: 'trolley',
        at: instant,
        events: ['displacement'],
        zone: 'entrance',
        rssiSignature: [
          { receiver: 'gw-01/0', rssi: -58, numberOfDecodings: 9 },
          { receiver: 'gw-01/1', rssi: -71, numberOfDecodings: 6 },
        ],
        batteryMv: 2950,
        readings: {},
      },
    },
    {
      name: 'medians',
      about: 'What one gateway heard in one second.',
      topic: topics.medians,
      type: 'shelf.medians.v1',
      data: {
        round: 1_795_446_245,
        medians: [{ tag: 'trolley-7', receiver: 'gw-01/0', rssi: -58 }],
        winners: [{ tag: 'trolley-7', zone: 'entrance', sinceRound: 1_795_446_201 }],
      },
    },
    {
      name: 'session-zone',
      about: 'Where somebody is who consented to it for this visit.',
      topic: topics.sessionZone('visit-81c2'),
      type: 'shelf.session-zone.v1',
      data: {
        session: 'visit-81c2',
        zone: 'entrance',
        at: instant,
        until: '2026-11-23T17:04:05Z',
        consent: 'consent-4711',
        purpose: 'offers of this visit',
      },
    },
    {
      name: 'session-offer',
      about: 'The offer of the sample `offer-for-members` for that session.',
      topic: topics.sessionOffer('visit-81c2', 'tea-evening'),
      type: 'shelf.session-offer.v1',
      data: {
        session: 'visit-81c2',
        offer: 'tea-evening',
        version: 1,
        variant: 'warm',
        state: 'made',
        zone: 'entrance',
        at: instant,
        until: '2026-11-23T17:04:05Z',
        consent: 'consent-4711',
        text: null,
        url: 'https://ex.de/t',
        coupon: null,
        price: { amountMinor: 1399, currency: 'EUR' },
      },
    },
    {
      name: 'offer-state',
      about: 'An offer that was taken back, and gone everywhere after 4.2 s.',
      topic: topics.offerState('tea-evening'),
      type: 'shelf.offer-state.v1',
      retain: true,
      data: {
        offer: 'tea-evening',
        version: 2,
        state: 'revoked',
        reason: 'offer.revoked',
        at: instant,
        outputs: { pending: 0, shown: 0, clearing: 0 },
        revoke: { at: '2026-11-23T15:04:00.8Z', by: 'mesh', clearedAt: instant, seconds: 4.2, left: 0 },
      },
    },
  ];
}
