import { characterOf } from './hd44780-characters.ts';
import type { I2cDevice } from './i2c.ts';

export interface CharacterDisplayOptions {
  readonly address: number;
  readonly columns: 16 | 20;
  readonly rows: 2 | 4;
}

export interface CharacterDisplay extends I2cDevice {
  readonly columns: number;
  readonly rows: number;
  /** What a person reads, line by line; characters of the user's own are U+E000 to U+E007, and the dark is blank. */
  lines(): readonly string[];
  /** The five by eight dots of an own character, each row one number. */
  ownCharacter(at: number): readonly number[];
  isOn(): boolean;
  backlight(): boolean;
  /** Counts the characters that were written. */
  writes(): number;
}

/** Pins of the usual backpack: RS, RW, E and the backlight, then D4 to D7. */
const rs = 0x01;
const rw = 0x02;
const enable = 0x04;
const light = 0x08;
const lineBytes = 40;
const secondLine = 0x40;

/**
 * An LCD with an HD44780 behind a PCF8574: every byte on the bus is the state of eight pins, and the falling edge of E
 * takes what they say. Source: Hitachi HD44780U data sheet, tables 6 and 8 and figure 24; NXP PCF8574.
 */
export function createCharacterDisplay({ address, columns, rows }: CharacterDisplayOptions): CharacterDisplay {
  const text = new Uint8Array(2 * lineBytes);
  const own = new Uint8Array(64);
  let pins = 0xff;
  let eightBit = true;
  /** The upper half of a byte that is on its way, four bits at a time; null: none. */
  let half: number | null = null;
  let secondHalfRead = false;
  let reading = 0;
  let cursor = 0;
  let inOwn = false;
  let step: 1 | -1 = 1;
  let shifts = false;
  let shift = 0;
  let on = false;
  let writes = 0;

  function powerUp(): void {
    text.fill(0x20);
    own.fill(0);
    pins = 0xff;
    eightBit = true;
    half = null;
    secondHalfRead = false;
    cursor = 0;
    inOwn = false;
    step = 1;
    shifts = false;
    shift = 0;
    on = false;
  }
  powerUp();

  /** Where an address of the text lies in memory; the two lines end at 0x27 and 0x67. */
  const cell = (at: number): number =>
    at >= secondLine ? lineBytes + ((at - secondLine) % lineBytes) : at % lineBytes;

  function moved(at: number, by: 1 | -1): number {
    const next = (cell(at) + by + text.length) % text.length;
    return next < lineBytes ? next : secondLine + next - lineBytes;
  }

  function instruct(byte: number): void {
    if (byte >= 0x80) {
      cursor = byte & 0x7f;
      inOwn = false;
    } else if (byte >= 0x40) {
      cursor = byte & 0x3f;
      inOwn = true;
    } else if (byte >= 0x20) {
      eightBit = (byte & 0x10) !== 0;
      half = null;
    } else if (byte >= 0x10) {
      const by = (byte & 0x04) !== 0 ? 1 : -1;
      if ((byte & 0x08) === 0) cursor = moved(cursor, by);
      else shift = (shift - by + lineBytes) % lineBytes;
    } else if (byte >= 0x08) on = (byte & 0x04) !== 0;
    else if (byte >= 0x04) {
      step = (byte & 0x02) !== 0 ? 1 : -1;
      shifts = (byte & 0x01) !== 0;
    } else if (byte >= 0x01) {
      if (byte === 0x01) {
        text.fill(0x20);
        step = 1;
      }
      cursor = 0;
      inOwn = false;
      shift = 0;
    }
  }

  function advance(): void {
    cursor = inOwn ? (cursor + step + own.length) % own.length : moved(cursor, step);
  }

  function store(byte: number): void {
    writes++;
    if (inOwn) own[cursor] = byte & 0x1f;
    else text[cell(cursor)] = byte;
    advance();
    if (!inOwn && shifts) shift = (shift + step + lineBytes) % lineBytes;
  }

  function take(port: number): void {
    const nibble = port >> 4;
    let byte = nibble << 4;
    if (!eightBit) {
      if (half === null) {
        half = byte;
        return;
      }
      byte = half | nibble;
      half = null;
    }
    if ((port & rs) === 0) instruct(byte);
    else store(byte);
  }

  /** What the controller puts on its bus: address and never busy, or the memory at the cursor. */
  const answer = (port: number): number => {
    if ((port & rs) === 0) return cursor & 0x7f;
    return inOwn ? own[cursor]! : text[cell(cursor)]!;
  };

  function edge(before: number, after: number): void {
    const rises = (before & enable) === 0 && (after & enable) !== 0;
    const falls = (before & enable) !== 0 && (after & enable) === 0;
    const reads = (after & rw) !== 0;
    if (rises && reads) {
      if (!secondHalfRead) reading = answer(after);
    } else if (falls && reads) {
      const whole = eightBit || secondHalfRead;
      if (whole && (after & rs) !== 0) advance();
      secondHalfRead = !whole;
    } else if (falls) {
      secondHalfRead = false;
      take(before);
    }
  }

  function row(at: number): string {
    const start = at % 2 === 0 ? 0 : lineBytes;
    const from = at >= 2 ? columns : 0;
    return Array.from({ length: columns }, (_, column) => {
      const code = text[start + ((from + column + shift) % lineBytes)]!;
      return on ? characterOf(code) : ' ';
    }).join('');
  }

  return {
    address,
    columns,
    rows,
    write(bytes) {
      for (const byte of bytes) {
        edge(pins, byte);
        pins = byte;
      }
    },
    read(count) {
      // A pin that is written high is an input; the controller drives the upper four while E is high.
      const drives = (pins & rw) !== 0 && (pins & enable) !== 0;
      const nibble = secondHalfRead ? reading << 4 : reading & 0xf0;
      const seen = drives ? pins & (0x0f | (nibble & 0xf0)) : pins;
      return Array.from({ length: count }, () => seen);
    },
    powerUp,
    lines: () => Array.from({ length: rows }, (_, at) => row(at)),
    ownCharacter: at => [...own.subarray((at & 7) * 8, (at & 7) * 8 + 8)],
    isOn: () => on,
    backlight: () => (pins & light) !== 0,
    writes: () => writes,
  };
}
