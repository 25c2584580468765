import { babyPets } from './baby-pets.ts';
import { bakery } from './bakery.ts';
import { beerWine } from './beer-wine.ts';
import { breakfast } from './breakfast.ts';
import { care } from './care.ts';
import { cheese } from './cheese.ts';
import { coffeeTea } from './coffee-tea.ts';
import { dairy } from './dairy.ts';
import { drinks } from './drinks.ts';
import { frozen } from './frozen.ts';
import { fruit } from './fruit.ts';
import { gtin13 } from './gtin.ts';
import { household } from './household.ts';
import type { Category, Extras, Line } from './line.ts';
import { meat } from './meat.ts';
import { type OfferLine, offerLines } from './offers.ts';
import { parsePackSize, type Quantity } from './pack-size.ts';
import { pantry } from './pantry.ts';
import { snacks } from './snacks.ts';
import { sweets } from './sweets.ts';
import { tins } from './tins.ts';
import { isUnitPriceRequired, type Unit, unitOf } from './unit-price.ts';

/** The shop's categories, in the order in which their aisles are walked. */
export const categories: readonly Category[] = [
  fruit,
  bakery,
  dairy,
  cheese,
  meat,
  coffeeTea,
  breakfast,
  pantry,
  tins,
  sweets,
  snacks,
  drinks,
  beerWine,
  frozen,
  household,
  care,
  babyPets,
];

/** A product of the emulated shop. */
export interface CatalogueProduct {
  /** Five digits: two of the category, three within it. */
  readonly sku: string;
  readonly gtin: string;
  readonly category: string;
  readonly aisle: string;
  readonly name: { readonly de: string; readonly en: string };
  readonly brand: string | null;
  readonly packSize: string;
  readonly quantity: Quantity;
  readonly unit: Unit;
  readonly unitPriceRequired: boolean;
  readonly amountMinor: bigint;
  readonly extras: Extras;
}

/** A multi-buy with its SKUs resolved. */
export interface CatalogueOffer extends Omit<OfferLine, 'products'> {
  readonly skus: readonly string[];
}

export interface Catalogue {
  readonly products: readonly CatalogueProduct[];
  readonly offers: readonly CatalogueOffer[];
}

function product(category: Category, categoryIndex: number, line: Line, index: number): CatalogueProduct {
  const [de, en, brand, packSize, amountMinor, extras = {}] = line;
  const sku = String((categoryIndex + 10) * 1000 + index + 1);
  const quantity = parsePackSize(packSize);
  return {
    sku,
    gtin: gtin13(brand, sku),
    category: category.id,
    aisle: category.aisle,
    name: { de, en },
    brand,
    packSize,
    quantity,
    unit: unitOf(quantity, extras.counter === true),
    unitPriceRequired: isUnitPriceRequired(quantity),
    amountMinor: BigInt(amountMinor),
    extras,
  };
}

/** The whole catalogue; always the same. Throws when an offer names a product that does not exist. */
export function createCatalogue(): Catalogue {
  const products = categories.flatMap((category, at) =>
    category.lines.map((line, i) => product(category, at, line, i)),
  );
  const skuOf = new Map(products.map(each => [each.name.de, each.sku]));
  const offers = offerLines.map(({ products: names, ...offer }) => ({
    ...offer,
    skus: names.map(name => {
      const sku = skuOf.get(name);
      if (sku === undefined) throw new Error(`offer ${offer.offer} names no product: ${name}`);
      return sku;
    }),
  }));
  return { products, offers };
}
