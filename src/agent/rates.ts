import type { Cancel, Clock } from '../clock.ts';
import { parseRate } from '../mesh/contract/parse.ts';
import type { Change } from '../mesh/mesh.ts';
import type { FactRow } from '../mesh/ports.ts';
import { decimalText, logOf } from '../shelf/exchange-rate.ts';
import type { LogFields } from '../shelf/log-events.ts';
import { emptyGate, type GateRules, type GateState, type Instant, judgeRate } from '../shelf/rate-gate.ts';
import { type RateLadder, type RateStanding, standingOf } from '../shelf/rate-standing.ts';
import type { Reason } from '../shelf/reasons.ts';
import { measure, unmeasured, type Volatility } from '../shelf/volatility.ts';
import type { Alarms } from './alarms.ts';
import { decodeMemory, encodeMemory } from './rate-memory.ts';

export interface RatesOptions {
  readonly gate: GateRules;
  readonly ladder: RateLadder;
  readonly store: {
    transaction<T>(work: () => T): T;
    fact(stream: string, key: string): FactRow | null;
    recall(name: string): string | null;
    remember(name: string, value: string): void;
  };
  /** Whether the wall clock can be trusted. */
  readonly synchronised: () => boolean;
  readonly clock: Clock;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly log: { debug(fields: LogFields, text: string): void; warn(fields: LogFields, text: string): void };
  /** Something about a rate is different. */
  readonly changed: () => void;
}

/** A refused rate, for people. */
export interface RateRefusal {
  readonly atMs: number;
  readonly reason: Reason;
  readonly detail: string;
}

/** One pair as it stands. */
export interface Rate {
  readonly pair: string;
  readonly standing: RateStanding;
  readonly volatility: Volatility;
  /** How many were accepted since the start. */
  readonly accepted: number;
  readonly refused: ReadonlyMap<Reason, number>;
  /** Newest last, at most ten. */
  readonly refusals: readonly RateRefusal[];
}

interface Pair {
  readonly name: string;
  gate: GateState;
  standing: RateStanding | null;
  volatility: Volatility;
  accepted: number;
  readonly refused: Map<Reason, number>;
  refusals: RateRefusal[];
  /** By the monotonic clock: since when nothing was accepted though something came, or nothing may be used. */
  troubleSinceMs: number | null;
  alarm: Reason | null;
}

/** What lasts for so long is told to people. */
const lastsMs = 60_000;
const lookEveryMs = 5_000;
const refusalsKept = 10;
const memoryName = (pair: string) => `rate/${pair}`;

export type Rates = ReturnType<typeof createRates>;

/**
 * The exchange rates that may be used: everything that the mesh says goes through the gate, and what was accepted last is
 * looked at by both clocks. What the gate remembers is durable, so a restart neither forgets a rate nor believes an old one.
 */
