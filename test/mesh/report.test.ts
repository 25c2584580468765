import { connectAsync } from 'mqtt';
import { describe, expect, test } from 'vitest';
import { seededKey, signMessage, type Unsigned } from '../../emulator/mesh/signing.ts';
import type { CommandData } from '../../src/mesh/contract/command.ts';
import { type OutboundType, outboundMessages } from '../../src/mesh/contract/messages.ts';
import { scene } from './aedes-scene.ts';
import { amountOf, until } from './gateway.ts';
import { at, priceBody, pricingKey } from './shop.ts';

const root = `${at.organisation}/shelf/v1/${at.store}`;
const signed = (type: string, data: unknown, over: Record<string, unknown> = {}, key = pricingKey) =>
  signMessage(
    {
      specversion: '1.0',
      id: 'r',
      source: 'urn:acme',
      type,
      subject: at.store,
      time: '2026-11-24T12:00:00Z',
      data,
      ...over,
    } as Unsigned,
    key,
  );
const command = (id: string, verb = 'identify') => ({
  topic: `${root}/to/${at.gateway}/cmd/${verb}/${id}`,
  payload: signed('shelf.command.v1', {
    id,
    gateway: at.gateway,
    verb,
    notAfter: new Date(Date.now() + 60_000).toISOString(),
  }),
  retain: false,
});

const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('the gateway reports', () => {
  test('its birth, health and applied watermark, each as the contract describes it', () => {
    let seq = 3;
    return scene(
      async ({ shop, gateway }) => {
        await until('health', () => shop.heard.some(({ topic }) => topic === 'health'));
        await until('the watermark', () =>
          shop.heard.some(({ topic, data }) => topic === 'applied/price' && data?.seq === 3),
        );
        const birth = shop.heard.find(({ topic }) => topic === 'state')!.data!;
        const health = shop.heard.find(({ topic }) => topic === 'health')!.data!;
        expect(birth).toMatchObject({ state: 'online', signatures: 'enforced', version: '0.0.0' });
        expect(health.sessionId).toBe(birth.sessionId);
        const schemaOf = (type: OutboundType) => outboundMessages[type].shape.data;
        schemaOf('shelf.gateway-state.v1').parse(birth);
        schemaOf('shelf.gateway-health.v1').parse(health);
        seq = 4;
        gateway.mesh.reportChanged();
        await until('the next', () =>
          shop.heard.some(({ topic, data }) => topic === 'applied/price' && data?.seq === 4),
        );
      },
      {
        documents: {
          labelState: () => null,
          traceparent: () => null,
          health: () => ({
            uptimeSeconds: 1,
            rssBytes: 1,
            labels: { total: 0, confirmed: 0, pending: 0, failed: 0, stale: 0, unknown: 0 },
          }),
          applied: stream => (stream === 'price' ? { epoch: 7, seq } : null),
        },
      },
    );
  });

  test('MESH-060: by its will when it is gone without a word; the will is that of the lost session, the next birth is another', () =>
    scene(async ({ broker, shop }) => {
      const states = (state: string) =>
        shop.heard.filter(({ topic, data }) => topic === 'state' && data?.state === state);
      await until('birth', () => states('online').length === 1);
      // Whoever connects under the same name pushes the gateway off its connection.
      const clientId = `endcap-${at.organisation}-${at.store}-${at.gateway}`;
      const thief = await connectAsync(broker.url, { clientId, clean: false, protocolVersion: 4, reconnectPeriod: 0 });
      await until('the will', () => states('offline').length === 1);
      await thief.endAsync(true);
      await until('the next birth', () => states('online').length === 2);
      const [first, second] = states('online').map(({ data }) => data?.sessionId);
      expect(states('offline')[0]?.data?.sessionId).toBe(first);
      expect(second).not.toBe(first);
    }));

  test('MESH-064: a binding made at the shelf, until the authority has said something newer', () =>
    scene(async ({ broker, shop, store, gateway }) => {
      const label = 'ffff92001234';
      const told = () => shop.heard.filter(({ topic }) => topic === `binding/${label}`).map(({ data }) => data);
      const content = { skus: ['40123'], template: 'shelf', page: 'price' };
      const madeAtMs = Date.parse('2026-11-24T12:00:00Z');
      const basis = { epoch: 7, version: 3 };
      store.putLocalBinding({ label, body: JSON.stringify(content), basis, madeAtMs, actor: 'certificate:ada' });
      gateway.mesh.reportChanged();
      await until('told', () => told().length === 1);
      outboundMessages['shelf.local-binding.v1'].shape.data.parse(told()[0]);
      expect(told()[0]).toEqual({
        label,
        ...content,
        basis,
        madeAt: '2026-11-24T12:00:00.000Z',
        actor: 'certificate:ada',
      });
      await until('acknowledged', () => store.untoldBindings(1).length === 0);
      await broker.kill();
      await broker.revive();
      await until('told again after the connection was lost', () => told().length === 2);
      store.settleLocalBinding(label, 'adopted');
      gateway.mesh.reportChanged();
      await until('taken off', () => told().at(-1) === null);
      await until('forgotten', () => store.localBindings().length === 0);
    }));

  test('MESH-061, MESH-063: label states until the broker has them, the newest only, with their trace context', () =>
    scene(
      async ({ broker, shop, store, gateway }) => {
        for (let n = 0; n < 50; n++) store.touchReport(n.toString(16).padStart(12, '0'));
        gateway.mesh.reportChanged();
        await until('all states', () => shop.heard.filter(({ topic }) => topic.startsWith('label/')).length === 50);
        expect(shop.heard.find(({ topic }) => topic === 'label/000000000001/state')?.traceparent).toBe(trace);
        await until('marked', () => store.unreportedCount() === 0);
        await broker.kill();
        store.touchReport('0'.repeat(12));
        gateway.mesh.reportChanged();
        expect(store.unreportedCount()).toBe(1);
        await broker.revive();
        await until('told after all', () => store.unreportedCount() === 0);
      },
      {
        documents: {
          labelState: label => ({
            label,
            revision: 1,
            model: null,
            skus: [],
            confidence: 'unknown',
            desired: null,
            shown: null,
            refusal: null,
            batteryMv: null,
            rssi: null,
            lastSeen: null,
          }),
          traceparent: () => trace,
          health: () => ({
            uptimeSeconds: 1,
            rssBytes: 1,
            labels: { total: 0, confirmed: 0, pending: 0, failed: 0, stale: 0, unknown: 0 },
          }),
          applied: () => null,
        },
      },
    ));
});

