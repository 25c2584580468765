import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../devices/catalogue.ts';
import * as frames from '../../../devices/oepl/frames.ts';
import { encodeImage, type ImageFile } from '../../../devices/oepl/image.ts';
import type { OeplModel } from '../../../devices/oepl/model.ts';
import { type Bitmap, blankBitmap, type Palette } from '../../../src/shelf/panel.ts';
import checkIns from '../../vectors/oepl/check-ins.json' with { type: 'json' };
import wire from '../../vectors/oepl/frames.json' with { type: 'json' };
import images from '../../vectors/oepl/images.json' with { type: 'json' };
import { hex, toHex } from '../feed.ts';
import { type Pixels, testPicture } from '../pictures.ts';

const catalogue = await loadCatalogue();
const models = catalogue.models.filter((m): m is OeplModel => m.family === 'oepl');

const advertised = (data: Uint8Array, changed = false) =>
  catalogue.recognise({
    address: '0219b7ea3b1b',
    name: null,
    manufacturer: null,
    serviceUuids: [],
    rssi: -60,
    checkIn: { protocol: 'oepl', data, changed },
  });

describe('a check-in', () => {
  it.each(checkIns.vectors)('of $label', ({ hex: bytes, model, batteryMv, temperatureC, firmware, rebooted }) => {
    const found = advertised(hex(bytes));
    expect(found?.family.id).toBe('oepl');
    expect(found?.model?.id ?? null).toBe(model);
    expect(found?.telemetry).toEqual({ batteryMv, temperatureC, firmware, rebooted });
    expect(frames.addCrc(hex(bytes))).toBe(hex(bytes)[0]);
  });

  it('that says nothing is no reading, and no model', () => {
    const telemetry = { batteryMv: null, temperatureC: null, firmware: null, rebooted: false };
    expect(advertised(new Uint8Array(21))).toMatchObject({ model: null, telemetry, brief: true });
  });

  it('that is too short is none', () => expect(advertised(new Uint8Array(20))).toBeNull());

  it('after a word that nobody asked for puts the panel in doubt', () => {
    expect(advertised(new Uint8Array(21), true)?.telemetry.rebooted).toBe(true);
  });
});

describe('frames', () => {
  it('offer a file under the first eight bytes of its MD5', () => {
    const file = Uint8Array.from({ length: wire.file.size }, (_, at) => at & 0xff);
    expect(toHex(frames.dataVersion(file))).toBe(wire.file.version);
    const { dataType, attemptsLeft } = wire.sda;
    const offer = frames.pendingOffer.encode({
      checksum: 0,
      dataVersion: frames.dataVersion(file),
      dataSize: file.length,
      dataType,
      dataTypeArgument: 0,
      nextCheckIn: 0,
      attemptsLeft,
    });
    expect(toHex(offer).slice(2)).toBe(wire.sda.body.slice(2, 38));
    expect(frames.addCrc(hex(wire.sda.body))).toBe(hex(wire.sda.body)[0]);
  });
});

const tiny = (palette: Palette, rotation: number): OeplModel => ({
  ...models[0]!,
  id: 'oepl-tiny',
  panel: { width: images.width, height: images.height, palette, dpi: 100 },
  rotation: (rotation * 90) as OeplModel['rotation'],
  zlibFrom: null,
});

