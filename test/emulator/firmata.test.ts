import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../emulator/clock.ts';
import { createBoard } from '../../emulator/firmata/board.ts';
import { createParser } from '../../emulator/firmata/parser.ts';

/** Frames as the protocol's text has them: firmata/protocol, protocol.md 2.6 and i2c.md. */
const announced = [
  'f9 02 06',
  // "StandardFirmata.ino", each character as two bytes of seven bits.
  'f0 79 02 06 53 00 74 00 61 00 6e 00 64 00 61 00 72 00 64 00 46 00 69 00 72 00 6d 00 61 00 74 00 61 00 2e 00 69 00 6e 00 6f 00 f7',
];

function opened(options: Partial<Parameters<typeof createBoard>[0]> = {}) {
  const clock = createVirtualClock();
  const board = createBoard({ clock, ...options });
  let said: string[] = [];
  const hexOf = (bytes: Uint8Array) =>
    Buffer.from(bytes)
      .toString('hex')
      .replace(/..(?=.)/g, '$& ');
  const conversation = board.open(bytes => said.push(hexOf(bytes)));
  return {
    clock,
    board,
    conversation,
    hear: (hex: string) => conversation.hear(Buffer.from(hex.replaceAll(' ', ''), 'hex')),
    /** What it said since this was asked last. */
    said() {
      const now = said;
      said = [];
      return now;
    },
  };
}

describe('a board', () => {
  it('announces protocol and firmware when its port is opened, and when asked', () => {
    const { hear, said } = opened();
    expect(said()).toEqual(announced);
    hear('f9');
    hear('f0 79 f7');
    expect(said()).toEqual(announced);
  });

  it('says what its pins can do', () => {
    const { hear, said } = opened();
    said();
    hear('f0 6b f7');
    const digital = '00 01 0b 01 01 01';
    const pwm = `${digital} 03 08 04 0e 7f`;
    const plain = `${digital} 04 0e 7f`;
    const analog = `${digital} 02 0a 7f`;
    const i2c = `${digital} 02 0a 06 01 7f`;
    const pins = ['7f', '7f', plain, pwm, plain, pwm, pwm, plain, plain, pwm, pwm, pwm, plain, plain];
    expect(said()).toEqual([`f0 6c ${[...pins, analog, analog, analog, analog, i2c, i2c].join(' ')} f7`]);
    hear('f0 69 f7');
    expect(said()).toEqual([`f0 6a ${'7f '.repeat(14)}00 01 02 03 04 05 f7`]);
  });

  it('reports a port at once when it is asked to, and again when an input changes', () => {
    const { board, hear, said } = opened();
    said();
    hear('f4 02 0b f4 04 00');
    hear('d0 01');
    expect(said()).toEqual(['90 04 00']);
    board.setDigital(2, false);
    board.setDigital(2, false);
    expect(said()).toEqual(['90 00 00']);
    board.setDigital(4, true);
    expect(said()).toEqual(['90 10 00']);
    // Pin 7 is the eighth bit of its port; an output is not told.
    hear('f4 07 00');
    board.setDigital(7, true);
    board.setDigital(5, true);
    expect(said()).toEqual(['90 10 01']);
    hear('d0 00');
    board.setDigital(4, false);
    expect(said()).toEqual([]);
  });

  it('measures at each sample what is reported', () => {
    const { board, clock, hear, said } = opened();
    board.setAnalog(0, 1000);
    said();
    hear('c0 01');
    expect(said()).toEqual(['e0 68 07']);
    clock.advance(19);
    expect(said()).toEqual(['e0 68 07']);
    // Sampling interval of 300 ms.
    hear('f0 7a 2c 02 f7');
    expect(board.samplingMs()).toBe(300);
    clock.advance(19);
    said();
    clock.advance(300);
    expect(said()).toEqual(['e0 68 07']);
    hear('c0 00');
    clock.advance(1_000);
    expect(said()).toEqual([]);
  });

  it('drives outputs and says their state', () => {
    const { board, hear, said } = opened();
    const changes: (readonly [number, number | null])[] = [];
    board.onOutput((pin, value) => changes.push([pin, value]));
    said();
    hear('f4 08 01 91 01 00');
    expect(board.output(8)).toBe(1);
    hear('f5 08 00');
    hear('f4 09 03 e9 48 01');
    expect(board.output(9)).toBe(200);
    hear('f0 6f 09 64 00 f7');
    expect(board.output(9)).toBe(100);
    hear('f0 6d 09 f7');
    expect(said()).toEqual(['f0 6e 09 03 64 f7']);
    expect(changes).toEqual([
      [8, 1],
      [8, 0],
      [9, 200],
      [9, 100],
    ]);
    hear('f4 00 01');
    expect(said()[0]).toMatch(/^f0 71 /);
    hear('ff');
    expect([board.output(8), board.output(9), board.output(14)]).toEqual([0, 0, null]);
  });

  it('asks its bus only once it is enabled, and says when nobody answers there', () => {
    const device = {
      address: 0x20,
      heard: [] as number[][],
      write(bytes: readonly number[]) {
        device.heard.push([...bytes]);
      },
      read: (count: number) => Array.from({ length: count }, (_, at) => 0x80 + at),
      powerUp() {},
    };
    const { clock, hear, said } = opened({ devices: [device] });
    said();
    hear('f0 76 20 00 01 00 f7');
    expect(device.heard).toEqual([]);
    hear('f0 78 00 00 f7');
    hear('f0 76 20 00 7f 01 01 00 f7');
    expect(device.heard).toEqual([[0xff, 0x01]]);
    // Register 5, two bytes.
    hear('f0 76 20 08 05 00 02 00 f7');
    expect(device.heard.at(-1)).toEqual([5]);
    expect(said()).toEqual(['f0 77 20 00 05 00 00 01 01 01 f7']);
    hear('f0 76 20 10 01 00 f7');
    clock.advance(2 * 19);
    expect(said()).toEqual(Array(2).fill('f0 77 20 00 00 00 00 01 f7'));
    hear('f0 76 20 18 f7');
    clock.advance(100);
    expect(said()).toEqual([]);
    hear('f0 76 21 08 01 00 f7');
    const [text, reply] = said();
    expect(text).toMatch(/^f0 71 49 00 32 00 43 00/);
    expect(reply).toBe('f0 77 21 00 00 00 00 00 f7');
  });

  it('starts anew when it is reset or loses power', () => {
    const { board, hear, said } = opened();
    hear('f4 08 01 f5 08 01 d0 01');
    said();
    board.reboot();
    expect(said()).toEqual(announced);
    expect(board.output(8)).toBe(0);
    board.setDigital(2, true);
    expect(said()).toEqual([]);
  });
});

