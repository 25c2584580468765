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
