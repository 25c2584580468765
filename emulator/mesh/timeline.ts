import type { CatalogueProduct } from '../catalogue/catalogue.ts';
import { unitPriceMinor } from '../catalogue/unit-price.ts';

const dayMs = 24 * 3600 * 1000;
/** Points that a timeline may carry at most. */
const maxPoints = 64;

/** One stretch of a price timeline as the contract's JSON carries it; without an end it lasts until another takes over. */
export interface Point {
  readonly from: string;
  readonly to?: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly unitPriceMinor: number;
  readonly unit: string;
  readonly kind: 'regular' | 'reduction';
  readonly lowest30dMinor?: number;
}

/** RFC 3339 in UTC, whole seconds. */
export function rfc3339(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/** A regular price of a product from an instant on, its unit price worked out. */
export function regularPoint(product: CatalogueProduct, amountMinor: bigint, fromMs: number, currency: string): Point {
  return {
    from: rfc3339(fromMs),
    amountMinor: Number(amountMinor),
    currency,
    unitPriceMinor: Number(unitPriceMinor(amountMinor, product.quantity, product.unit)),
    unit: product.unit,
    kind: 'regular',
  };
}

/** A product's timeline on the opening day: its regular price for a month, and its reduction where it has one. */
export function openingTimeline(product: CatalogueProduct, openingMs: number, currency: string): Point[] {
  const regular = regularPoint(product, product.amountMinor, openingMs - 30 * dayMs, currency);
  const { reduced } = product.extras;
  if (reduced === undefined) return [regular];
  const fromMs = openingMs + reduced.fromDay * dayMs;
  return [
    regular,
    {
      ...regularPoint(product, BigInt(reduced.to), fromMs, currency),
      to: rfc3339(fromMs + reduced.days * dayMs),
      kind: 'reduction',
      lowest30dMinor: reduced.lowest30d,
    },
  ];
}

const holdsAt = (point: Point, atMs: number) =>
  Date.parse(point.from) <= atMs && (point.to === undefined || Date.parse(point.to) > atMs);

/** The amount that holds at an instant: of the points that hold, the one that began last. Null: none does. */
export function amountAt(timeline: readonly Point[], atMs: number): number | null {
  let found: Point | null = null;
  for (const point of timeline) {
    if (holdsAt(point, atMs) && (found === null || point.from >= found.from)) found = point;
  }
  return found?.amountMinor ?? null;
}

/**
 * Adds a point. What has ended goes; what holds stays underneath, so that a gateway whose clock is behind still has a
 * price; what was planned stays planned. Null when the timeline is full.
 */
export function withPoint(timeline: readonly Point[], point: Point, nowMs: number): Point[] | null {
  const kept = timeline.filter(each => each.to === undefined || Date.parse(each.to) > nowMs);
  const begun = kept.filter(each => Date.parse(each.from) <= nowMs);
  const regular = begun.filter(each => each.to === undefined);
  const planned = kept.filter(each => Date.parse(each.from) > nowMs && each.from !== point.from);
  const running = begun.filter(each => each.to !== undefined);
  const next = [...regular.slice(-1), ...running, point, ...planned];
  if (next.length > maxPoints) return null;
  return next.sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
}
