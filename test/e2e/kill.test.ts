import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../emulator/random.ts';
import { createMosquitto, hasMosquitto, type Mosquitto } from '../mesh/mosquitto.ts';
import { type House, liars, openHouse, until } from './house.ts';

/** ENDCAP_KILLS=100 for the long run. */
const kills = Number(process.env.ENDCAP_KILLS ?? 6);
const facts = 2_000;
const command = fileURLToPath(new URL('../../src/cli/endcap.mjs', import.meta.url));

/** The agent as the gateway runs it, in a process that can be killed. */
function spawnAgent(configFile: string): { readonly child: ChildProcess; readonly url: Promise<string> } {
  const child = spawn(process.execPath, [command, 'run', '--config', configFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = new Promise<string>(resolve => {
    child.stdout!.on('data', (data: Buffer) => {
      const found = /Console: (\S+)/.exec(data.toString('utf8'))?.[1];
      if (found) resolve(found);
    });
  });
  return { child, url };
}

describe.skipIf(!hasMosquitto)('killed at any moment (apt: mosquitto)', () => {
  let house: House;
  let mosquitto: Mosquitto;
  let dir: string;
  let child: ChildProcess | null = null;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'endcap-kill-'));
    mosquitto = await createMosquitto(dir);
    await mosquitto.start();
    const agentBroker = mosquitto.access('gw-01');
    house = await openHouse({ labels: 20, broker: mosquitto.access('central'), agentBroker });
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    await house.stop();
    await mosquitto.kill();
    rmSync(dir, { recursive: true, force: true });
  });

  it(`${kills} × SIGKILL during ${facts} prices: every label ends with the newest, nothing older comes back`, {
    timeout: 60_000 + kills * 6_000,
  }, async () => {
    const random = seededRandom(7);
    const { pricing } = house.shop;
    const skus = pricing.skus().slice(0, 40);
    let sent = 0;
    const publish = (): void => {
      const sku = skus[Math.floor(random() * skus.length)]!;
      pricing.setPrice(sku, BigInt(100 + Math.floor(random() * 900)));
      sent++;
    };
    for (let round = 0; round < kills; round++) {
      const agent = spawnAgent(house.configFile);
      child = agent.child;
      await agent.url;
      const endMs = Date.now() + 200 + random() * 1_800;
      const share = Math.ceil((facts * (round + 1)) / kills);
      while (Date.now() < endMs || sent < share) {
        if (sent < share) publish();
        await new Promise(resolve => setTimeout(resolve, 1));
        if (Date.now() >= endMs) while (sent < share) publish();
      }
      const gone = once(agent.child, 'exit');
      agent.child.kill('SIGKILL');
      await gone;
    }
    const last = spawnAgent(house.configFile);
    child = last.child;
    house.attach(await last.url);
    await until(
      async () => {
        const labels = await house.labels();
        return labels.length === 20 && labels.every(label => label.confidence === 'confirmed');
      },
      60_000,
      'proof of every label',
    );
    await until(async () => {
      const { streams } = await house.lag();
      const price = streams.find(stream => stream.name === 'price');
      return price?.gap === 0 && price.seq === house.shop.mesh.authority.streams.price.seq();
    });
    for (const label of await house.labels()) {
      const document = await house.label(label.id);
      expect(document.content.shown?.amountMinor).toBe(pricing.amount(label.skus[0]!));
    }
    await until(async () => (await liars(house)).length === 0, 5_000, 'the truth on every panel');
    expect((await house.quarantine()).items).toEqual([]);
    const exited = once(last.child, 'exit');
    last.child.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
    child = null;
  });
});
