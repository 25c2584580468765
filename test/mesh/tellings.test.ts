import { connectAsync } from 'mqtt';
import { describe, expect, test } from 'vitest';
import { outboundMessages } from '../../src/mesh/contract/messages.ts';
import type { OfferState } from '../../src/mesh/contract/proximity.ts';
import { proximityBodies } from '../../src/mesh/generate/sample-proximity-bodies.ts';
import { wiredBodies } from '../../src/mesh/generate/sample-wired-bodies.ts';
import { type NeighbourMedians, readNeighbour } from '../../src/mesh/neighbours.ts';
import type { LogFields } from '../../src/shelf/log-events.ts';
import { scene } from './aedes-scene.ts';
import { silent, until } from './gateway.ts';
import { at } from './shop.ts';

const instant = '2026-11-24T12:00:00Z';
const offerState = (left: number): OfferState => ({
  offer: 'tea',
  version: 2,
  state: 'revoked',
  reason: 'offer.revoked',
  at: instant,
  outputs: { pending: 0, shown: 0, clearing: left },
  revoke: { at: instant, by: 'mesh', clearedAt: left === 0 ? instant : null, seconds: left === 0 ? 4.2 : null, left },
});

const medians = (gateway: string, over: Record<string, unknown> = {}) =>
  JSON.stringify({
    specversion: '1.0',
    id: 'm-1',
    source: `urn:acme:gateway:${gateway}`,
    type: 'shelf.medians.v1',
    subject: at.store,
    time: instant,
    data: { round: 7, medians: [{ tag: 'trolley-7', receiver: `${gateway}/0`, rssi: -61 }], winners: [] },
    ...over,
  });
const mediansTopic = (gateway: string) => `${at.organisation}/shelf/v1/${at.store}/gw/${gateway}/medians`;

describe('what a gateway says of its own accord', () => {
  test('MESH-068: of several words on a topic the newest is told, also after the broker was away', () =>
    scene(async ({ broker, shop, gateway }) => {
      const { data: stateSchema } = outboundMessages['shelf.offer-state.v1'].shape;
      const told = () =>
        shop.heard
          .filter(({ topic }) => topic === 'offer/tea/state')
          .map(({ data }) => stateSchema.parse(data).outputs.clearing);
      gateway.mesh.tell({ about: 'offer', id: 'tea', data: offerState(3) });
      await until('the first word', () => told().length === 1);
      const clientId = `endcap-${at.organisation}-${at.store}-${at.gateway}`;
      const thief = await connectAsync(broker.url, { clientId, clean: false, protocolVersion: 4, reconnectPeriod: 0 });
      await until('no connection', () => gateway.mesh.status().state !== 'connected');
      gateway.mesh.tell({ about: 'offer', id: 'tea', data: offerState(2) });
      gateway.mesh.tell({ about: 'offer', id: 'tea', data: offerState(0) });
      await thief.endAsync(true);
      await until('the last word', () => told().includes(0));
      expect(told()).toEqual([3, 0]);
    }));

  test('MESH-068: a word for a session is told once, and says when it was taken', () =>
    scene(async ({ shop, gateway }) => {
      let taken = 0;
      const { data } = proximityBodies().find(({ name }) => name === 'session-offer')!;
      const parsed = outboundMessages['shelf.session-offer.v1'].shape.data.parse(data);
      gateway.mesh.tell({ about: 'session-offer', id: 'visit-81c2', data: parsed, taken: () => void taken++ });
      const topic = 'session/visit-81c2/offer/tea-evening';
      await until('the offer', () => shop.heard.some(word => word.topic === topic) && taken === 1);
      gateway.mesh.tell({ about: 'offer', id: 'tea', data: offerState(0) });
      await until('another word', () => shop.heard.some(word => word.topic === 'offer/tea/state'));
      expect(shop.heard.filter(word => word.topic === topic)).toHaveLength(1);
      expect(taken).toBe(1);
    }));

  test('MESH-068: a coupon says when the broker took it, and not while there is none', () =>
    scene(async ({ broker, shop, gateway }) => {
      const taken: string[] = [];
      const { data } = wiredBodies().find(({ type }) => type === 'shelf.coupon.v1')!;
      const coupon = outboundMessages['shelf.coupon.v1'].shape.data.parse(data);
      const clientId = `endcap-${at.organisation}-${at.store}-${at.gateway}`;
      const thief = await connectAsync(broker.url, { clientId, clean: false, protocolVersion: 4, reconnectPeriod: 0 });
      await until('no connection', () => gateway.mesh.status().state !== 'connected');
      for (const id of ['c-1', 'c-2']) {
        gateway.mesh.tell({ about: 'coupon', id, data: { ...coupon, coupon: id }, taken: () => void taken.push(id) });
      }
      expect(taken).toEqual([]);
      await thief.endAsync(true);
      await until('both', () => taken.length === 2);
      expect(taken.sort()).toEqual(['c-1', 'c-2']);
      await until(
        'heard',
        () =>
          shop.heard.filter(({ data: word }) => /^c-\d$/.test(String((word as typeof coupon)?.coupon))).length === 2,
      );
    }));

  test('a coupon whose word cannot be marked as told is reported, and keeps no other from it', async () => {
    const taken: string[] = [];
    const failed: unknown[] = [];
    const log = { ...silent, error: (fields: LogFields) => void failed.push(fields.event) };
    await scene(
      async ({ shop, gateway }) => {
        const { data } = wiredBodies().find(({ type }) => type === 'shelf.coupon.v1')!;
        const coupon = outboundMessages['shelf.coupon.v1'].shape.data.parse(data);
        const mark = (id: string) => () => {
          taken.push(id);
          if (id === 'c-1') throw new Error('the disk is full');
        };
        for (const id of ['c-0', 'c-1', 'c-2', 'c-3']) {
          gateway.mesh.tell({ about: 'coupon', id, data: { ...coupon, coupon: id }, taken: mark(id) });
        }
        await until('all', () => taken.length === 4);
        gateway.mesh.tell({ about: 'offer', id: 'tea', data: offerState(0) });
        await until('another word', () => shop.heard.some(word => word.topic === 'offer/tea/state'));
      },
      { log },
    );
    expect(taken.sort()).toEqual(['c-0', 'c-1', 'c-2', 'c-3']);
    expect(failed).toEqual(['mesh.listener-failed']);
  });

  test('MESH-068: of a session that is over nothing is said when the broker comes back', () =>
    scene(async ({ broker, shop, gateway }) => {
      const { data } = proximityBodies().find(({ name }) => name === 'session-zone')!;
      const zone = outboundMessages['shelf.session-zone.v1'].shape.data.parse(data);
      const clientId = `endcap-${at.organisation}-${at.store}-${at.gateway}`;
      const thief = await connectAsync(broker.url, { clientId, clean: false, protocolVersion: 4, reconnectPeriod: 0 });
      await until('no connection', () => gateway.mesh.status().state !== 'connected');
      gateway.mesh.tell({ about: 'session-zone', id: 'visit-81c2', data: zone });
      gateway.mesh.tell({ about: 'session-zone', id: 'visit-9', data: { ...zone, session: 'visit-9' } });
      gateway.mesh.forgetSession('visit-81c2');
      await thief.endAsync(true);
      await until('the other one', () => shop.heard.some(({ topic }) => topic === 'session/visit-9/zone'));
      expect(shop.heard.filter(({ topic }) => topic.startsWith('session/visit-81c2'))).toEqual([]);
    }));

  test('every word is as the contract describes it', () => {
    for (const { type, data, name } of proximityBodies()) {
      const schema = outboundMessages[type as keyof typeof outboundMessages].shape.data;
      expect(schema.safeParse(data).success, name).toBe(true);
    }
  });
});

