import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { colour } from '../../emulator/labels/screen.ts';
import { type OeplModel, oeplModels } from '../../emulator/oepl/models.ts';
import { verOf } from './oepl-host.ts';
import { fieldMac, modelOf, type OeplStage, oeplStage, otherMac } from './oepl-stage.ts';

/** A picture that looks different after every turn and mirroring: colours by quarters, a dot near one corner. */
function pictureOf({ width, height, palette }: OeplModel): Uint8Array {
  const accent = palette === 'BW' ? colour.white : palette === 'BWY' ? colour.yellow : colour.red;
  const fourth = palette === 'BWRY' ? colour.yellow : colour.white;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const right = x >= width / 3;
      const low = y >= height / 3;
      pixels[y * width + x] = right ? (low ? fourth : accent) : low ? colour.white : colour.black;
    }
  }
  pixels[3 * width + (width - 2)] = colour.black;
  return pixels;
}

/** The pixel of the upright picture that a place of the memory holds: rotatebuffer of OEPL, tabulated. */
function memory({ width, height, rotation }: OeplModel, picture: Uint8Array): number[] {
  const rows = rotation % 2 === 1 ? width : height;
  const columns = rotation % 2 === 1 ? height : width;
  const places: Record<number, (x: number, y: number) => readonly [number, number]> = {
    0: (x, y) => [x, y],
    1: (x, y) => [width - 1 - y, x],
    2: (x, y) => [width - 1 - x, height - 1 - y],
    3: (x, y) => [y, height - 1 - x],
  };
  return Array.from({ length: rows * columns }, (_, at) => {
    const [x, y] = places[rotation]!(at % columns, Math.floor(at / columns));
    return picture[y * width + x]!;
  });
}

function fileOf(model: OeplModel, picture: Uint8Array): Buffer {
  const cells = memory(model, picture);
  const plane = (holds: (cell: number) => boolean): Buffer => {
    const bytes = Buffer.alloc(Math.ceil(cells.length / 8));
    cells.forEach((cell, at) => {
      if (holds(cell)) bytes[at >> 3]! |= 0x80 >> (at & 7);
    });
    return bytes;
  };
  const both = model.palette === 'BWRY' ? colour.yellow : -1;
  const ink = plane(cell => cell === colour.black || cell === both);
  if (model.planes === 1) return ink;
  return Buffer.concat([ink, plane(cell => cell === colour.red || cell === colour.yellow)]);
}

function packed({ width, height, rotation, planes }: OeplModel, file: Buffer): Buffer {
  const header = Buffer.from([6, 0, 0, 0, 0, planes]);
  header.writeUInt16LE(rotation % 2 === 1 ? height : width, 1);
  header.writeUInt16LE(rotation % 2 === 1 ? width : height, 3);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length + file.length);
  return Buffer.concat([length, deflateSync(Buffer.concat([header, file]), { windowBits: 12 })]);
}

const rawType = (model: OeplModel): number => (model.planes === 2 ? 0x21 : 0x20);
const wordsOf = ({ host }: OeplStage): string[] => host.words.map(({ word }) => word);

/** Queues the test picture of the model. */
function queuePicture(stage: OeplStage, mac: string, id: string, more = {}): { picture: Uint8Array; file: Buffer } {
  const model = modelOf(id);
  const picture = pictureOf(model);
  const file = fileOf(model, picture);
  stage.host.queue(mac, { file, type: rawType(model), ...more });
  return { picture, file };
}

