import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../devices/catalogue.ts';
import { encodeRows } from '../../../devices/textdisplay/charset.ts';
import { family } from '../../../devices/textdisplay/family.ts';
import type { DisplayModel } from '../../../devices/textdisplay/model.ts';
import { encodePages } from '../../../devices/textdisplay/pages.ts';
import { cellCharacters, cellGlyph, drawCells } from '../../../src/render/cell-font.ts';
import { type Bitmap, blankBitmap } from '../../../src/shelf/panel.ts';

const catalogue = await loadCatalogue();
const models = catalogue.models.filter((model): model is DisplayModel => model.family === 'textdisplay');
const named = (display: string) => models.find(model => model.display === display)!;
const service = family.gatt.service;
const heard = (name: string, rebooted: 0 | 1, company = 0xffff) => ({
  address: '020000000001',
  name,
  serviceUuids: [service],
  manufacturer: { company, data: Uint8Array.of(rebooted) },
  rssi: 0,
});

/** Codes that the datasheet's table 4 of ROM A00 has for them. */
const rom: Readonly<Record<string, number>> = { A: 0x41, '¥': 0x5c, '°': 0xdf, ä: 0xe1, ß: 0xe2, ö: 0xef, ü: 0xf5 };

describe('recognising', () => {
  it('tells the models by their name, and a restarted node', () => {
    expect(models.map(model => model.display).toSorted()).toEqual(['lcd-16x2', 'lcd-20x4', 'oled-128x64']);
    for (const model of models) {
      expect(catalogue.recognise(heard(model.display, 0))).toMatchObject({ model, telemetry: { rebooted: false } });
      expect(family.recognise(heard(model.display, 1), models)).toMatchObject({ telemetry: { rebooted: true } });
    }
  });

  it('takes nothing else for one', () => {
    expect(family.recognise(heard('lcd-8x1', 0), models)).toBeNull();
    expect(family.recognise(heard('lcd-20x4', 0, 0x5053), models)).toBeNull();
    expect(family.recognise({ ...heard('lcd-20x4', 0), serviceUuids: [] }, models)).toBeNull();
    expect(family.recognise({ ...heard('lcd-20x4', 0), manufacturer: null }, models)).toBeNull();
  });
});

describe('characters', () => {
  it('have the codes of the ROM', () => {
    for (const [character, code] of Object.entries(rom)) expect([...encodeRows([character]).codes]).toEqual([code]);
  });

  it('are drawn where the ROM lacks them, each once', () => {
    const { codes, glyphs } = encodeRows(['2 € Ä', '€uro ']);
    expect([...codes]).toEqual([0x32, 0x20, 0, 0x20, 1, 0, 0x75, 0x72, 0x6f, 0x20]);
    expect(glyphs).toHaveLength(16);
  });

  it('exist for all that a picture can say, and look like it', () => {
    for (const character of cellCharacters) {
      const { codes, glyphs } = encodeRows([character]);
      expect(codes).toHaveLength(1);
      if (glyphs.length === 0) continue;
      const columns = [0, 1, 2, 3, 4].map(x =>
        [...glyphs].reduce((column, row, y) => column | (((row >> (4 - x)) & 1) << y), 0),
      );
      expect([character, ...columns]).toEqual([character, ...cellGlyph(character)!]);
    }
  });

  it('never want more memory than the display has', () => {
    expect(encodeRows([[...cellCharacters].join('')]).glyphs.length / 8).toBeLessThanOrEqual(8);
    expect(() => encodeRows(['日'])).toThrow(RangeError);
  });
});

describe('uploading', () => {
  const request = (model: DisplayModel, image: Bitmap) => ({
    model,
    image,
    imageId: 1,
    key: null,
    randomBytes: (length: number) => new Uint8Array(length),
    attempt: 1,
  });

  it('writes cells after their characters, and claims no more than that it was sent', () => {
    const model = named('lcd-16x2');
    const image = drawCells(model.panel, model.panel.cells!, ['Käse     12,34 €', '≈ 9.268 sats 14:'.slice(0, 16)]);
    const session = family.upload(request(model, image));
    const actions = session.handle({ type: 'opened', mtu: 23 });
    expect(actions.map(action => (action.type === 'write' ? action.to : action.type))).toEqual([
      'glyphs',
      'cells',
      'end',
    ]);
    expect(actions[1]).toMatchObject({ data: { length: 32 } });
    expect(actions[2]).toMatchObject({ outcome: { ok: true, proof: 'sent' } });
    expect(session.handle({ type: 'closed' })).toEqual([]);
  });

  it('refuses what is no text for a panel of characters', () => {
    const model = named('lcd-20x4');
    expect(() => family.upload(request(model, blankBitmap(model.panel)))).toThrow(/without text/);
    expect(() => family.upload(request(named('oled-128x64'), blankBitmap(model.panel)))).toThrow(/picture for/);
  });

  it('puts every pixel of an OLED into its page', () => {
    const { panel } = named('oled-128x64');
    const pixel = fc.record({ x: fc.nat({ max: 127 }), y: fc.nat({ max: 63 }) });
    fc.assert(
      fc.property(fc.uniqueArray(pixel, { maxLength: 40, selector: p => p.y * 128 + p.x }), pixels => {
        const image = blankBitmap(panel);
        for (const { x, y } of pixels) image.black[y * image.stride + (x >> 3)]! |= 0x80 >> (x & 7);
        const pages = encodePages(image);
        expect(pages).toHaveLength(1024);
        for (const { x, y } of pixels) expect((pages[(y >> 3) * 128 + x]! >> (y & 7)) & 1).toBe(1);
        expect(pages.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)).toBe(pixels.length);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('says that the link was lost when it is before anything was written', () => {
    const session = family.upload(request(named('oled-128x64'), blankBitmap(named('oled-128x64').panel)));
    expect(session.handle({ type: 'closed' })).toMatchObject([{ outcome: { ok: false, reason: 'device.link-lost' } }]);
  });
});
