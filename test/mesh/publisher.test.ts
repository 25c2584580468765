import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createBroker } from '../../emulator/broker.ts';
import { pinnedSampleKeys, pricingKey, samplePlace } from '../../src/mesh/generate/sample-keys.ts';
import { inDirectory, opened } from '../store/opening.ts';
import { amountOf, openGateway, until } from './gateway.ts';
import { python, pythonHas } from './python.ts';

const script = fileURLToPath(new URL('publisher.py', import.meta.url));

function startPublisher(brokerUrl: string): ChildProcessWithoutNullStreams {
  const { hostname, port } = new URL(brokerUrl);
  const { organisation, store } = samplePlace;
  return spawn(python, [script, hostname, port, organisation, store, pricingKey.kid, pricingKey.secretHex, '7']);
}

test.skipIf(!pythonHas('cryptography', 'paho.mqtt.client'))(
  'MESH-010, MESH-030, MESH-032: a publisher in Python, written from the documents, is understood (apt: python3-cryptography python3-paho-mqtt)',
  () =>
    inDirectory(async dir => {
      const broker = await createBroker();
      const publisher = startPublisher(broker.url);
      let complaints = '';
      publisher.stderr.on('data', text => {
        complaints += String(text);
      });
      let told = '';
      publisher.stdout.on('data', text => {
        told += String(text);
      });
      const asks = () => told.split('asked for').length - 1;
      const say = (line: string) => void publisher.stdin.write(`${line}\n`);
      const { store } = opened(dir);
      const gateway = openGateway(store, { url: broker.url, protocol: 4 }, { ...samplePlace, keys: pinnedSampleKeys });
      const price = () => gateway.mesh.status().streams.find(({ name }) => name === 'price');
      try {
        await until('ready', () => told.includes('ready'));
        say('price 40123 1999');
        gateway.mesh.start();
        await until('the price, in whatever way', () => amountOf(store, '40123') === 1999);
        await until('whole', () => store.recall('whole/price') === '7');

        say('price 40123 1899');
        say('price 40999 250');
        await until('the facts', () => amountOf(store, '40123') === 1899 && amountOf(store, '40999') === 250);
        say('lose 40123 1799');
        say('delete 40999');
        say('head');
        await until('what was lost', () => amountOf(store, '40123') === 1799);
        await until('what is deleted', () => amountOf(store, '40999') === null);
        await until('nothing is missing', () => price()?.seq === 5 && price()?.headSeq === 5);
        const headAtMs = price()!.headAtMs!;

        // Both have the same digest, so the next head has nothing asked for.
        const before = asks();
        expect(before).toBeGreaterThanOrEqual(2);
        say('head');
        await until('the next head', () => (price()?.headAtMs ?? 0) > headAtMs);
        await new Promise(resolve => setTimeout(resolve, 300));
        expect(asks()).toBe(before);
        expect(gateway.mesh.status()).toMatchObject({ state: 'connected', detail: null });
        expect(store.quarantineCounts()).toEqual({});
        expect(complaints).toBe('');
      } finally {
        const ended = once(publisher, 'exit');
        publisher.stdin.end();
        await ended;
        await gateway.mesh.stop();
        await broker.stop();
        store.close();
      }
    }),
);
