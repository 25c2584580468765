import type { LabelFacts, Versioned } from '../shelf/decide.ts';
import type { Binding, Offer, Price, Product, ShelfPosition } from '../shelf/fact.ts';

/** Reads accepted facts, parsed. Null: unknown or deleted. */
export interface FactReader {
  binding(label: string): Versioned<Binding> | null;
  product(sku: string): Versioned<Product> | null;
  price(sku: string): Versioned<Price> | null;
  offer(id: string): Versioned<Offer> | null;
  offersBySku(sku: string): string[];
  /** Whether this version of an offer was taken back here; absent: none was. */
  offerRevoked?(id: string, version: number): boolean;
  /** The zone of a place on the shelves; absent: the store has none. */
  zoneOf?(position: ShelfPosition): string | null;
}

/** Everything that has a say in one product's price, wherever it is shown. */
export function productFactsOf(sku: string, reader: FactReader): LabelFacts['items'][number] {
  return {
    sku,
    product: reader.product(sku),
    price: reader.price(sku),
    offers: reader.offersBySku(sku).flatMap(id => {
      const offer = reader.offer(id);
      if (!offer || reader.offerRevoked?.(id, offer.version)) return [];
      return [{ ...offer.value, version: offer.version }];
    }),
  };
}

/** Everything that has a say in what a label shows; null when it is bound to nothing. */
export function factsOf(label: string, reader: FactReader): LabelFacts | null {
  const binding = reader.binding(label);
  if (!binding) return null;
  const items = binding.value.skus.map(sku => productFactsOf(sku, reader));
  const { position } = binding.value;
  return { binding, zone: (position && reader.zoneOf?.(position)) ?? null, items };
}

/**
 * The same without offers that have a price or a template of their own: where these cannot be drawn they must not stop the
 * price on the shelf. Null: there are none.
 */
export function withPlainOffers(facts: LabelFacts): LabelFacts | null {
  let fewer = false;
  const items = facts.items.map(item => {
    const offers = item.offers.filter(({ price, template }) => price === null && template === null);
    if (offers.length < item.offers.length) fewer = true;
    return { ...item, offers };
  });
  return fewer ? { ...facts, items } : null;
}
