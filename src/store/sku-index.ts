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
  return {
    skusOf: (id: string): string[] => skus.all(id).map(([sku]) => sku),
    replace(id: string, now: readonly string[]): void {
      // Looking is far cheaper than writing, and at each start nearly all are as they were.
      const before = skus.all(id).map(([sku]) => sku);
      if (before.join() === [...new Set(now)].sort().join()) return;
      connection.transaction(() => {
        remove(id);
        for (const sku of now) add(id, sku);
      });
    },
    clear: (id: string): void => void remove(id),
    bySku: (sku: string): string[] => owners.all(sku).map(([id]) => id),
  };
}
