import { createRequire } from 'node:module';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it } from 'vitest';
import { createScale } from '../../emulator/checkout/scale.ts';
import { systemClock } from '../../emulator/clock.ts';
import { createBoard } from '../../emulator/firmata/board.ts';
import { hasSocat, openPty } from '../../emulator/pty.ts';
import { seededRandom } from '../../emulator/random.ts';
import { type Device, layCable } from '../../emulator/wired/cable.ts';
import { pause, until } from './joiner.ts';

/** What is used of the client, which comes without types. */
interface Client {
  readonly pins: readonly object[];
  readonly MODES: Readonly<Record<'OUTPUT', number>>;
  once(event: 'ready', listen: () => void): void;
  pinMode(pin: number, mode: number): void;
  digitalWrite(pin: number, value: number): void;
}
const Firmata = createRequire(import.meta.url)('firmata-io').Firmata as new (transport: SerialPort) => Client;

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A device at a pseudo-terminal, opened by the real driver for serial ports. */
async function plugged(device: Device, baudRate: number) {
  const cable = await layCable({ device, clock: systemClock, random: seededRandom(1) });
  stops.push(() => cable.stop());
  const pty = await openPty();
  stops.push(() => pty.stop());
  cable.attach(pty.stream);
  const port = new SerialPort({ path: pty.path, baudRate, autoOpen: false });
  stops.push(() => (port.isOpen ? new Promise<void>(resolve => port.close(() => resolve())) : undefined));
  return {
    cable,
    pty,
    port,
    opened: () => new Promise<void>((resolve, reject) => port.open(error => (error ? reject(error) : resolve()))),
  };
}

describe.skipIf(!hasSocat())('over a pseudo-terminal (apt: socat)', () => {
  it('a board is found and driven by a real client', async () => {
    const board = createBoard({ clock: systemClock });
    const { port, opened } = await plugged(board, 57_600);
    const client = new Firmata(port);
    await opened();
    // On a real board the opened port itself presses reset.
    board.reboot();
    await new Promise<void>(resolve => client.once('ready', resolve));
    expect(client.pins.length).toBe(20);
    client.pinMode(8, client.MODES.OUTPUT);
    client.digitalWrite(8, 1);
    await until(() => board.output(8) === 1, 'the light');
  });

  it('a scale answers', async () => {
    const scale = createScale({ clock: systemClock, random: seededRandom(1), protocol: '8217', settleMs: 1 });
    const { port, opened } = await plugged(scale, 9_600);
    await opened();
    let heard = '';
    port.on('data', (bytes: Buffer) => {
      heard += bytes.toString('latin1');
    });
    scale.put(1_250);
    await until(() => {
      if (!heard.endsWith('\r')) port.write('W');
      return heard.includes('\x0201.250\r');
    }, 'the weight');
  });

  it('a cable that is pulled takes the port away', async () => {
    const board = createBoard({ clock: systemClock });
    const { cable, pty, port, opened } = await plugged(board, 57_600);
    await opened();
    const closed = new Promise<void>(resolve => port.once('close', () => resolve()));
    // A port is told that it went only while it waits for something to read.
    let heard = 0;
    port
      .on('error', () => {})
      .on('data', (bytes: Buffer) => {
        heard += bytes.length;
      });
    board.reboot();
    await until(() => heard >= 45, 'the announcement');
    await pause(100);
    await pty.stop();
    await closed;
    await until(() => !cable.connected(), 'the end');
  });
});
