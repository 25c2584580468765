import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { seededRandom } from '../../emulator/random.ts';
import { inDirectory, opened } from '../store/opening.ts';
import { amountOf, openGateway, until } from './gateway.ts';
import { createMosquitto, hasMosquitto } from './mosquitto.ts';
import { openShop, priceBody } from './shop.ts';

const child = fileURLToPath(new URL('./gateway-child.ts', import.meta.url));
const skus = Array.from({ length: 30 }, (_, at) => `s${at}`);

test.skipIf(!hasMosquitto)(
  'MESH-040: a gateway killed again and again among 900 facts misses none that it acknowledged (apt: mosquitto)',
  () =>
    inDirectory(dir =>
      inDirectory(async data => {
        const random = seededRandom(11);
        const broker = await createMosquitto(dir);
        await broker.start();
        const shop = await openShop(broker.access('central'));
        // No snapshot may hide what an early acknowledgement lost.
        shop.answering = false;
        const access = broker.access('gw-01');
        const file = join(dir, 'access.json');
        writeFileSync(file, JSON.stringify(access));
        const run = () => spawn(process.execPath, ['--import', 'tsx', child, data, file], { stdio: 'inherit' });
        const births = () =>
          shop.heard.filter(({ topic, data }) => topic === 'state' && data?.state === 'online').length;
        let gateway = run();
        try {
          await until('the first birth', () => births() === 1, 20_000);
          for (let round = 0; round < 30; round++) {
            const sent = shop.send(
              skus.flatMap(sku => shop.authority.change('price', [[sku, priceBody(1_000 + round)]]).messages),
            );
            if (round % 6 === 5) {
              await new Promise(resolve => setTimeout(resolve, random() * 30));
              const gone = once(gateway, 'exit');
              gateway.kill('SIGKILL');
              await gone;
              const before = births();
              gateway = run();
              await until('born again', () => births() > before, 20_000);
            }
            await sent;
          }
        } finally {
          const gone = once(gateway, 'exit');
          gateway.kill('SIGKILL');
          await gone;
        }
        const { store } = opened(data);
        const last = openGateway(store, access);
        try {
          last.mesh.start();
          await until('the last of the queue', () => skus.every(sku => amountOf(store, sku) === 1_029), 15_000);
          expect(store.stream('price')).toMatchObject({ seq: 900, ahead: [] });
          expect(store.quarantineCounts()).toEqual({});
        } finally {
          await last.mesh.stop();
          await shop.stop();
          await broker.kill();
          store.close();
        }
      }),
    ),
  90_000,
);
