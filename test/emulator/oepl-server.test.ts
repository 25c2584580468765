import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../emulator/clock.ts';
import { type Oepl, type OeplOptions, openOepl } from '../../emulator/oepl/server.ts';
import { hasSocat } from '../../emulator/pty.ts';
import { seededRandom } from '../../emulator/random.ts';
import { type ScriptedHost, scriptedHost } from './oepl-host.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function opened(options: Partial<OeplOptions> = {}): Promise<Oepl> {
  const oepl = await openOepl({
    clock: systemClock,
    random: seededRandom(3),
    labels: 2,
    seed: 3,
    checkInMs: 400,
    refreshScale: 0.002,
    models: ['oepl-m2-154'],
    ...options,
  });
  closing.push(() => oepl.stop());
  return oepl;
}

const after = (ms: number, work: () => void): void => void setTimeout(work, ms);
const until = async (what: () => boolean, forMs = 10_000): Promise<void> => {
  for (let waitedMs = 0; !what() && waitedMs < forMs; waitedMs += 10) await sleep(10);
  expect(what()).toBe(true);
};

async function overTcp(url: string): Promise<{ host: ScriptedHost; socket: Socket; closed: () => boolean }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  closing.push(() => socket.destroy());
  await once(socket, 'connect');
  const host = scriptedHost({ write: bytes => socket.writable && socket.write(bytes), after });
  let closed = false;
  socket.on('data', (bytes: Buffer) => host.received(bytes));
  socket.on('error', () => {});
  socket.on('close', () => {
    closed = true;
  });
  return { host, socket, closed: () => closed };
}

/** 152 x 152 in black: one block. */
const black = Buffer.alloc(2_888, 0xff);
const isBlack = (oepl: Oepl, index: number): boolean =>
  oepl.labels[index]!.screen().pixels.every(pixel => pixel === 1) && oepl.labels[index]!.screen().refreshes > 0;

describe('a serial label radio over TCP', () => {
  it('says what a configuration has to say, and hangs the same labels for the same seed', async () => {
    const one = await opened({ labels: 24 });
    const two = await opened({ labels: 24 });
    expect(one.configuration()).toEqual({ url: one.url, kind: 'oepl' });
    expect(one.url).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    expect(one.labels.map(({ mac }) => mac)).toEqual(two.labels.map(({ mac }) => mac));
    expect(one.labels.every(({ id, mac }) => /^02[0-9a-f]{10}$/.test(id) && mac === `0000${id.toUpperCase()}`)).toBe(
      true,
    );
    expect(one.places[23]).toEqual({ aisle: 1, bay: 2, shelf: 1, facing: 4 });
  });

  it('shows pictures on its labels, one after the other', async () => {
    const oepl = await opened();
    const { host } = await overTcp(oepl.url);
    await until(() => oepl.module.running());
    host.send('RDY?');
    await until(() => host.said().includes('ACK>'));
    for (const { mac } of oepl.labels) host.queue(mac, { file: black, type: 0x20 });
    await until(() => isBlack(oepl, 0) && isBlack(oepl, 1), 15_000);
    expect(host.words.filter(({ word }) => word === 'XFC>')).toHaveLength(2);
    expect(oepl.busyShare()).toBeGreaterThan(0);
    expect(oepl.busyShare()).toBeLessThan(1);
  });

  it('loses nothing but time when the cable is pulled in the middle of a block', async () => {
    const oepl = await opened({ labels: 1 });
    const first = await overTcp(oepl.url);
    await until(() => first.host.said().includes('ADR>'));
    oepl.cutAfter(27 + 4 + 4 + 22 + 30 + 2_000);
    first.host.queue(oepl.labels[0]!.mac, { file: black, type: 0x20 });
    await until(first.closed);
    expect(first.host.words.some(({ word }) => word === 'XFC>')).toBe(false);
    await oepl.replug();
    const second = await overTcp(oepl.url);
    await until(() => second.host.said().includes('RES>RDY>'));
    second.host.queue(oepl.labels[0]!.mac, { file: black, type: 0x20 });
    await until(() => isBlack(oepl, 0), 15_000);
  });

  it('can be cut at any byte: what was heard before the cut is the beginning of what would have been', async () => {
    const whole = 'RES>RDY>ACK>TYP>C6VER>001FMAC>0102030405060708ZCH>19ZPW>0APEN>00NOP>00';
    const cuts = fc.integer({ min: 1, max: whole.length + 4 });
    await fc.assert(
      fc.asyncProperty(cuts, async bytes => {
        const oepl = await openOepl({ clock: systemClock, random: seededRandom(1), labels: 0, seed: 1 });
        try {
          const { host, closed } = await overTcp(oepl.url);
          oepl.cutAfter(bytes);
          await until(() => closed() || host.said().startsWith('RES>RDY>'));
          host.send('NFO?');
          await until(() => closed() || host.said().endsWith('NOP>00'));
          expect(whole.startsWith(host.said())).toBe(true);
          expect(host.said().length).toBe(Math.min(bytes, bytes <= 8 ? 8 : bytes - 4));
        } finally {
          await oepl.stop();
        }
      }),
      { numRuns: 6, seed: 4 },
    );
  });

  it('misbehaves on demand, and stops doing so', async () => {
    const oepl = await opened({ labels: 1 });
    const { host, closed } = await overTcp(oepl.url);
    const fault = (name: string) => oepl.faults.find(one => one.name === name)!;
    expect(oepl.faults.map(({ name }) => name)).toEqual([
      'serial-cable-pulled',
      'serial-module-reboot',
      'serial-line-noise',
      'serial-lost-bytes',
      'serial-doubled-bytes',
      'serial-slow-host',
      'serial-lost-packets',
      'serial-silent-label',
      'serial-label-reboot',
      'serial-low-battery',
    ]);
    await until(() => host.words.length > 0);
    const ends = ['serial-silent-label', 'serial-low-battery'].map(name => fault(name).start());
    expect(oepl.labels[0]!.batteryMv()).toBe(2_350);
    const heard = host.words.length;
    await sleep(900);
    expect(host.words.length).toBe(heard);
    for (const end of ends) end();
    expect(oepl.labels[0]!.batteryMv()).toBeGreaterThan(2_350);
    const stopNoise = fault('serial-line-noise').start();
    const stopSlow = fault('serial-slow-host').start();
    host.queue(oepl.labels[0]!.mac, { file: black, type: 0x20 });
    await until(() => oepl.module.traffic().blocksLate > 0);
    stopSlow();
    await until(() => isBlack(oepl, 0), 15_000);
    stopNoise();
    fault('serial-module-reboot').start();
    await until(() => host.said().endsWith('RES>RDY>') || host.said().split('RES>').length > 2);
    const plugIn = fault('serial-cable-pulled').start();
    await until(closed);
    plugIn();
    await until(() => oepl.module.running());
  });
});

