import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../devices/catalogue.ts';
import * as frames from '../../../devices/gicisky/frames.ts';
import { encodeImage } from '../../../devices/gicisky/image.ts';
import type { GiciskyModel } from '../../../devices/gicisky/model.ts';
import { packChunk, packChunks } from '../../../devices/gicisky/quicklz.ts';
import advertisements from '../../vectors/gicisky/advertisements.json' with { type: 'json' };
import wire from '../../vectors/gicisky/frames.json' with { type: 'json' };
import quicklz from '../../vectors/gicisky/quicklz.json' with { type: 'json' };
import { hex, toHex } from '../feed.ts';
import { type Pixels, testPicture } from '../pictures.ts';

const catalogue = await loadCatalogue();
const models = catalogue.models.filter((m): m is GiciskyModel => m.family === 'gicisky');

describe('advertisement', () => {
  it.each(advertisements.vectors)('of a $label', vector => {
    const said = frames.parseAdvertisement(hex(vector.hex));
    expect(said).toEqual({ hardware: vector.hardware, firmware: vector.firmware, batteryMv: vector.batteryMv });
    const adv = { address: 'ffff00000001', name: null, serviceUuids: [], rssi: -60 };
    const found = catalogue.recognise({ ...adv, manufacturer: { company: 0x5053, data: hex(vector.hex) } });
    expect(found?.family.id).toBe('gicisky');
    expect(found?.model?.id ?? null).toBe(vector.model);
  });
  it('of any other length is none', () => {
    expect(frames.parseAdvertisement(hex('331d8101'))).toBeNull();
    expect(frames.parseAdvertisement(hex('331d81014000'))).toBeNull();
  });
});

describe('frames', () => {
  it('to the label', () => {
    expect(toHex(frames.blockSizeRequest.encode({}))).toBe(wire.blockSizeRequest);
    expect(toHex(frames.sizeRequest.encode({ bytes: wire.size.bytes }))).toBe(wire.size.hex);
    expect(toHex(frames.packedSizeRequest.encode({ bytes: wire.packedSize.bytes }))).toBe(wire.packedSize.hex);
    expect(toHex(frames.startRequest.encode({}))).toBe(wire.start);
    expect(toHex(frames.partData.encode({ part: wire.part.part, data: hex(wire.part.data) }))).toBe(wire.part.hex);
  });
  it('from the label', () => {
    expect(frames.blockSizeReply.decode(hex(wire.blockSizeReply.hex))?.bytes).toBe(wire.blockSizeReply.bytes);
    expect(frames.sizeReply.decode(hex(wire.sizeReply.hex))?.status).toBe(wire.sizeReply.status);
    const ask = frames.transferStatus.decode(hex(wire.ask.hex));
    expect(ask?.status).toBe(wire.ask.status);
    expect(frames.partNumber.decode(ask!.rest)?.part).toBe(wire.ask.part);
    expect(frames.transferStatus.decode(hex(wire.complete.hex))?.status).toBe(wire.complete.status);
  });
});

/** Unpacks as a label does: it hashes a position only when it has three bytes of it, and never inside a match. */
function unpack(chunk: Uint8Array): Uint8Array {
  const [mark, total, length] = chunk as unknown as [number, number, number];
  expect(total).toBe(chunk.length);
  if (mark === 0x74) return chunk.slice(3);
  expect(mark).toBe(0x75);
  const out: number[] = [];
  const positions = new Map<number, number>();
  let hashed = -1;
  const hashUpTo = (last: number): void => {
    while (hashed < last) {
      hashed++;
      const f = out[hashed]! | (out[hashed + 1]! << 8) | (out[hashed + 2]! << 16);
      positions.set((f ^ (f >> 12)) & 0x3f, hashed);
    }
  };
  let at = 3;
  let control = 1;
  const lastMatchStart = length - 1 - 6 - 4;
  while (out.length < length) {
    if (control === 1) {
      control = chunk[at]! + chunk[at + 1]! * 0x100 + chunk[at + 2]! * 0x10000 + chunk[at + 3]! * 0x1000000;
      at += 4;
    }
    const isMatch = (control & 1) === 1;
    control = Math.floor(control / 2);
    if (isMatch) {
      const word = chunk[at]! | (chunk[at + 1]! << 8);
      const from = positions.get(word >> 4)!;
      const matched = (word & 15) === 0 ? chunk[at + 2]! : (word & 15) + 2;
      at += (word & 15) === 0 ? 3 : 2;
      const start = out.length;
      for (let i = 0; i < matched; i++) out.push(out[from + i]!);
      hashUpTo(start);
      hashed = out.length - 1;
      expect(out.length).toBeLessThanOrEqual(length - 4);
    } else {
      if (out.length > lastMatchStart) expect(isMatch).toBe(false);
      out.push(chunk[at++]!);
      if (out.length <= lastMatchStart + 1) hashUpTo(out.length - 3);
    }
  }
  expect(at).toBe(chunk.length);
  return Uint8Array.from(out);
}

