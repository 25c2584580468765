import type { Reason } from '../shelf/reasons.ts';
import type { PriceItem } from './contract/price.ts';
import type { PlausibilityLimits } from './mesh.ts';

/** Why a price is held for approval. */
export interface Hold {
  readonly reason: Extract<Reason, `mesh.held-${string}`>;
  readonly detail: string;
}

type Point = Extract<PriceItem, { timeline: unknown }>['timeline'][number];

/** What the guard compares with. */
export interface PriceContext {
  readonly nowMs: number;
  /** The timeline in force; null: this SKU never had a price. */
  readonly before: readonly Point[] | null;
  /** Asked only when a point has no unit price. */
  readonly unitPriceRequired: () => boolean;
  /** Asked only when the price changes; true: this change is one too many. */
  readonly tooManyChanges: () => boolean;
}

/** Judges a price that is about to take effect; null: nothing speaks against it. Exact: amounts are compared as bigint. */
export function holdFor(timeline: readonly Point[], context: PriceContext, limits: PlausibilityLimits): Hold | null {
  const coming = timeline.filter(point => point.to === undefined || Date.parse(point.to) > context.nowMs);
  for (const point of timeline) {
    for (const name of ['amountMinor', 'unitPriceMinor', 'lowest30dMinor'] as const) {
      const amount = point[name];
      if (amount !== undefined && amount <= 0) {
        return { reason: 'mesh.held-not-positive', detail: `${name} is ${amount}, from ${point.from}` };
      }
    }
  }
  if (coming.some(point => point.unitPriceMinor === undefined) && context.unitPriceRequired()) {
    return { reason: 'mesh.held-unit-price-missing', detail: 'the product requires a unit price' };
  }
  const before = context.before === null ? null : pointInForce(context.before, context.nowMs);
  if (before === null) return null;
  const comparable = coming.filter(point => point.currency === before.currency);
  const allowedBp = BigInt(Math.round(limits.maxChangePercent * 100));
  for (const point of comparable) {
    const change = BigInt(Math.abs(point.amountMinor - before.amountMinor));
    // Of the lower of the two: a price divided by ten is as suspicious as one multiplied by ten.
    if (change * 10_000n > allowedBp * BigInt(Math.min(point.amountMinor, before.amountMinor))) {
      const detail = `${before.amountMinor} to ${point.amountMinor} ${point.currency}, from ${point.from}, is beyond ${limits.maxChangePercent} %`;
      return { reason: 'mesh.held-change-too-large', detail };
    }
  }
  if (comparable.some(point => point.amountMinor !== before.amountMinor) && context.tooManyChanges()) {
    const detail = `more than ${limits.maxShareOfStorePercent} % of all prices within ${limits.windowMs / 60_000} min`;
    return { reason: 'mesh.held-too-many-changes', detail };
  }
  return null;
}

/** The point that holds at `nowMs`, else the next to come, else the last. */
function pointInForce(timeline: readonly Point[], nowMs: number): Point | null {
  if (timeline.length <= 1) return timeline[0] ?? null;
  const sorted = [...timeline].sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
  const holding = sorted.findLast(
    ({ from, to }) => Date.parse(from) <= nowMs && (to === undefined || Date.parse(to) > nowMs),
  );
  return holding ?? sorted.find(({ from }) => Date.parse(from) > nowMs) ?? sorted.at(-1)!;
}

/** Which SKUs changed their price within the window. Holds at most one entry per SKU of the store. */
export function createChangeWindow(limits: PlausibilityLimits) {
  const changedAt = new Map<string, number>();
  let prunedAtMs = Number.NEGATIVE_INFINITY;

  /** The oldest stand first. Not at every change: a map that is emptied from the front gets slow to begin reading. */
  function prune(nowMs: number): void {
    prunedAtMs = nowMs;
    for (const [oldest, atMs] of changedAt) {
      if (nowMs - atMs <= limits.windowMs) break;
      changedAt.delete(oldest);
    }
  }

  return {
    /** Whether one more SKU would be too many. @param priced counts the SKUs that have a price; asked only beyond `minChanges` */
    full(sku: string, priced: () => number, nowMs: number): boolean {
      if (nowMs - prunedAtMs > limits.windowMs / 60) prune(nowMs);
      if (changedAt.has(sku)) return false;
      const changes = changedAt.size + 1;
      return changes > limits.minChanges && changes > Math.floor((priced() * limits.maxShareOfStorePercent) / 100);
    },
    add(sku: string, nowMs: number): void {
      changedAt.delete(sku);
      changedAt.set(sku, nowMs);
    },
  };
}
export type ChangeWindow = ReturnType<typeof createChangeWindow>;
