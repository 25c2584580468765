import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it } from 'vitest';
import { hasSocat, openPty, type Pty } from '../../emulator/pty.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function pty(options?: Parameters<typeof openPty>[0]): Promise<Pty> {
  const opened = await openPty(options);
  closing.push(() => opened.stop());
  return opened;
}

async function port(path: string, baudRate = 115_200): Promise<SerialPort> {
  const opened = new SerialPort({ path, baudRate, autoOpen: false });
  await new Promise<void>((resolve, reject) => opened.open(error => (error ? reject(error) : resolve())));
  closing.push(() => new Promise(resolve => (opened.isOpen ? opened.close(resolve) : resolve(null))));
  return opened;
}

const next = (stream: NodeJS.ReadableStream) =>
  new Promise<string>(resolve => stream.once('data', (bytes: Buffer) => resolve(bytes.toString('latin1'))));

describe.skipIf(!hasSocat())('a pseudo-terminal (apt: socat)', () => {
  it('carries bytes both ways as they are', async () => {
    const line = await pty({ name: 'radio' });
    expect(line.path).toMatch(/\/radio$/);
    const host = await port(line.path);
    const odd = '\x03\x00\r\n\x11\xff';
    const arrived = next(line.stream);
    host.write(Buffer.from(odd, 'latin1'));
    expect(await arrived).toBe(odd);
    const answered = next(host);
    line.stream.write(Buffer.from(odd, 'latin1'));
    expect(await answered).toBe(odd);
  });

  it('can be closed and opened again, and tells the speed it was opened with', async () => {
    const line = await pty();
    const first = await port(line.path);
    expect(line.baudRate()).toBe(115_200);
    await new Promise(resolve => first.close(resolve));
    const second = await port(line.path, 2_000_000);
    expect(line.baudRate()).toBe(2_000_000);
    const arrived = next(line.stream);
    second.write('RDY?');
    expect(await arrived).toBe('RDY?');
  });

  it('is gone when it stops, and comes back under the same path', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'endcap-pty-test-'));
    closing.push(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'radio');
    const line = await pty({ path });
    const host = await port(path);
    // A port is told that it went only while it waits for something to read.
    const arriving = next(host);
    line.stream.write('RES>');
    expect(await arriving).toBe('RES>');
    await sleep(100);
    const closed = new Promise(resolve => host.once('close', resolve));
    await line.stop();
    await closed;
    expect(existsSync(path)).toBe(false);
    const again = await pty({ path });
    const arrived = next(again.stream);
    (await port(path)).write('RDY?');
    expect(await arrived).toBe('RDY?');
  });
});
