import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGtin } from '../../src/shelf/gtin.ts';

/** The check digit as GS1's own worked example does it: multiply, sum, subtract from the next ten. */
function checkDigit(payload: string): string {
  const weighted = [...payload].reverse().map((digit, i) => Number(digit) * (i % 2 === 0 ? 3 : 1));
  return String((10 - (weighted.reduce((a, b) => a + b, 0) % 10)) % 10);
}

const payload = fc.constantFrom(7, 11, 12, 13).chain(length => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`)));

describe('GTIN', () => {
  it.each([
    '6291041500213', // GS1 General Specifications, worked example
    '4006381333931',
    '96385074',
    '036000291452',
    '10614141000415',
  ])('takes %s', digits => expect(isGtin(digits)).toBe(true));

  it.each([
    '6291041500214',
    '629104150021',
    '62910415002130',
    '',
    '0',
    '6291041500213 ',
    '6291041500213\n',
    ' 6291041500213',
    '629104150021３',
    '٦٢٩١٠٤١٥٠٠٢١٣',
    '6291041-500213',
    '6.29104150021e12',
  ])('refuses %j', digits => expect(isGtin(digits)).toBe(false));

  it('takes exactly one check digit for every payload', () => {
    fc.assert(
      fc.property(payload, digits => {
        const right = [...'0123456789'].filter(check => isGtin(digits + check));
        expect(right).toEqual([checkDigit(digits)]);
      }),
    );
  });

  it('notices any one wrong digit', () => {
    fc.assert(
      fc.property(payload, fc.nat(), fc.integer({ min: 1, max: 9 }), (digits, where, shift) => {
        const whole = digits + checkDigit(digits);
        const at = where % whole.length;
        const wrong = String((Number(whole[at]) + shift) % 10);
        expect(isGtin(whole.slice(0, at) + wrong + whole.slice(at + 1))).toBe(false);
      }),
    );
  });

  it('means the same with leading zeros', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{13}$/), digits => {
        expect(isGtin(`0${digits}`)).toBe(isGtin(digits));
      }),
    );
  });
});