function unpackAll(packed: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < packed.length; at += packed[at + 1]!) {
    out.push(...unpack(packed.subarray(at, at + packed[at + 1]!)));
  }
  return Uint8Array.from(out);
}

describe('QuickLZ', () => {
  it.each(quicklz.vectors)('packs $name', vector => {
    expect(toHex(packChunk(hex(vector.raw)))).toBe(vector.packed);
  });
  it('is undone by a label, whatever the bytes', () => {
    const runs = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 30 })), { maxLength: 30 })
      .map(parts => Uint8Array.from(parts.flatMap(([value, times]) => new Array<number>(times).fill(value))));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), runs), raw => {
        expect(toHex(unpackAll(packChunks(raw)))).toBe(toHex(raw));
      }),
      { numRuns: 500 },
    );
  });
});

/** What a label with this model's memory would show: the steps of the vendor's reference, backwards. */
function draw(bytes: Uint8Array, model: GiciskyModel): Pixels {
  const { width, height, palette } = model.panel;
  const count = width * height;
  const planeBytes = count / 8;
  let planes = bytes;
  if (model.encoding === 'literal-lines') {
    expect(Buffer.from(bytes).readUInt32LE(0)).toBe(bytes.length);
    const line = height / 8;
    const out: number[] = [];
    for (let at = 4; at < bytes.length; at += line + 7) {
      expect([...bytes.subarray(at, at + 7)]).toEqual([0x75, line + 7, line, 0, 0, 0, 0]);
      out.push(...bytes.subarray(at + 7, at + 7 + line));
    }
    planes = Uint8Array.from(out);
  } else if (model.encoding === 'quicklz-chunks') {
    expect(Buffer.from(bytes).readUInt32LE(0)).toBe(planeBytes);
    planes = unpackAll(bytes.subarray(4));
  }
  expect(planes.length).toBe(planeBytes * (palette === 'bw' ? 1 : 2));
  const memory = Array.from({ length: count }, (_, i) => {
    if (palette === 'bwry') return [1, 0, 3, 2][(planes[i >> 2]! >> (6 - 2 * (i & 3))) & 3]!;
    const bit = (plane: number): number => (planes[plane * planeBytes + (i >> 3)]! >> (7 - (i & 7))) & 1;
    if (palette === 'bwr' && bit(1) === 1) return 2;
    return bit(0) === (model.inverted ? 0 : 1) ? 0 : 1;
  });
  const columns = model.rotation % 180 === 0 ? width : height;
  const rows = count / columns;
  let turned: number[][] = Array.from({ length: rows }, (_, y) => memory.slice(y * columns, (y + 1) * columns));
  if (model.mirrorY) turned.reverse();
  if (model.mirrorX) for (const row of turned) row.reverse();
  // Turning clockwise as often undoes the turn counter-clockwise.
  for (let quarter = 0; quarter < model.rotation / 90; quarter++) {
    const before = turned;
    turned = before[0]!.map((_, x) => before.map(row => row[x]!).reverse());
  }
  return Uint8Array.from(turned.flat());
}

describe('image', () => {
  it.each(models.map(model => [model.id, model] as const))('of %s is what the shopper sees', (_, model) => {
    const { bitmap, pixels } = testPicture(model);
    expect(Buffer.compare(draw(encodeImage(bitmap, model), model), pixels)).toBe(0);
  });
  it('of another size is a bug', () => {
    const { bitmap } = testPicture(models[0]!);
    expect(() => encodeImage(bitmap, { ...models[0]!, panel: { ...models[0]!.panel, width: 8 } })).toThrow(RangeError);
  });
});
