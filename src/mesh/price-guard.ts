import type { Clock } from '../clock.ts';
import type { AdmittedItem } from './admit.ts';
import type { PriceItem } from './contract/price.ts';
import type { PlausibilityLimits } from './mesh.ts';
import { createChangeWindow, type Hold, holdFor } from './plausibility.ts';
import type { FactRow, MeshStore } from './ports.ts';

export interface PriceGuardOptions {
  readonly limits: PlausibilityLimits;
  readonly clock: Pick<Clock, 'now'>;
}

type Timeline = Extract<PriceItem, { timeline: unknown }>['timeline'];

/** The plausibility guard over the store: what the price was, what the product wants, how much has changed already. */
export function createPriceGuard(
  database: Pick<MeshStore, 'fact' | 'factCount'>,
  { limits, clock }: PriceGuardOptions,
) {
  const window = createChangeWindow(limits);
  /** SKUs that have a price; null: to be counted. */
  let priced: number | null = null;

  const timelineOf = (row: FactRow | null): Timeline | null =>
    row === null || row.deleted ? null : (JSON.parse(row.body) as { timeline: Timeline }).timeline;
  const countPriced = () => {
    priced ??= database.factCount('price');
    return priced;
  };

  function unitPriceRequired(sku: string): boolean {
    const product = database.fact('product', sku);
    return product !== null && !product.deleted && JSON.parse(product.body).unitPriceRequired === true;
  }

  return {
    /**
     * Null: nothing speaks against the price. A snapshot is exempt from the store's share: a gateway that was away has
     * everything to catch up with at once.
     */
    judge(item: AdmittedItem, stored: FactRow | null, fromSnapshot: boolean): Hold | null {
      const nowMs = clock.now();
      const { timeline } = item.value as { timeline: Timeline };
      const context = {
        nowMs,
        before: timelineOf(stored),
        unitPriceRequired: () => unitPriceRequired(item.key),
        // Asked last of all, so a change that is not one too many is about to happen.
        tooManyChanges() {
          if (!fromSnapshot && window.full(item.key, countPriced, nowMs)) return true;
          window.add(item.key, nowMs);
          return false;
        },
      };
      return holdFor(timeline, context, limits);
    },
    /** The price was accepted. @param before what it replaces */
    accepted(item: AdmittedItem, before: FactRow | null): void {
      const hadPrice = before !== null && !before.deleted;
      if (hadPrice === item.deleted) priced = null;
    },
    /** The count may be wrong. */
    reload(): void {
      priced = null;
    },
  };
}
