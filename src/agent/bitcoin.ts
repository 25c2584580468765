import type { Clock } from '../clock.ts';
import type { BitcoinConfig } from '../config/bitcoin.ts';
import type { Config } from '../config/schema.ts';
import type { FigureSource } from '../delivery/figure-choice.ts';
import { createFigures, type FigureMarket, type FigureRules, type FiguresOptions } from '../delivery/figures.ts';
import type { Change } from '../mesh/mesh.ts';
import type { LogFields } from '../shelf/log-events.ts';
import { type GateRules, usualGate } from '../shelf/rate-gate.ts';
import type { RateLadder } from '../shelf/rate-standing.ts';
import type { Reason } from '../shelf/reasons.ts';
import { usualRules } from '../shelf/refresh-policy.ts';
import type { Store } from '../store/store.ts';
import type { Alarms } from './alarms.ts';
import { createFigureMarket } from './figure-market.ts';
import { createRates } from './rates.ts';
import { createStoreHours } from './store-hours.ts';

export interface BitcoinOptions {
  readonly config: BitcoinConfig;
  readonly gateway: Config['gateway'];
  readonly store: Store;
  readonly synchronised: () => boolean;
  readonly drawsSats: FigureSource['drawsSats'];
  readonly refigure: FiguresOptions['refigure'];
  readonly inFlight: FiguresOptions['inFlight'];
  /** The next instant of a cron line in the store's time zone; null: it never comes. */
  readonly nextRun: (line: string) => number | null;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly log: Record<'debug' | 'warn' | 'error', (fields: LogFields, text: string) => void>;
}

const subject = 'labels';

export type Bitcoin = ReturnType<typeof createBitcoin>;

/** Everything about prices in bitcoin, joined: rates through the gate, the market that follows, figures on labels. */
export function createBitcoin(options: BitcoinOptions) {
  const { config, gateway, store, alarms, clock, log } = options;
  const pair = `btc-${gateway.currency.toLowerCase()}`;
  const { freshMs, usableMs, withdrawMs, steadyMs, ...limits } = config.rate;
  const ladder: RateLadder = { freshMs, usableMs, withdrawMs, steadyMs };
  const gate: GateRules = { ...usualGate, ...limits, usableMs, pairs: [...new Set([pair, ...config.pairs])] };
  const rules: FigureRules = { ...usualRules(config), returnShare: config.returnPercentPerMinute / 100 };
  const rates = createRates({
    gate,
    ladder,
    store,
    synchronised: options.synchronised,
    clock,
    alarms,
    log,
    changed: () => void tick(),
  });
  const hours = config.hours ? createStoreHours(config.hours, options.nextRun) : null;
  const { market, pastPromise } = createFigureMarket({
    pair,
    rates,
    rules,
    ladder,
    spreadBps: Math.round(config.spreadPercent * 100),
    timezone: gateway.timezone,
    hours,
    nowMs: clock.now,
    monotonicMs: clock.monotonic,
  });
  const figures = createFigures({
    store,
    rules,
    market,
    drawsSats: options.drawsSats,
    refigure: options.refigure,
    inFlight: options.inFlight,
    clock,
    breathe: () => new Promise(resume => setImmediate(resume)),
    failed: error => log.error({ event: 'sats.tick-failed', err: error }, 'prices in bitcoin could not be decided'),
    ticked: warnOfLowBanks,
  });

  async function tick(): Promise<void> {
    await figures.tick();
  }

  /** Said before a bank is empty, as the band is wider by then. */
  function warnOfLowBanks(low: number): void {
    if (low === 0) alarms.clear('sats.bank-low', subject);
    else alarms.raise('sats.bank-low', subject, `${low} labels have fewer than ${rules.lowTokens} refreshes left.`);
  }

  return {
    pair,
    rules,
    ladder,
    rates,
    figures,
    market,
    pastPromise,
    /** When the shop opened last; null: it never closes, or was open when the agent started. */
    openedMs(): number | null {
      const openingMs = hours?.phase(clock.now()).openingMs ?? null;
      return openingMs === null || !config.hours ? null : openingMs + config.hours.leadMs;
    },
    /** The rate that prices are made at now, and until when it may be used unless a newer one comes; null: there is none. */
    rateNow() {
      const { rate } = market(figures.latencyMs());
      const { fact, ageMs } = rates.get(pair)?.standing ?? { fact: null, ageMs: null };
      if (!rate || !fact) return null;
      return { rate, untilMs: clock.now() + Math.min(fact.validMs, ladder.usableMs) - (ageMs ?? 0) };
    },
    /** Why a label shows no price in bitcoin; null: it shows one, or has no place for it. */
    whyAbsent(label: string, now: FigureMarket = market(figures.latencyMs())): Reason | null {
      const figure = figures.get(label);
      if (!figure || figure.rateLog !== null) return null;
      if (figure.unable) return figure.unable;
      if (now.unusable) return now.unusable.reason;
      if (now.phase === 'closed') return 'sats.shop-closed';
      return figure.tokens < rules.returnTokens ? 'sats.bank-empty' : 'fx.returning';
    },
    committed: (changes: readonly Change[]): void => rates.committed(changes),
    /** A message of the mesh was refused: when it was about a rate, people look for it among the rates. */
    refused(topic: string, reason: Reason, detail: string): void {
      const name = /\/all\/fact\/fx\/([^/]+)$/.exec(topic)?.[1];
      if (name !== undefined) rates.refusedAtTheDoor(name, reason, detail);
    },
    start(): void {
      rates.start();
      figures.start();
    },
    stop(): void {
      rates.stop();
      figures.stop();
    },
  };
}
