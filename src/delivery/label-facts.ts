import type { LabelFacts, Versioned } from '../shelf/decide.ts';
import type { Binding, Offer, Price, Product } from '../shelf/fact.ts';

/** Reads accepted facts, parsed. Null: unknown or deleted. */
export interface FactReader {
  binding(label: string): Versioned<Binding> | null;
  product(sku: string): Versioned<Product> | null;
  price(sku: string): Versioned<Price> | null;
  offer(id: string): Versioned<Offer> | null;
  offersBySku(sku: string): string[];
}

/** Everything that has a say in what a label shows; null when it is bound to nothing. */
export function factsOf(label: string, reader: FactReader): LabelFacts | null {
  const binding = reader.binding(label);
  if (!binding) return null;
  const items = binding.value.skus.map(sku => ({
    sku,
    product: reader.product(sku),
    price: reader.price(sku),
    offers: reader.offersBySku(sku).flatMap(id => {
      const offer = reader.offer(id);
      return offer ? [{ ...offer.value, version: offer.version }] : [];
    }),
  }));
  return { binding, items };
}
