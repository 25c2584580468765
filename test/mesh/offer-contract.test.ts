import { describe, expect, it } from 'vitest';
import { limits } from '../../src/mesh/contract/limits.ts';
import { offerItemSchema } from '../../src/mesh/contract/offer.ts';
import { parseOffer } from '../../src/mesh/contract/parse.ts';

const least = {
  offer: 'coffee-week',
  version: 3,
  skus: ['40123'],
  from: '2026-11-24T05:00:00Z',
};
const price = { amountMinor: 1699, currency: 'EUR', unitPriceMinor: 3398, unit: 'kg', lowest30dMinor: 1999 };
const variants = [
  { variant: 'a', weight: 1, badge: { de: 'Tipp' } },
  { variant: 'b', weight: 3, url: 'https://example.com/b' },
];
const full = {
  ...least,
  to: '2026-12-01T05:00:00Z',
  priority: 10,
  audience: 'member',
  badge: { de: 'Mit Karte', en: 'Members' },
  percentOff: 15,
  text: { de: 'Nur diese Woche' },
  zones: ['coffee', 'entrance'],
  dayparts: [{ days: [1, 5], from: '07:30', until: '24:00' }],
  stockAtLeast: 6,
  price,
  template: 'flash',
  url: 'https://example.com/a',
  coupon: '9812345678904',
  media: [{ ref: 'https://example.com/a.png', sha256: 'ab'.repeat(32) }],
  caps: { perHour: 100, perScreenPerHour: 12, perSession: 2, zoneCooldownMs: 60_000 },
  experiment: { experiment: 'badge-2026', key: '0f'.repeat(16), variants },
};

const accepts = (item: unknown) => offerItemSchema.safeParse(item).success;
const many = <T>(length: number, one: (index: number) => T) => Array.from({ length }, (_, index) => one(index));
const daypart = { days: [1], from: '07:30', until: '08:00' };

describe('an offer on the wire', () => {
  it.each<[string, object]>([
    ['with no more than it needs', least],
    ['with all that it can say', full],
    [
      'with members that are not known here',
      { ...least, loyaltyTier: 'gold', price: { ...price, tax: 7 }, audience: 'member' },
    ],
    ['for all of the day', { ...least, dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '24:00' }] }],
    ['for one session', { ...least, audience: 'session', price }],
    ['with a price without unit', { ...full, price: { amountMinor: 1699, currency: 'EUR' } }],
    ['in as many zones as it may be', { ...least, zones: many(limits.zonesPerOffer, index => `z${index}`) }],
    ['that is taken back', { offer: 'coffee-week', version: 4, deleted: true }],
  ])('is taken: %s', (_what, item) => expect(accepts(item)).toBe(true));

  it.each<[string, object]>([
    ['no product', { ...least, skus: [] }],
    ['an end before its beginning', { ...least, to: least.from }],
    ['an instant that is not in UTC', { ...least, from: '2026-11-24T05:00:00+01:00' }],
    ['an audience of its own', { ...least, audience: 'staff' }],
    ['a price for everybody', { ...least, price }],
    ['a price for the public', { ...least, audience: 'public', price }],
    ['a price of nothing', { ...full, price: { ...price, amountMinor: 0 } }],
    ['a price with a fraction of a cent', { ...full, price: { ...price, amountMinor: 16.5 } }],
    ['a price as text', { ...full, price: { ...price, amountMinor: '1699' } }],
    ['a currency that is none', { ...full, price: { ...price, currency: 'euro' } }],
    ['a unit price without unit', { ...full, price: { amountMinor: 1699, currency: 'EUR', unitPriceMinor: 3398 } }],
    ['a unit without unit price', { ...full, price: { amountMinor: 1699, currency: 'EUR', unit: 'kg' } }],
    ['all of it off', { ...least, percentOff: 100 }],
    ['a list of no zones', { ...least, zones: [] }],
    ['too many zones', { ...least, zones: many(limits.zonesPerOffer + 1, index => `z${index}`) }],
    ['a zone that is no id', { ...least, zones: ['Dairy aisle'] }],
    ['a daypart that ends as it begins', { ...least, dayparts: [{ ...daypart, until: '07:30' }] }],
    ['a daypart over midnight', { ...least, dayparts: [{ ...daypart, from: '22:00', until: '02:00' }] }],
    ['a daypart on no day', { ...least, dayparts: [{ ...daypart, days: [] }] }],
    ['a daypart on an eighth day', { ...least, dayparts: [{ ...daypart, days: [8] }] }],
    ['a time of day that no clock shows', { ...least, dayparts: [{ ...daypart, until: '24:01' }] }],
    ['a time of day without its zero', { ...least, dayparts: [{ ...daypart, from: '7:30' }] }],
    ['too many dayparts', { ...least, dayparts: many(limits.daypartsPerOffer + 1, () => daypart) }],
    ['a stock of nothing as its guard', { ...least, stockAtLeast: 0 }],
    ['an address that opens no page', { ...least, url: 'javascript:alert(1)' }],
    ['an address as long as a page', { ...least, url: `https://example.com/${'a'.repeat(200)}` }],
    ['a cap of nothing', { ...least, caps: { perSession: 0 } }],
    ['a pause of more than a day', { ...least, caps: { zoneCooldownMs: 86_400_001 } }],
    ['media without a hash', { ...least, media: [{ ref: 'a.png' }] }],
    ['a key that is too short', { ...full, experiment: { ...full.experiment, key: '0f' } }],
    ['a key in capitals', { ...full, experiment: { ...full.experiment, key: 'AB'.repeat(16) } }],
    ['one variant', { ...full, experiment: { ...full.experiment, variants: variants.slice(1) } }],
    [
      'a variant that nobody sees',
      { ...full, experiment: { ...full.experiment, variants: [variants[0], { ...variants[1], weight: 0 }] } },
    ],
  ])('is refused: %s', (_what, item) => expect(accepts(item)).toBe(false));
});

