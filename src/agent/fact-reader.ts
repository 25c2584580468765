import type { FactReader } from '../delivery/label-facts.ts';
import { parseBinding, parseOffer, parsePrice, parseProduct } from '../mesh/contract/parse.ts';
import type { FactRow } from '../mesh/ports.ts';
import type { Versioned } from '../shelf/decide.ts';

/** Where accepted facts are read from. */
export interface FactSource {
  fact(stream: string, key: string): FactRow | null;
  offersBySku(sku: string): string[];
}

/** Facts as the rules want them. A look-up and a JSON parse each, some 10 µs; nothing is kept in memory. */
export function createFactReader(source: FactSource): FactReader {
  function read<T>(stream: string, key: string, parse: (body: string) => T | null): Versioned<T> | null {
    const row = source.fact(stream, key);
    const value = row && !row.deleted ? parse(row.body) : null;
    if (!row || value === null) return null;
    const { epoch, version, seq, receivedAtMs } = row;
    return { value, epoch, version, seq, receivedAtMs };
  }
  return {
    binding: label => read('binding', label, parseBinding),
    product: sku => read('product', sku, parseProduct),
    price: sku => read('price', sku, parsePrice),
    offer: id => read('offer', id, parseOffer),
    offersBySku: source.offersBySku,
  };
}
