import type { Catalogue, CatalogueProduct } from '../catalogue/catalogue.ts';
import { productBody } from './assortment.ts';
import { type CentralMesh, timelineOf } from './central.ts';
import { amountAt, type Point, regularPoint, withPoint } from './timeline.ts';

/** What was published. */
export interface Receipt {
  readonly key: string;
  readonly version: number;
  readonly epoch: number;
  readonly seq: number;
}

export type Priced =
  | { readonly ok: true; readonly receipt: Receipt }
  | { readonly ok: false; readonly code: 'sku-unknown' | 'timeline-full' };

/** What the shop's head office does at its desk: prices, schedules, products, offers. */
export interface Pricing {
  /** A new regular price from now on, or from `fromMs`; the unit price follows. */
  setPrice(sku: string, amountMinor: bigint, fromMs?: number): Priced;
  /** Several at once, in one signed batch; unknown SKUs are left out. */
  setPrices(prices: readonly (readonly [sku: string, amountMinor: bigint])[]): number;
  setSoldOut(sku: string, soldOut: boolean): Priced;
  /** Takes price and product out of the assortment. */
  remove(sku: string): Priced;
  /** The amount that the mesh wants now, minor units; null: none. */
  amount(sku: string): number | null;
  skus(): readonly string[];
  product(sku: string): CatalogueProduct | null;
}

export function createPricing(mesh: CentralMesh, catalogue: Catalogue, currency: string): Pricing {
  const products = new Map(catalogue.products.map(each => [each.sku, each]));
  const unknown = { ok: false, code: 'sku-unknown' } as const;
  const timeline = (sku: string): readonly Point[] => timelineOf(mesh.authority.streams.price.item(sku)) ?? [];

  function repriced(sku: string, amountMinor: bigint, fromMs: number): Point[] | null {
    const product = products.get(sku)!;
    return withPoint(timeline(sku), regularPoint(product, amountMinor, fromMs, currency), mesh.now());
  }

  function publish(stream: 'price' | 'product', sku: string, body: Readonly<Record<string, unknown>> | null): Priced {
    const { epoch, lastSeq, items } = mesh.change(stream, [[sku, body]]);
    return { ok: true, receipt: { key: sku, version: items[0]!.version, epoch, seq: lastSeq } };
  }

  return {
    setPrice(sku, amountMinor, fromMs = mesh.now()) {
      if (!products.has(sku)) return unknown;
      const next = repriced(sku, amountMinor, fromMs);
      return next === null ? { ok: false, code: 'timeline-full' } : publish('price', sku, { timeline: next });
    },
    setPrices(prices) {
      const bodies = prices.flatMap(([sku, amountMinor]) => {
        const next = products.has(sku) ? repriced(sku, amountMinor, mesh.now()) : null;
        return next === null ? [] : [[sku, { timeline: next }] as const];
      });
      if (bodies.length > 0) mesh.change('price', bodies);
      return bodies.length;
    },
    setSoldOut(sku, soldOut) {
      const product = products.get(sku);
      return product === undefined ? unknown : publish('product', sku, productBody(product, soldOut));
    },
    remove(sku) {
      if (!products.has(sku)) return unknown;
      publish('product', sku, null);
      return publish('price', sku, null);
    },
    amount: sku => amountAt(timeline(sku), mesh.now()),
    skus: () => [...products.keys()],
    product: sku => products.get(sku) ?? null,
  };
}
