import { type TillOrder, type TillWatermark, waitsForTill } from '../../src/delivery/till-order.ts';
import { decide } from '../../src/shelf/decide.ts';
import type { ProductFacts } from '../../src/signage/price-plan.ts';
import { binding, germanStore, versioned } from '../shelf/facts.ts';

interface Decision {
  readonly amountMinor: bigint | null;
  readonly epoch: number;
  readonly version: number;
  readonly seq: number;
  readonly untilMs: number | null;
  readonly sinceMs: number;
}

/** A label that hangs within reach of a radio that is never late: what it shows is what the plan of the shelf allows. */
export interface ShelfModel {
  readonly desiredMinor: bigint | null;
  readonly shownMinor: bigint | null;
  decide(facts: ProductFacts, atMs: number, held: boolean, till: TillWatermark | null): void;
  copy(): ShelfModel;
}

/** Decided as in src/delivery/desired.ts, sent as in src/delivery/plan.ts. */
export function createShelfModel(
  order: TillOrder,
  from: { desired: Decision | null; shownMinor: bigint | null } = { desired: null, shownMinor: null },
): ShelfModel {
  let { desired, shownMinor } = from;

  function decided(facts: ProductFacts, atMs: number, sinceMs: number): Decision {
    const verdict = decide({ binding: versioned(binding()), zone: 'dairy', items: [facts] }, germanStore, atMs);
    const { epoch, version, seq, untilMs } = verdict;
    const amountMinor = verdict.ok ? verdict.content.items[0]!.price.amountMinor : null;
    return { amountMinor, epoch, version, seq, untilMs, sinceMs };
  }

  return {
    get desiredMinor() {
      return desired?.amountMinor ?? null;
    },
    get shownMinor() {
      return shownMinor;
    },
    decide(facts, atMs, held, till) {
      const passedMs = desired?.untilMs ?? null;
      let now = decided(facts, atMs, atMs);
      if (held && desired && passedMs !== null && passedMs <= atMs) {
        const back = decided(facts, passedMs - 1, atMs);
        if (back.seq === desired.seq) now = back;
      }
      desired = desired?.amountMinor === now.amountMinor ? { ...now, sinceMs: desired.sinceMs } : now;
      const { amountMinor } = desired;
      if (amountMinor === null) return;
      const lower = shownMinor !== null && amountMinor < shownMinor;
      if (waitsForTill(lower ? 'decrease' : 'increase', desired, till, order, atMs) === null) shownMinor = amountMinor;
    },
    copy: () => createShelfModel(order, { desired, shownMinor }),
  };
}
