import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyedHash } from '../../src/agent/store-rules.ts';
import type { OfferExperiment, OfferVariant } from '../../src/shelf/fact.ts';
import { asDealt, variantOf } from '../../src/shelf/offer-variant.ts';
import { offer } from './facts.ts';

const variant = (name: string, weight: number, over: Partial<OfferVariant> = {}): OfferVariant => ({
  variant: name,
  weight,
  badge: null,
  text: null,
  url: null,
  ...over,
});
const experiment = (variants: readonly OfferVariant[]): OfferExperiment => ({
  experiment: 'badge-2026-11',
  key: '00112233445566778899aabbccddeeff',
  variants,
});

describe('the keyed hash', () => {
  it('is the first eight bytes of HMAC-SHA256', () => {
    // RFC 4231, test case 2: key "Jefe".
    expect(keyedHash('4a656665', 'what do ya want for nothing?')).toBe(0x5bdcc146bf60754en);
  });

  it('is taken of the experiment and the subject', () => {
    const texts: string[] = [];
    variantOf(experiment([variant('a', 1), variant('b', 1)]), 'dairy', (key, text) => {
      texts.push(`${key} ${text}`);
      return createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest().readBigUInt64BE();
    });
    expect(texts).toEqual(['00112233445566778899aabbccddeeff badge-2026-11/dairy']);
  });
});

describe('variants', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 2, maxLength: 8 });

  it('are dealt in the shares of their weights', () => {
    const tried = experiment([variant('a', 1), variant('b', 2), variant('c', 7)]);
    const dealt = new Map<string, number>();
    const subjects = 20_000;
    for (let i = 0; i < subjects; i++) {
      const { variant: name } = variantOf(tried, `session-${i}`, keyedHash);
      dealt.set(name, (dealt.get(name) ?? 0) + 1);
    }
    // Five standard deviations.
    for (const { variant: name, weight } of tried.variants) {
      const share = weight / 10;
      const bound = 5 * Math.sqrt(subjects * share * (1 - share));
      expect(Math.abs(dealt.get(name)! - subjects * share)).toBeLessThan(bound);
    }
  });

  it('stay the same for a subject, in whatever order they are listed', () => {
    fc.assert(
      fc.property(
        weights
          .map(all => all.map((weight, index) => variant(`v${index}`, weight)))
          .chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        fc.string(),
        ([all, shuffled], subject) => {
          expect(variantOf(experiment(all), subject, keyedHash)).toBe(
            variantOf(experiment(shuffled), subject, keyedHash),
          );
        },
      ),
    );
  });

  it('cover the whole range of the hash, its ends included', () => {
    fc.assert(
      fc.property(weights, all => {
        const tried = experiment(all.map((weight, index) => variant(`v${index}`, weight)));
        expect(variantOf(tried, 'x', () => 0n).variant).toBe('v0');
        expect(variantOf(tried, 'x', () => 2n ** 64n - 1n).variant).toBe(`v${all.length - 1}`);
      }),
    );
  });

  it('replace what they say of the offer, and nothing else', () => {
    const tried = offer({
      badge: { de: 'Aktion' },
      text: { de: 'Heute' },
      url: 'https://example.com/a',
      experiment: experiment([
        variant('a', 1, { badge: { de: 'Tipp' } }),
        variant('b', 1_000, { url: 'https://example.com/b' }),
      ]),
    });
    expect(asDealt(tried, 'x', () => 0n)).toEqual({ offer: { ...tried, badge: { de: 'Tipp' } }, variant: 'a' });
    expect(asDealt(tried, 'x', () => 2n ** 63n)).toEqual({
      offer: { ...tried, url: 'https://example.com/b' },
      variant: 'b',
    });
    expect(asDealt(offer(), 'x', keyedHash)).toEqual({ offer: offer(), variant: null });
  });
});
