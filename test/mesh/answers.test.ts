import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import { signMessage } from '../../emulator/mesh/signing.ts';
import { scene } from './aedes-scene.ts';
import { until } from './gateway.ts';
import { at, pricingKey } from './shop.ts';

const root = `${at.organisation}/shelf/v1/${at.store}`;

function command(id: string, notAfter: string) {
  const envelope = {
    specversion: '1.0',
    id,
    source: 'urn:acme',
    type: 'shelf.command.v1',
    subject: at.store,
    time: '2026-11-24T12:00:00Z',
    data: { id, gateway: at.gateway, verb: 'ping', notAfter },
  } as const;
  return {
    topic: `${root}/to/${at.gateway}/cmd/ping/${id}`,
    payload: signMessage(envelope, pricingKey),
    retain: false,
  };
}

test('MESH-051: a command that is too late or for the far future is answered as refused, and not run', () => {
  let ran = 0;
  return scene(
    async ({ shop, store }) => {
      await shop.send([command('late', '2020-01-01T00:00:00Z'), command('far', '2099-01-01T00:00:00Z')]);
      const answer = (id: string) => shop.heard.find(({ topic }) => topic === `ack/${id}`)?.data;
      await until('both answers', () => answer('late') !== undefined && answer('far') !== undefined);
      expect(answer('late')).toMatchObject({ outcome: 'refused', reason: 'mesh.command-expired' });
      expect(answer('far')).toMatchObject({ outcome: 'refused', reason: 'mesh.command-too-far' });
      expect(store.quarantineCounts()).toEqual({ 'mesh.command-expired': 1, 'mesh.command-too-far': 1 });
      expect(ran).toBe(0);
    },
    {
      hooks: {
        onCommitted() {},
        async onCommand() {
          ran += 1;
          return { outcome: 'done', reason: null, detail: null };
        },
        onTill() {},
        onAlarm() {},
        onRefused() {},
      },
    },
  );
});

test('MESH-062: an alarm stays on its topic, for whoever comes later', () =>
  scene(async ({ broker, shop }) => {
    const topic = `${root}/fact/price/1`;
    await shop.send([{ topic, payload: Buffer.from('{'), retain: false }]);
    await until('the alarm', () => shop.heard.some(each => each.topic === 'alarm/mesh-not-json'));
    const late = await connectAsync(broker.url, { protocolVersion: 4, reconnectPeriod: 0 });
    const found: { data: unknown }[] = [];
    late.on('message', (_, payload, { retain }) => {
      if (retain) found.push(JSON.parse(payload.toString('utf8')));
    });
    await late.subscribeAsync(`${root}/gw/${at.gateway}/alarm/mesh-not-json`, { qos: 1 });
    await until('the retained alarm', () => found.length === 1);
    await late.endAsync(true);
    expect(found[0]?.data).toMatchObject({ code: 'mesh.not-json', state: 'raised', subject: topic });
  }));
