import type { ContentItem } from '../shelf/content.ts';
import { decide, type LabelFacts, type StoreRules, type Verdict } from '../shelf/decide.ts';
import type { Reason } from '../shelf/reasons.ts';
import { plainStep, priceStep } from './price-step.ts';
import type { PriceStep } from './wire/card.ts';

const turningMs = 1_000;

/** What is known of one product. */
export type ProductFacts = LabelFacts['items'][number];

/** What a label of the product stands for. */
export interface ShelfPrice {
  /** What it is to show, minor units; null: it is refused, and stays as it is. */
  readonly desiredMinor: bigint | null;
  /** What it is known to show; null: that is not known. */
  readonly shownMinor: bigint | null;
}

/** Where the price of a fact stands in its stream, and since when it is wanted. */
export interface Wanted {
  readonly epoch: number;
  readonly seq: number;
  readonly sinceMs: number;
}

export interface PlanInput {
  readonly facts: ProductFacts;
  /** Of the screen: decides which offers hold. */
  readonly zone: string | null;
  readonly rules: StoreRules;
  readonly locales: readonly string[];
  readonly atMs: number;
  /** The plan until now; null: there was none. */
  readonly before: PricePlan | null;
  /** All labels of the product. */
  readonly shelf: readonly ShelfPrice[];
  /** The clock is not trusted: no price changes by itself. */
  readonly held: boolean;
  /** Why a lower price has to wait for the tills; null: it need not. */
  readonly tillHolds: (wanted: Wanted) => Reason | null;
}

/** What screens may say of a product's price: never more than the plan of the shelf allows. */
export interface PricePlan {
  /** Now, and next where that is certain already; empty: nothing. */
  readonly steps: readonly PriceStep[];
  /** Why nothing. */
  readonly absent: Reason | null;
  /** Why the price of before still stands. */
  readonly waits: Reason | null;
  readonly item: ContentItem | null;
  readonly epoch: number;
  readonly version: number;
  /** What each of `steps` comes to, to tell what is lower; minor units. */
  readonly saidMinor: readonly bigint[];
  /** Since when the price that waits is wanted. */
  readonly wanted: Wanted | null;
  /** When time alone may change this; null: never. */
  readonly untilMs: number | null;
}

/**
 * Plans a product's price on screens by the rules of its labels: decided by the same function, never lower before the
 * tills have it, and never another one than its labels are to show. What comes next is given away in advance only where
 * nothing can stand against it any more, so that a page that lost its gateway changes at the very instant, or not at all.
 */
export function planPrice(input: PlanInput): PricePlan {
  const { facts, atMs, before, shelf, held } = input;
  const verdict = verdictAt(input, atMs);
  const none = (absent: Reason, untilMs = verdict.untilMs): PricePlan => ({
    steps: [],
    absent,
    waits: null,
    item: null,
    epoch: verdict.epoch,
    version: verdict.version,
    saidMinor: [],
    wanted: null,
    untilMs,
  });
  if (!verdict.ok) return none(verdict.reason);
  const [item] = verdict.content.items;
  if (!item) return none('price.missing');
  const amount = item.price.amountMinor;
  // With a price that begins or ends and a clock that nobody vouches for, only a label knows which one stands.
  if (held && shelf.length === 0 && isTimed(facts)) return none('time.not-synchronised');
  if (shelf.some(({ desiredMinor }) => desiredMinor !== amount)) {
    if (!held && before && isTurning(before, atMs)) return before;
    return none(held ? 'time.not-synchronised' : 'screen.shelf-differs');
  }

  const untilMs = held ? null : verdict.untilMs;
  const stepsFrom = (now: Said): Pick<PricePlan, 'steps' | 'saidMinor'> => {
    const next = untilMs === null ? null : nextStep(input, untilMs, now.amountMinor);
    const all = next ? [now, next] : [now];
    return { steps: all.map(one => one.step), saidMinor: all.map(({ amountMinor }) => amountMinor) };
  };
  const said = lastSaid(before, atMs);
  const saidMinor = said?.amountMinor ?? provenOn(shelf);
  if (saidMinor === null || amount < saidMinor) {
    const { epoch, seq } = verdict;
    const same = before?.wanted?.epoch === epoch && before.wanted.seq === seq;
    const wanted = same && before?.wanted ? before.wanted : { epoch, seq, sinceMs: atMs };
    const waits = input.tillHolds(wanted);
    if (waits && before && said) {
      const { item, epoch: saidEpoch, version } = before;
      const stands: Said = { ...said, step: { ...plainStep(said.step), untilMs } };
      return {
        ...stepsFrom(stands),
        absent: null,
        waits,
        item,
        epoch: saidEpoch,
        version,
        wanted,
        untilMs: verdict.untilMs,
      };
    }
    if (waits) return { ...none(waits), wanted };
  }
  const made = priceStep(item, { fromMs: atMs, untilMs }, input.locales);
  // Offers begin and end by the clock alone.
  const step = held && facts.offers.length > 0 ? { ...plainStep(made), untilMs } : made;
  const first = said && sameStep(said.step, step) ? { ...step, fromMs: said.step.fromMs } : step;
  return {
    ...stepsFrom({ step: first, amountMinor: amount }),
    absent: null,
    waits: null,
    item,
    epoch: verdict.epoch,
    version: verdict.version,
    wanted: null,
    untilMs: verdict.untilMs,
  };
}

