import fc from 'fast-check';
import { keyedHash } from '../../src/agent/store-rules.ts';
import type { LabelFacts, StoreRules, Versioned } from '../../src/shelf/decide.ts';
import type { Binding, PricePoint, Product } from '../../src/shelf/fact.ts';
import type { VersionedOffer } from '../../src/shelf/offer.ts';

/** 2026-11-24T05:00:00Z, when the day of these tests opens. */
export const openingMs = Date.UTC(2026, 10, 24, 5);
export const hourMs = 3_600_000;

export const germanStore: StoreRules = {
  locale: 'de-DE',
  secondLocale: null,
  currency: 'EUR',
  localTime: () => 60,
  hmac: keyedHash,
  bitcoin: null,
};

export function point(over: Partial<PricePoint> = {}): PricePoint {
  return {
    fromMs: openingMs,
    toMs: null,
    amountMinor: 1999n,
    currency: 'EUR',
    unitPriceMinor: 3998n,
    unit: 'kg',
    kind: 'regular',
    lowest30dMinor: null,
    percentOff: null,
    ...over,
  };
}

/** 19.99 → 14.99, lowest before 18.99: 21 % off. */
export function reduction(over: Partial<PricePoint> = {}): PricePoint {
  return point({ kind: 'reduction', amountMinor: 1499n, unitPriceMinor: 2998n, lowest30dMinor: 1899n, ...over });
}

export function product(over: Partial<Product> = {}): Product {
  return {
    sku: '40123',
    gtin: '4006381333931',
    name: { de: 'Röstkaffee', en: 'Roast coffee' },
    brand: 'Röstwerk',
    packSize: '500 g',
    unitPriceRequired: true,
    legalText: null,
    availability: 'available',
    stock: null,
    ...over,
  };
}

export function offer(over: Partial<VersionedOffer> = {}): VersionedOffer {
  return {
    offer: 'coffee-week',
    skus: ['40123'],
    fromMs: openingMs,
    toMs: null,
    priority: 0,
    audience: 'public',
    badge: null,
    percentOff: null,
    text: null,
    zones: [],
    dayparts: [],
    stockAtLeast: null,
    price: null,
    template: null,
    url: null,
    coupon: null,
    media: [],
    caps: { perHour: null, perScreenPerHour: null, perSession: 1, zoneCooldownMs: 0 },
    experiment: null,
    version: 3,
    ...over,
  };
}

export function binding(over: Partial<Binding> = {}): Binding {
  return { label: 'aabbccddeeff', skus: ['40123'], template: 'shelf', position: null, page: 'price', ...over };
}

export function versioned<T>(value: T, over: Partial<Versioned<T>> = {}): Versioned<T> {
  return { value, epoch: 7, version: 412, seq: 88_100, receivedAtMs: openingMs - hourMs, ...over };
}

/** What is known of a label with one product. */
export function factsWith(
  timeline: readonly PricePoint[],
  over: {
    product?: Partial<Product>;
    offers?: readonly VersionedOffer[];
    binding?: Partial<Binding>;
    zone?: string | null;
  } = {},
): LabelFacts {
  return {
    binding: versioned(binding(over.binding)),
    zone: over.zone ?? null,
    items: [
      {
        sku: '40123',
        product: versioned(product(over.product)),
        price: versioned({ sku: '40123', timeline }),
        offers: over.offers ?? [],
      },
    ],
  };
}

/** Instants on a coarse grid, so that boundaries meet often. */
export const gridMs = fc.integer({ min: 0, max: 12 }).map(step => openingMs + step * hourMs);
/** Instants on, just before and just after that grid. */
export const aroundGridMs = fc
  .tuple(fc.integer({ min: -1, max: 14 }), fc.constantFrom(-1, 0, 1, 1_800_000))
  .map(([step, off]) => openingMs + step * hourMs + off);

const span = fc
  .tuple(gridMs, fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }))
  .map(([fromMs, hours]) => ({ fromMs, toMs: hours === null ? null : fromMs + hours * hourMs }));

/** Points that are often right and sometimes wrong, each in one of the ways that matter. */
export const pointArbitrary: fc.Arbitrary<PricePoint> = fc
  .record({
    span,
    amountMinor: fc.oneof({ weight: 9, arbitrary: fc.bigInt(1n, 3000n) }, fc.bigInt(-3n, 0n)),
    currency: fc.oneof({ weight: 15, arbitrary: fc.constant('EUR') }, fc.constant('CHF')),
    unitPriceMinor: fc.option(fc.bigInt(-1n, 5000n), { nil: null, freq: 8 }),
    kind: fc.constantFrom('regular' as const, 'reduction' as const),
    lowest30dMinor: fc.option(fc.bigInt(0n, 4000n), { nil: null, freq: 4 }),
    claim: fc.oneof({ weight: 4, arbitrary: fc.constant('none') }, fc.constantFrom('true', 'false')),
  })
  .map(({ span: { fromMs, toMs }, claim, ...rest }) => {
    const { lowest30dMinor: before, amountMinor: now } = rest;
    const truth = before !== null && before > 0n && now < before ? Number(((before - now) * 100n) / before) : 0;
    const percentOff = claim === 'none' ? null : claim === 'true' ? truth : truth + 1;
    return { fromMs, toMs, unit: rest.unitPriceMinor === null ? null : ('kg' as const), percentOff, ...rest };
  });

/** A timeline as the contract's parser leaves it: ordered by its beginnings. */
export const timelineArbitrary = fc
  .array(pointArbitrary, { minLength: 1, maxLength: 8 })
  .map(points => points.sort((a, b) => a.fromMs - b.fromMs));

export const offerArbitrary: fc.Arbitrary<VersionedOffer> = fc
  .record({
    span,
    offer: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    priority: fc.integer({ min: 0, max: 2 }),
    audience: fc.constantFrom('public' as const, 'public' as const, 'member' as const, 'session' as const),
    badge: fc.constantFrom(null, { de: '3 für 2', en: '3 for 2' }, { de: '−21 %' }, { de: 'Aktion' }),
    percentOff: fc.constantFrom(null, null, null, 21, 50),
    version: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ span: { fromMs, toMs }, ...rest }) => offer({ fromMs, toMs, ...rest }));
