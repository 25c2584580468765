import type { Config } from '../config/schema.ts';
import type { FiguresDocument, QuoteDocument, RateEntry, RatesDocument } from '../console/bitcoin-documents.ts';
import type { BitcoinView } from '../console/bitcoin-view.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { FigureMarket, FigureView } from '../delivery/figures.ts';
import type { FactReader } from '../delivery/label-facts.ts';
import { decodeContent } from '../shelf/content-codec.ts';
import { decimalText } from '../shelf/exchange-rate.ts';
import { money } from '../shelf/money.ts';
import { type Asked, lowestAsked } from '../shelf/quote.ts';
import type { Reason } from '../shelf/reasons.ts';
import { widened } from '../shelf/refresh-policy.ts';
import { satsOf } from '../shelf/sats.ts';
import { formatSats } from '../shelf/sats-format.ts';
import { priceAt } from '../shelf/timeline.ts';
import { perYear } from '../shelf/volatility.ts';
import type { Store } from '../store/store.ts';
import type { Bitcoin } from './bitcoin.ts';
import type { Rate } from './rates.ts';

export interface BitcoinViewOptions {
  /** Null: the store shows no prices in bitcoin. */
  readonly bitcoin: Bitcoin | null;
  readonly config: Pick<Config, 'bitcoin' | 'gateway'>;
  readonly store: Pick<Store, 'figuresOf' | 'skuOfGtin' | 'audit'>;
  readonly reader: Pick<FactReader, 'price'>;
  readonly delivery: Pick<Delivery, 'report'>;
  readonly nowMs: () => number;
}

const iso = (ms: number) => new Date(ms).toISOString();
const percent = (share: number) => Math.round(share * 10_000) / 100;
const tenth = (tokens: number) => Math.floor(tokens * 10) / 10;

