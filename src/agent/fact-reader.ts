import type { FactReader } from '../delivery/label-facts.ts';
import { parseBinding, parseOffer, parsePrice, parseProduct } from '../mesh/contract/parse.ts';
import type { FactRow, LocalBindingRow } from '../mesh/ports.ts';
import type { Versioned } from '../shelf/decide.ts';
import type { Binding } from '../shelf/fact.ts';
import { fateOf } from '../shelf/local-binding.ts';
import { localBinding, meshWord } from './local-bindings.ts';

/** Where accepted facts are read from. */
export interface FactSource {
  fact(stream: string, key: string): FactRow | null;
  localBinding(label: string): LocalBindingRow | null;
  offersBySku(sku: string): string[];
}

/**
 * Facts as the rules want them. A look-up and a JSON parse each, some 10 µs; nothing is kept in memory. A binding made at
 * the shelf stands in for the mesh's as long as that is the one it was made over.
 * @param here what the mesh has no say in: which offers were taken back here, and where places on the shelves are
 */
export function createFactReader(
  source: FactSource,
  here: Pick<FactReader, 'offerRevoked' | 'zoneOf'> = {},
): FactReader {
  function read<T>(stream: string, key: string, parse: (body: string) => T | null): Versioned<T> | null {
    const row = source.fact(stream, key);
    const value = row && !row.deleted ? parse(row.body) : null;
    if (!row || value === null) return null;
    const { epoch, version, seq, receivedAtMs } = row;
    return { value, epoch, version, seq, receivedAtMs };
  }

  function binding(label: string): Versioned<Binding> | null {
    const row = source.localBinding(label);
    if (row?.state !== 'open') return read('binding', label, parseBinding);
    const local = localBinding(row);
    if (fateOf(local, meshWord(source.fact('binding', label))) !== 'holds') return read('binding', label, parseBinding);
    if (local.content === null) return null;
    const { epoch, version } = local.basis ?? { epoch: 0, version: 0 };
    return { value: { label, ...local.content }, epoch, version, seq: 0, receivedAtMs: local.madeAtMs };
  }

  return {
    binding,
    product: sku => read('product', sku, parseProduct),
    price: sku => read('price', sku, parsePrice),
    offer: id => read('offer', id, parseOffer),
    offersBySku: source.offersBySku,
    ...here,
  };
}
