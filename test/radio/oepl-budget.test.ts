import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createOeplRadio } from '../../src/radio/oepl.ts';
import { checksumOf } from '../../src/radio/oepl-wire.ts';
import wire from '../vectors/oepl/frames.json' with { type: 'json' };

const baudRate = 115_200;
/** What the module tells a label to wait at this speed. */
const labelWaitsMs = 550;
const silent = { info() {}, warn() {} };
const roles = (offered: readonly string[]) => Object.fromEntries(offered.map(role => [role, role]));

it('answers a wish for a block well within the time that the label waits', async () => {
  const file = Uint8Array.from({ length: wire.file.size }, (_, at) => at & 0xff);
  let host: Socket | null = null;
  let text = '';
  let answeredMs = 0;
  const server = createServer(socket => {
    host = socket;
    socket.on('error', () => {});
    socket.on('data', bytes => {
      text += bytes.toString('latin1');
      const last = text.slice(-60);
      if (text.endsWith('NFO?')) socket.write(wire.nfo.text);
      else if (/>D>$/.test(last) || /RDY\?$/.test(last) || /SCP>...$/s.test(last) || /SDA>.{27}$/s.test(last))
        socket.write('ACK>');
      if (text.includes('>D>') && text.endsWith('\xf5'.repeat(32))) answeredMs = performance.now();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const radio = createOeplRadio({ url: `tcp://127.0.0.1:${port}`, clock: systemClock, log: silent });
  try {
    await radio.start(
      () => {},
      () => {},
    );
    const opened = await radio.connect(wire.sda.address, { service: 'oepl', roles, notify: [] }, 1_000);
    if (!opened.ok) throw new Error(opened.detail);
    const offer = new Uint8Array(Buffer.from(wire.sda.body, 'hex')).subarray(0, 19);
    await opened.link.write('pending', new Uint8Array(Buffer.concat([offer, file])), false);
    await expect.poll(() => text.includes('SDA>')).toBe(true);
    const version = Buffer.from(wire.file.version, 'hex');
    const address = Buffer.from(wire.sda.address, 'hex').reverse();
    const wishes: number[] = [];
    for (let block = 0; block < 3; block++) {
      text = '';
      answeredMs = 0;
      const body = Buffer.concat([Buffer.of(0), version, Buffer.of(block), address, Buffer.alloc(2)]);
      body[0] = checksumOf(body);
      const askedMs = performance.now();
      host!.write(Buffer.concat([Buffer.from('RQB>'), body]));
      await expect.poll(() => answeredMs).toBeGreaterThan(0);
      wishes.push(answeredMs - askedMs);
    }
    const onLineMs = ((4_132 + 3 + 4) * 10_000) / baudRate;
    expect(Math.max(...wishes) + onLineMs).toBeLessThan(labelWaitsMs);
    expect(radio.busyMs()).toBeGreaterThan(0);
  } finally {
    (host as Socket | null)?.destroy();
    await radio.stop();
    server.close();
  }
});