describe('commands', () => {
  test('MESH-050: run once, however often they come, and are answered each time', () => {
    const ran: CommandData[] = [];
    return scene(
      async ({ shop }) => {
        await shop.send([command('c1')]);
        const acks = () => shop.heard.filter(({ topic }) => topic === 'ack/c1');
        await until('the answer', () => acks().length === 1);
        await shop.send([command('c1')]);
        await until('the answer again', () => acks().length === 2);
        expect(ran.map(({ id, verb }) => [id, verb])).toEqual([['c1', 'identify']]);
        expect(acks()[1]!.data).toEqual(acks()[0]!.data);
        expect(acks()[0]!.data).toMatchObject({
          outcome: 'failed',
          reason: 'mesh.command-failed',
          detail: 'Error: no hands',
        });
      },
      {
        hooks: {
          onCommitted() {},
          async onCommand(each) {
            ran.push(each);
            throw new Error('no hands');
          },
          onTill() {},
          onAlarm() {},
          onRefused() {},
        },
      },
    );
  });
});

test('MESH-052: the till moves on, never back, and is known after a restart', () =>
  scene(async ({ shop, gateway }) => {
    await shop.send([shop.authority.tillMark(5)]);
    await until('the mark', () => gateway.tills.length === 1);
    await shop.send([shop.authority.tillMark(4), shop.authority.tillMark(6)]);
    await until('the next', () => gateway.tills.length === 2);
    expect(gateway.tills.map(({ seq }) => seq)).toEqual([5, 6]);
    expect(gateway.mesh.tillMark('price')).toEqual({ stream: 'price', epoch: 7, seq: 6 });
  }));

test('MESH-014: keys roll over by a signed set, and the next message is judged by it', () =>
  scene(async ({ shop, store }) => {
    const next = seededKey(5, 'pricing-2', ['price']);
    const keys = [pricingKey, next].map(({ kid, publicKey, signs }) => ({ kid, publicKey, signs }));
    const fact = {
      stream: 'price',
      epoch: 7,
      firstSeq: 1,
      lastSeq: 1,
      items: [{ sku: '1', version: 1, ...priceBody(100) }],
    };
    await shop.send([
      {
        topic: `${at.organisation}/shelf/v1/all/authority/keys`,
        payload: signed('shelf.key-set.v1', { version: 1, keys }, { subject: 'all' }),
        retain: true,
      },
      { topic: `${root}/fact/price/1`, payload: signed('shelf.price.v1', fact, {}, next), retain: false },
    ]);
    await until('a price under the new key', () => amountOf(store, '1') === 100);
    expect(store.quarantineCounts()).toEqual({});
  }));

test('MESH-063: trace context travels with the fact', () =>
  scene(async ({ shop, store, gateway }) => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const fact = {
      stream: 'price',
      epoch: 7,
      firstSeq: 1,
      lastSeq: 1,
      items: [{ sku: '1', version: 1, ...priceBody(100) }],
    };
    await shop.send([
      { topic: `${root}/fact/price/1`, payload: signed('shelf.price.v1', fact, { traceparent }), retain: false },
    ]);
    await until('the price', () => amountOf(store, '1') === 100);
    expect(store.fact('price', '1')?.traceparent).toBe(traceparent);
    expect(gateway.changes[0]).toMatchObject({ key: '1', traceparent });
  }));
