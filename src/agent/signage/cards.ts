import type { Config } from '../../config/schema.ts';
import { type FactReader, productFactsOf } from '../../delivery/label-facts.ts';
import { type TillWatermark, waitsForTill } from '../../delivery/till-order.ts';
import type { FigureRate, StoreRules } from '../../shelf/decide.ts';
import { satsOf } from '../../shelf/sats.ts';
import { formatSats } from '../../shelf/sats-format.ts';
import { type PricePlan, type ProductFacts, planPrice } from '../../signage/price-plan.ts';
import type { Card } from '../../signage/wire/card.ts';
import { rateWords, wordsIn } from '../../signage/words.ts';
import type { Store } from '../../store/store.ts';
import { shelfPrices } from './shelf-prices.ts';

export interface CardsOptions {
  readonly store: Pick<Store, 'labelsBySku' | 'desired' | 'shown'>;
  readonly reader: FactReader;
  readonly rules: StoreRules;
  readonly locales: readonly string[];
  readonly order: Config['till'];
  readonly till: () => TillWatermark | null;
  /** The rate that prices in satoshi are made at now, and until when it may be used; null: there is none. */
  readonly rate: () => { readonly rate: FigureRate; readonly untilMs: number } | null;
  /** The clock is not trusted. */
  readonly held: () => boolean;
  readonly nowMs: () => number;
}

/** Plans that are remembered: all products of 32 screens, in a zone each. */
const mostPlans = 20_000;

/**
 * Prices on screens, product by product. Remembers what it has said, as a price that falls has to wait for the tills; what
 * it said before a restart is read off the labels.
 */
export function createCards(options: CardsOptions) {
  const { store, reader, rules, locales, nowMs } = options;
  const plans = new Map<string, PricePlan>();
  /** What was read and made already, while nothing else happens. */
  let round: { readonly facts: Map<string, ProductFacts>; readonly cards: Map<string, Card> } | null = null;

  function factsOf(sku: string): ProductFacts {
    const facts = round?.facts.get(sku) ?? productFactsOf(sku, reader);
    round?.facts.set(sku, facts);
    return facts;
  }

  function plan(sku: string, zone: string | null): PricePlan {
    const key = cardKey(sku, zone);
    const atMs = nowMs();
    const made = planPrice({
      facts: factsOf(sku),
      zone,
      rules,
      locales,
      atMs,
      before: plans.get(key) ?? null,
      shelf: shelfPrices(store, sku),
      held: options.held(),
      tillHolds: wanted => waitsForTill('decrease', wanted, options.till(), options.order, atMs),
    });
    plans.delete(key);
    if (plans.size >= mostPlans) plans.delete(plans.keys().next().value!);
    plans.set(key, made);
    return made;
  }

  function satsOn({ item, steps: [step] }: PricePlan): Card['sats'] {
    const now = options.rate();
    if (!now || !item || item.soldOut || !rules.bitcoin) return null;
    const { rate, untilMs } = now;
    if (!rate.pair.endsWith(`-${item.price.currency.toLowerCase()}`)) return null;
    const text = formatSats(satsOf(item.price, rate.value), rules.bitcoin.style, rules.locale);
    // With the price that they are made of they end, also where nobody tells the page.
    const endsMs = Math.min(untilMs, step?.untilMs ?? untilMs);
    return { text, rate: rateWords(rate.timeText, locales), untilMs: endsMs };
  }

  function makeCard(sku: string, zone: string | null, inBitcoin: boolean): Card {
    const made = plan(sku, zone);
    const product = factsOf(sku).product?.value ?? null;
    return {
      sku,
      epoch: made.epoch,
      version: made.version,
      name: product ? wordsIn(product.name, locales) : [sku],
      brand: product?.brand ?? null,
      packSize: product?.packSize ?? null,
      steps: [...made.steps],
      absent: made.absent,
      // While the price of before stands, a figure for the new one would contradict it.
      sats: inBitcoin && made.waits === null ? satsOn(made) : null,
    };
  }

  return {
    /**
     * The card of a product in a zone, planned anew.
     * @param inBitcoin with a price in satoshi as well
     */
    card(sku: string, zone: string | null, inBitcoin: boolean): Card {
      const key = `${inBitcoin} ${cardKey(sku, zone)}`;
      const card = round?.cards.get(key) ?? makeCard(sku, zone, inBitcoin);
      round?.cards.set(key, card);
      return card;
    },
    factsOf,
    /** Work in which nothing else happens: what several screens show is read and planned once. */
    together<T>(work: () => T): T {
      if (round) return work();
      round = { facts: new Map(), cards: new Map() };
      try {
        return work();
      } finally {
        round = null;
      }
    },
    /** Forgets what no screen shows any more. */
    retain(shown: ReadonlySet<string>): void {
      for (const key of plans.keys()) if (!shown.has(key)) plans.delete(key);
    },
    /** The next instant at which time alone changes a price; null: none. */
    nextMs(): number | null {
      let next: number | null = null;
      for (const { untilMs } of plans.values()) {
        if (untilMs !== null && (next === null || untilMs < next)) next = untilMs;
      }
      return next;
    },
    /** Products whose price waits, for the tills, the labels or the clock. */
    waiting: (): ReadonlySet<string> =>
      new Set([...plans].filter(([, one]) => one.waits ?? one.absent).map(([key]) => key.slice(key.indexOf(' ') + 1))),
    /** Products whose price time has changed by now. */
    due: (): ReadonlySet<string> =>
      new Set(
        [...plans]
          .filter(([, { untilMs }]) => untilMs !== null && untilMs <= nowMs())
          .map(([key]) => key.slice(key.indexOf(' ') + 1)),
      ),
  };
}
/** A product in a zone. */
export const cardKey = (sku: string, zone: string | null): string => `${zone ?? ''} ${sku}`;
export type Cards = ReturnType<typeof createCards>;
