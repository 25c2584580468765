import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { authorityTopics, gatewaySubscriptions, gatewayTopics } from '../../src/mesh/contract/topics.ts';
import { hasMosquitto } from '../mesh/mosquitto.ts';
import { has, inRepository, run } from './tools.ts';

const place = { organisation: 'acme', store: '0042', gateway: 'gw-01' };
const other = { ...place, gateway: 'gw-02' };
const program = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto'].find(path => has(path)) ?? 'mosquitto';

/** The shipped configuration, moved to a directory of this user's. */
describe.skipIf(!hasMosquitto || !has('openssl'))("the store's broker (apt: mosquitto, openssl)", () => {
  let directory: string;
  let port: number;
  let broker: ChildProcess;
  const clients: MqttClient[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'endcap-broker-'));
    const made = run(inRepository('deploy/mosquitto/lab-ca.sh'), [directory, 'localhost', 'gw-01', 'gw-02']);
    expect(made).toMatchObject({ status: 0 });
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as { port: number }).port;
    await new Promise(resolve => server.close(resolve));
    writeFileSync(join(directory, 'acl'), readFileSync(inRepository('deploy/mosquitto/acl')), { mode: 0o600 });
    const text = readFileSync(inRepository('deploy/mosquitto/mosquitto.conf'), 'utf8')
      .replaceAll('/etc/mosquitto/endcap/', `${directory}/`)
      .replace('/var/lib/mosquitto/', `${directory}/`)
      .replace('listener 8883', `listener ${port} 127.0.0.1\nuser ${userInfo().username}`);
    writeFileSync(join(directory, 'mosquitto.conf'), text);
    broker = spawn(program, ['-c', join(directory, 'mosquitto.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    broker.stderr!.setEncoding('utf8').on('data', chunk => {
      said += chunk;
    });
    await vi.waitFor(() => expect(said).toContain('running'), 5_000);
  });
  afterAll(async () => {
    for (const client of clients) await client.endAsync(true);
    const ended = once(broker, 'exit');
    broker.kill();
    await ended; // it writes its database when it is asked to end
    rmSync(directory, { recursive: true });
  });

  async function connected(name: string, options: IClientOptions = {}): Promise<MqttClient> {
    const read = (file: string) => readFileSync(join(directory, file));
    const client = await mqtt.connectAsync(`mqtts://localhost:${port}`, {
      ca: read('ca.pem'),
      cert: read(`${name}.pem`),
      key: read(`${name}.key`),
      protocolVersion: 5,
      reconnectPeriod: 0,
      connectTimeout: 3_000,
      ...options,
    });
    clients.push(client);
    return client;
  }

  /** `ok`, or the name of MQTT 5's refusal. */
  const published = async (client: MqttClient, topic: string): Promise<string> => {
    const refused = (error: unknown) =>
      error instanceof Error && /Not authorized/.test(error.message) ? 'refused' : String(error);
    return client.publishAsync(topic, '{}', { qos: 1 }).then(() => 'ok', refused);
  };

  it('lets a gateway publish everything of the contract below its own prefix, and nothing elsewhere', async () => {
    const gateway = await connected('gw-01');
    const own = gatewayTopics(place);
    const label = 'a4c138000001';
    const everything = [
      own.state,
      own.health,
      own.applied('price'),
      own.ask('price'),
      own.ack('c1'),
      own.alarm('radio.down'),
      own.binding(label),
      own.labelState(label),
      own.labelButton(label, 1),
    ];
    for (const topic of everything) expect([topic, await published(gateway, topic)]).toEqual([topic, 'ok']);

    const foreign = [
      gatewayTopics(other).state,
      gatewayTopics({ ...place, store: '0043' }).state,
      authorityTopics.fact(place, 'price', 'milk'),
      authorityTopics.priceBatch(place, 'b1'),
      authorityTopics.head(place, 'price'),
      authorityTopics.keys('acme'),
      authorityTopics.till(place),
      authorityTopics.command(place, 'refresh', 'c1'),
      'something/else',
    ];
    for (const topic of foreign) expect([topic, await published(gateway, topic)]).toEqual([topic, 'refused']);
  });

  it("gives a gateway its store's facts and its own orders, also those retained, and nobody else's", async () => {
    const authority = await connected('authority');
    const retained = authorityTopics.fact(place, 'price', 'milk');
    await authority.publishAsync(retained, 'retained', { qos: 1, retain: true });
    const gateway = await connected('gw-01');
    const heard: string[] = [];
    gateway.on('message', topic => heard.push(topic));
    for (const filter of gatewaySubscriptions(place))
      expect([filter, (await gateway.subscribeAsync(filter, { qos: 1 }))[0]?.qos]).toEqual([filter, 1]);
    await gateway.subscribeAsync([gatewayTopics(other).state, 'acme/shelf/v1/0042/to/#'], { qos: 1 }).catch(() => {});

    await authority.publishAsync(authorityTopics.command(other, 'refresh', 'c1'), '{}', { qos: 1 });
    await (await connected('gw-02')).publishAsync(gatewayTopics(other).state, '{}', { qos: 1 });
    const sent = [
      authorityTopics.keys('acme'),
      authorityTopics.head(place, 'price'),
      authorityTopics.till(place),
      authorityTopics.command(place, 'refresh', 'c2'),
    ];
    for (const topic of sent) await authority.publishAsync(topic, '{}', { qos: 1 });
    await vi.waitFor(() => expect(heard).toContain(sent.at(-1)), 5_000);
    expect([...new Set(heard)].sort()).toEqual([retained, ...sent].sort());
  });

  it('lets nobody in without a certificate, or with one of another authority', async () => {
    const bare = { ca: readFileSync(join(directory, 'ca.pem')), reconnectPeriod: 0, connectTimeout: 3_000 };
    await expect(mqtt.connectAsync(`mqtts://localhost:${port}`, bare)).rejects.toThrow();
    const strange = join(directory, 'strange');
    expect(run(inRepository('deploy/mosquitto/lab-ca.sh'), [strange, 'localhost', 'gw-01']).status).toBe(0);
    const read = (file: string) => readFileSync(join(strange, file));
    await expect(connected('gw-01', { cert: read('gw-01.pem'), key: read('gw-01.key') })).rejects.toThrow();
  });

  it('makes keys that only their owner may read, and makes nothing twice', () => {
    expect(statSync(join(directory, 'ca.key')).mode & 0o077).toBe(0);
    const before = readFileSync(join(directory, 'gw-01.pem'), 'utf8');
    const again = run(inRepository('deploy/mosquitto/lab-ca.sh'), [directory, 'localhost', 'gw-01', 'gw-03']);
    expect(again.status).toBe(0);
    expect(readFileSync(join(directory, 'gw-01.pem'), 'utf8')).toBe(before);
    expect(run('openssl', ['verify', '-CAfile', join(directory, 'ca.pem'), join(directory, 'gw-03.pem')]).status).toBe(
      0,
    );
  });
});
