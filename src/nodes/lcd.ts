import type { Board } from 'johnny-five';
import five from 'johnny-five';

/** A display on the I2C bus of a board, written by roles. */
export interface DisplayWriter {
  /** From whatever state it is in to an empty, lit display. */
  initialize(): void;
  /** False: it has no such role, or the data are not of its size. */
  write(role: string, data: Uint8Array): boolean;
}

/** What the typings leave out: the controller's own methods, which every HD44780 behind a PCF8574 has. */
interface RawLcd {
  initialize(options: object): void;
  command(mode: number, value?: number): void;
  readonly REGISTER: { readonly DATA: number; readonly SETCGRAMADDR: number; readonly SETDDRAMADDR: number };
}

/**
 * Where rows begin in the display's memory: the third and fourth go on behind the first and second. Source: Hitachi
 * HD44780U datasheet, figures 5 and 6.
 */
const rowStarts = (columns: number): readonly number[] => [0x00, 0x40, columns, 0x40 + columns];
const patternBytes = 8;

/**
 * An LCD of characters with an HD44780 behind a PCF8574. Initialising it holds the process up for about 10 ms, as
 * johnny-five waits in a loop.
 */
export function createLcd(board: Board, model: 'lcd-20x4' | 'lcd-16x2', address: number): DisplayWriter {
  const [cols, rows] = model === 'lcd-20x4' ? ([20, 4] as const) : ([16, 2] as const);
  const options = { board, controller: 'PCF8574', address, cols, rows };
  let lcd: RawLcd | null = null;

  return {
    initialize() {
      // Making it initialises it as well; making it anew each time would keep every one of them for ever.
      if (lcd === null) lcd = new five.LCD(options) as unknown as RawLcd;
      else lcd.initialize({ ...options });
    },
    write(role, data) {
      const display = lcd;
      if (display === null) return false;
      const { DATA, SETCGRAMADDR, SETDDRAMADDR } = display.REGISTER;
      const put = (start: number, bytes: Uint8Array): void => {
        display.command(start);
        for (const byte of bytes) display.command(DATA, byte);
      };
      if (role === 'glyphs' && data.length <= 8 * patternBytes && data.length % patternBytes === 0) {
        put(SETCGRAMADDR, data);
        return true;
      }
      if (role !== 'cells' || data.length !== cols * rows) return false;
      rowStarts(cols)
        .slice(0, rows)
        .forEach((start, row) => {
          put(SETDDRAMADDR | start, data.subarray(row * cols, (row + 1) * cols));
        });
      return true;
    },
  };
}
