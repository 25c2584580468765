import { type Decimal, decimalText, parseDecimal } from '../shelf/exchange-rate.ts';
import type { GateState } from '../shelf/rate-gate.ts';
import type { Volatility } from '../shelf/volatility.ts';

/** What must survive a restart of what is known of a pair. */
export interface RateMemory {
  readonly gate: GateState;
  readonly volatility: Volatility;
}

/** As JSON text; the store is trusted, the world is not. */
export function encodeMemory({ gate, volatility }: RateMemory): string {
  const { position, accepted, held } = gate;
  const fact = accepted && {
    ...accepted.fact,
    rate: decimalText(accepted.fact.rate),
    bid: decimalText(accepted.fact.bid),
    ask: decimalText(accepted.fact.ask),
  };
  return JSON.stringify({
    position,
    fact,
    held: held && decimalText(held.first),
    variancePerMs: volatility.variancePerMs,
  });
}

interface Encoded {
  readonly position: GateState['position'];
  readonly fact:
    | (Omit<NonNullable<GateState['accepted']>['fact'], 'rate' | 'bid' | 'ask'> &
        Record<'rate' | 'bid' | 'ask', string>)
    | null;
  readonly held: string | null;
  readonly variancePerMs: number | null;
}

/**
 * The inverse. A hold begins anew, since nobody knows for how long the agent was away; and the age of the rate is known by
 * the wall clock alone.
 */
export function decodeMemory(pair: string, text: string, monotonicMs: number): RateMemory {
  const { position, fact, held, variancePerMs } = JSON.parse(text) as Encoded;
  const accepted = fact && {
    fact: { ...fact, pair, rate: decimal(fact.rate), bid: decimal(fact.bid), ask: decimal(fact.ask) },
    heardMs: null,
  };
  return {
    gate: {
      position,
      accepted,
      held: held === null ? null : { first: decimal(held), messages: 1, sinceMs: monotonicMs },
    },
    volatility: { variancePerMs },
  };
}

function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (!value) throw new Error(`${text} was remembered as a rate and is none`);
  return value;
}
