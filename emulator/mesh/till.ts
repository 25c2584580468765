import { amountAt, type Point } from './timeline.ts';

/** A change of a price that the tills have not charged by yet. */
interface Waiting {
  readonly seq: number;
  readonly sku: string;
  /** Null: the product left the assortment. */
  readonly timeline: readonly Point[] | null;
}

/**
 * The shop's tills. They charge a lower price at once and a higher one only when every gateway has proven it on its
 * shelf, strictly in the order of the stream, so that one watermark says it all.
 */
export interface Till {
  /** Takes note of a price fact. */
  hear(seq: number, sku: string, timeline: readonly Point[] | null): void;
  /** A gateway has everything up to `seq` on its labels. */
  applied(gateway: string, seq: number): void;
  /** Moves on as far as the rule allows. */
  advance(nowMs: number): void;
  /** Everything up to here is charged. */
  mark(): number;
  waiting(): number;
  /** What is charged for a SKU now, in minor units; null: not sold. */
  charges(sku: string, nowMs: number): number | null;
  /** A new epoch: the same prices under new numbers, of which `seq` is the last. */
  renew(seq: number): void;
}

/** Changes that may wait before those that a later one of the same SKU overtakes are dropped: at most one per SKU is left. */
const maxWaiting = 10_000;
/** Gateways whose proof counts; with more of them no higher price is charged. */
const maxGateways = 1_000;

/** Charges by `opening` from the start; `seq` is the last number of those facts. */
export function createTill(opening: Iterable<readonly [sku: string, timeline: readonly Point[]]>, seq: number): Till {
  const charged = new Map<string, readonly Point[]>(opening);
  const gateways = new Map<string, number>();
  let waiting: Waiting[] = [];
  let mark = seq;

  const proven = (wanted: number) =>
    gateways.size > 0 && gateways.size <= maxGateways && [...gateways.values()].every(applied => applied >= wanted);

  function mayCharge(change: Waiting, nowMs: number): boolean {
    const before = amountAt(charged.get(change.sku) ?? [], nowMs);
    const after = change.timeline === null ? null : amountAt(change.timeline, nowMs);
    return before === null || after === null || after <= before || proven(change.seq);
  }

  return {
    hear(number, sku, timeline) {
      waiting.push({ seq: number, sku, timeline });
      if (waiting.length <= maxWaiting) return;
      const newest = new Map(waiting.map(change => [change.sku, change]));
      waiting = waiting.filter(change => newest.get(change.sku) === change);
    },
    applied(gateway, number) {
      if (gateways.has(gateway) || gateways.size <= maxGateways) gateways.set(gateway, number);
    },
    advance(nowMs) {
      let done = 0;
      for (const change of waiting) {
        if (!mayCharge(change, nowMs)) break;
        if (change.timeline === null) charged.delete(change.sku);
        else charged.set(change.sku, change.timeline);
        mark = change.seq;
        done++;
      }
      if (done > 0) waiting = waiting.slice(done);
    },
    mark: () => mark,
    waiting: () => waiting.length,
    charges: (sku, nowMs) => amountAt(charged.get(sku) ?? [], nowMs),
    renew(number) {
      gateways.clear();
      waiting = waiting.map(change => ({ ...change, seq: number }));
      mark = waiting.length === 0 ? number : 0;
    },
  };
}