describe('a label that sleeps', () => {
  it.each(oeplModels.map(model => model.id))('shows what a host queued, upright: %s', id => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, id);
    const { picture } = queuePicture(stage, fieldMac, id);
    stage.clock.advance(50_000);
    expect(Buffer.from(label.screen().pixels).equals(Buffer.from(picture))).toBe(true);
    expect(label.screen().refreshes).toBe(1);
    expect(wordsOf(stage).at(-1)).toBe('XFC>');
    expect(stage.module.pending()).toEqual([]);
  });

  it.each(oeplModels.filter(model => model.zlibFrom !== null).map(model => model.id))('unpacks zlib: %s', id => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, id);
    const model = modelOf(id);
    const picture = pictureOf(model);
    stage.host.queue(fieldMac, { file: packed(model, fileOf(model, picture)), type: 0x30 });
    stage.clock.advance(10_000);
    expect(Buffer.from(label.screen().pixels).equals(Buffer.from(picture))).toBe(true);
  });

  it('takes nothing packed where its firmware cannot unpack, and says nothing', () => {
    const stage = oeplStage();
    const model = modelOf('oepl-m3-290');
    const label = stage.label(fieldMac, model.id, { software: 0x26 });
    stage.host.queue(fieldMac, { file: packed(model, fileOf(model, pictureOf(model))), type: 0x30 });
    stage.clock.advance(130_000);
    expect(wordsOf(stage)).toEqual(['ADR>', 'ADR>', 'ADR>']);
    expect(label.screen().refreshes).toBe(0);
  });

  it('says how it is now and then, and asks without a word in between', () => {
    const stage = oeplStage();
    stage.label(fieldMac, 'oepl-m2-290', { batteryMv: 2_950, fullEvery: 3 });
    stage.clock.advance(5 * 60_000);
    const bodies = stage.host.words.map(({ body }) => body);
    expect(bodies[0]!.toString('hex', 1, 9)).toBe('1b3beab719020000');
    const request = bodies[0]!.subarray(9);
    // This series measures no more than 2.6 V.
    expect({ mv: request.readUInt16LE(4), hw: request[6], reason: request[7], capabilities: request[8] }).toEqual({
      mv: 2_600,
      hw: 0x01,
      reason: 0,
      capabilities: 0x20,
    });
    expect(request.readUInt16LE(9)).toBe(0x28);
    expect(request[11]).toBe(25);
    const silent = bodies.map(body => body.subarray(9).every(byte => byte === 0));
    expect(silent).toEqual([false, true, true, false, true]);
  });

  it('comes back when it is told to, in minutes or seconds', () => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, 'oepl-m2-290');
    stage.host.queue(fieldMac, { type: 0, nextCheckIn: 10 });
    stage.clock.advance(9 * 60_000);
    expect(label.checkIns()).toBe(1);
    stage.clock.advance(2 * 60_000);
    expect(label.checkIns()).toBe(2);
    stage.host.queue(fieldMac, { type: 0, nextCheckIn: 0x8000 | 5 });
    // The module counts both kinds down by the minute.
    stage.clock.advance(20 * 60_000);
    expect(label.checkIns()).toBeGreaterThan(30);
  });

  it('draws a picture that it has without fetching it, and nothing when it shows it', () => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, 'oepl-m2-290');
    const model = modelOf('oepl-m2-290');
    const first = queuePicture(stage, fieldMac, model.id);
    stage.clock.advance(60_000);
    const asked = () => stage.module.traffic().blocksAsked;
    expect(asked()).toBe(3);
    queuePicture(stage, fieldMac, model.id);
    stage.clock.advance(60_000);
    expect([asked(), label.screen().refreshes]).toEqual([3, 1]);
    expect(wordsOf(stage).filter(word => word === 'XFC>')).toHaveLength(2);
    const other = fileOf(model, new Uint8Array(model.width * model.height));
    stage.host.queue(fieldMac, { file: other, type: 0x21 });
    stage.clock.advance(60_000);
    expect([asked(), label.screen().refreshes]).toEqual([6, 2]);
    queuePicture(stage, fieldMac, model.id);
    stage.clock.advance(60_000);
    expect([asked(), label.screen().refreshes]).toEqual([6, 3]);
    expect(Buffer.from(label.screen().pixels).equals(Buffer.from(first.picture))).toBe(true);
  });

  it('keeps a picture for later when it is told only to load it', () => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, 'oepl-st-gm29');
    queuePicture(stage, fieldMac, 'oepl-st-gm29', { argument: 0x04 });
    stage.clock.advance(50_000);
    expect(wordsOf(stage)).toContain('XFC>');
    expect(label.screen().refreshes).toBe(0);
    queuePicture(stage, fieldMac, 'oepl-st-gm29');
    stage.clock.advance(60_000);
    expect([label.screen().refreshes, stage.module.traffic().blocksAsked]).toEqual([1, 2]);
  });

  it('says that it has a file that is no picture, and goes on showing what it showed', () => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, 'oepl-m2-290');
    stage.host.queue(fieldMac, { file: Buffer.alloc(100, 7), type: 0x21 });
    stage.clock.advance(30_000);
    expect(wordsOf(stage)).toContain('XFC>');
    expect(label.screen().refreshes).toBe(0);
  });

  it('shows a boot picture after it lost power, says so, and draws from memory what it had', () => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, 'oepl-m2-290');
    const { picture } = queuePicture(stage, fieldMac, 'oepl-m2-290');
    stage.clock.advance(30_000);
    label.reboot();
    expect(label.activity()).toBe('restarting');
    stage.host.words.length = 0;
    stage.clock.advance(5_000);
    expect(Buffer.from(label.screen().pixels).equals(Buffer.from(picture))).toBe(false);
    expect(stage.host.words[0]!.body[9 + 7]).toBe(1);
    queuePicture(stage, fieldMac, 'oepl-m2-290');
    stage.clock.advance(60_000);
    expect(Buffer.from(label.screen().pixels).equals(Buffer.from(picture))).toBe(true);
    expect(stage.module.traffic().blocksAsked).toBe(3);
  });

  it('finds the module on another channel, and loses one that is gone: hourly then', () => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, 'oepl-m2-290');
    stage.clock.advance(2_000);
    expect(label.checkIns()).toBe(1);
    stage.ask(Buffer.from('SCP>\x15\x0b\x0a', 'latin1'));
    stage.clock.advance(4 * 60_000);
    expect(label.checkIns()).toBeGreaterThan(1);
    const word = stage.host.words.find(({ body }) => body[9 + 7] === 0xfd);
    expect(word?.body[9 + 11]).toBe(11);
    stage.module.powerOff();
    stage.clock.advance(11 * 60_000);
    stage.module.powerOn();
    const before = label.checkIns();
    stage.clock.advance(40 * 60_000);
    expect(label.checkIns()).toBe(before);
    stage.clock.advance(30 * 60_000);
    expect(label.checkIns()).toBeGreaterThan(before);
  });

  it('obeys commands: light and restart', () => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, 'oepl-m3-290');
    const pattern = Buffer.from('2103e01432000000', 'hex');
    stage.host.queue(fieldMac, { type: 0xaf, argument: 4, ver: pattern });
    stage.clock.advance(3_000);
    expect(Buffer.from(label.flash()!).toString('hex')).toBe('2103e0143200000000000000');
    stage.host.queue(fieldMac, { type: 0xaf, argument: 0 });
    stage.clock.advance(62_000);
    expect(wordsOf(stage).filter(word => word === 'XFC>')).toHaveLength(2);
    expect(label.flash()).toBeNull();
  });
});