/** Exchange rates and prices in bitcoin, for people, tills and scripts. */
export function createBitcoinView(options: BitcoinViewOptions): BitcoinView {
  const { bitcoin, store, nowMs } = options;
  const { locale } = options.config.gateway;
  const style = options.config.bitcoin?.style ?? 'sats';
  const graceMs = options.config.bitcoin?.till.graceMs ?? 0;

  function rates(): RatesDocument {
    if (!bitcoin) return { schemaVersion: 1, policy: null, rates: [], figures: noFigures };
    const { rules, figures } = bitcoin;
    const market = bitcoin.market(figures.latencyMs());
    return {
      schemaVersion: 1,
      policy: {
        pair: bitcoin.pair,
        promisePercent: percent(rules.promise),
        bandPercent: percent(market.band),
        latencySeconds: Math.round(figures.latencyMs() / 100) / 10,
        phase: market.phase,
        mayReturn: market.mayReturn,
        graceSeconds: Math.round(graceMs / 1000),
      },
      rates: bitcoin.rates.all().map(rate => rateEntry(rate, rate.pair === bitcoin.pair)),
      figures: sums(bitcoin, market),
    };
  }

  function sums(one: Bitcoin, market: FigureMarket): RatesDocument['figures'] {
    const sum = { ...noFigures, reasons: {} as Record<string, number> };
    let tokens = 0;
    for (const figure of one.figures.all()) {
      const { state, reason } = stateOf(one, figure, market);
      sum.total += 1;
      if (state === 'shown') sum.shown += 1;
      else if (state === 'sent') sum.onTheirWay += 1;
      else if (state === 'outdated') sum.outdated += 1;
      else sum.absent += 1;
      if (state === 'absent' && reason) sum.reasons[reason] = (sum.reasons[reason] ?? 0) + 1;
      if (figure.tokens < one.rules.lowTokens) sum.low += 1;
      tokens += figure.tokens;
      sum.tokensLeast = Math.min(sum.tokensLeast ?? Number.POSITIVE_INFINITY, tenth(figure.tokens));
    }
    return { ...sum, tokensMean: sum.total === 0 ? null : tenth(tokens / sum.total) };
  }

  /** What is known of a label's figure, and why it is not proven. */
  function stateOf(one: Bitcoin, figure: FigureView, market: FigureMarket) {
    const label = options.delivery.report(figure.label)?.label ?? null;
    const shownLog = label?.shownRateLog ?? null;
    const proven = label?.shown?.trusted === true && label.shown.hash === label.desired?.hash;
    if (!proven && shownLog !== null && one.pastPromise(shownLog)) {
      return { state: 'outdated', reason: 'sats.outdated' } as const;
    }
    if (figure.rateLog === null) return { state: 'absent', reason: one.whyAbsent(figure.label, market) } as const;
    return { state: proven ? 'shown' : 'sent', reason: null } as const;
  }

  function figures(limit: number): FiguresDocument {
    if (!bitcoin) return { schemaVersion: 1, total: 0, labels: [] };
    const { rules } = bitcoin;
    const market = bitcoin.market(bitcoin.figures.latencyMs());
    const labels = [...bitcoin.figures.all()].map(figure => {
      const label = options.delivery.report(figure.label)?.label;
      const content = label?.shown ? decodeContent(label.shown.content) : null;
      const [item] = content?.items ?? [];
      const rate = content?.bitcoin?.rate ?? null;
      const shownLog = label?.shownRateLog ?? null;
      const moved = shownLog === null || market.rateLog === null ? null : Math.expm1(market.rateLog - shownLog);
      return {
        id: figure.label,
        name: item?.name ?? null,
        ...stateOf(bitcoin, figure, market),
        text: item?.sats ? formatSats(item.sats.sats, style, locale) : null,
        rate: rate?.rate ?? null,
        rateAt: rate && iso(rate.atMs),
        movedPercent: moved === null ? null : percent(moved),
        bandPercent: percent(widened(market.band, rules, figure.tokens) * figure.jitter),
        tokens: tenth(figure.tokens),
      };
    });
    const urgent = { outdated: 0, absent: 1, sent: 2, shown: 3 };
    labels.sort((a, b) => urgent[a.state] - urgent[b.state] || a.tokens - b.tokens || (a.id < b.id ? -1 : 1));
    return { schemaVersion: 1, total: labels.length, labels: labels.slice(0, limit) };
  }

  function quote(product: string): QuoteDocument | null {
    const sku = options.reader.price(product) ? product : store.skuOfGtin(product);
    const price = sku === null ? null : options.reader.price(sku);
    if (sku === null || !price) return null;
    const { point } = priceAt(price.value.timeline, nowMs());
    const fiat = point && money(point.amountMinor, point.currency);
    const head = {
      schemaVersion: 1 as const,
      sku,
      fiat: fiat && { amountMinor: Number(fiat.amountMinor), currency: fiat.currency, exponent: fiat.exponent },
    };
    const market = bitcoin?.market(bitcoin.figures.latencyMs());
    const usable = bitcoin?.rateNow() ?? null;
    const now: Asked | null =
      fiat && usable
        ? {
            sats: satsOf(fiat, usable.rate.value),
            pair: usable.rate.pair,
            rate: usable.rate.rate,
            rateAtMs: usable.rate.atMs,
            rateSeq: usable.rate.seq,
            validUntilMs: usable.untilMs,
            label: null,
          }
        : null;
    // What was replaced before the shop opened, nobody has read there today.
    const sinceMs = Math.max(nowMs() - graceMs, bitcoin?.openedMs() ?? 0);
    const known = bitcoin && fiat ? store.figuresOf(sku, sinceMs) : [];
    const asked = lowestAsked(now, known, graceMs, nowMs());
    if (!asked) {
      const reason: Reason = !bitcoin
        ? 'sats.not-configured'
        : !fiat
          ? 'price.none-valid'
          : (market?.unusable?.reason ?? 'fx.none');
      return {
        ...head,
        sats: null,
        rate: null,
        rateAt: null,
        rateSeq: null,
        pair: null,
        validUntil: null,
        reason,
        source: null,
        label: null,
      };
    }
    return {
      ...head,
      sats: Number(asked.sats),
      rate: asked.rate,
      rateAt: iso(asked.rateAtMs),
      rateSeq: asked.rateSeq,
      pair: asked.pair,
      validUntil: iso(asked.validUntilMs),
      reason: null,
      source: asked.label === null ? 'now' : 'label',
      label: asked.label,
    };
  }

  return {
    rates,
    figures,
    quote,
    trustRate(pair, actor) {
      const known = bitcoin?.rates.trust(pair) ?? false;
      if (known) store.audit({ atMs: nowMs(), actor, action: 'rate.trusted', subject: `rate/${pair}`, detail: {} });
      return known;
    },
  };
}

const noFigures: RatesDocument['figures'] = {
  total: 0,
  shown: 0,
  onTheirWay: 0,
  outdated: 0,
  absent: 0,
  reasons: {},
  tokensLeast: null,
  tokensMean: null,
  low: 0,
};

function rateEntry({ pair, standing, volatility, accepted, refused, refusals }: Rate, inUse: boolean): RateEntry {
  const { fact, ageMs } = standing;
  return {
    id: pair,
    inUse,
    state: standing.usable ? 'usable' : 'unusable',
    reason: standing.usable ? null : standing.reason,
    rate: fact && decimalText(fact.rate),
    bid: fact && decimalText(fact.bid),
    ask: fact && decimalText(fact.ask),
    at: fact && iso(fact.atMs),
    ageSeconds: ageMs === null ? null : Math.round(ageMs / 100) / 10,
    seq: fact?.seq ?? null,
    sources: fact?.sources ?? null,
    dispersionBps: fact?.dispersionBps ?? null,
    volatilityPercent: percent(perYear(volatility)),
    accepted,
    refused: Object.fromEntries(refused),
    refusals: refusals.toReversed().map(({ atMs, reason, detail }) => ({ at: iso(atMs), reason, detail })),
  };
}
