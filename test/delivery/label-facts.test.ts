import { expect, it } from 'vitest';
import { type FactReader, factsOf } from '../../src/delivery/label-facts.ts';
import { binding, offer, point, product, versioned } from '../shelf/facts.ts';

const reader: FactReader = {
  binding: label => (label === 'bound' ? versioned(binding({ label, skus: ['b', 'a', 'gone'] })) : null),
  product: sku => (sku === 'gone' ? null : versioned(product({ sku }))),
  price: sku => (sku === 'gone' ? null : versioned({ sku, timeline: [point()] })),
  offer: id => (id === 'withdrawn' ? null : versioned(offer({ offer: id }), { version: 9 })),
  offersBySku: sku => (sku === 'a' ? ['week', 'withdrawn'] : []),
};

it('is nothing for a label that is bound to nothing', () => expect(factsOf('loose', reader)).toBeNull());

it('has the products in the order of the binding, what is missing as missing', () => {
  const facts = factsOf('bound', reader);
  expect(facts?.items.map(item => [item.sku, item.product?.value.sku, item.price?.value.sku])).toEqual([
    ['b', 'b', 'b'],
    ['a', 'a', 'a'],
    ['gone', undefined, undefined],
  ]);
});

it('has the offers that are still there, with the version of their fact', () => {
  const facts = factsOf('bound', reader);
  expect(facts?.items.map(item => item.offers.map(one => [one.offer, one.version]))).toEqual([[], [['week', 9]], []]);
});

it('leaves out what was taken back here, until there is a newer version', () => {
  const offersAfter = (revoked: number) =>
    factsOf('bound', { ...reader, offerRevoked: (id, version) => id === 'week' && version <= revoked })?.items[1]
      ?.offers;
  expect(offersAfter(9)).toEqual([]);
  expect(offersAfter(8)).toHaveLength(1);
});

it('knows the zone of where the label hangs', () => {
  const position = { aisle: 'A', bay: 2, shelf: 1, facing: 1 };
  const zoneOf: FactReader['zoneOf'] = ({ aisle }) => (aisle === 'A' ? 'dairy' : null);
  const placed: FactReader = { ...reader, binding: label => versioned(binding({ label, skus: ['a'], position })) };
  expect(factsOf('bound', { ...placed, zoneOf })?.zone).toBe('dairy');
  expect(factsOf('bound', { ...placed, zoneOf: () => null })?.zone).toBeNull();
  expect(factsOf('bound', placed)?.zone).toBeNull();
  expect(factsOf('bound', { ...reader, zoneOf })?.zone).toBeNull();
});
