import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createOeplRadio } from '../../src/radio/oepl.ts';
import wire from '../vectors/oepl/frames.json' with { type: 'json' };

const silent = { info() {}, warn() {} };
const roles = (offered: readonly string[]) => Object.fromEntries(offered.map(role => [role, role]));

it('leaves no doubt about an offer that is taken back while the module is still being told of it', async () => {
  let host: Socket | null = null;
  let text = '';
  const server = createServer(socket => {
    host = socket;
    socket.on('error', () => {});
    socket.on('data', bytes => {
      text += bytes.toString('latin1');
      const last = text.slice(-60);
      if (text.endsWith('NFO?')) socket.write(wire.nfo.text);
      else if (/RDY\?$/.test(last) || /SCP>...$/s.test(last) || /CXD>.{27}$/s.test(last)) socket.write('ACK>');
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
    const told: string[] = [];
    opened.link.onNotification(role => told.push(role));
    const offer = new Uint8Array(Buffer.from(wire.sda.body, 'hex')).subarray(0, 19);
    const file = Uint8Array.from({ length: wire.file.size }, (_, at) => at & 0xff);
    await opened.link.write('pending', new Uint8Array(Buffer.concat([offer, file])), false);
    await expect.poll(() => /SDA>.{27}$/s.test(text)).toBe(true);
    const closed = opened.link.close();
    host!.write('ACK>');
    await closed;
    expect(text).toMatch(/CXD>.{27}$/s);
    expect(told).toEqual([]);
  } finally {
    (host as Socket | null)?.destroy();
    await radio.stop();
    server.close();
  }
});
