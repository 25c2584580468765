import { type Catalogue, type CatalogueOffer, type CatalogueProduct, categories } from '../catalogue/catalogue.ts';
import type { Body } from './stream.ts';
import { openingTimeline, rfc3339 } from './timeline.ts';

const dayMs = 24 * 3600 * 1000;

/** A place on a shelf that has a label. */
export interface ShelfLabel {
  /** Twelve lower-case hex digits. */
  readonly id: string;
  readonly position: { readonly aisle: string; readonly bay: number; readonly shelf: number; readonly facing: number };
}

/** Keys and bodies, ready to be numbered. */
export type Bodies = (readonly [key: string, body: Body])[];

const deposits = { 8: '0,08', 15: '0,15', 25: '0,25' } as const;

/** What the product stream says of a product. */
export function productBody(product: CatalogueProduct, soldOut: boolean): NonNullable<Body> {
  const { deposit } = product.extras;
  return {
    gtin: product.gtin,
    name: product.name,
    ...(product.brand === null ? {} : { brand: product.brand }),
    packSize: product.packSize,
    unitPriceRequired: product.unitPriceRequired,
    ...(deposit === undefined
      ? {}
      : {
          legalText: {
            de: `zzgl. ${deposits[deposit]} € Pfand`,
            en: `plus €${deposits[deposit].replace(',', '.')} deposit`,
          },
        }),
    availability: soldOut ? 'sold-out' : 'available',
  };
}

function offerBody(offer: CatalogueOffer, openingMs: number): NonNullable<Body> {
  const fromMs = openingMs + offer.fromDay * dayMs;
  return {
    skus: offer.skus,
    from: rfc3339(fromMs),
    to: rfc3339(fromMs + offer.days * dayMs),
    priority: 10,
    audience: 'public',
    badge: offer.badge,
    text: offer.text,
  };
}

/** The facts of the opening day. `openingMs` is its first instant. */
export function openingFacts(catalogue: Catalogue, openingMs: number, currency: string) {
  return {
    product: catalogue.products.map(each => [each.sku, productBody(each, each.extras.soldOut === true)]) as Bodies,
    offer: catalogue.offers.map(each => [each.offer, offerBody(each, openingMs)]) as Bodies,
    price: catalogue.products.map(each => [
      each.sku,
      { timeline: openingTimeline(each, openingMs, currency) },
    ]) as Bodies,
  };
}

/**
 * The planogram: each bay takes one category after the other, its labels the category's products in order. A bay that
 * is longer than its category goes on with the next, so that everything stands together as in a shop.
 */
export function planogram(labels: readonly ShelfLabel[], catalogue: Catalogue): Bodies {
  const place = ({ position: p }: ShelfLabel) =>
    `${p.aisle.padStart(4, '0')}/${pad(p.bay)}/${pad(p.shelf)}/${pad(p.facing)}`;
  const ordered = [...labels].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  const starts = categories.map(({ id }) => catalogue.products.findIndex(each => each.category === id));
  const bodies: Bodies = [];
  let bay = '';
  let bays = 0;
  let at = 0;
  for (const label of ordered) {
    const here = `${label.position.aisle}/${label.position.bay}`;
    if (here !== bay) {
      bay = here;
      at = starts[bays++ % starts.length]!;
    }
    const product = catalogue.products[at++ % catalogue.products.length]!;
    const { aisle, bay: number, shelf, facing } = label.position;
    bodies.push([
      label.id,
      { skus: [product.sku], template: 'shelf', position: { aisle, bay: number, shelf, facing }, page: 'price' },
    ]);
  }
  return bodies;
}

const pad = (number: number) => String(number).padStart(4, '0');