describe('what gateways tell each other', () => {
  test('MESH-069: medians of another gateway arrive, those that are none are dropped and counted', () => {
    const heard: NeighbourMedians[] = [];
    return scene(
      async ({ shop, gateway }) => {
        const send = (topic: string, payload: string) =>
          shop.send([{ topic, payload: Buffer.from(payload), retain: false }]);
        await send(mediansTopic('gw-02'), 'no JSON');
        await send(mediansTopic('gw-02'), medians('gw-02', { subject: 'another' }));
        await send(mediansTopic('gw-01'), medians('gw-01'));
        await send(mediansTopic('gw-02'), medians('gw-02'));
        await until('the medians', () => heard.length > 0);
        expect(heard).toEqual([
          {
            gateway: 'gw-02',
            round: 7,
            medians: [{ tag: 'trolley-7', receiver: 'gw-02/0', rssi: -61 }],
            winners: [],
          },
        ]);
        expect(gateway.mesh.status().counts['neighbour-dropped']).toBe(2);
        expect(gateway.mesh.status().state).toBe('connected');
        expect(gateway.store.quarantineCounts()).toEqual({});
      },
      {
        hooks: {
          onCommitted: () => {},
          onCommand: async () => ({ outcome: 'done', reason: null, detail: null }),
          onTill: () => {},
          onAlarm: () => {},
          onRefused: () => {},
          onMedians: words => void heard.push(words),
        },
      },
    );
  });

  test('a topic of another store, or another topic, is not for neighbours', () => {
    const payload = Buffer.from(medians('gw-02'));
    expect(readNeighbour(at, 'acme/shelf/v1/0043/gw/gw-02/medians', payload)).toBe('mine');
    expect(readNeighbour(at, 'acme/shelf/v1/0042/gw/gw-02/state', payload)).toBe('mine');
    expect(readNeighbour(at, 'acme/shelf/v1/0042/fact/price/40123', payload)).toBe('mine');
  });
});
