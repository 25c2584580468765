import type { LabelContent } from '../shelf/content.ts';
import { figuresOf, sameFigures } from '../shelf/figure-content.ts';

/** What a change is for the shopper, most urgent first. */
export type Change =
  /** The price rises, or nothing proven is shown: until then the shelf says less than the till charges. */
  | 'increase'
  | 'first'
  | 'decrease'
  | 'offer'
  /** A price in bitcoin that no longer holds goes, and none takes its place. */
  | 'withdrawal'
  /** A price in bitcoin at another rate; the legal price stays. */
  | 'figure'
  | 'cosmetic';

/**
 * Classifies the step from what is shown (null: nothing that can be trusted) to what is desired. A label that shows other
 * products, a notice, or the staff page instead of prices, shows nothing that counts.
 */
export function changeOf(shown: LabelContent | null, desired: LabelContent): Change {
  if (shown === null || (shown.page === 'staff' && desired.page === 'price')) return 'first';
  if (shown.notice !== desired.notice) return 'first';
  let lower = false;
  let other = shown.items.length !== desired.items.length;
  for (const [index, item] of desired.items.entries()) {
    const before = shown.items[index];
    if (before?.sku !== item.sku || before.price.currency !== item.price.currency) other = true;
    else if (item.price.amountMinor > before.price.amountMinor) return 'increase';
    else if (item.price.amountMinor < before.price.amountMinor) lower = true;
  }
  if (other) return 'first';
  if (lower) return 'decrease';
  if (promises(shown) !== promises(desired)) return 'offer';
  return sameFigures(shown, desired) ? 'cosmetic' : figuresOf(desired).length === 0 ? 'withdrawal' : 'figure';
}

/** What a label says about its prices beside the prices themselves. */
function promises(content: LabelContent): string {
  const said = content.items.map(({ badge, offer, soldOut, unitPrice, lowest30d }) => [
    badge,
    offer?.id,
    offer?.version,
    soldOut,
    unitPrice?.price.amountMinor.toString(),
    unitPrice?.unit,
    lowest30d?.amountMinor.toString(),
  ]);
  return JSON.stringify(said);
}

/** Whether a change alters what the customer is asked to pay. */
export function isPriceChange(change: Change): boolean {
  return change === 'increase' || change === 'first' || change === 'decrease';
}

/** When a label that has waited longer than this is late, increases overtake everything. */
export const lateAfterMs = 60_000;

/**
 * Order of work; smaller goes first. On time: prices, then offers and what has to go, then the rest, oldest first. Late: increases before
 * all others, because a shelf that says less than the till charges is the error that the customer pays for.
 */
export function rank(change: Change, waitedMs: number): number {
  const group = isPriceChange(change) ? 1 : change === 'offer' || change === 'withdrawal' ? 2 : 3;
  return change === 'increase' && waitedMs > lateAfterMs ? 0 : group;
}
