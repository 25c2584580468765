import { parseDecimal, type RateFact } from '../../src/shelf/exchange-rate.ts';
import { type GateRules, type Instant, usualGate } from '../../src/shelf/rate-gate.ts';

export const decimal = (text: string) => {
  const value = parseDecimal(text, 40);
  if (!value) throw new Error(`${text} is no decimal`);
  return value;
};

/** 2026-11-24T14:05:00Z. */
export const noonMs = Date.UTC(2026, 10, 24, 14, 5);

export const usual: GateRules = { ...usualGate, pairs: ['btc-eur', 'btc-usd', 'btc-gbp', 'btc-chf', 'btc-jpy'] };

/** A rate that nothing speaks against, with bid and ask just around it. */
export function rateFact(rate: string, over: Partial<RateFact> = {}): RateFact {
  const middle = decimal(rate);
  const wide = { digits: middle.digits * 10_000n, scale: middle.scale + 4 };
  return {
    pair: 'btc-eur',
    rate: middle,
    bid: { ...wide, digits: (wide.digits * 9_999n) / 10_000n },
    ask: { ...wide, digits: (wide.digits * 10_001n) / 10_000n },
    atMs: noonMs,
    seq: 1,
    sources: 5,
    dispersionBps: 8,
    validMs: 300_000,
    ...over,
  };
}

/** `sinceMs` after noon, by both clocks. */
export function instant(sinceMs = 0, over: Partial<Instant> = {}): Instant {
  return { wallMs: noonMs + sinceMs, monotonicMs: 1_000_000 + sinceMs, synchronised: true, ...over };
}
