import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it } from 'vitest';
import { createAir } from '../../emulator/air.ts';
import { systemClock } from '../../emulator/clock.ts';
import { radioFaults } from '../../emulator/faults.ts';
import { createGiciskyLabel } from '../../emulator/labels/gicisky/label.ts';
import { giciskyModels } from '../../emulator/labels/gicisky/models.ts';
import type { VirtualLabel } from '../../emulator/labels/label.ts';
import { cmac, seal, sessionKeys, unseal } from '../../emulator/labels/opendisplay/crypto.ts';
import { createOpenDisplayLabel } from '../../emulator/labels/opendisplay/label.ts';
import { openDisplayModels } from '../../emulator/labels/opendisplay/models.ts';
import { createRadioServer } from '../../emulator/radio-server.ts';
import { seededRandom } from '../../emulator/random.ts';
import { find, inbox, type Noble, nobleOverSerial, nobleOverTcp } from './noble-host.ts';

const position = { xM: 1, yM: 0, zM: 1 };
const key = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function has(tool: string): boolean {
  try {
    execFileSync('which', [tool], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function stage(options: { extended?: boolean } = {}) {
  const random = seededRandom(7);
  const air = createAir({ clock: systemClock, random, advertisingIntervalMs: 60 });
  const own = { clock: systemClock, position, refreshScale: 0.002 };
  const gicisky = createGiciskyLabel({
    ...own,
    random: seededRandom(1),
    address: 'ffff01020304',
    model: giciskyModels.find(m => m.id === 'gicisky-290-bwr')!,
  });
  const opendisplay = createOpenDisplayLabel({
    ...own,
    random: seededRandom(2),
    address: 'c0a1b2c3d4e5',
    model: openDisplayModels.find(m => m.id === 'opendisplay-290-bwr')!,
    key,
  });
  air.add(gicisky);
  air.add(opendisplay);
  const server = await createRadioServer({ air, random, adapters: [{ xM: 1, yM: 1, zM: 3 }], ...options });
  closing.push(() => server.stop());
  const faults = radioFaults({ air, server, labels: [gicisky, opendisplay], clock: systemClock, random });
  const fault = (name: string) => faults.find(f => f.name === name)!;
  return { air, gicisky, opendisplay, server, fault };
}

async function host(url: string): Promise<Noble> {
  const noble = await nobleOverTcp(url);
  closing.push(() => noble.stop());
  return noble;
}

async function drawn(label: VirtualLabel) {
  const before = Date.now();
  while (label.screen().refreshes === 0 && Date.now() - before < 5_000) await sleep(5);
  return label.screen();
}

/** Left half black, a red pixel in the upper right corner, by hand: columns from the right, each from the top. */
function giciskyPicture(): Buffer {
  const image = Buffer.alloc(296 * 16 * 2);
  image.fill(0xff, 0, 148 * 16);
  image[0] = 0x7f;
  image[296 * 16] = 0x80;
  return image;
}

function expectHalves(label: VirtualLabel) {
  const { pixels, width } = label.screen();
  expect([pixels[0], pixels[147], pixels[148], pixels[width - 1]]).toEqual([1, 1, 0, 2]);
  expect(pixels.reduce((sum, p) => sum + (p === 1 ? 1 : 0), 0)).toBe(148 * 128);
}

async function uploadGicisky(noble: Noble, label: VirtualLabel) {
  const peripheral = await find(noble, label.id);
  expect(peripheral.advertisement.localName).toBe('NEMR01020304');
  expect(peripheral.advertisement.manufacturerData?.toString('hex')).toBe('5350331e810140');
  await peripheral.connectAsync();
  const { characteristics } = await peripheral.discoverSomeServicesAndCharacteristicsAsync(['fef0'], []);
  const command = characteristics.find(c => c.uuid === 'fef1')!;
  const image = characteristics.find(c => c.uuid === 'fef2')!;
  const next = inbox(command);
  await command.subscribeAsync();
  expect(peripheral.mtu).toBe(247);
  await command.writeAsync(Buffer.from([1]), false);
  expect((await next()).toString('hex')).toBe('01f400');
  const picture = giciskyPicture();
  const size = Buffer.alloc(8);
  size[0] = 2;
  size.writeUInt32LE(picture.length, 1);
  await command.writeAsync(size, false);
  expect((await next()).subarray(0, 2).toString('hex')).toBe('0200');
  await command.writeAsync(Buffer.from([3]), false);
  for (;;) {
    const request = await next();
    if (request[1] === 0x08) break;
    const part = request.readUInt32LE(2);
    await image.writeAsync(
      Buffer.concat([request.subarray(2, 6), picture.subarray(part * 240, (part + 1) * 240)]),
      true,
    );
  }
  await drawn(label);
  expectHalves(label);
  await peripheral.disconnectAsync();
}

describe('the emulated radio, driven by the real noble over TCP', () => {
  it.each([false, true])('draws a Picksmart picture part by part (extended: %s)', async extended => {
    const { gicisky, server } = await stage({ extended });
    await uploadGicisky(await host(server.urls[0]!), gicisky);
  });

  it('authenticates, unpacks and draws an OpenDisplay picture, and says when it shows', async () => {
    const { opendisplay, server } = await stage();
    const noble = await host(server.urls[0]!);
    const peripheral = await find(noble, opendisplay.id);
    await peripheral.connectAsync();
    const { characteristics } = await peripheral.discoverSomeServicesAndCharacteristicsAsync(['2446'], []);
    const wire = characteristics[0]!;
    const next = inbox(wire);
    await wire.subscribeAsync();
    await wire.writeAsync(Buffer.from('0040', 'hex'), true);
    expect((await next()).toString('hex')).toBe('0040fe');
    await wire.writeAsync(Buffer.from('005000', 'hex'), true);
    const challenge = await next();
    expect(challenge.length).toBe(3 + 16 + 4);
    const clientNonce = Buffer.alloc(16, 9);
    const handshake = { clientNonce, serverNonce: challenge.subarray(3, 19), deviceId: challenge.subarray(19) };
    const proof = cmac(key, Buffer.concat([handshake.serverNonce, clientNonce, handshake.deviceId]));
    await wire.writeAsync(Buffer.concat([Buffer.from('0050', 'hex'), clientNonce, proof]), true);
    expect((await next()).subarray(0, 3).toString('hex')).toBe('005000');
    const session = sessionKeys(key, handshake);
    let counter = 0n;
    const ask = async (head: string, payload: Buffer) => {
      await wire.writeAsync(seal(session, counter++, Buffer.from(head, 'hex'), payload), true);
    };
    const reply = async () => {
      const frame = await next();
      return frame.subarray(0, 2).toString('hex') + (unseal(session, frame)?.payload.toString('hex') ?? ' plain');
    };
    const stride = 37;
    const picture = Buffer.alloc(stride * 128 * 2);
    for (let y = 0; y < 128; y++) picture.fill(0xff, y * stride + 19, (y + 1) * stride);
    for (let y = 0; y < 128; y++) picture[y * stride + 18] = 0x0f;
    picture[stride * 128 + stride - 1] = 0x01;
    const packed = deflateSync(picture, { windowBits: 9 });
    const size = Buffer.alloc(4);
    size.writeUInt32LE(picture.length);
    await ask('0070', Buffer.concat([size, packed.subarray(0, 100)]));
    expect(await reply()).toBe('0070');
    for (let at = 100; at < packed.length; at += 150) {
      await ask('0071', packed.subarray(at, at + 150));
      expect(await reply()).toBe('0071');
    }
    await ask('0072', Buffer.from([0]));
    expect(await reply()).toBe('0072');
    expect(await reply()).toBe('0073');
    expectHalves(opendisplay);
    // The same frame once more is a replay.
    counter--;
    await ask('0072', Buffer.from([0]));
    expect(await reply()).toBe('0072 plain');
    await peripheral.disconnectAsync();
  });

  it('gives a label back after it vanished, with the supervision timeout as the reason', async () => {
    const { gicisky, server, fault } = await stage();
    const noble = await host(server.urls[0]!);
    const peripheral = await find(noble, gicisky.id);
    await peripheral.connectAsync();
    const reason = new Promise(resolve => peripheral.once('disconnect', resolve));
    const stop = fault('silent-label').start({ label: gicisky.id });
    expect(await reason).toBe(0x08);
    stop();
    await uploadGicisky(noble, gicisky);
  });

  it('lets a second host take the place of the first', async () => {
    const { gicisky, server } = await stage();
    await host(server.urls[0]!);
    await uploadGicisky(await host(server.urls[0]!), gicisky);
  });
});

describe.skipIf(!has('socat'))('the emulated radio over a serial line (apt: socat)', () => {
  it('draws a picture that came through a PTY', async () => {
    const { gicisky, server } = await stage();
    const folder = mkdtempSync(join(tmpdir(), 'endcap-pty-'));
    const [hostEnd, ourEnd] = [join(folder, 'host'), join(folder, 'controller')];
    const socat = spawn('socat', [`pty,raw,echo=0,link=${hostEnd}`, `pty,raw,echo=0,link=${ourEnd}`]);
    closing.push(() => {
      socat.kill();
      rmSync(folder, { recursive: true, force: true });
    });
    await sleep(300);
    const line = new SerialPort({ path: ourEnd, baudRate: 1_000_000 });
    closing.push(() => new Promise(resolve => line.close(resolve)));
    server.attach(line, 0);
    const noble = await nobleOverSerial(hostEnd);
    closing.push(() => noble.stop());
    await uploadGicisky(noble, gicisky);
  });
});
