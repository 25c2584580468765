import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelContent } from '../../src/shelf/content.ts';
import { decodeContent, encodeContent } from '../../src/shelf/content-codec.ts';
import { decide } from '../../src/shelf/decide.ts';
import { money } from '../../src/shelf/money.ts';
import { factsWith, germanStore, offer, openingMs, reduction } from './facts.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('$minor', '{"$minor":"1"}', '1999', '\ud800', ''),
);
const anyMoney = fc.bigInt(-(2n ** 80n), 2n ** 80n).map(minor => money(minor, 'EUR'));
const orNone = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });

const anyContent: fc.Arbitrary<LabelContent> = fc.record({
  page: fc.constantFrom('price', 'staff'),
  template: anyText,
  locale: fc.constant('de-DE'),
  bitcoin: orNone(
    fc.record({
      style: fc.constantFrom('sats', 'btc', 'sign'),
      rate: orNone(fc.record({ pair: anyText, rate: anyText, atMs: fc.nat(), seq: fc.nat(), timeText: anyText })),
    }),
  ),
  items: fc.array(
    fc.record({
      sku: anyText,
      gtin: anyText,
      name: anyText,
      secondName: orNone(anyText),
      brand: orNone(anyText),
      packSize: orNone(anyText),
      legalText: orNone(anyText),
      price: anyMoney,
      unitPrice: orNone(fc.record({ price: anyMoney, unit: fc.constantFrom('kg', 'wash') })),
      lowest30d: orNone(anyMoney),
      badge: orNone(anyText),
      offer: orNone(fc.record({ id: anyText, version: fc.nat(), text: orNone(anyText), variant: orNone(anyText) })),
      memberPrice: orNone(
        fc.record({
          price: anyMoney,
          unitPrice: orNone(fc.record({ price: anyMoney, unit: fc.constantFrom('kg', 'wash') })),
          lowest30d: orNone(anyMoney),
        }),
      ),
      soldOut: fc.boolean(),
      sats: orNone(fc.record({ sats: fc.bigInt(0n, 2n ** 80n), unitTenths: orNone(fc.bigInt(0n, 2n ** 80n)) })),
      payCode: orNone(anyText),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  staff: fc.array(fc.record({ name: anyText, value: anyText }), { maxLength: 5 }),
});

describe('contents as text', () => {
  it('come back as they were, amounts of any size as bigint', () => {
    fc.assert(
      fc.property(anyContent, content => {
        expect(decodeContent(encodeContent(content))).toEqual(content);
      }),
    );
  });

  it('are the same bytes after a way through the store', () => {
    fc.assert(
      fc.property(anyContent, content => {
        const text = encodeContent(content);
        expect(encodeContent(decodeContent(text))).toBe(text);
        expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
      }),
    );
  });

  it('do not change their form: a newer agent reads what an older one wrote', () => {
    const facts = factsWith([reduction()], { offers: [offer({ text: { de: 'Kaffeewoche' } })] });
    const verdict = decide(facts, germanStore, openingMs);
    expect(verdict.ok && encodeContent(verdict.content)).toBe(
      '{"page":"price","template":"shelf","locale":"de-DE","bitcoin":null,"items":[{"sku":"40123","gtin":"4006381333931",' +
        '"name":"Röstkaffee","secondName":null,"brand":"Röstwerk","packSize":"500 g","legalText":null,' +
        '"price":{"amountMinor":{"$minor":"1499"},"currency":"EUR","exponent":2},' +
        '"unitPrice":{"price":{"amountMinor":{"$minor":"2998"},"currency":"EUR","exponent":2},"unit":"kg"},' +
        '"lowest30d":{"amountMinor":{"$minor":"1899"},"currency":"EUR","exponent":2},"badge":"−21\u00a0%",' +
        '"offer":{"id":"coffee-week","version":3,"text":"Kaffeewoche"},"soldOut":false,"sats":null,"payCode":null}],"staff":[]}',
    );
  });

  it('that are older than prices for members have none', () => {
    const older =
      '{"page":"price","template":"shelf","locale":"de-DE","bitcoin":null,"items":[{"sku":"40123","offer":{"id":"a","version":1,"text":null}},' +
      '{"sku":"40124","offer":null}],"staff":[]}';
    expect(decodeContent(older).items).toEqual([
      { sku: '40123', offer: { id: 'a', version: 1, text: null, variant: null }, memberPrice: null },
      { sku: '40124', offer: null, memberPrice: null },
    ]);
    expect(encodeContent(decodeContent(older))).toBe(older);
  });
});
