import { describe, expect, it } from 'vitest';
import { createCharacterDisplay } from '../../emulator/firmata/hd44780.ts';
import { createOledDisplay } from '../../emulator/firmata/ssd1306.ts';

/** A host of an LCD, written from the Hitachi data sheet, figure 24: four bits at a time over the usual backpack. */
function lcd(columns: 16 | 20 = 20, rows: 2 | 4 = 4) {
  const display = createCharacterDisplay({ address: 0x27, columns, rows });
  const light = 0x08;
  const nibble = (value: number, rs: number) => {
    const port = ((value & 0x0f) << 4) | light | rs;
    display.write([port, port | 0x04, port]);
  };
  const byte = (value: number, rs: number) => {
    nibble(value >> 4, rs);
    nibble(value, rs);
  };
  const command = (value: number) => byte(value, 0);
  const text = (said: string) => {
    for (const code of Buffer.from(said, 'latin1')) byte(code, 1);
  };
  const readNibble = (rs: number) => {
    const port = 0xf0 | light | 0x02 | rs;
    display.write([port, port | 0x04]);
    const [seen = 0] = display.read(1);
    display.write([port]);
    return seen >> 4;
  };
  const read = (rs: number) => (readNibble(rs) << 4) | readNibble(rs);
  for (const start of [3, 3, 3, 2]) nibble(start, 0);
  for (const start of [0x28, 0x0c, 0x01, 0x06]) command(start);
  return { display, command, byte, text, read };
}

describe('a character display', () => {
  it('shows four lines that lie in memory as two', () => {
    const { display, command, text } = lcd();
    for (const [row, address] of [0x00, 0x40, 0x14, 0x54].entries()) {
      command(0x80 | address);
      text(`line ${row}`);
    }
    expect(display.lines().map(line => line.trimEnd())).toEqual(['line 0', 'line 1', 'line 2', 'line 3']);
    expect(display.lines().every(line => line.length === 20)).toBe(true);
    expect([display.isOn(), display.backlight()]).toEqual([true, true]);
    command(0x80);
    text('x'.repeat(21));
    expect(display.lines()[2]).toMatch(/^xine 2/);
  });

  it('goes on from the first line to the second', () => {
    const { display, command, text } = lcd(16, 2);
    command(0x80 | 0x27);
    text('ab');
    expect(display.lines()[1]).toBe(`b${' '.repeat(15)}`);
  });

  it('has characters of its own', () => {
    const { display, command, byte } = lcd(16, 2);
    const euro = [0x07, 0x08, 0x1e, 0x08, 0x1e, 0x08, 0x07, 0x00];
    command(0x40 | (3 << 3));
    for (const row of euro) byte(row, 1);
    command(0x80);
    byte(3, 1);
    byte(0xe1, 1);
    expect(display.lines()[0]?.slice(0, 2)).toBe('\ue003ä');
    expect(display.ownCharacter(3)).toEqual(euro);
  });

  it('can be read back', () => {
    const { command, text, read } = lcd();
    command(0x80 | 0x14);
    text('Hi');
    expect(read(0)).toBe(0x16);
    command(0x80 | 0x14);
    expect([read(1), read(1)]).toEqual([0x48, 0x69]);
    text('!');
    command(0x80 | 0x16);
    expect(read(1)).toBe(0x21);
  });

  it('clears, shifts, goes dark, and forgets all without power', () => {
    const { display, command, text } = lcd();
    text('abc');
    command(0x18);
    expect(display.lines()[0]?.slice(0, 3)).toBe('bc ');
    command(0x02);
    command(0x08);
    expect(display.lines()[0]).toBe(' '.repeat(20));
    command(0x0c);
    expect(display.lines()[0]?.slice(0, 3)).toBe('abc');
    command(0x01);
    expect(display.lines()[0]).toBe(' '.repeat(20));
    text('x');
    display.powerUp();
    expect([display.lines()[0]?.trim(), display.isOn()]).toEqual(['', false]);
  });

  it('keeps step when its host starts anew in the middle of a byte', () => {
    const { display, command, text } = lcd();
    display.write([0x48 | 0x04, 0x48]);
    const nibble = (value: number) => display.write([(value << 4) | 0x0c, (value << 4) | 0x08]);
    for (const start of [3, 3, 3, 2]) nibble(start);
    for (const start of [0x28, 0x0c, 0x01]) command(start);
    text('ok');
    expect(display.lines()[0]?.trimEnd()).toBe('ok');
  });
});

describe('an OLED', () => {
  /** The usual start of a module, as its data sheet's figure 2 and chapter 4.4 of the application note have it. */
  const start = [0xae, 0xd5, 0x80, 0xa8, 0x3f, 0xd3, 0x00, 0x40, 0x8d, 0x14, 0x20, 0x00, 0xa1, 0xc8, 0xda, 0x12, 0x81];
  const more = [0xcf, 0xd9, 0xf1, 0xdb, 0x40, 0xa4, 0xa6, 0xaf];

  function oled(commands: readonly number[] = [...start, ...more]) {
    const display = createOledDisplay(0x3c);
    const send = (...bytes: number[]) => display.write([0x00, ...bytes]);
    send(...commands);
    const lit = () => {
      const pixels = display.pixels();
      return [...pixels.keys()].filter(at => pixels[at] === 1).map(at => [at % 128, Math.floor(at / 128)]);
    };
    return { display, send, data: (...bytes: number[]) => display.write([0x40, ...bytes]), lit };
  }

  it('draws a byte as eight pixels down, the lowest bit on top', () => {
    const { send, data, lit } = oled();
    send(0x21, 0, 127, 0x22, 0, 7);
    data(0x81);
    expect(lit()).toEqual([
      [0, 0],
      [0, 7],
    ]);
  });

  it('fills a window along the rows of pages', () => {
    const { send, data, lit } = oled();
    send(0x21, 10, 11, 0x22, 2, 3);
    data(1, 0, 0, 2);
    expect(lit()).toEqual([
      [10, 16],
      [11, 25],
    ]);
  });

  it('takes commands one by one, and pages as older hosts set them', () => {
    const { display, lit } = oled();
    display.write([0x80, 0x20, 0x80, 0x02, 0x80, 0xb1, 0x80, 0x05, 0x80, 0x11, 0x40, 0x01]);
    expect(lit()).toEqual([[21, 8]]);
  });

  it('is dark without its charge pump, or switched off; inverse and turned when it is told so', () => {
    const { display, send, data, lit } = oled();
    data(1);
    expect(display.read(1)).toEqual([0x00]);
    send(0xae);
    expect([lit().length, display.read(1)[0]]).toEqual([0, 0x40]);
    send(0xaf, 0xa7);
    expect(lit().length).toBe(128 * 64 - 1);
    send(0xa6, 0xc0);
    expect(lit()).toEqual([[0, 63]]);
    send(0x8d, 0x10);
    expect(lit()).toEqual([]);
    display.powerUp();
    expect(display.isOn()).toBe(false);
  });
});
