import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toledo8217 } from '../../src/checkout/scale-8217.ts';
import { sics } from '../../src/checkout/scale-sics.ts';
import { milligramsOf, type ScaleProtocol, verifiedWeight, weightOf, weightText } from '../../src/checkout/weight.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const said = (protocol: ScaleProtocol, text: string) =>
  protocol
    .createParser()
    .push(bytes(text))
    .map(
      reading =>
        `${reading.state}${reading.net ? ' net' : ''}${reading.weight ? ` ${weightText(reading.weight)}` : ''}`,
    );

/** Sets the eighth bit so that the number of ones is even, as a line of 7 bits with parity looks through one of 8. */
const withParity = (text: string): string =>
  [...bytes(text)]
    .map(byte => {
      const ones = [...byte.toString(2)].filter(bit => bit === '1').length;
      return String.fromCharCode(ones % 2 === 0 ? byte : byte | 0x80);
    })
    .join('');

describe('SICS', () => {
  /** Sources: METTLER TOLEDO MT-SICS reference manuals; Atlantis-Software/mt-sics: test/sics0Test.js. */
  test.each([
    ['S S     100.00 g\r\n', ['ok 100.00 g']],
    ['S D     129.07 g\r\n', ['unstable 129.07 g']],
    ['S S     129.07 g\r\n', ['ok 129.07 g']],
    ['S S      0.000 kg\r\n', ['zero 0.000 kg']],
    ['S S     -0.020 kg\r\n', ['underload']],
    ['S I\r\n', ['unstable']],
    ['S +\r\n', ['overload']],
    ['S -\r\n', ['underload']],
    ['ES\r\nET\r\nEL\r\n', ['error', 'error', 'error']],
    ['Z A\r\nI4 A "1234567"\r\n', []],
    ['S S     100.00 pcs\r\n', []],
    ['S S    100.00 g\r\n', []],
    ['S S     1O0.00 g\r\n', []],
  ])('%j', (text, expected) => expect(said(sics, text)).toEqual(expected));

  test('asks with a line', () => expect(Buffer.from(sics.ask).toString()).toBe('SI\r\n'));
});

describe('8217', () => {
  /** Sources: PSC Magellan 8500 Service Manual, 6.1.4; `?D` as in the scale driver of Odoo. */
  test.each([
    ['\x0212.345\r', ['ok 12.345 kg']],
    ['\x0202.500N\r', ['ok net 2.500 kg']],
    ['\x0200.000\r', ['zero 0.000 kg']],
    ['\x0212.34\r', ['ok 12.34 lb']],
    ['\x02012.34N\r', ['ok net 12.34 lb']],
    ['\x02?A\r', ['unstable']],
    ['\x02?B\r', ['overload']],
    ['\x02?D\r', ['underload']],
    ['\x02?H\r', ['error']],
    ['\x02?P\r', ['zero']],
    ['\x02?C\r', ['overload']],
    ['\x02? \r', []],
    ['\x02?AB\r', []],
    ['\x021.345\r', []],
    ['\x0212345\r', []],
    ['12.345\r', []],
    ['\x0212.\x0212.345\r', ['ok 12.345 kg']],
  ])('%j', (text, expected) => expect(said(toledo8217, text)).toEqual(expected));

  test('takes parity as it comes, and drops what breaks it', () => {
    const text = withParity('\x0212.345\r');
    expect(text).not.toBe('\x0212.345\r');
    expect(said(toledo8217, text)).toEqual(['ok 12.345 kg']);
    // One bit that tips over in any character but the first and the last, which are found by their value.
    for (let at = 1; at < text.length - 1; at++) {
      for (let bit = 0; bit < 7; bit++) {
        const damaged = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1);
        expect(said(toledo8217, damaged)).toEqual([]);
      }
    }
  });
});

describe.each([
  ['SICS', sics, 'S S     250.00 g\r\n', '250.00 g', '\r\n'],
  ['8217', toledo8217, '\x0201.250\r', '1.250 kg', '\r'],
])('%s', (_, protocol, answer, weight, end) => {
  test('understands the next whole answer after any noise, in any pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 80 }),
        fc.array(fc.nat(40), { maxLength: 20 }),
        (noise, cuts) => {
          const parser = protocol.createParser();
          parser.push(Uint8Array.from([...noise, ...bytes(end)]));
          const stream = bytes(answer);
          const at = [...new Set(cuts.map(cut => cut % stream.length))].sort((a, b) => a - b);
          const readings = [0, ...at].flatMap((from, i) => parser.push(stream.subarray(from, at[i] ?? stream.length)));
          expect(readings.map(verifiedWeight).map(one => one && weightText(one))).toEqual([weight]);
        },
      ),
      { seed: 4, numRuns: 500 },
    );
  });

  test('a byte that is lost or doubled makes no other weight', () => {
    const stream = bytes(answer.repeat(2));
    for (let at = 0; at < answer.length; at++) {
      const lost = [...stream.subarray(0, at), ...stream.subarray(at + 1)];
      const doubled = [...stream.subarray(0, at + 1), ...stream.subarray(at)];
      for (const damaged of [lost, doubled]) {
        const readings = protocol.createParser().push(Uint8Array.from(damaged));
        const kilograms = readings.map(verifiedWeight).filter(one => one !== null && one.unit !== 'lb');
        expect(new Set(kilograms.map(one => weightText(one!)))).toEqual(new Set([weight]));
      }
    }
  });
});

test('weights are exact', () => {
  expect(milligramsOf(weightOf('0.250', 'kg'))).toBe(250_000n);
  expect(milligramsOf(weightOf('12.34', 'g'))).toBe(12_340n);
  expect(milligramsOf(weightOf('0.0001', 'g'))).toBeNull();
  expect(milligramsOf(weightOf('1.00', 'lb'))).toBeNull();
  expect(weightText(weightOf('-0.02', 'kg'))).toBe('-0.02 kg');
  expect(weightText(weightOf('007', 'g'))).toBe('7 g');
});
