import type { FiguresDocument, QuoteDocument, RatesDocument } from './bitcoin-documents.ts';

/** Exchange rates and prices in bitcoin. `actor` goes into the audit trail. */
export interface BitcoinView {
  rates(): RatesDocument;
  /** Those that need a look first. */
  figures(limit: number): FiguresDocument;
  /** @param product SKU or GTIN. Null: nobody sells it */
  quote(product: string): QuoteDocument | null;
  /** The next rate of the pair need not lie near the last. False: there is no such pair. */
  trustRate(pair: string, actor: string): boolean;
}
