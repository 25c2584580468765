import { describe, expect, it } from 'vitest';
import { randomBytes, seededRandom } from '../../emulator/random.ts';
import { createSearch, type Form, type Found } from './crowd-search.ts';

const address = '5e0fa9c1b2d7';
const reversed = 'd7b2c1a90f5e';
const search = createSearch([address, '00123456789a']);
const paired = (separator: string, digits = address): string => digits.match(/../g)!.join(separator);

function only(form: Form, found: Found): void {
  expect([...found[form]]).toEqual([address]);
  for (const other of ['text', 'raw', 'number'] as const) if (other !== form) expect(found[other].size).toBe(0);
}

const texts = [address, reversed].flatMap(digits =>
  ['', ':', '-'].flatMap(separator => [paired(separator, digits), paired(separator, digits).toUpperCase()]),
);

describe('the search of the crowd', () => {
  it.each(texts)('finds %s, alone, between other characters, and with two bytes a character', text => {
    for (const around of ['', ' ', '"', 'a', '=0', 'x12']) {
      const latin = Buffer.from(`${around}${text}${around}`);
      only('text', search.in(latin));
      only('text', search.in(Buffer.concat([Buffer.alloc(3), Buffer.from(`${around}${text}${around}`, 'utf16le')])));
    }
  });

  it('finds the six bytes in either order, and numbers', () => {
    for (const hex of [`00${address}00`, `0000${reversed}ff`]) only('raw', search.in(Buffer.from(hex, 'hex')));
    const double = Buffer.alloc(24);
    double.writeDoubleLE(Number.parseInt(address, 16), 8);
    only('number', search.in(double));
    const object = Buffer.alloc(32);
    object.writeUInt32LE(0x5e0fa9, 12);
    object.writeUInt32LE(0xc1b2d7, 20);
    only('number', search.in(object));
  });

  it('finds nothing where nothing is', () => {
    const near = [
      paired(':').replace('5e', '5d'),
      address.slice(1),
      paired('-').replace('-', ':'),
      `${address.slice(0, 11)}g`,
    ];
    const noise = randomBytes(seededRandom(3), 1_000_000);
    const found = search.in(Buffer.from(near.join(' ')), noise, Buffer.from(noise.toString('hex')));
    for (const form of ['text', 'raw', 'number'] as const) expect([...found[form]]).toEqual([]);
  });

  it('finds each of many in a large text', () => {
    const random = seededRandom(4);
    const many = Array.from({ length: 2_000 }, () => randomBytes(random, 6).toString('hex'));
    const text = many.map((one, at) => `${at} ${paired([':', '-', ''][at % 3]!, one)}`).join('\n');
    expect([...createSearch(many).in(Buffer.from(text)).text].sort()).toEqual([...many].sort());
  });
});
