import { actorOf } from '../actor.ts';
import { FiguresDocument, FiguresQuery, QuoteDocument, RatesDocument } from '../bitcoin-documents.ts';
import type { BitcoinView } from '../bitcoin-view.ts';
import { DoneDocument } from '../documents.ts';
import { refuse } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';

const done: DoneDocument = { schemaVersion: 1, ok: true };

/** Exchange rates and prices in bitcoin. */
export function bitcoinRoutes(view: BitcoinView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/rates',
      role: 'viewer',
      summary: 'Exchange rates as they stand, and what follows for the labels',
      answer: RatesDocument,
      run: ({ c }) => c.json(view.rates()),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/rates/:pair/trust',
      role: 'admin',
      summary: 'Take the next rates of a pair wherever they lie; somebody has checked them at their source',
      answer: DoneDocument,
      run: ({ c, param }) =>
        view.trustRate(param('pair'), actorOf(c))
          ? c.json(done)
          : refuse(c, 404, 'console.not-found', 'This gateway uses no such pair.'),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/figures',
      role: 'viewer',
      summary: "Each label's price in bitcoin, and why it shows none",
      query: FiguresQuery,
      answer: FiguresDocument,
      run: ({ c, query }) => c.json(view.figures(query.limit)),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/quotes/:product',
      role: 'viewer',
      summary: 'What a till asks for a product in satoshi',
      answer: QuoteDocument,
      run({ c, param }) {
        const quote = view.quote(param('product'));
        return quote ? c.json(quote) : refuse(c, 404, 'product.missing', 'No product has this SKU or GTIN.');
      },
    }),
  ];
}
