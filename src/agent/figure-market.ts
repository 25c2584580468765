import type { FigureMarket, FigureRules } from '../delivery/figures.ts';
import type { FigureRate } from '../shelf/decide.ts';
import { decimalText, logOf, type RateFact, storeSide } from '../shelf/exchange-rate.ts';
import type { RateLadder, RateStanding } from '../shelf/rate-standing.ts';
import { bandOf } from '../shelf/refresh-policy.ts';
import type { Rates } from './rates.ts';
import type { Phase, StoreHours } from './store-hours.ts';

export interface FigureMarketOptions {
  /** The pair of the store's own currency. */
  readonly pair: string;
  readonly rates: Pick<Rates, 'get'>;
  readonly rules: FigureRules;
  readonly ladder: RateLadder;
  readonly spreadBps: number;
  readonly timezone: string;
  readonly hours: StoreHours | null;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
}

/** What all prices in bitcoin of the store see alike, drawn together from the rate, the clock and the opening hours. */
export function createFigureMarket(options: FigureMarketOptions) {
  const { pair, rates, rules, ladder, hours } = options;
  const clockTime = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: options.timezone,
  });
  let last: { readonly fact: RateFact; readonly rate: FigureRate; readonly rateLog: number } | null = null;

  function made(fact: RateFact) {
    if (last?.fact === fact) return last;
    const value = storeSide(fact.bid, options.spreadBps);
    const { atMs, seq } = fact;
    const rate = { pair, rate: decimalText(value), atMs, seq, timeText: clockTime.format(atMs), value };
    last = { fact, rate, rateLog: logOf(value) };
    return last;
  }

  function market(latencyMs: number): FigureMarket {
    const rate = rates.get(pair);
    const standing: RateStanding = rate?.standing ?? noRate;
    const phase = hours?.phase(options.nowMs()) ?? always;
    const band = rate ? bandOf(rules, rate.volatility, latencyMs) : rules.act;
    if (!standing.usable) {
      const { reason, ageMs, atOnce } = standing;
      // The way to the label counts: what is promised to be gone has to be gone by then.
      const lapsed = atOnce || ageMs === null ? Number.POSITIVE_INFINITY : (ageMs + latencyMs) / ladder.withdrawMs;
      return { rate: null, rateLog: null, unusable: { reason, lapsed }, band, mayReturn: false, ...phase };
    }
    const { rate: figureRate, rateLog } = made(standing.fact);
    const mayReturn = options.monotonicMs() - standing.sinceMs >= ladder.steadyMs;
    return { rate: figureRate, rateLog, unusable: null, band, mayReturn, ...phase };
  }

  let looked: { readonly atMs: number; readonly market: FigureMarket } | null = null;
  /** Asked for every label in turn, so one look serves them all. */
  function lately(): FigureMarket {
    const atMs = options.monotonicMs();
    if (!looked || atMs - looked.atMs >= looksEveryMs) looked = { atMs, market: market(0) };
    return looked.market;
  }

  return {
    market,
    /** Whether a figure made at a rate of this logarithm does not keep its promise now. Nobody sees it while closed. */
    pastPromise(figureLog: number): boolean {
      const { phase, rateLog, unusable } = lately();
      if (phase === 'closed') return false;
      if (rateLog !== null) return Math.abs(rateLog - figureLog) > rules.promise;
      return unusable !== null && unusable.lapsed >= 1;
    },
  };
}

const looksEveryMs = 200;
const always: Phase = { phase: 'open', openingMs: null };
const noRate: RateStanding = { usable: false, reason: 'fx.none', fact: null, ageMs: null, atOnce: true };

export type FigureMarketSource = ReturnType<typeof createFigureMarket>;