describe('what a host says', () => {
  it('is read however it is cut', () => {
    const whole = [
      0xf0, 0x6b, 0xf7, 0x91, 0x01, 0x00, 0xc0, 0x01, 0xf9, 0xf0, 0x7a, 0x10, 0x00, 0xf7, 0xf4, 0x02, 0x0b,
    ];
    const atOnce = createParser(64).push(Uint8Array.from(whole));
    expect(atOnce.map(({ kind }) => kind)).toEqual([
      'sysex',
      'digital',
      'report-analog',
      'version-query',
      'sysex',
      'pin-mode',
    ]);
    const oneByOne = createParser(64);
    expect(whole.flatMap(byte => oneByOne.push(Uint8Array.of(byte)))).toEqual(atOnce);
  });

  it('loses what is longer than the buffer of an Arduino', () => {
    const parser = createParser(64);
    const [message] = parser.push(Uint8Array.from([0xf0, 0x71, ...Array(80).fill(1), 0xf7]));
    expect(message?.kind === 'sysex' && message.data.length).toBe(63);
    expect(parser.overflow()).toBe(17);
  });

  it('never breaks the board, and is understood again after noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), noise => {
        const { conversation, said } = opened();
        conversation.hear(noise);
        said();
        // An end closes what noise may have opened.
        conversation.hear(Uint8Array.of(0xf7, 0xf0, 0x79, 0xf7));
        expect(said().at(-1)).toBe(announced[1]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