export function createRates(options: RatesOptions) {
  const { gate: rules, ladder, store, clock, alarms, log } = options;
  const pairs = new Map<string, Pair>(rules.pairs.map(name => [name, recalled(name)]));
  let cancel: Cancel = () => {};

  function recalled(name: string): Pair {
    const text = store.recall(memoryName(name));
    const memory = text === null ? null : decodeMemory(name, text, clock.monotonic());
    return {
      name,
      gate: memory?.gate ?? emptyGate,
      standing: null,
      volatility: memory?.volatility ?? unmeasured,
      accepted: 0,
      refused: new Map(),
      refusals: [],
      troubleSinceMs: null,
      alarm: null,
    };
  }

  const now = (): Instant => ({
    wallMs: clock.now(),
    monotonicMs: clock.monotonic(),
    synchronised: options.synchronised(),
  });

  function remember({ name, gate, volatility }: Pair): void {
    store.remember(memoryName(name), encodeMemory({ gate, volatility }));
  }

  function standing(pair: Pair): RateStanding {
    pair.standing = standingOf(pair.gate, ladder, now(), pair.standing);
    return pair.standing;
  }

  function judge(pair: Pair, epoch: number, body: string): void {
    const fact = parseRate(body);
    if (fact === null) {
      // The mesh has taken the pair back: nothing is known of it, and nothing older may come again.
      pair.gate = { ...emptyGate, position: pair.gate.position };
      return;
    }
    const before = pair.gate.accepted?.fact ?? null;
    const { state, verdict } = judgeRate(pair.gate, fact, epoch, rules, now());
    pair.gate = state;
    if (!verdict.ok) {
      refused(pair, verdict.reason, verdict.detail);
      return;
    }
    if (before) {
      const move = logOf(fact.rate) - logOf(before.rate);
      pair.volatility = measure(pair.volatility, move, fact.atMs - before.atMs);
    }
    pair.accepted += 1;
    pair.troubleSinceMs = null;
    const { rate, seq } = fact;
    log.debug({ event: 'rate.accepted', pair: pair.name, rate: decimalText(rate), seq }, 'rate accepted');
  }

  function refused(pair: Pair, reason: Reason, detail: string): void {
    pair.refused.set(reason, (pair.refused.get(reason) ?? 0) + 1);
    pair.refusals = [...pair.refusals, { atMs: clock.now(), reason, detail }].slice(-refusalsKept);
    pair.troubleSinceMs ??= clock.monotonic();
    log.warn({ event: 'rate.refused', pair: pair.name, reason, detail }, 'rate refused');
  }

  /** What keeps figures from being made, or may soon; told once it lasts. */
  function tell(pair: Pair): void {
    const before = pair.standing;
    const after = standing(pair);
    if (!after.usable) pair.troubleSinceMs ??= clock.monotonic();
    const { troubleSinceMs } = pair;
    const lasts = troubleSinceMs !== null && clock.monotonic() - troubleSinceMs >= lastsMs;
    const last = pair.refusals.at(-1);
    const refusedSince = last !== undefined && last.atMs > (after.fact?.atMs ?? 0);
    const reason = !lasts ? null : refusedSince ? last.reason : after.usable ? null : after.reason;
    const subject = `rate/${pair.name}`;
    if (pair.alarm && pair.alarm !== reason) alarms.clear(pair.alarm, subject);
    pair.alarm = reason;
    if (reason) {
      const since = after.fact
        ? `the last one accepted is of ${new Date(after.fact.atMs).toISOString()}`
        : 'none was accepted yet';
      alarms.raise(reason, subject, refusedSince ? `${last.detail}; ${since}` : since);
    }
    if (before?.usable !== after.usable) options.changed();
  }

  function look(): void {
    cancel = clock.after(lookEveryMs, look);
    for (const pair of pairs.values()) tell(pair);
  }

  return {
    /** Takes what was just committed. */
    committed(changes: readonly Pick<Change, 'stream' | 'key' | 'epoch' | 'body'>[]): void {
      const touched = new Set<Pair>();
      for (const { stream, key, epoch, body } of changes) {
        const pair = stream === 'fx' ? pairs.get(key) : undefined;
        if (!pair) continue;
        judge(pair, epoch, body);
        touched.add(pair);
      }
      if (touched.size === 0) return;
      store.transaction(() => touched.forEach(remember));
      touched.forEach(tell);
      options.changed();
    },
    /** A message about a pair was refused before it became a fact: its form or its signature is wrong. */
    refusedAtTheDoor(name: string, reason: Reason, detail: string): void {
      const pair = pairs.get(name);
      if (!pair) return;
      refused(pair, reason, detail);
      options.changed();
    },
    /** Looks at what the store holds, as after a crash between two commits, and keeps looking. */
    start(): void {
      for (const pair of pairs.values()) {
        const row = store.fact('fx', pair.name);
        const seen = pair.gate.position;
        const seq = row && !row.deleted ? (parseRate(row.body)?.seq ?? null) : null;
        if (!row || seq === null || (seen && (row.epoch < seen.epoch || (row.epoch === seen.epoch && seq <= seen.seq))))
          continue;
        judge(pair, row.epoch, row.body);
        remember(pair);
      }
      look();
    },
    stop: (): void => cancel(),
    /** A person has checked the rate at its source: the next one need not lie near the last. False: no such pair. */
    trust(name: string): boolean {
      const pair = pairs.get(name);
      if (!pair) return false;
      pair.gate = { ...pair.gate, accepted: null, held: null };
      remember(pair);
      options.changed();
      return true;
    },
    get(name: string): Rate | null {
      const pair = pairs.get(name);
      return pair ? rateOf(pair) : null;
    },
    all: (): Rate[] => [...pairs.values()].map(rateOf),
  };

  function rateOf(pair: Pair): Rate {
    const { name, volatility, accepted, refused: counts, refusals } = pair;
    return { pair: name, standing: standing(pair), volatility, accepted, refused: counts, refusals };
  }
}
