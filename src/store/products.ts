import type { Connection } from './connection.ts';

/** Finds products by what is printed on them. */
export function createProducts(connection: Connection) {
  const byGtin = connection.query<[string]>(
    "SELECT key FROM fact WHERE stream = 'product' AND deleted = 0 AND json_extract(body, '$.gtin') = ? LIMIT 1",
  );
  const search = connection.query<[string, string]>(
    `SELECT key, body FROM fact WHERE stream = 'product' AND deleted = 0 AND (key LIKE ?1 ESCAPE '\\' OR body LIKE ?1 ESCAPE '\\')
     ORDER BY key LIMIT ?2`,
  );
  return {
    /** The SKU of a GTIN, whichever of its lengths was scanned (leading zeros do not count). Null: none. */
    skuOfGtin(gtin: string): string | null {
      const digits = gtin.replace(/^0+/, '');
      for (const length of [13, 8, 12, 14]) {
        const found = digits.length <= length ? byGtin.first(digits.padStart(length, '0')) : null;
        if (found) return found[0];
      }
      return null;
    },
    /** Products whose SKU or stored text contains the words, in SKU order. Reads all products: some 30 ms for 40,000. */
    searchProducts: (words: string, limit: number): { readonly sku: string; readonly body: string }[] =>
      search.all(`%${words.replace(/[\\%_]/g, '\\$&')}%`, limit).map(([sku, body]) => ({ sku, body })),
  };
}
