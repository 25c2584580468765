import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UnitOfMeasure } from '../../src/shelf/fact.ts';
import { formatPercentOff, formatPrice, formatUnitPrice } from '../../src/shelf/format.ts';
import { money } from '../../src/shelf/money.ts';

const locales = [
  'de-DE',
  'de-AT',
  'de-CH',
  'en-GB',
  'en-US',
  'en',
  'fr-FR',
  'nl-NL',
  'it-IT',
  'da-DK',
  'es-ES',
  'pl-PL',
  'cs-CZ',
  'sv-SE',
];
const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'PLN', 'JPY', 'KWD'];
const text = (minor: bigint, currency: string, locale: string) => formatPrice(money(minor, currency), locale).text;
const plain = (formatted: string) => formatted.replaceAll('\u00a0', ' ');

describe('prices', () => {
  it.each([
    [1234n, 'EUR', 'de-DE', '12,34 €'],
    [5n, 'EUR', 'de-DE', '0,05 €'],
    [123_456n, 'EUR', 'de-DE', '1.234,56 €'],
    [123_456_789n, 'EUR', 'de-DE', '1.234.567,89 €'],
    [123_456n, 'CHF', 'de-CH', 'CHF 1’234.56'],
    [1234n, 'GBP', 'en-GB', '£12.34'],
    [123_456n, 'USD', 'en-US', '$1,234.56'],
    [1234n, 'CHF', 'en-GB', 'CHF 12.34'],
    [123_456n, 'EUR', 'fr-FR', '1 234,56 €'],
    [123_456n, 'EUR', 'es-ES', '1234,56 €'],
    [1_234_567n, 'EUR', 'es-ES', '12.345,67 €'],
    [123_456n, 'PLN', 'pl-PL', '1234,56 PLN'],
    [1234n, 'JPY', 'en-US', '¥1,234'],
    [1234n, 'KWD', 'en-GB', 'KWD 1.234'],
    [1234n, 'KWD', 'de-DE', '1,234 KWD'],
    [1999n, 'EUR', 'xx-YY', '19,99 €'],
  ])('%s %s in %s is %s', (minor, currency, locale, expected) => {
    expect(plain(text(minor, currency, locale))).toBe(expected);
  });

  const anyPrice = fc.tuple(fc.bigInt(0n, 10n ** 12n), fc.constantFrom(...currencies), fc.constantFrom(...locales));

  it('can be read back: groups of three, one decimal sign, all cents', () => {
    fc.assert(
      fc.property(anyPrice, ([minor, currency, locale]) => {
        const amount = money(minor, currency);
        const parts = formatPrice(amount, locale);
        expect(parts.fraction).toHaveLength(amount.exponent);
        expect(parts.whole).toMatch(/^(0|[1-9]\d*|[1-9]\d{0,2}([.,’\u00a0]\d{3})+)$/);
        expect(BigInt(parts.whole.replace(/\D/g, '') + parts.fraction)).toBe(minor);
        expect(parts.decimal).toBe(amount.exponent === 0 ? '' : /^en|^de-CH/.test(locale) ? '.' : ',');
        expect(parts.whole).not.toContain(parts.decimal || '\0');
      }),
    );
  });

  it('are the same in parts and in one line, which never breaks', () => {
    fc.assert(
      fc.property(anyPrice, ([minor, currency, locale]) => {
        const parts = formatPrice(money(minor, currency), locale);
        const number = parts.whole + parts.decimal + parts.fraction;
        const bare = parts.text.replace(parts.symbol, '').replace(/^\u00a0|\u00a0$/g, '');
        expect(bare).toBe(number);
        expect(parts.text.startsWith(parts.symbol)).toBe(parts.symbolFirst);
        expect(parts.text).not.toMatch(/[ \n\t]/);
      }),
    );
  });

  it('differ when the amounts differ', () => {
    fc.assert(
      fc.property(anyPrice, fc.bigInt(0n, 10n ** 12n), ([minor, currency, locale], other) => {
        expect(text(minor, currency, locale) === text(other, currency, locale)).toBe(minor === other);
      }),
    );
  });

  it('never look like those of another currency', () => {
    for (const locale of locales) {
      const texts = currencies.map(currency => text(123n, currency, locale));
      expect(new Set(texts).size).toBe(currencies.length);
    }
  });
});

describe('unit prices', () => {
  const unit = (minor: bigint, of: UnitOfMeasure, locale: string) =>
    plain(formatUnitPrice(money(minor, 'EUR'), of, locale));

  it.each([
    ['kg', 'de-DE', '1 kg = 39,98 €'],
    ['100ml', 'de-DE', '100 ml = 39,98 €'],
    ['piece', 'de-DE', '1 Stück = 39,98 €'],
    ['kg', 'en-GB', '€39.98 / kg'],
    ['wash', 'en-GB', '€39.98 / wash'],
    ['l', 'en-US', '€39.98 / litre'],
    ['kg', 'fr-FR', '1 kg = 39,98 €'],
    ['piece', 'fr-FR', '1 pièce = 39,98 €'],
    ['wash', 'nl-NL', '1 wasbeurt = 39,98 €'],
    ['piece', 'pl-PL', '1 szt. = 39,98 €'],
  ] as const)('per %s in %s: %s', (of, locale, expected) => expect(unit(3998n, of, locale)).toBe(expected));

  it('name every unit, each by its own name, in every language', () => {
    const units: UnitOfMeasure[] = ['kg', '100g', 'l', '100ml', 'm', 'm2', 'piece', 'wash'];
    for (const locale of locales) expect(new Set(units.map(of => unit(1n, of, locale))).size).toBe(units.length);
  });

  it('speak German to Germans only', () => {
    for (const locale of locales.filter(one => !one.startsWith('de'))) {
      expect(unit(1n, 'piece', locale) + unit(1n, 'wash', locale)).not.toMatch(/Stück|Waschgang/);
    }
  });
});

describe('percentages', () => {
  it.each([
    ['de-DE', '−25 %'],
    ['en-GB', '−25%'],
    ['fr-FR', '−25 %'],
  ])('in %s: %s', (locale, expected) => expect(plain(formatPercentOff(25, locale))).toBe(expected));
});
