import type { Catalogue, CatalogueProduct } from '../catalogue/catalogue.ts';
import { productBody } from './assortment.ts';
import { type CentralMesh, timelineOf } from './central.ts';
import type { Body } from './stream.ts';
import { amountAt, type Point, regularPoint, withPoint } from './timeline.ts';
import { type AudiencePrice, audiencePrice } from './zone-offers.ts';

/** What was published. */
export interface Receipt {
  readonly key: string;
  readonly version: number;
  readonly epoch: number;
  readonly seq: number;
}

export type RefusalCode =
  | 'sku-unknown'
  | 'timeline-full'
  | 'schedule-past'
  | 'offer-reversed'
  | 'offer-unknown'
  | 'offer-price-public'
  | 'offer-price-high';

export type Priced =
  | { readonly ok: true; readonly receipt: Receipt }
  | { readonly ok: false; readonly code: RefusalCode };

type LocalText = Readonly<Record<string, string>>;

/** What an offer says beside its name, as the contract's JSON carries it; instants in RFC 3339. */
export interface OfferTerms {
  readonly skus: readonly string[];
  readonly from: string;
  readonly to?: string | undefined;
  readonly priority?: number | undefined;
  readonly audience?: 'public' | 'member' | 'session' | undefined;
  readonly badge?: LocalText | undefined;
  readonly percentOff?: number | undefined;
  readonly text?: LocalText | undefined;
  readonly zones?: readonly string[] | undefined;
  readonly dayparts?:
    | readonly { readonly days: readonly number[]; readonly from: string; readonly until: string }[]
    | undefined;
  readonly stockAtLeast?: number | undefined;
  /** What members, or one session, pay; the rest of the price follows. */
  readonly amountMinor?: bigint | undefined;
  readonly template?: string | undefined;
  readonly url?: string | undefined;
  readonly coupon?: string | undefined;
  readonly media?: readonly { readonly ref: string; readonly sha256: string }[] | undefined;
  readonly caps?: Readonly<Record<string, number | undefined>> | undefined;
  readonly experiment?: Readonly<Record<string, unknown>> | undefined;
}

/** What the shop's head office does at its desk: prices, schedules, products, offers. */
export interface Pricing {
  /** A new regular price from now on, or from an instant to come; the unit price follows. */
  setPrice(sku: string, amountMinor: bigint, fromMs?: number): Priced;
  /** Several at once, in one signed batch; unknown SKUs are left out. */
  setPrices(prices: readonly (readonly [sku: string, amountMinor: bigint])[]): number;
  /** Changes what is said of a product: name, brand, pack size, legal text. */
  describe(sku: string, said: Readonly<Record<string, unknown>>): Priced;
  setSoldOut(sku: string, soldOut: boolean): Priced;
  /** A new offer, or new terms of one. */
  offer(id: string, terms: OfferTerms): Priced;
  /** Takes an offer back. */
  revoke(id: string): Priced;
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

  function publish(stream: 'price' | 'product' | 'offer', key: string, body: Body): Priced {
    const { epoch, lastSeq, items } = mesh.change(stream, [[key, body]]);
    return { ok: true, receipt: { key, version: items[0]!.version, epoch, seq: lastSeq } };
  }

  /** The lowest amount that these products cost on the shelf now; null: one of them has no price. */
  function lowest(skus: readonly string[]): number | null {
    const amounts = skus.map(sku => amountAt(timeline(sku), mesh.now()));
    return amounts.includes(null) ? null : Math.min(...(amounts as number[]));
  }

  /** The unit price of several products can be quoted only where it is the same for all. */
  function priceOf(skus: readonly string[], amountMinor: bigint, lowest30dMinor: number): AudiencePrice {
    const [first, ...rest] = skus.map(sku =>
      audiencePrice(products.get(sku)!, amountMinor, lowest30dMinor, currency),
    ) as [AudiencePrice, ...AudiencePrice[]];
    const { unitPriceMinor: _unitPrice, unit: _unit, ...plain } = first;
    const alike = rest.every(one => one.unit === first.unit && one.unitPriceMinor === first.unitPriceMinor);
    return alike ? first : plain;
  }

  /** Over what is said of the product now; of one that was taken out, over the catalogue's words. */
  function describe(sku: string, said: Readonly<Record<string, unknown>>): Priced {
    const product = products.get(sku);
    if (product === undefined) return unknown;
    const { sku: _sku, version: _version, deleted, ...now } = mesh.authority.streams.product.item(sku)!;
    return publish('product', sku, { ...(deleted ? productBody(product, false) : now), ...said });
  }

  return {
    setPrice(sku, amountMinor, fromMs) {
      if (!products.has(sku)) return unknown;
      if (fromMs !== undefined && fromMs <= mesh.now()) return { ok: false, code: 'schedule-past' };
      const next = repriced(sku, amountMinor, fromMs ?? mesh.now());
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
    describe,
    setSoldOut: (sku, soldOut) => describe(sku, { availability: soldOut ? 'sold-out' : 'available' }),
    offer(id, terms) {
      if (terms.skus.some(sku => !products.has(sku))) return unknown;
      const reversed = terms.to !== undefined && Date.parse(terms.to) <= Date.parse(terms.from);
      if (reversed) return { ok: false, code: 'offer-reversed' };
      const { amountMinor, ...said } = terms;
      if (amountMinor === undefined) return publish('offer', id, said);
      if ((terms.audience ?? 'public') === 'public') return { ok: false, code: 'offer-price-public' };
      const shelf = lowest(terms.skus);
      if (shelf === null || amountMinor >= shelf) return { ok: false, code: 'offer-price-high' };
      return publish('offer', id, { ...said, price: priceOf(terms.skus, amountMinor, shelf) });
    },
    revoke(id) {
      const item = mesh.authority.streams.offer.item(id);
      return item === null || item.deleted ? { ok: false, code: 'offer-unknown' } : publish('offer', id, null);
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