/** What comes after, where it is certain: it does not fall below now, or the tills have it already. */
function nextStep(input: PlanInput, fromMs: number, amount: bigint): Said | null {
  const verdict = verdictAt(input, fromMs);
  const item = verdict.ok ? verdict.content.items[0] : undefined;
  if (!verdict.ok || !item) return null;
  const { epoch, seq } = verdict;
  const lower = item.price.amountMinor < amount;
  if (lower && input.tillHolds({ epoch, seq, sinceMs: input.atMs }) !== null) return null;
  const step = priceStep(item, { fromMs, untilMs: verdict.untilMs }, input.locales);
  return { step, amountMinor: item.price.amountMinor };
}

interface Said {
  readonly step: PriceStep;
  readonly amountMinor: bigint;
}

/** What pages show by the plan until now, or showed last: the second step once it has begun. Null: nothing. */
function lastSaid(before: PricePlan | null, atMs: number): Said | null {
  if (!before) return null;
  const { steps, saidMinor } = before;
  const index = steps[1] && steps[1].fromMs <= atMs ? 1 : 0;
  const step = steps[index];
  // A clock that was set back must not put what stands into the future.
  return step ? { step: { ...step, fromMs: Math.min(step.fromMs, atMs) }, amountMinor: saidMinor[index]! } : null;
}

/** Labels that change at the same instant may be decided a moment later: until then what was given away stands. */
function isTurning({ untilMs }: PricePlan, atMs: number): boolean {
  return untilMs !== null && untilMs <= atMs && atMs < untilMs + turningMs;
}

/** Whether a price is one of several, ends, or had not begun when it came. */
function isTimed({ price }: ProductFacts): boolean {
  const [first, ...others] = price?.value.timeline ?? [];
  if (!price || !first) return false;
  return others.length > 0 || first.toMs !== null || first.fromMs > price.receivedAtMs;
}

/** As a label of its own would be decided that hangs in the screen's zone. */
function verdictAt({ facts, zone, rules }: PlanInput, atMs: number): Verdict {
  const { sku } = facts;
  const value = { label: 'screen', skus: [sku], template: 'screen', position: null, page: 'price' } as const;
  const binding = { value, epoch: 0, version: 0, seq: 0, receivedAtMs: 0 };
  return decide({ binding, zone, items: [facts] }, rules, atMs);
}

/** The price that all labels are known to show; null: they do not agree, or it is not known. */
function provenOn(shelf: readonly ShelfPrice[]): bigint | null {
  const [first] = shelf;
  if (!first || first.shownMinor === null) return null;
  return shelf.every(({ shownMinor }) => shownMinor === first.shownMinor) ? first.shownMinor : null;
}

function sameStep(before: PriceStep | undefined, step: PriceStep): boolean {
  return before !== undefined && JSON.stringify({ ...before, fromMs: 0 }) === JSON.stringify({ ...step, fromMs: 0 });
}
