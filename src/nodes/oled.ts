import type { DisplayWriter } from './lcd.ts';

/** A control byte that says that commands follow, and that data do. Source: Solomon Systech SSD1306 datasheet, 8.1.5. */
const commands = 0x00;
const data = 0x40;
/** The board's buffers hold 32 bytes of I2C at a time. */
const chunkBytes = 16;
const width = 128;
const pages = 8;

/** From the datasheet's application note, chapter 3, for 128×64 with the charge pump; memory is filled row of pages by row. */
const start: readonly (readonly number[])[] = [
  [0xae],
  [0xd5, 0x80],
  [0xa8, 0x3f],
  [0xd3, 0x00],
  [0x40],
  [0x8d, 0x14],
  [0x20, 0x00],
  [0xa1],
  [0xc8],
  [0xda, 0x12],
  [0x81, 0x8f],
  [0xd9, 0xf1],
  [0xdb, 0x40],
  [0x2e],
  [0xa4],
  [0xa6],
];
const on = [0xaf];

/** Makes the writer of an SSD1306 with 128×64 pixels. */
export function createOled(i2cWrite: (bytes: number[]) => void): DisplayWriter {
  const picture = (bytes: Uint8Array): void => {
    i2cWrite([commands, 0x21, 0, width - 1, 0x22, 0, pages - 1]);
    for (let at = 0; at < bytes.length; at += chunkBytes) i2cWrite([data, ...bytes.subarray(at, at + chunkBytes)]);
  };
  return {
    initialize() {
      for (const command of start) i2cWrite([commands, ...command]);
      picture(new Uint8Array(width * pages));
      i2cWrite([commands, ...on]);
    },
    write(role, bytes) {
      if (role !== 'pages' || bytes.length !== width * pages) return false;
      picture(bytes);
      return true;
    },
  };
}
