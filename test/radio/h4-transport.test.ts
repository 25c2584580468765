import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { hasSocat, openPty, type Pty } from '../../emulator/pty.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import { type H4Stream, openStream } from '../../src/radio/h4-transport.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function pty(): Promise<Pty> {
  const opened = await openPty();
  closing.push(() => opened.stop());
  return opened;
}

async function open(path: string): Promise<H4Stream> {
  const stream = await openStream({ kind: 'serial', path, baudRate: 115_200, flowControl: false }, systemClock, 5_000);
  closing.push(() => stream.destroy());
  return stream;
}

describe.skipIf(!hasSocat())('a controller on a serial port (apt: socat)', () => {
  it('leaves the port to whoever comes next, once it is closed', async () => {
    const line = await pty();
    const first = await open(line.path);
    await expect(open(line.path)).rejects.toThrow(/lock/i);
    first.destroy();
    await once(first, 'close');
    const second = await open(line.path);
    const told = once(second, 'data');
    line.stream.write('ready');
    expect(String((await told)[0])).toBe('ready');
  });

  it('leaves the port too when it is given up before it was open', async () => {
    const line = await pty();
    const hasty: Clock = {
      ...systemClock,
      after(_delayMs, run) {
        queueMicrotask(run);
        return () => {};
      },
    };
    const serial = { kind: 'serial', path: line.path, baudRate: 115_200, flowControl: false } as const;
    await expect(openStream(serial, hasty, 5_000)).rejects.toThrow('not open after');
    await expect.poll(async () => (await open(line.path)).readable).toBe(true);
  });
});
