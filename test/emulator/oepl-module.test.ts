import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pendingOf, verOf, withSum } from './oepl-host.ts';
import { fieldMac, oeplStage } from './oepl-stage.ts';

const bytes = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1');
/** Bytes 00 to FF, 37 times. */
const vectorFile = Buffer.concat(
  Array.from({ length: 37 }, () => Buffer.from(Array.from({ length: 256 }, (_, n) => n))),
);
const macAt = (index: number): string =>
  (0x0000021000000000n + BigInt(index)).toString(16).padStart(16, '0').toUpperCase();
const command = (word: string, hex: string): string => word + bytes(hex);

describe('a label radio on its line', () => {
  it('says what it is, byte for byte', () => {
    const { ask, host } = oeplStage();
    expect(host.said()).toBe('RES>RDY>');
    expect(ask('RDY?')).toBe('ACK>');
    expect(ask('NFO?')).toBe('ACK>TYP>C6VER>001FMAC>0102030405060708ZCH>19ZPW>0APEN>00NOP>00');
    expect(ask('RSET', 90)).toBe('ACK>');
    expect(ask('RDY?', 5)).toBe('');
    expect(ask('', 30)).toBe('ACK>');
  });

  it('names its sub-GHz channel in builds that have one, and takes a byte more for it', () => {
    const { ask } = oeplStage({ subGhz: true });
    expect(ask('NFO?')).toContain('ZCH>19SCH>000ZPW>0A');
    expect(ask(command('SCP>', '23190a00'))).toBe('ACK>');
  });

  it('changes to the channels that there are', () => {
    const { ask, module } = oeplStage();
    expect(ask(command('SCP>', '23190a'))).toBe('ACK>');
    expect(ask(command('SCP>', '24190a'))).toBe('NOK>');
    const elsewhere = withSum(Buffer.from([0, 12, 10])).toString('hex');
    expect(ask(command('SCP>', elsewhere))).toBe('NOK>');
    expect(module.channel()).toBe(25);
    expect(ask(command('SCP>', withSum(Buffer.from([0, 11, 8])).toString('hex')))).toBe('ACK>');
    expect(ask('NFO?')).toContain('ZCH>0BZPW>08');
  });

  it('keeps what waits for a label: one entry each, replaced by the next, deleted when asked', () => {
    const { ask, module } = oeplStage();
    const vector = '74c655151b27c0ca6c0025000021000000b4001b3beab719020000';
    expect(pendingOf(fieldMac, { file: vectorFile, type: 0x21 }).toString('hex')).toBe(vector);
    expect(ask(command('SDA>', vector))).toBe('ACK>');
    expect(module.pending()).toMatchObject([{ mac: fieldMac, size: 9472, type: 0x21, attemptsLeft: 180 }]);
    expect(Buffer.from(module.pending()[0]!.ver).equals(verOf(vectorFile))).toBe(true);
    const newer = pendingOf(fieldMac, { type: 0, nextCheckIn: 5 });
    expect(ask(`SDA>${newer.toString('latin1')}`)).toBe('ACK>');
    expect(module.pending()).toMatchObject([{ type: 0, nextCheckIn: 5 }]);
    expect(ask('NFO?')).toContain('PEN>00NOP>01');
    expect(ask(command('SDA>', vector.replace(/^74/, '75')))).toBe('NOK>');
    expect(ask(command('CXD>', vector.replace(/^74/, '75')))).toBe('NOK>');
    expect(ask(command('CXD>', vector))).toBe('ACK>');
    expect(module.pending()).toEqual([]);
  });

  it('refuses the 251st label, and still replaces what waits for the others', () => {
    const { ask, module } = oeplStage();
    const queue = (index: number, type = 0x20) => `SDA>${pendingOf(macAt(index), { type }).toString('latin1')}`;
    for (let index = 0; index < 250; index++) expect(ask(queue(index))).toBe('ACK>');
    expect(ask(queue(250))).toBe('NOQ>');
    expect(ask(queue(7, 0))).toBe('ACK>');
    expect(ask('NFO?')).toContain('PEN>F9NOP>01');
    expect(module.pending()).toHaveLength(250);
  });

  it('gives up what nobody fetched in so many minutes, and tells of data only', () => {
    const { ask, clock, host, module } = oeplStage();
    ask(`SDA>${pendingOf(fieldMac, { type: 0x20, attempts: 2, nextCheckIn: 9 }).toString('latin1')}`);
    ask(`SDA>${pendingOf(macAt(1), { type: 0, attempts: 1 }).toString('latin1')}`);
    clock.advance(60_000);
    expect(module.pending()).toMatchObject([{ mac: fieldMac, attemptsLeft: 1, nextCheckIn: 8 }]);
    expect(host.words).toEqual([]);
    clock.advance(60_000);
    expect(module.pending()).toEqual([]);
    expect(host.said().slice(-13)).toBe(`XTO>${bytes('141b3beab719020000'.replace(/^14/, sumOf('1b3beab719020000')))}`);
  });

  it('forgets a command that stopped in the middle, after a second', () => {
    const { ask } = oeplStage();
    expect(ask('SDA>abc', 900)).toBe('');
    expect(ask('RDY?', 1_100)).toBe('');
    expect(ask('RDY?')).toBe('ACK>');
    expect(ask('>D>', 500)).toBe('ACK>');
    expect(ask('RDY?', 1_100)).toBe('');
    expect(ask('RDY?')).toBe('ACK>');
  });

  it('takes exactly one block after its word, and the tail for nothing', () => {
    const { ask } = oeplStage();
    expect(ask('>D>')).toBe('ACK>');
    expect(ask(Buffer.alloc(4099, 0x55), 900)).toBe('');
    expect(ask(Buffer.concat([Buffer.from([0x55]), Buffer.alloc(32, 0xf5), Buffer.from('RDY?')]))).toBe('ACK>');
  });

  it('speeds up by three words, and what comes too early is noise', () => {
    const { ask, uart, module, clock, host } = oeplStage();
    expect(ask('HSPD', 20)).toBe('ACK>');
    expect(ask('RDY?', 70)).toBe('');
    expect(uart.baud()).toBe(115_200);
    expect(ask('', 200)).toBe('ACK>');
    expect(uart.baud()).toBe(2_000_000);
    expect(ask('RDY?')).toBe('ACK>');
    // Nothing switches back but power.
    uart.setHostBaud(115_200);
    expect(ask('RDY?')).not.toContain('ACK>');
    uart.setHostBaud(2_000_000);
    expect(ask('RDY?')).toContain('ACK>');
    uart.setHostBaud(null);
    host.clear();
    module.reboot();
    clock.advance(1_000);
    expect(host.said()).toBe('RES>RDY>');
    expect(uart.baud()).toBe(115_200);
  });

  it('forgets everything when it restarts', () => {
    const { ask, module, host, clock } = oeplStage();
    ask(`SDA>${pendingOf(fieldMac, { type: 0x20 }).toString('latin1')}`);
    host.clear();
    module.reboot();
    expect(module.running()).toBe(false);
    expect(ask('RDY?', 100)).toBe('');
    clock.advance(1_000);
    expect(host.said()).toBe('RES>RDY>');
    expect(module.pending()).toEqual([]);
  });

  it('is never put out by anything a host sends, and answers the next command after a second of silence', () => {
    const word = fc.constantFrom('SDA>', 'CXD>', 'SCP>', '>D>', 'RSET', 'NFO?', 'RDY?', '>D', 'SD');
    const noise = fc.uint8Array({ maxLength: 200 }).map(raw => Buffer.from(raw));
    const pieces = fc.array(
      fc.oneof(
        word.map(text => Buffer.from(text)),
        noise,
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(pieces, script => {
        const { ask, clock } = oeplStage();
        for (const piece of script) ask(piece, 3);
        clock.advance(2_001);
        expect(ask('RDY?')).toBe('ACK>');
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  it('answers within the next command even without a silence: a block of noise at most comes before', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4_200 }), raw => {
        const { ask } = oeplStage();
        ask(Buffer.from(raw), 400);
        expect(ask(Buffer.concat([Buffer.alloc(4_132, 0xf5), Buffer.from('RDY?')]), 500)).toContain('ACK>');
      }),
      { numRuns: 40, seed: 12 },
    );
  });
});

function sumOf(hex: string): string {
  const sum = Buffer.from(hex, 'hex').reduce((total, byte) => total + byte, 0) & 0xff;
  return sum.toString(16).padStart(2, '0');
}
