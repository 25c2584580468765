import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { type LineState, openSerialLine, type SerialLine } from '../../src/radio/serial-line.ts';

const socat = ['/usr/bin/socat', '/usr/local/bin/socat'].find(existsSync);

function watched(line: SerialLine): { states: LineState[]; text(): string } {
  const states: LineState[] = [];
  let text = '';
  line.onState(state => states.push(state));
  line.onData(bytes => {
    text += Buffer.from(bytes).toString('latin1');
  });
  return { states, text: () => text };
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

describe('over TCP', () => {
  it('is opened anew when the far end goes, and writes nothing in between', async () => {
    const peers: Socket[] = [];
    const server = createServer(peer => {
      peers.push(peer);
      peer.on('error', () => {});
      peer.on('data', data => peer.write(data));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const line = openSerialLine({ url: `tcp://127.0.0.1:${port}`, clock: systemClock });
    const { states, text } = watched(line);
    try {
      expect(line.write(bytes('too early'))).toBe(false);
      await expect.poll(() => line.path()).toBe(`127.0.0.1:${port}`);
      expect(line.write(bytes('one'))).toBe(true);
      await expect.poll(text).toBe('one');
      peers[0]!.destroy();
      await expect.poll(() => states.map(({ state }) => state)).toContain('closed');
      expect(line.write(bytes('lost'))).toBe(false);
      await expect.poll(() => states.at(-1)?.state).toBe('open');
      line.write(bytes('two'));
      await expect.poll(text).toBe('onetwo');
      expect(await line.setBaudRate(2_000_000)).toBe(true);
    } finally {
      await line.stop();
      server.close();
      for (const peer of peers) peer.destroy();
    }
    expect(states.at(-1)).toEqual({ state: 'stopped' });
    expect(line.write(bytes('after'))).toBe(false);
  });

  it('waits longer each time while nobody is there', async () => {
    const line = openSerialLine({ url: 'tcp://127.0.0.1:1', clock: systemClock });
    const { states } = watched(line);
    await expect.poll(() => states.filter(({ state }) => state === 'closed').length).toBeGreaterThan(1);
    await line.stop();
    const waits = states.flatMap(state => (state.state === 'closed' ? [state.retryMs] : []));
    expect(waits.slice(0, 2)).toEqual([250, 500]);
  });

  it('refuses what is no line', () => {
    expect(() => openSerialLine({ url: 'hci:0', clock: systemClock })).toThrow(TypeError);
    expect(() => openSerialLine({ url: 'nonsense', clock: systemClock })).toThrow(TypeError);
  });
});

describe.skipIf(!socat)('over a pseudo-terminal (apt: socat)', () => {
  it('finds its cable again at another path', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'endcap-line-'));
    const cable = async (name: string) => {
      const [host, board] = [join(dir, `${name}-host`), join(dir, `${name}-board`)];
      const child = spawn(socat!, [`pty,raw,echo=0,link=${host}`, `pty,raw,echo=0,link=${board}`], { stdio: 'ignore' });
      await expect.poll(() => existsSync(host) && existsSync(board)).toBe(true);
      const far = new SerialPort({ path: board, baudRate: 115_200 });
      await once(far, 'open');
      return {
        host,
        far,
        async pull(): Promise<void> {
          const gone = once(child, 'exit');
          child.kill();
          await gone;
          far.on('error', () => {});
          if (far.isOpen) far.close();
        },
      };
    };
    const link = join(dir, 'by-id');
    const first = await cable('a');
    symlinkSync(first.host, link);
    const line = openSerialLine({ url: `serial://${link}?baud=9600`, clock: systemClock });
    const { states, text } = watched(line);
    try {
      await expect.poll(() => states.at(-1)?.state).toBe('open');
      first.far.write('ready');
      await expect.poll(text).toBe('ready');
      expect(await line.setBaudRate(2_000_000)).toBe(true);
      const told = once(first.far, 'data');
      line.write(bytes('hello'));
      expect(String((await told)[0])).toBe('hello');
      unlinkSync(link);
      await first.pull();
      await expect.poll(() => states.at(-1)?.state).not.toBe('open');
      const second = await cable('b');
      symlinkSync(second.host, link);
      await expect.poll(() => states.at(-1)?.state).toBe('open');
      second.far.write(' again');
      await expect.poll(text).toBe('ready again');
      await line.stop();
      await second.pull();
    } finally {
      await line.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
