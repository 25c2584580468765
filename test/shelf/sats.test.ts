import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal, storeSide } from '../../src/shelf/exchange-rate.ts';
import { type Money, money } from '../../src/shelf/money.ts';
import { millisatsOf, satsOf, unitSatsTenthsOf } from '../../src/shelf/sats.ts';
import { formatSats, formatUnitSats } from '../../src/shelf/sats-format.ts';
import { decimal } from './rates.ts';

const cases = { numRuns: 20_000 };
const currency = fc.constantFrom('EUR', 'USD', 'GBP', 'CHF', 'JPY', 'KWD', 'CLF');
const anyAmount = fc.tuple(fc.bigInt(1n, 10n ** 12n), currency).map(([minor, code]) => money(minor, code));
const anyRate = fc
  .tuple(fc.bigInt(1n, 10n ** 17n), fc.integer({ min: 0, max: 8 }))
  .map(([digits, scale]) => ({ digits, scale }));
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('the price in satoshi', () => {
  it.each([
    [money(199n, 'EUR'), '60909.10', 3268n, 3_267_164n],
    [money(298n, 'JPY'), '9876543', 3018n, null],
    [money(615n, 'KWD'), '18765.432', 3278n, null],
  ])('%o at %s is %s sats', (amount, rate, sats, millisats) => {
    expect(satsOf(amount, decimal(rate))).toBe(sats);
    if (millisats !== null) expect(millisatsOf(amount, decimal(rate))).toBe(millisats);
  });

  it('never undercharges, and overcharges by less than one satoshi', () => {
    fc.assert(
      fc.property(anyAmount, anyRate, (amount, rate) => {
        const sats = satsOf(amount, rate);
        // sats / 10^8 · R ≥ amount, in whole numbers.
        const worth = (of: bigint) => of * rate.digits * 10n ** BigInt(amount.exponent);
        const due = amount.amountMinor * 10n ** 8n * 10n ** BigInt(rate.scale);
        expect(worth(sats) >= due).toBe(true);
        expect(worth(sats - 1n) < due).toBe(true);
        expect(sats >= 1n).toBe(true);
      }),
      cases,
    );
  });

  it('agrees with its thousandths', () => {
    fc.assert(
      fc.property(anyAmount, anyRate, (amount, rate) => {
        const [sats, millisats] = [satsOf(amount, rate), millisatsOf(amount, rate)];
        expect(millisats <= 1000n * sats && 1000n * sats < millisats + 1000n).toBe(true);
      }),
      cases,
    );
  });

  it('rises with the price and falls with the rate', () => {
    fc.assert(
      fc.property(anyAmount, anyRate, fc.bigInt(0n, 10n ** 9n), (amount, rate, more) => {
        const dearer: Money = { ...amount, amountMinor: amount.amountMinor + more };
        expect(satsOf(dearer, rate) >= satsOf(amount, rate)).toBe(true);
        expect(satsOf(amount, { ...rate, digits: rate.digits + more }) <= satsOf(amount, rate)).toBe(true);
      }),
      cases,
    );
  });

  it('does not depend on zeros at the end of a rate', () => {
    fc.assert(
      fc.property(anyAmount, anyRate, fc.integer({ min: 1, max: 9 }), (amount, rate, zeros) => {
        const longer = { digits: rate.digits * 10n ** BigInt(zeros), scale: rate.scale + zeros };
        expect(satsOf(amount, longer)).toBe(satsOf(amount, rate));
      }),
      cases,
    );
    expect(satsOf(money(199n, 'EUR'), decimal('60909.1'))).toBe(satsOf(money(199n, 'EUR'), decimal('60909.10')));
  });

  it('asks for more, never less, when the store keeps a spread', () => {
    fc.assert(
      fc.property(anyAmount, anyRate, fc.integer({ min: 0, max: 2_000 }), (amount, bid, spreadBps) => {
        expect(satsOf(amount, storeSide(bid, spreadBps)) >= satsOf(amount, bid)).toBe(true);
      }),
      cases,
    );
    expect(storeSide(decimal('60905.2'), 50)).toEqual({ digits: 609_052n * 9_950n, scale: 5 });
  });

  it('refuses a rate of zero instead of inventing a price', () => {
    expect(() => satsOf(money(199n, 'EUR'), { digits: 0n, scale: 2 })).toThrow(RangeError);
  });
});

describe('the unit price in satoshi', () => {
  it.each([
    [money(1n, 'EUR'), '100000', 100n, '10,0 sats'],
    [money(9n, 'EUR'), '95000', 948n, '94,8 sats'],
    [money(10n, 'EUR'), '100000', 1000n, '100 sats'],
    [money(398n, 'EUR'), '60909.10', 65_350n, '6.535 sats'],
  ])('%o at %s is %s tenths', (unitPrice, rate, tenths, text) => {
    expect(unitSatsTenthsOf(unitPrice, decimal(rate))).toBe(tenths);
    expect(plain(formatUnitSats(tenths, 'de-DE'))).toBe(text);
  });
});

describe('how it is written', () => {
  it.each([
    [3268n, 'sats', 'de-DE', '3.268\u00a0sats'],
    [1n, 'sats', 'de-DE', '1\u00a0sat'],
    [1_234_567n, 'sats', 'de-DE', '1.234.567\u00a0sats'],
    [1_234_567n, 'sats', 'fr-FR', '1\u202f234\u202f567\u00a0sats'],
    [1_234_567n, 'sats', 'de-CH', '1’234’567\u00a0sats'],
    [1_234_567n, 'sats', 'en-GB', '1,234,567\u00a0sats'],
    [3_445_674n, 'btc', 'en-GB', '0.03\u202f445\u202f674\u00a0BTC'],
    [3_445_674n, 'btc', 'de-DE', '0,03\u202f445\u202f674\u00a0BTC'],
    [1_000_000n, 'btc', 'de-DE', '0,01\u202f000\u202f000\u00a0BTC'],
    [999_999n, 'btc', 'de-DE', '999.999\u00a0sats'],
    [123_456_789_012n, 'btc', 'de-DE', '1.234,56\u202f789\u202f012\u00a0BTC'],
    [3268n, 'sign', 'de-DE', '₿3.268'],
  ] as const)('%s as %s in %s', (sats, style, locale, expected) => {
    expect(formatSats(sats, style, locale)).toBe(expected);
  });

  it('can be read back in every style and locale', () => {
    const locale = fc.constantFrom('de-DE', 'de-CH', 'en-GB', 'fr-FR', 'pl-PL', 'es-ES');
    fc.assert(
      fc.property(
        fc.bigInt(1n, 21n * 10n ** 14n),
        fc.constantFrom('sats', 'btc', 'sign'),
        locale,
        (sats, style, where) => {
          expect(BigInt(formatSats(sats, style, where).replace(/\D/g, ''))).toBe(sats);
        },
      ),
      cases,
    );
  });
});

describe('a rate as text', () => {
  it.each(['1e5', '-1', '+1', '01', '.5', '1.', '', ' 1', '1,5', '0x10', '1234567890123456789', '1.0e3', 'NaN'])(
    'refuses %j',
    text => {
      expect(parseDecimal(text)).toBeNull();
    },
  );
  it.each([
    ['60909.10', 6_090_910n, 2],
    ['0', 0n, 0],
    ['0.00000001', 1n, 8],
    ['123456789012345678', 123_456_789_012_345_678n, 0],
  ])('reads %s exactly', (text, digits, scale) => {
    expect(parseDecimal(text)).toEqual({ digits, scale });
  });
});