function drawn(rows: readonly string[], palette: Palette): Bitmap {
  const bitmap = blankBitmap({ width: images.width, height: images.height, palette });
  for (const [y, row] of rows.entries()) {
    for (const [x, letter] of [...row].entries()) {
      const plane = { k: bitmap.black, r: bitmap.red, y: bitmap.yellow }[letter];
      if (plane) plane[y * bitmap.stride + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return bitmap;
}

/** Reads a file as a label's panel does: memory first, then the quarter turns; 0 white, 1 black, 2 red, 3 yellow. */
function panelOf({ dataType, bytes }: ImageFile, model: OeplModel): Pixels {
  const { width, height, palette } = model.panel;
  let planes = bytes;
  const [columns, rows] = model.rotation % 180 !== 0 ? [height, width] : [width, height];
  if (dataType === 0x30) {
    expect(toHex(bytes.subarray(4, 5))).toBe('48');
    planes = new Uint8Array(inflateSync(bytes.subarray(4)));
    expect(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)).toBe(planes.length);
    const head = new DataView(planes.buffer, planes.byteOffset);
    expect([planes[0], head.getUint16(1, true), head.getUint16(3, true)]).toEqual([6, columns, rows]);
    const count = planes[5]!;
    planes = planes.subarray(6);
    expect(planes.length).toBe((count * width * height) / 8);
  } else {
    expect(planes.length).toBe(((dataType - 0x1f) * width * height) / 8);
  }
  const size = (width * height) / 8;
  const bit = (plane: number, at: number): number => {
    const byte = planes[plane * size + (at >> 3)];
    return byte === undefined ? 0 : (byte >> (7 - (at & 7))) & 1;
  };
  const colours = palette === 'bwy' ? [0, 1, 3, 3] : [0, 1, 2, 3];
  const pixels = new Uint8Array(width * height);
  let at = 0;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, at++) {
      const index = bit(0, at) + 2 * bit(1, at);
      // A turn to the right puts the last row of the memory into the first column, and so on.
      let [u, v] = [x, y];
      let [w, h] = [columns, rows];
      for (let turn = 0; turn < model.rotation / 90; turn++) {
        [u, v] = [h - 1 - v, u];
        [w, h] = [h, w];
      }
      pixels[v * width + u] = colours[index]!;
    }
  }
  return pixels;
}

describe('pictures', () => {
  it.each(images.vectors)(
    '$palette turned by $rotation, bit by bit',
    ({ palette, rotation, rows, dataType, hex: bytes }) => {
      const file = encodeImage(drawn(rows, palette as Palette), tiny(palette as Palette, rotation), null);
      expect(file.dataType).toBe(dataType);
      expect(toHex(file.bytes)).toBe(bytes);
    },
  );

  it.each(models.map(model => [model.id, model] as const))('%s: what is sent is what the shopper sees', (_, model) => {
    const { bitmap, pixels } = testPicture(model);
    for (const firmware of ['0001', '0028']) {
      const file = encodeImage(bitmap, model, firmware);
      expect(Buffer.compare(panelOf(file, model), pixels)).toBe(0);
      if (model.zlibFrom === null || firmware !== '0028') expect(file.dataType).not.toBe(frames.zlib);
    }
    const blank = encodeImage(blankBitmap(model.panel), model, '0001');
    expect(blank.dataType).toBe(frames.rawOnePlane);
  });

  it('are packed where the firmware can unpack them and they are shorter', () => {
    const model = models.find(({ id }) => id === 'oepl-m3-290-bwr')!;
    expect(encodeImage(blankBitmap(model.panel), model, '0027').dataType).toBe(frames.zlib);
    expect(encodeImage(blankBitmap(model.panel), model, 'no version').dataType).toBe(frames.rawOnePlane);
    const noise = blankBitmap(model.panel);
    let state = 1;
    for (let at = 0; at < noise.black.length; at++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      noise.black[at] = state >>> 16;
    }
    expect(encodeImage(noise, model, '0027').dataType).toBe(frames.rawOnePlane);
  });

  it('of another size are a bug of the caller', () => {
    const bitmap = blankBitmap({ width: 8, height: 8, palette: 'bw' });
    expect(() => encodeImage(bitmap, models[0]!, null)).toThrow(RangeError);
  });
});

it('never throws on what labels may say', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (data, changed) => {
      advertised(data, changed);
    }),
    { seed: 11, numRuns: 300 },
  );
});

it('knows each kind of hardware once', () => {
  expect(models.length).toBeGreaterThanOrEqual(8);
  expect(new Set(models.map(({ hardware }) => hardware)).size).toBe(models.length);
});
