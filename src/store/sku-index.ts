import type { Connection } from './connection.ts';

/** Which labels and offers name a SKU: the way from a price fact to the labels that it changes. */
export function createSkuIndex(connection: Connection) {
  const bindings = createPairs(connection, 'label_sku', 'label');
  const offers = createPairs(connection, 'offer_sku', 'offer');
  return {
    /** Replaces what was indexed for the label. */
    indexBinding: bindings.replace,
    unindexBinding: bindings.clear,
    /** In label order. */
    labelsBySku: bindings.bySku,
    /** The SKUs of every label that is indexed, sorted. */
    indexedBindings: bindings.all,
    indexOffer: offers.replace,
    unindexOffer: offers.clear,
    offersBySku: offers.bySku,
    /** What was indexed for the offer last. */
    skusOfOffer: offers.skusOf,
  };
}

function createPairs(connection: Connection, table: 'label_sku' | 'offer_sku', owner: 'label' | 'offer') {
  const add = connection.change(`INSERT OR IGNORE INTO ${table} (${owner}, sku) VALUES (?, ?)`);
  const remove = connection.change(`DELETE FROM ${table} WHERE ${owner} = ?`);
  const owners = connection.query<[string]>(`SELECT ${owner} FROM ${table} WHERE sku = ? ORDER BY ${owner}`);
  const skus = connection.query<[string]>(`SELECT sku FROM ${table} WHERE ${owner} = ? ORDER BY sku`);
  const every = connection.query<[string, string]>(`SELECT ${owner}, sku FROM ${table} ORDER BY ${owner}, sku`);
  return {
    all(): Map<string, string[]> {
      const found = new Map<string, string[]>();
      for (const [id, sku] of every.all()) {
        const known = found.get(id);
        if (known) known.push(sku);
        else found.set(id, [sku]);
      }
      return found;
    },
    skusOf: (id: string): string[] => skus.all(id).map(([sku]) => sku),
    replace(id: string, now: readonly string[]): void {
      connection.transaction(() => {
        remove(id);
        for (const sku of now) add(id, sku);
      });
    },
    clear: (id: string): void => void remove(id),
    bySku: (sku: string): string[] => owners.all(sku).map(([id]) => id),
  };
}
