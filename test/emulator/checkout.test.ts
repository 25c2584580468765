import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { elementString, symbolOf } from '../../emulator/checkout/element-strings.ts';
import { createScale, type ScaleOptions } from '../../emulator/checkout/scale.ts';
import { createScanner, type ScannerOptions } from '../../emulator/checkout/scanner.ts';
import { createVirtualClock, systemClock } from '../../emulator/clock.ts';
import { seededRandom } from '../../emulator/random.ts';
import { layCable } from '../../emulator/wired/cable.ts';
import { until } from './joiner.ts';

function weighed(options: Partial<ScaleOptions> & Pick<ScaleOptions, 'protocol'>) {
  const clock = createVirtualClock(1_000_000);
  const scale = createScale({ clock, random: seededRandom(1), ...options });
  let heard = '';
  const host = scale.open(bytes => {
    heard += Buffer.from(bytes).toString('latin1');
  });
  return {
    clock,
    scale,
    host,
    /** What is answered within so long. */
    ask(text: string, withinMs = 20) {
      heard = '';
      host.hear(Buffer.from(text, 'latin1'));
      clock.advance(withinMs);
      return heard;
    },
    put(grams: number, waitMs = 1_000) {
      scale.put(grams);
      clock.advance(waitMs);
    },
  };
}

describe('a scale that speaks SICS', () => {
  it('gives a stable weight, and one that is on its way', () => {
    const { ask, put, scale } = weighed({ protocol: 'sics' });
    expect(ask('S\r\n')).toBe('S S      0.000 kg\r\n');
    put(1_234);
    expect(ask('SI\r\n')).toBe('S S      1.235 kg\r\n');
    scale.put(500);
    expect(ask('SI\r\n')).toMatch(/^S D {6}\d\.\d{3} kg\r\n$/);
    expect(ask('S\r\n', 100)).toBe('');
    expect(ask('', 1_000)).toBe('S S      0.500 kg\r\n');
  });

  it('says when it does not come to rest, and when it is over or under its range', () => {
    const { ask, put, scale } = weighed({ protocol: 'sics' });
    scale.shake(true);
    expect(ask('S\r\n', 3_900)).toBe('');
    expect(ask('', 200)).toBe('S I\r\n');
    scale.shake(false);
    put(15_100);
    expect(ask('SI\r\n')).toBe('S +\r\n');
    put(-150);
    expect(ask('SI\r\n')).toBe('S -\r\n');
    put(-50);
    expect(ask('SI\r\n')).toBe('S S     -0.050 kg\r\n');
  });

  it('repeats until something else is asked, tares, zeroes, and knows no other command', () => {
    const { ask, put } = weighed({ protocol: 'sics' });
    put(100);
    expect(ask('T\r\n')).toBe('T S      0.000 kg\r\n');
    put(350);
    expect(ask('SIR\r\n', 340)).toBe('S S      0.250 kg\r\n'.repeat(3));
    expect(ask('I4\r\n', 1_000)).toBe('I4 A "4711081500"\r\n');
    expect(ask('TAC\r\n')).toBe('TAC A\r\n');
    expect(ask('Z\r\n')).toBe('Z +\r\n');
    put(10);
    expect(ask('Z\r\nSI\r\n')).toBe('Z A\r\nS S      0.000 kg\r\n');
    expect(ask('weight please\r\n')).toBe('ES\r\n');
    expect(ask(`${'x'.repeat(500)}\r\nSI\r\n`)).toBe('ES\r\nS S      0.000 kg\r\n');
  });

  it('weighs in other units', () => {
    const grams = weighed({ protocol: 'sics', unit: 'g' });
    grams.put(1_234);
    expect(grams.ask('SI\r\n')).toBe('S S       1235 g\r\n');
    const pounds = weighed({ protocol: 'sics', unit: 'lb' });
    pounds.put(1_000);
    expect(pounds.ask('SI\r\n')).toBe('S S      2.205 lb\r\n');
  });
});

