import type { I2cDevice } from './i2c.ts';

export interface OledDisplay extends I2cDevice {
  readonly width: 128;
  readonly height: 64;
  /** Row by row, 1 is lit, as a person sees it; all dark while the display is off. */
  pixels(): Uint8Array;
  isOn(): boolean;
  /** Bytes of picture that were written. */
  writes(): number;
}

const width = 128;
const height = 64;
const pages = height / 8;

/** How many bytes follow a command; none where it is not named. */
const operands: readonly (readonly [from: number, to: number, count: number])[] = [
  [0x20, 0x20, 1],
  [0x21, 0x22, 2],
  [0x26, 0x27, 6],
  [0x29, 0x2a, 5],
  [0x81, 0x81, 1],
  [0x8d, 0x8d, 1],
  [0xa3, 0xa3, 2],
  [0xa8, 0xa8, 1],
  [0xd3, 0xd3, 1],
  [0xd5, 0xd5, 1],
  [0xd9, 0xdb, 1],
];

/**
 * A 128×64 OLED with an SSD1306 whose panel is wired as on the usual modules: upright with segments remapped (A1) and rows
 * scanned backwards (C8). Source: Solomon Systech SSD1306 data sheet, chapters 8.1.5, 9 and 10; its scrolling is taken but
 * not shown.
 */
export function createOledDisplay(address: number): OledDisplay {
  const memory = new Uint8Array(width * pages);
  let on = false;
  let allLit = false;
  let inverse = false;
  let pumped = false;
  let remapped = false;
  let backwards = false;
  let startLine = 0;
  let offset = 0;
  let rowsDriven = height;
  let mode = 2;
  let column = 0;
  let page = 0;
  let columns = { from: 0, to: width - 1 };
  let pageRange = { from: 0, to: pages - 1 };
  let open: number[] = [];
  let wanted = 0;
  let writes = 0;

  function powerUp(): void {
    // What the memory holds after power comes is left to chance; here it is dark.
    memory.fill(0);
    on = false;
    allLit = false;
    inverse = false;
    pumped = false;
    remapped = false;
    backwards = false;
    startLine = 0;
    offset = 0;
    rowsDriven = height;
    mode = 2;
    column = 0;
    page = 0;
    columns = { from: 0, to: width - 1 };
    pageRange = { from: 0, to: pages - 1 };
    open = [];
    wanted = 0;
  }

  function command(byte: number): void {
    open.push(byte);
    if (open.length === 1) wanted = operands.find(([from, to]) => byte >= from && byte <= to)?.[2] ?? 0;
    if (open.length <= wanted) return;
    const [first = 0, second = 0, third = 0] = open;
    open = [];
    execute(first, second, third);
  }

  function execute(code: number, first: number, second: number): void {
    if (code <= 0x0f) column = (column & 0x70) | code;
    else if (code <= 0x1f) column = (column & 0x0f) | ((code & 0x07) << 4);
    else if (code === 0x20) mode = first & 0x03;
    else if (code === 0x21) {
      columns = { from: first & 0x7f, to: second & 0x7f };
      column = columns.from;
    } else if (code === 0x22) {
      pageRange = { from: first & 0x07, to: second & 0x07 };
      page = pageRange.from;
    } else if (code >= 0x40 && code <= 0x7f) startLine = code & 0x3f;
    else if (code === 0x8d) pumped = (first & 0x04) !== 0;
    else if (code === 0xa0 || code === 0xa1) remapped = code === 0xa1;
    else if (code === 0xa4 || code === 0xa5) allLit = code === 0xa5;
    else if (code === 0xa6 || code === 0xa7) inverse = code === 0xa7;
    else if (code === 0xa8) rowsDriven = (first & 0x3f) + 1;
    else if (code === 0xae || code === 0xaf) on = code === 0xaf;
    else if (code >= 0xb0 && code <= 0xb7) page = code & 0x07;
    else if (code === 0xc0 || code === 0xc8) backwards = code === 0xc8;
    else if (code === 0xd3) offset = first & 0x3f;
  }

  const next = (at: number, { from, to }: { from: number; to: number }): number => (at === to ? from : at + 1);

  function picture(byte: number): void {
    writes++;
    // A remapped segment counts from the other end: the memory's column is then written mirrored.
    memory[page * width + (remapped ? width - 1 - column : column)] = byte;
    if (mode === 2) column = (column + 1) % width;
    else if (mode === 0) {
      const wraps = column === columns.to;
      column = next(column, columns);
      if (wraps) page = next(page, pageRange);
    } else {
      const wraps = page === pageRange.to;
      page = next(page, pageRange);
      if (wraps) column = next(column, columns);
    }
  }

  function lit(x: number, y: number): boolean {
    if (!on || !pumped || y >= rowsDriven) return false;
    if (allLit) return true;
    // Modules hang upside down on their glass: without A1 and C8 the picture is turned.
    const com = backwards ? y : height - 1 - y;
    const line = (com + startLine + offset) % height;
    const bit = (memory[(line >> 3) * width + (width - 1 - x)]! >> (line & 7)) & 1;
    return (bit === 1) !== inverse;
  }

  powerUp();
  return {
    address,
    width,
    height,
    write(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const control = bytes[at++]!;
        const take = (control & 0x40) === 0 ? command : picture;
        if ((control & 0x80) === 0) {
          for (const byte of bytes.slice(at)) take(byte);
          return;
        }
        const single = bytes[at++];
        if (single !== undefined) take(single);
      }
    },
    // Its status: the picture cannot be read over I2C.
    read: count => Array.from({ length: count }, () => (on ? 0x00 : 0x40)),
    powerUp,
    pixels: () =>
      Uint8Array.from({ length: width * height }, (_, at) => (lit(at % width, Math.floor(at / width)) ? 1 : 0)),
    isOn: () => on,
    writes: () => writes,
  };
}
