import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../emulator/clock.ts';
import { createBoard } from '../../emulator/firmata/board.ts';
import { createCharacterDisplay } from '../../emulator/firmata/hd44780.ts';
import { seededRandom } from '../../emulator/random.ts';
import { type Cable, layCable } from '../../emulator/wired/cable.ts';
import { pause, until } from './joiner.ts';

/** What is used of the client, which comes without types. */
interface Client {
  readonly pins: readonly { readonly supportedModes: readonly number[]; readonly analogChannel: number }[];
  readonly analogPins: readonly number[];
  readonly firmware: { readonly name: string };
  readonly MODES: Readonly<Record<'INPUT' | 'OUTPUT' | 'PULLUP' | 'ANALOG' | 'PWM', number>>;
  once(event: 'ready', listen: () => void): void;
  on(event: 'string', listen: (text: string) => void): void;
  pinMode(pin: number, mode: number): void;
  digitalWrite(pin: number, value: number): void;
  digitalRead(pin: number, listen: (value: number) => void): void;
  analogRead(channel: number, listen: (value: number) => void): void;
  setSamplingInterval(ms: number): void;
  i2cConfig(delayUs: number): void;
  i2cWrite(address: number, bytes: readonly number[]): void;
  i2cReadOnce(address: number, count: number, listen: (bytes: number[]) => void): void;
}
const Firmata = createRequire(import.meta.url)('firmata-io').Firmata as new (transport: Socket) => Client;

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function laid(board = createBoard({ clock: systemClock })): Promise<{ cable: Cable; board: typeof board }> {
  const cable = await layCable({ device: board, clock: systemClock, random: seededRandom(1) });
  stops.push(() => cable.stop());
  return { cable, board };
}

async function client(cable: Cable): Promise<{ client: Client; socket: Socket }> {
  const socket = connect(Number(new URL(cable.url).port), '127.0.0.1');
  stops.push(() => socket.destroy());
  const made = new Firmata(socket);
  await new Promise<void>(resolve => made.once('ready', resolve));
  return { client: made, socket };
}

describe('a real client over TCP', () => {
  it('finds the pins and drives them', async () => {
    const display = createCharacterDisplay({ address: 0x27, columns: 16, rows: 2 });
    const { cable, board } = await laid(createBoard({ clock: systemClock, devices: [display] }));
    const { client: found } = await client(cable);
    expect(found.firmware.name).toBe('StandardFirmata.ino');
    expect(found.pins.length).toBe(20);
    expect(found.analogPins).toEqual([14, 15, 16, 17, 18, 19]);
    expect(found.pins[2]?.supportedModes).toContain(found.MODES.PULLUP);

    const levels: number[] = [];
    found.pinMode(2, found.MODES.PULLUP);
    found.digitalRead(2, value => levels.push(value));
    await until(() => levels.at(-1) === 1, 'the pull-up');
    board.setDigital(2, false);
    await until(() => levels.at(-1) === 0, 'the press');

    found.pinMode(8, found.MODES.OUTPUT);
    found.digitalWrite(8, 1);
    await until(() => board.output(8) === 1, 'the light');

    const counts: number[] = [];
    board.setAnalog(0, 512);
    found.setSamplingInterval(20);
    found.pinMode(0, found.MODES.ANALOG);
    found.analogRead(0, value => counts.push(value));
    await until(() => counts.length > 2, 'samples');
    expect(new Set(counts)).toEqual(new Set([512]));

    found.i2cConfig(0);
    const said = [0x33, 0x32, 0x28, 0x0c, 0x01, 0x06].flatMap(code => nibbles(code, 0));
    const text = [...Buffer.from('Apfel', 'latin1')].flatMap(code => nibbles(code, 1));
    for (const byte of [...said, ...text]) found.i2cWrite(0x27, [byte]);
    await until(() => display.lines()[0]?.startsWith('Apfel'), 'the text');
    const read: number[][] = [];
    found.i2cReadOnce(0x27, 1, bytes => read.push(bytes));
    await until(() => read.length > 0, 'the port');
  });

  it('finds the board again after its cable was pulled in the middle of its announcement', async () => {
    const { cable, board } = await laid();
    for (const bytes of [1, 2, 5, 20, 44]) {
      cable.pullAfter(bytes);
      const before = cable.passed().out;
      const socket = connect(Number(new URL(cable.url).port), '127.0.0.1');
      socket.on('error', () => {});
      socket.resume();
      await once(socket, 'close');
      expect(cable.passed().out - before).toBe(bytes);
      expect(cable.connected()).toBe(false);
      await cable.plug();
    }
    const { client: found } = await client(cable);
    found.pinMode(8, found.MODES.OUTPUT);
    found.digitalWrite(8, 1);
    await until(() => board.output(8) === 1, 'the light');
  });

  it('hears a slow board in pieces, and one that noise came over', async () => {
    const { cable, board } = await laid();
    cable.slow(4_000);
    const { client: found } = await client(cable);
    expect(found.pins.length).toBe(20);
    cable.slow(null);
    expect(cable.disturb(40)).toBe(true);
    // Whatever the noise began, a new announcement ends it.
    board.reboot();
    await pause(50);
    expect(cable.connected()).toBe(true);
    await cable.pull();
    expect(cable.disturb(1)).toBe(false);
    expect(cable.connected()).toBe(false);
  });

  it('has the port for itself', async () => {
    const { cable } = await laid();
    await client(cable);
    const second = connect(Number(new URL(cable.url).port), '127.0.0.1');
    await once(second, 'close');
    expect(cable.connected()).toBe(true);
  });
});

/** A byte for an LCD behind the usual backpack: each half with E high, then low. */
function nibbles(value: number, rs: number): number[] {
  return [value >> 4, value & 0x0f].flatMap(half => {
    const port = (half << 4) | 0x08 | rs;
    return [port | 0x04, port];
  });
}