describe.skipIf(!hasSocat())('a serial label radio on a pseudo-terminal (apt: socat)', () => {
  async function overSerial(url: string): Promise<{ host: ScriptedHost; port: SerialPort }> {
    const port = new SerialPort({ path: url.replace('serial://', ''), baudRate: 115_200, autoOpen: false });
    await new Promise<void>((resolve, reject) => port.open(error => (error ? reject(error) : resolve())));
    closing.push(() => new Promise(resolve => (port.isOpen ? port.close(resolve) : resolve(null))));
    const host = scriptedHost({ write: bytes => port.write(bytes), after });
    port.on('data', (bytes: Buffer) => host.received(bytes));
    return { host, port };
  }

  it('shows a picture that came through the real serialport, and comes back under its path when it was pulled', async () => {
    const oepl = await opened({ labels: 1, pty: true });
    const first = await overSerial(oepl.url);
    const [label] = oepl.labels;
    await until(() => first.host.said().includes('RDY>'));
    first.host.queue(label!.mac, { file: black, type: 0x20 });
    await until(() => isBlack(oepl, 0), 15_000);
    const closed = once(first.port, 'close');
    await oepl.unplug();
    await closed;
    await oepl.replug();
    const second = await overSerial(oepl.url);
    await until(() => second.host.said().includes('RDY>'));
    second.host.queue(label!.mac, { file: Buffer.alloc(2_888), type: 0x20 });
    await until(() => label!.screen().pixels.every(pixel => pixel === 0), 15_000);
  });

  it('wants the host to change its speed with it, when it is strict', async () => {
    const oepl = await opened({ labels: 0, pty: true, strictSpeed: true });
    const { host, port } = await overSerial(oepl.url);
    await until(() => oepl.module.running());
    host.send('HSPD');
    await until(() => host.said().endsWith('ACK>'));
    host.clear();
    await new Promise(resolve => port.update({ baudRate: 2_000_000 }, resolve));
    await until(() => host.said() === 'ACK>');
    host.clear();
    await new Promise(resolve => port.update({ baudRate: 115_200 }, resolve));
    host.send('RDY?');
    await sleep(150);
    expect(host.said()).toBe('');
    await new Promise(resolve => port.update({ baudRate: 2_000_000 }, resolve));
    host.send('RDY?');
    await until(() => host.said() === 'ACK>');
  });
});
