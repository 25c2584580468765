import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAir, type Heard } from '../../emulator/air.ts';
import { systemClock as emulatorClock } from '../../emulator/clock.ts';
import { createRadioServer } from '../../emulator/radio-server.ts';
import { seededRandom } from '../../emulator/random.ts';
import { systemClock } from '../../src/clock.ts';
import { createAdvertiser } from '../../src/radio/advertiser.ts';
import type { RadioState } from '../../src/radio/radio.ts';

/** Undone after each test, the last first. */
export const closing: (() => unknown)[] = [];
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

const silent = { info: () => {}, warn: () => {} };

/** An emulated adapter to broadcast with, another one that hears, and the real advertiser on the first. */
export async function stage(options: { extended: boolean; sets?: number; through?: (url: string) => Promise<string> }) {
  const random = seededRandom(11);
  const air = createAir({ clock: emulatorClock, random });
  const server = await createRadioServer({
    air,
    random,
    adapters: [{ xM: 1, yM: 1, zM: 3 }],
    beacons: [{ xM: 2, yM: 1, zM: 3 }],
    beaconsExtended: options.extended,
    advertisingSets: options.sets ?? 3,
  });
  closing.push(() => server.stop());
  const heard: (Heard & { readonly atMs: number })[] = [];
  air.addAdapter({ xM: 3, yM: 1, zM: 3 }).scan(frame => heard.push({ ...frame, atMs: performance.now() }));
  const own = server.beaconUrls[0]!;
  const url = options.through ? await options.through(own) : own;
  const advertiser = createAdvertiser({ url, powerDbm: 4, clock: systemClock, log: silent });
  closing.push(() => advertiser.stop());
  const states: RadioState[] = [];
  const start = () => advertiser.start(state => states.push(state));
  /** Frames heard from now on for so long, as `address data`, each once. */
  const listen = async (durationMs: number): Promise<string[]> => {
    heard.length = 0;
    await sleep(durationMs);
    return [...new Set(heard.map(({ address, data }) => `${address} ${Buffer.from(data).toString('hex')}`))].sort();
  };
  return { air, server, advertiser, states, start, listen, heard };
}

/** Waits until it is true; false when it never is. */
export async function until(condition: () => boolean, timeoutMs = 3_000): Promise<boolean> {
  const endMs = performance.now() + timeoutMs;
  while (!condition() && performance.now() < endMs) await sleep(5);
  return condition();
}

/** A controller in front of the emulated one that answers a command with an error, or, with null, not at all. */
export function faulty(opcode: number, status: number | null): (url: string) => Promise<string> {
  return async url => {
    const { hostname, port } = new URL(url);
    const sockets: Socket[] = [];
    const server = createServer(host => {
      const controller = connect(Number(port), hostname);
      sockets.push(host, controller);
      for (const socket of [host, controller]) socket.on('error', () => {});
      host.on('close', () => controller.destroy());
      controller.on('close', () => host.destroy());
      host.on('data', chunk => controller.write(chunk));
      controller.on('data', chunk => {
        // One command at a time is asked, so that a chunk is one event.
        const meant = chunk[1] === 0x0e && chunk.readUInt16LE(4) === opcode;
        if (meant && status === null) return;
        if (meant) chunk[6] = status!;
        host.write(chunk);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const address = server.address();
    return typeof address === 'object' && address ? `tcp://127.0.0.1:${address.port}` : '';
  };
}
