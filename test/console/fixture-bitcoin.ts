import type { RateEntry } from '../../src/console/bitcoin-documents.ts';
import type { BitcoinView } from '../../src/console/bitcoin-view.ts';
import { at } from './fixture-labels.ts';

const rate = (id: string, over: Partial<RateEntry> = {}): RateEntry => ({
  id,
  inUse: id === 'btc-eur',
  state: 'usable',
  reason: null,
  rate: '60909.1',
  bid: '60905.2',
  ask: '60913',
  at: at(0.2),
  ageSeconds: 12,
  seq: 184_467,
  sources: 5,
  dispersionBps: 8,
  volatilityPercent: 47.3,
  accepted: 812,
  refused: {},
  refusals: [],
  ...over,
});

const slipped = { at: at(2), reason: 'fx.ratio-implausible', detail: '65000.1 to 650001' };

/** A shop with two pairs, one of them refused, and one label of each state. */
export function fixtureBitcoin(): BitcoinView {
  const trusted = new Set<string>();
  return {
    rates: () => ({
      schemaVersion: 1,
      policy: {
        pair: 'btc-eur',
        promisePercent: 2,
        bandPercent: 1.5,
        latencySeconds: 21.4,
        phase: 'open',
        mayReturn: true,
        graceSeconds: 1_800,
      },
      rates: [
        rate('btc-eur'),
        rate('btc-usd', {
          state: 'unusable',
          reason: trusted.has('btc-usd') ? 'fx.none' : 'fx.too-old',
          rate: '65000.1',
          at: at(7),
          ageSeconds: 420,
          refused: { 'fx.ratio-implausible': 3 },
          refusals: [slipped],
        }),
      ],
      figures: {
        total: 4,
        shown: 1,
        onTheirWay: 1,
        outdated: 1,
        absent: 1,
        reasons: { 'fx.returning': 1 },
        tokensLeast: 1.2,
        tokensMean: 41.5,
        low: 1,
      },
    }),
    figures: limit => {
      const figure = (id: string, state: 'shown' | 'sent' | 'outdated' | 'absent') => ({
        id,
        name: 'Röstkaffee',
        state,
        reason: state === 'outdated' ? 'sats.outdated' : state === 'absent' ? 'fx.returning' : null,
        text: state === 'absent' ? null : '3.268 sats',
        rate: state === 'absent' ? null : '60905.2',
        rateAt: state === 'absent' ? null : at(4),
        movedPercent: state === 'absent' ? null : state === 'outdated' ? 2.31 : -0.4,
        bandPercent: 1.34,
        tokens: state === 'outdated' ? 1.2 : 54.9,
      });
      const labels = [
        figure('ffff92001231', 'outdated'),
        figure('ffff92001232', 'absent'),
        figure('ffff92001233', 'sent'),
        figure('ffff92001234', 'shown'),
      ];
      return { schemaVersion: 1, total: 4, labels: labels.slice(0, limit) };
    },
    quote: product =>
      product !== '40123'
        ? null
        : {
            schemaVersion: 1,
            sku: product,
            fiat: { amountMinor: 199, currency: 'EUR', exponent: 2 },
            sats: 3_268,
            rate: '60905.2',
            rateAt: at(0.2),
            rateSeq: 184_467,
            pair: 'btc-eur',
            validUntil: at(-4),
            reason: null,
            source: 'now',
            label: null,
          },
    trustRate(pair) {
      if (pair !== 'btc-eur' && pair !== 'btc-usd') return false;
      trusted.add(pair);
      return true;
    },
  };
}
