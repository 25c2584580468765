import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, exponentOf, money, parseAmount, percentBelow } from '../../src/shelf/money.ts';

const currencies = fc.constantFrom('EUR', 'USD', 'CHF', 'JPY', 'KRW', 'ISK', 'KWD', 'TND', 'CLF');
const amounts = fc.bigInt(0n, 999_999_999_999n);

describe('currencies', () => {
  // ISO 4217, list one.
  it.each([
    ['EUR', 2],
    ['GBP', 2],
    ['CHF', 2],
    ['HUF', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['ISK', 0],
    ['CLP', 0],
    ['VND', 0],
    ['BHD', 3],
    ['KWD', 3],
    ['TND', 3],
    ['CLF', 4],
    ['UYW', 4],
  ])('%s has %i digits after the decimal sign', (currency, digits) => expect(exponentOf(currency)).toBe(digits));
});

describe('amounts', () => {
  it.each([
    ['12.34', 'EUR', 1234n],
    ['12.3', 'EUR', 1230n],
    ['12', 'EUR', 1200n],
    ['0.01', 'EUR', 1n],
    ['0.29', 'EUR', 29n], // 0.29 * 100 is 28.999… in floats
    ['1.15', 'EUR', 115n],
    ['999999999999.99', 'EUR', 99_999_999_999_999n],
    ['500', 'JPY', 500n],
    ['1.234', 'KWD', 1234n],
    ['1.2', 'CLF', 12_000n],
  ])('reads %s %s exactly', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toEqual(money(minor, currency));
  });

  it.each([
    ['12.345', 'EUR'],
    ['12.0', 'JPY'],
    ['1.00000', 'CLF'],
    ['12,34', 'EUR'],
    ['1.234,56', 'EUR'],
    ['1 234', 'EUR'],
    ['-1', 'EUR'],
    ['+1', 'EUR'],
    ['.5', 'EUR'],
    ['5.', 'EUR'],
    ['1e3', 'EUR'],
    ['0x10', 'EUR'],
    ['١٢', 'EUR'],
    ['12.34\n', 'EUR'],
    [' 12.34', 'EUR'],
    ['NaN', 'EUR'],
    ['Infinity', 'EUR'],
    ['', 'EUR'],
    ['1234567890123', 'EUR'],
  ])('refuses %j in %s', (text, currency) => expect(parseAmount(text, currency)).toBeNull());

  it('come back from their decimals', () => {
    fc.assert(
      fc.property(amounts, currencies, (minor, currency) => {
        const amount = money(minor, currency);
        expect(parseAmount(decimalOf(amount), currency)).toEqual(amount);
      }),
    );
  });

  it('keep their order as decimals of equal length', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const [x, y] = [a, b].map(minor => decimalOf(money(minor, 'EUR')).padStart(20, '0'));
        expect(x! < y!).toBe(a < b);
      }),
    );
  });

  it.each([
    [5n, 'EUR', '0.05'],
    [0n, 'EUR', '0.00'],
    [0n, 'JPY', '0'],
    [7n, 'KWD', '0.007'],
    [-5n, 'EUR', '-0.05'],
    [-1234n, 'JPY', '-1234'],
    [9_007_199_254_740_993n, 'EUR', '90071992547409.93'], // beyond what a float can hold
  ])('writes %s %s as %s', (minor, currency, text) => expect(decimalOf(money(minor, currency))).toBe(text));
});

describe('percentages', () => {
  it.each([
    [1899n, 1499n, 21],
    [200n, 100n, 50],
    [100n, 1n, 99],
    [1000n, 999n, 0],
    [1000n, 1n, 99], // 99.9 %, never 100
    [300n, 200n, 33],
    [300n, 100n, 66], // 66.67 % promises 66, not 67
    [100n, 100n, 0],
    [100n, 101n, 0],
    [0n, 0n, 0],
    [-5n, -10n, 0],
  ])('from %s to %s is %i', (before, now, percent) => expect(percentBelow(before, now)).toBe(percent));

  it('never promise more than the truth, nor a whole per cent less', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n), (before, now) => {
        const percent = BigInt(percentBelow(before, now));
        const saved = now < before ? (before - now) * 100n : 0n;
        expect(percent * before <= saved && saved < (percent + 1n) * before).toBe(true);
      }),
    );
  });
});

describe('the pinned exponents', () => {
  /** Metals, funds and codes for testing: nothing is priced in them, and the standard gives them no minor unit. */
  const without = /^X(A[GU]|B[A-D]|DR|P[DT]|SU|TS|UA|X{2})$/;

  it('are those of ISO 4217 as published, for every currency', async () => {
    const { default: published } = await import('currency-codes');
    const differing = published.codes().filter(code => exponentOf(code) !== (published.code(code)?.digits ?? 2));
    expect(differing.filter(code => !without.test(code))).toEqual([]);
    expect(published.codes().length).toBeGreaterThan(150);
  });
});