describe('an offer for the rules', () => {
  const stored = (item: object) => parseOffer(JSON.stringify(offerItemSchema.parse(item)));

  it('has every member, with what is not said spelt out', () => {
    expect(stored(least)).toEqual({
      offer: 'coffee-week',
      skus: ['40123'],
      fromMs: Date.UTC(2026, 10, 24, 5),
      toMs: null,
      priority: 0,
      audience: 'public',
      badge: null,
      percentOff: null,
      text: null,
      zones: [],
      dayparts: [],
      stockAtLeast: null,
      price: null,
      template: null,
      url: null,
      coupon: null,
      media: [],
      caps: { perHour: null, perScreenPerHour: null, perSession: 1, zoneCooldownMs: 0 },
      experiment: null,
    });
  });

  it('says all that was said, in the units of the rules', () => {
    expect(stored(full)).toEqual({
      offer: 'coffee-week',
      skus: ['40123'],
      fromMs: Date.UTC(2026, 10, 24, 5),
      toMs: Date.UTC(2026, 11, 1, 5),
      priority: 10,
      audience: 'member',
      badge: { de: 'Mit Karte', en: 'Members' },
      percentOff: 15,
      text: { de: 'Nur diese Woche' },
      zones: ['coffee', 'entrance'],
      dayparts: [{ days: [1, 5], fromMinute: 450, untilMinute: 1440 }],
      stockAtLeast: 6,
      price: { amountMinor: 1699n, currency: 'EUR', unitPriceMinor: 3398n, unit: 'kg', lowest30dMinor: 1999n },
      template: 'flash',
      url: 'https://example.com/a',
      coupon: '9812345678904',
      media: [{ ref: 'https://example.com/a.png', sha256: 'ab'.repeat(32) }],
      caps: { perHour: 100, perScreenPerHour: 12, perSession: 2, zoneCooldownMs: 60_000 },
      experiment: {
        experiment: 'badge-2026',
        key: '0f'.repeat(16),
        variants: [
          { variant: 'a', weight: 1, badge: { de: 'Tipp' }, text: null, url: null },
          { variant: 'b', weight: 3, badge: null, text: null, url: 'https://example.com/b' },
        ],
      },
    });
  });

  it('is none once it was taken back', () => {
    expect(stored({ offer: 'coffee-week', version: 4, deleted: true })).toBeNull();
    expect(parseOffer('')).toBeNull();
  });
});
