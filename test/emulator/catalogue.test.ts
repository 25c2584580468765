import { expect, test } from 'vitest';
import { createCatalogue } from '../../emulator/catalogue/catalogue.ts';
import { checkDigit } from '../../emulator/catalogue/gtin.ts';
import { parsePackSize } from '../../emulator/catalogue/pack-size.ts';
import { isUnitPriceRequired, unitPriceMinor } from '../../emulator/catalogue/unit-price.ts';

const { products, offers } = createCatalogue();

test('has a supermarket’s breadth', () => {
  expect(products.length).toBeGreaterThanOrEqual(240);
  expect(new Set(products.map(p => p.category)).size).toBeGreaterThanOrEqual(14);
  expect(products.filter(p => p.extras.soldOut).length).toBeGreaterThanOrEqual(10);
  expect(products.filter(p => p.extras.reduced).length).toBeGreaterThanOrEqual(12);
});

test('check digits match published GTINs', () => {
  // GS1 check digit calculator's own examples.
  expect(checkDigit('629104150021')).toBe('3');
  expect(checkDigit('400638133393')).toBe('1');
});

test('GTINs are valid, unique and of the restricted range', () => {
  for (const { gtin } of products) {
    expect(gtin).toMatch(/^2\d{12}$/);
    expect(checkDigit(gtin.slice(0, 12))).toBe(gtin[12]);
  }
  expect(new Set(products.map(p => p.gtin)).size).toBe(products.length);
  expect(new Set(products.map(p => p.sku)).size).toBe(products.length);
});

test('every product is named in both languages, and no two share name and brand', () => {
  for (const { name } of products) {
    expect(name.de.trim()).toBe(name.de);
    expect(name.de.length).toBeGreaterThan(1);
    expect(name.en.length).toBeGreaterThan(1);
    expect(name.de.length).toBeLessThanOrEqual(34);
  }
  expect(new Set(products.map(p => `${p.name.de}/${p.brand}`)).size).toBe(products.length);
});

test.each([
  ['500 g', 1999n, 'kg', 3998n],
  ['150 g', 169n, 'kg', 1127n], // 11.2666… rounds up
  ['6 × 0,33 l', 599n, 'l', 303n], // 3.0252… rounds down
  ['12 × 0,7 l', 599n, 'l', 71n],
  ['0,75 l', 699n, 'l', 932n],
  ['100 g', 249n, '100g', 249n],
  ['40 WL', 899n, 'wash', 22n], // 22.475
  ['10 Stück', 229n, 'piece', 23n], // 22.9
  ['8 Stück', 100n, 'piece', 13n], // 12.5: half goes up
  ['3 m²', 399n, 'm2', 133n],
  ['20 m', 279n, 'm', 14n],
  ['0,1 g', 499n, 'kg', 4_990_000n],
] as const)('%s for %s is quoted per %s as %s', (size, amount, unit, expected) => {
  expect(unitPriceMinor(amount, parsePackSize(size), unit)).toBe(expected);
});

test('unit prices are required by weight and volume, not for pieces or tiny packs', () => {
  expect(isUnitPriceRequired(parsePackSize('500 g'))).toBe(true);
  expect(isUnitPriceRequired(parsePackSize('10 ml'))).toBe(true);
  expect(isUnitPriceRequired(parsePackSize('0,1 g'))).toBe(false);
  expect(isUnitPriceRequired(parsePackSize('6 Stück'))).toBe(false);
});

test('reductions are below their lowest 30-day price, and that below the regular one', () => {
  for (const { amountMinor, extras } of products) {
    if (extras.reduced === undefined) continue;
    expect(extras.reduced.to).toBeLessThan(extras.reduced.lowest30d);
    expect(BigInt(extras.reduced.lowest30d)).toBeLessThanOrEqual(amountMinor);
    expect(extras.reduced.days).toBeGreaterThan(0);
  }
});

test('offers name existing products', () => {
  const skus = new Set(products.map(p => p.sku));
  expect(offers.length).toBeGreaterThanOrEqual(5);
  for (const offer of offers) for (const sku of offer.skus) expect(skus).toContain(sku);
});
