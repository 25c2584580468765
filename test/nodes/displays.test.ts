import { afterEach, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../devices/catalogue.ts';
import type { Advertisement } from '../../devices/label-model.ts';
import { createBoard } from '../../emulator/firmata/board.ts';
import { createCharacterDisplay } from '../../emulator/firmata/hd44780.ts';
import { createOledDisplay } from '../../emulator/firmata/ssd1306.ts';
import { seededRandom } from '../../emulator/random.ts';
import { runSession } from '../../src/radio/exchange.ts';
import type { Radio, RadioState } from '../../src/radio/radio.ts';
import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { createRenderer } from '../../src/render/render.ts';
import type { LabelContent } from '../../src/shelf/content.ts';
import { contentOf, euro, milk } from '../render/samples.ts';
import { clock, lay, pause, run, stops, strike, until } from './stage.ts';

afterEach(strike);

const catalogue = await loadCatalogue();
const renderer = createRenderer({ templates: builtinTemplates() });

/** Listens to a radio of displays, and writes a content on one of them as the delivery does. */
async function listen(radio: Radio) {
  const heard = new Map<string, Advertisement>();
  const states: RadioState[] = [];
  await radio.start(
    adv => void heard.set(adv.address, adv),
    state => void states.push(state),
  );
  stops.push(() => radio.stop());
  return {
    heard,
    states,
    rebooted: (label: string) => catalogue.recognise(heard.get(label)!)?.telemetry.rebooted,
    async show(label: string, content: LabelContent) {
      const { family, model } = catalogue.recognise(heard.get(label)!)!;
      const drawn = renderer.render(content, model!.panel);
      if (!drawn.ok) throw new Error(drawn.detail);
      const opened = await radio.connect(label, family.gatt, 1_000);
      if (!opened.ok) return opened;
      const randomBytes = (length: number) => new Uint8Array(length);
      const request = { model: model!, image: drawn.bitmap, imageId: 1, key: null, randomBytes, attempt: 1 };
      return { ...(await runSession(family.upload(request), opened.link, clock)), bitmap: drawn.bitmap };
    },
  };
}

const rate = { pair: 'btc-eur', rate: '60895.00', atMs: 0, seq: 1, timeText: '14:05' };
const inSats = contentOf([{ ...milk, sats: { sats: 3_268n, unitTenths: null } }], { bitcoin: { style: 'sats', rate } });
const lcdPart = { id: 'lcd', kind: 'display', model: 'lcd-20x4', address: 0x27, label: '02000000a001' } as const;
const smallPart = { id: 'small', kind: 'display', model: 'lcd-16x2', address: 0x26, label: '02000000a002' } as const;
const oledPart = { id: 'oled', kind: 'display', model: 'oled-128x64', address: 0x3c, label: '02000000a003' } as const;

describe('displays', () => {
  it('show what was drawn, character by character and pixel by pixel', async () => {
    const lcd = createCharacterDisplay({ address: 0x27, columns: 20, rows: 4 });
    const small = createCharacterDisplay({ address: 0x26, columns: 16, rows: 2 });
    const oled = createOledDisplay(0x3c);
    const board = createBoard({ clock, devices: [lcd, small, oled] });
    const cable = await lay(board);
    const { nodes } = run([{ id: 'n1', url: cable.url, parts: [lcdPart, smallPart, oledPart] }]);
    const ear = await listen(nodes.displays()[0]!);
    await until(() => ear.heard.size === 3);
    expect(ear.states.at(-1)).toEqual({ state: 'ready' });
    expect(await ear.show(lcdPart.label, inSats)).toMatchObject({ ok: true, proof: 'sent' });
    expect(await ear.show(smallPart.label, inSats)).toMatchObject({ ok: true, proof: 'sent' });
    expect(lcd.lines()).toEqual([
      'Müller Bio-Vollmilch',
      '1 l = 1,99 \ue000        ',
      '              1,99 \ue000',
      '\ue001 3.268 sats   14:05',
    ]);
    expect(lcd.ownCharacter(0)).toEqual([0x06, 0x09, 0x1c, 0x08, 0x1c, 0x09, 0x06, 0x00]);
    expect(small.lines()).toEqual(['Müller    1,99 \ue000', '3.268 sats 14:05']);
    expect([lcd.isOn(), lcd.backlight()]).toEqual([true, true]);
    const shown = await ear.show(oledPart.label, inSats);
    if (!('bitmap' in shown)) throw new Error(shown.detail);
    const { black, stride } = shown.bitmap;
    const pixels = Array.from(
      { length: 128 * 64 },
      (_, i) => (black[(i >> 7) * stride + ((i & 127) >> 3)]! >> (7 - (i & 7))) & 1,
    );
    expect([...oled.pixels()]).toEqual(pixels);
    expect(pixels.reduce<number>((sum, lit) => sum + lit, 0)).toBeGreaterThan(400);
    expect(board.overflow()).toBe(0);
  });

  it('are distrusted when the board begins anew, until they are written again', async () => {
    const lcd = createCharacterDisplay({ address: 0x27, columns: 20, rows: 4 });
    const board = createBoard({ clock, devices: [lcd] });
    const cable = await lay(board);
    const { nodes } = run([{ id: 'n1', url: cable.url, parts: [lcdPart] }]);
    const ear = await listen(nodes.displays()[0]!);
    await until(() => ear.heard.size === 1);
    expect(ear.rebooted(lcdPart.label)).toBe(true);
    await ear.show(lcdPart.label, contentOf([milk]));
    expect(ear.rebooted(lcdPart.label)).toBe(false);
    await pause(100);
    board.powerCycle();
    await until(() => ear.rebooted(lcdPart.label));
    expect(await ear.show(lcdPart.label, contentOf([{ ...milk, price: euro(249n) }]))).toMatchObject({ ok: true });
    expect(lcd.lines()[3]).toBe('              2,49 \ue000');
    expect(ear.rebooted(lcdPart.label)).toBe(false);
  });

  it('cannot be written while their node is away, and only one at a time', async () => {
    const lcd = createCharacterDisplay({ address: 0x27, columns: 20, rows: 4 });
    const cable = await lay(createBoard({ clock, devices: [lcd] }));
    const { nodes, state } = run([{ id: 'n1', url: cable.url, parts: [lcdPart] }]);
    const radio = nodes.displays()[0]!;
    const { gatt } = catalogue.family('textdisplay')!;
    expect(await radio.connect(lcdPart.label, gatt, 100)).toMatchObject({ ok: false, reason: 'radio.down' });
    await until(() => state() === 'ready');
    expect(await radio.connect('02000000ffff', gatt, 100)).toMatchObject({ ok: false, reason: 'radio.label-silent' });
    const opened = await radio.connect(lcdPart.label, gatt, 100);
    if (!opened.ok) throw new Error(opened.detail);
    expect(await radio.connect(lcdPart.label, gatt, 100)).toMatchObject({ ok: false });
    await expect(opened.link.write('cells', new Uint8Array(5), true)).rejects.toThrow(/takes no cells/);
    let closed = false;
    opened.link.onClosed(() => {
      closed = true;
    });
    await cable.pull();
    await until(() => closed);
    await expect(opened.link.write('cells', new Uint8Array(80), true)).rejects.toThrow(/away/);
    expect(radio.busyMs()).toBeGreaterThan(0);
  });

  it('show the price in the end, at whatever byte the cable is pulled', { timeout: 60_000 }, async () => {
    const lcd = createCharacterDisplay({ address: 0x27, columns: 20, rows: 4 });
    const board = createBoard({ clock, devices: [lcd] });
    const cable = await lay(board);
    const { nodes, state } = run([
      { id: 'n1', url: cable.url, parts: [lcdPart, { id: 'lamp', kind: 'light', pin: 13 }] },
    ]);
    nodes.setLight('lamp', 'on');
    const ear = await listen(nodes.displays()[0]!);
    const random = seededRandom(9);
    for (let round = 0; round < 4; round++) {
      await until(() => state() === 'ready' && ear.rebooted(lcdPart.label) !== undefined);
      cable.pullAfter(Math.floor(random() * 3_000) + 1);
      const shown = await ear.show(lcdPart.label, contentOf([milk]));
      if (!shown.ok) expect(['device.link-lost', 'radio.down', 'radio.label-silent']).toContain(shown.reason);
      cable.pullAfter(null);
      await cable.pull();
      await cable.plug();
    }
    await until(() => state() === 'ready' && board.output(13) === 1, 20_000);
    expect(await ear.show(lcdPart.label, inSats)).toMatchObject({ ok: true, proof: 'sent' });
    expect(lcd.lines()[3]).toBe('\ue001 3.268 sats   14:05');
  });
});