describe('a scale that speaks 8217', () => {
  const status = (bits: number) => `\x02?${String.fromCharCode(0x40 | bits)}\r`;

  it('gives a weight only when it may be sold by it', () => {
    const { ask, put, scale } = weighed({ protocol: '8217' });
    expect(ask('W')).toBe('\x0200.000\r');
    put(12_345);
    expect(ask('W')).toBe('\x0212.345\r');
    put(500);
    scale.put(520);
    expect(ask('W')).toBe(status(0x01 | 0x08));
    put(16_000);
    expect(ask('W')).toBe(status(0x02 | 0x08));
    put(-20);
    expect(ask('W')).toBe(status(0x04));
    put(-2_000);
    expect(ask('W')).toBe(status(0x04 | 0x08));
  });

  it('zeroes, tares and tells so', () => {
    const { ask, put } = weighed({ protocol: '8217' });
    put(20);
    expect(ask('Z')).toBe(status(0x10));
    put(120);
    expect(ask('T\r')).toBe(status(0x10 | 0x20));
    put(370);
    expect(ask('W')).toBe('\x0200.250N\r');
    expect(ask('C')).toBe(status(0x08));
    expect(ask('W')).toBe('\x0200.350\r');
    expect(ask('AB')).toBe('\x02\r\x02?@\r');
  });

  it('answers in pounds, and as slowly as it is told', () => {
    const { ask, put, scale } = weighed({ protocol: '8217', unit: 'lb' });
    put(1_000);
    expect(ask('W')).toBe('\x0202.20\r');
    scale.answerIn(500);
    expect(ask('W', 499)).toBe('');
    expect(ask('', 1)).toBe('\x0202.20\r');
  });
});

describe('a scanner', () => {
  const read = (typed: string, options?: ScannerOptions) => {
    const scanner = createScanner(options);
    const lines: string[] = [];
    scanner.open(bytes => lines.push(Buffer.from(bytes).toString('latin1')));
    expect(scanner.scan(symbolOf(typed))).toBe(true);
    return lines.join('');
  };

  it('sends what it reads as a line, with the identifier of its symbology', () => {
    expect(read('4006381333931')).toBe(']E04006381333931\r');
    expect(read('96385074')).toBe(']E496385074\r');
    expect(read('https://pay.example/p/4006381333931')).toBe(']Q1https://pay.example/p/4006381333931\r');
    expect(read('4006381333931', { prefix: '\x02', suffix: '\r\n', identifies: false })).toBe('\x024006381333931\r\n');
  });

  it('ends element strings of variable length with FNC1, but for the last', () => {
    expect(read('(01)04006381333931(10)AB-12(15)261231(3103)001250')).toBe(
      ']d2010400638133393110AB-12\x1d152612313103001250\r',
    );
    expect(elementString([['10', 'A']])).toBe('10A');
    expect(elementString([['3922', '199']].concat([['17', '261231']]) as [string, string][])).toBe(
      '3922199\x1d17261231',
    );
  });

  it('loses what it reads while nobody has opened its port', () => {
    const scanner = createScanner();
    const conversation = scanner.open(() => {});
    conversation.end();
    expect(scanner.scan(symbolOf('4006381333931'))).toBe(false);
    expect(scanner.scans()).toBe(1);
  });
});

describe('over TCP', () => {
  it('is reached as over a serial line', async () => {
    const scale = createScale({ clock: systemClock, random: seededRandom(1), protocol: 'sics', settleMs: 10 });
    const cable = await layCable({ device: scale, clock: systemClock, random: seededRandom(2) });
    const socket = connect(Number(new URL(cable.url).port), '127.0.0.1');
    let heard = '';
    socket.on('data', bytes => {
      heard += bytes.toString('latin1');
    });
    scale.put(750);
    socket.write('S\r\n');
    await until(() => heard === 'S S      0.750 kg\r\n', 'the weight');
    await cable.stop();
    await until(() => socket.destroyed, 'the end');
  });
});