describe('a transfer', () => {
  it('asks for blocks as it was seen in the field, and marks the parts that it sends', () => {
    const stage = oeplStage();
    stage.label(fieldMac, 'oepl-m2-290');
    const file = Buffer.alloc(9_472, 1);
    stage.host.queue(fieldMac, { file, type: 0x21, ver: Buffer.from('50d267906aa79020', 'hex') });
    stage.clock.advance(20_000);
    const asked = stage.host.words.filter(({ word }) => word === 'RQB>').map(({ body }) => body.toString('hex'));
    // A log of a real module that its users published.
    expect(asked.slice(0, 2)).toEqual(['ec50d267906aa79020001b3beab719020000', 'ed50d267906aa79020011b3beab719020000']);
    const all = ` ${'X'.repeat(10)}`.repeat(4);
    expect(stage.host.said()).toContain(`Sending parts:${all} XX\n\r`);
    // The last block is 1,280 bytes long.
    expect(stage.host.said()).toContain(
      `Sending parts: ${'X'.repeat(10)} ${'X'.repeat(3)}....... .......... .......... ..\n\r`,
    );
  });

  it('asks again only for the parts that are missing, and the host not at all', () => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, 'oepl-m2-290');
    const { picture } = queuePicture(stage, fieldMac, 'oepl-m2-290');
    stage.clock.advance(900);
    stage.ether.conditions.loss = 0.15;
    stage.clock.advance(120_000);
    expect(Buffer.from(label.screen().pixels).equals(Buffer.from(picture))).toBe(true);
    const { blocksAsked, blocksSent } = stage.module.traffic();
    expect(blocksSent).toBeGreaterThan(blocksAsked);
    expect(stage.host.said()).toMatch(/Sending parts:[ X.]*X[ X.]*\.[ X.]*X/);
  });

  it('throws away a block that came too late, and gets it at the next attempt', () => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, 'oepl-m2-290');
    const { picture } = queuePicture(stage, fieldMac, 'oepl-m2-290');
    stage.host.thinkMs = 300;
    stage.clock.advance(2_000);
    expect(stage.module.traffic().blocksLate).toBeGreaterThan(0);
    expect(wordsOf(stage)).not.toContain('XFC>');
    stage.host.thinkMs = 5;
    stage.clock.advance(150_000);
    expect(stage.host.said()).toContain('FORCED\n\r');
    expect(Buffer.from(label.screen().pixels).equals(Buffer.from(picture))).toBe(true);
  });

  it('is never complete when the host brings nothing, and expires', () => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, 'oepl-m2-290');
    queuePicture(stage, fieldMac, 'oepl-m2-290', { attempts: 2 });
    stage.host.thinkMs = null;
    stage.clock.advance(180_000);
    expect(wordsOf(stage)).toContain('XTO>');
    expect(wordsOf(stage)).not.toContain('XFC>');
    expect(label.screen().refreshes).toBe(0);
    // Five attempts a check-in, each of them asked of the host.
    expect(stage.module.traffic().blocksAsked).toBeGreaterThanOrEqual(10);
  });

  it('brings the newer of two pictures when both were queued before the label woke', () => {
    const stage = oeplStage();
    const model = modelOf('oepl-m2-290');
    const label = stage.label(fieldMac, model.id);
    const { file: older } = queuePicture(stage, fieldMac, model.id);
    const newer = fileOf(model, new Uint8Array(model.width * model.height).fill(colour.red));
    stage.host.queue(fieldMac, { file: newer, type: 0x21 });
    stage.clock.advance(50_000);
    expect(label.screen().pixels.every(pixel => pixel === colour.red)).toBe(true);
    const asked = stage.host.words.filter(({ word }) => word === 'RQB>').map(({ body }) => body.toString('hex', 1, 9));
    expect(asked).not.toContain(verOf(older).toString('hex'));
  });

  it('frees the slot of a newer picture with the word for the older one: the host has to queue it again', () => {
    const stage = oeplStage();
    const model = modelOf('oepl-m2-290');
    const label = stage.label(fieldMac, model.id);
    const { picture } = queuePicture(stage, fieldMac, model.id);
    stage.clock.advance(2_000);
    expect(wordsOf(stage)).toContain('RQB>');
    const newer = fileOf(model, new Uint8Array(model.width * model.height).fill(colour.red));
    stage.host.queue(fieldMac, { file: newer, type: 0x21 });
    stage.clock.advance(40_000);
    expect(wordsOf(stage)).toContain('XFC>');
    expect(Buffer.from(label.screen().pixels).equals(Buffer.from(picture))).toBe(true);
    expect(stage.module.pending()).toEqual([]);
  });

  it('is one at a time: the other label is sent away and goes on where it was at its next check-in', () => {
    const stage = oeplStage();
    const one = stage.label(fieldMac, 'oepl-m2-290', { firstInMs: 1_000 });
    const other = stage.label(otherMac, 'oepl-opticon-220', { firstInMs: 1_400 });
    const first = queuePicture(stage, fieldMac, 'oepl-m2-290');
    const second = queuePicture(stage, otherMac, 'oepl-opticon-220');
    stage.clock.advance(6_000);
    expect(stage.host.said()).toContain('BUSY!\n\r');
    expect(Buffer.from(one.screen().pixels).equals(Buffer.from(first.picture))).toBe(true);
    expect(other.screen().refreshes).toBe(0);
    stage.clock.advance(70_000);
    expect(Buffer.from(other.screen().pixels).equals(Buffer.from(second.picture))).toBe(true);
    expect(wordsOf(stage).filter(word => word === 'XFC>')).toHaveLength(2);
  });

  it('says complete once, however often the label has to say it', () => {
    const stage = oeplStage();
    stage.label(fieldMac, 'oepl-st-gm29');
    queuePicture(stage, fieldMac, 'oepl-st-gm29');
    stage.ether.conditions.loss = 0.3;
    stage.clock.advance(10 * 60_000);
    const words = wordsOf(stage).filter(word => word === 'XFC>' || word === 'ADR>');
    const last = words.lastIndexOf('XFC>');
    expect(last).toBeGreaterThan(0);
    expect(words.join('')).not.toContain('XFC>XFC>');
  });

  it('goes on after the module restarted, once the host has queued it again', () => {
    const stage = oeplStage();
    const label = stage.label(fieldMac, 'oepl-m2-290');
    const { picture } = queuePicture(stage, fieldMac, 'oepl-m2-290');
    stage.clock.advance(2_000);
    stage.module.reboot();
    stage.clock.advance(20_000);
    expect(wordsOf(stage)).not.toContain('XFC>');
    queuePicture(stage, fieldMac, 'oepl-m2-290');
    stage.clock.advance(60_000);
    expect(Buffer.from(label.screen().pixels).equals(Buffer.from(picture))).toBe(true);
    // The first block had come before.
    const blocks = stage.host.words.filter(({ word }) => word === 'RQB>').map(({ body }) => body[9]);
    expect(blocks.slice(-2)).toEqual([1, 2]);
  });

  it('takes its time on the air: half at high speed', () => {
    const lasts = (fast: boolean): number => {
      const stage = oeplStage();
      if (fast) stage.ask('HSPD', 400);
      const label = stage.label(fieldMac, 'oepl-m2-420');
      queuePicture(stage, fieldMac, 'oepl-m2-420');
      const beganMs = stage.clock.now();
      while (label.screen().refreshes === 0) stage.clock.advance(50);
      expect(stage.module.traffic().sendingMs).toBeGreaterThan(8 * 180);
      expect(stage.ether.airMs()).toBeLessThan(stage.clock.now() - beganMs);
      return stage.clock.now() - beganMs;
    };
    expect(lasts(false)).toBeGreaterThan(8 * 840);
    expect(lasts(true)).toBeLessThan(8 * 460 + 1_500);
  });
});
