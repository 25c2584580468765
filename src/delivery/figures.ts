import type { Cancel, Clock } from '../clock.ts';
import { decodeContent } from '../shelf/content-codec.ts';
import type { FigureRate } from '../shelf/decide.ts';
import { logOf } from '../shelf/exchange-rate.ts';
import { jitterOf } from '../shelf/jitter.ts';
import { decideFigure, type Figure, type Market, type PolicyRules } from '../shelf/refresh-policy.ts';
import { fullBank, reserve, spend, type TokenBank, tokensAt } from '../shelf/token-bank.ts';
import { noTurns, type Turns, turnsAt } from '../shelf/turns.ts';
import { type DecidedFigure, type FigureSource, rateIn } from './figure-choice.ts';
import { createLatency } from './latency.ts';
import type { DesiredRow } from './ports.ts';

/** What all labels see alike now, and the rate itself to make figures at. */
export interface FigureMarket extends Market {
  /** Null exactly when {@link Market.rateLog} is. */
  readonly rate: FigureRate | null;
}

export interface FigureRules extends PolicyRules {
  /** The largest share of all labels whose figures may come back, or be refreshed before the shop opens, in any minute. */
  readonly returnShare: number;
}

export interface FiguresOptions {
  readonly store: {
    transaction<T>(work: () => T): T;
    allDesired(): DesiredRow[];
    banks(): Map<string, TokenBank>;
    putBank(label: string, bank: TokenBank): void;
  };
  readonly rules: FigureRules;
  /** @param latencyMs from the decision about a figure to the label's word, 95th percentile */
  readonly market: (latencyMs: number) => FigureMarket;
  readonly drawsSats: FigureSource['drawsSats'];
  readonly refigure: (rates: ReadonlyMap<string, FigureRate | null>) => void;
  /** Whether what the label should show is not known to be on it yet. */
  readonly inFlight: (label: string) => boolean;
  readonly clock: Clock;
  /** Lets others have their turn. */
  readonly breathe: () => Promise<void>;
  readonly failed: (error: unknown) => void;
  /** After each look. @param low labels whose band is widened as their tokens run out */
  readonly ticked: (low: number) => void;
}

/** One label's figure in memory, about 200 bytes. */
interface Entry extends Figure {
  readonly label: string;
  rateLog: number | null;
  issuedAtMs: number;
  /** When the figure that is on its way was decided; null: none is. */
  sentMs: number | null;
  bank: TokenBank;
  /** The legal price in minor units, for the order of work only. */
  price: number;
  unable: DecidedFigure['unable'];
}

/** A label that is to be refigured. */
interface Order {
  readonly entry: Entry;
  readonly rate: FigureRate | null;
  readonly cost: 0 | 1;
}

/** Labels that are refigured before others get their turn. */
const chunk = 200;
/** How often time alone is looked at: rates grow old, the shop opens. */
const lookEveryMs = 5_000;

export type Figures = ReturnType<typeof createFigures>;

/**
 * The prices in bitcoin on all labels: looks at every tick of the rate which labels have left their band, has them made
 * anew or taken down, and pays for it from each label's bank. What a label should show is the desired row alone; this is
 * an index of those rows, rebuilt from them at the start.
 *
 * A tick over 40,000 labels that all keep theirs takes a few milliseconds.
 */
export function createFigures(options: FiguresOptions) {
  const { store, rules, clock } = options;
  const entries = new Map<string, Entry>();
  const latency = createLatency();
  const banks = store.banks();
  let turns: Turns = noTurns;
  let busy = false;
  let stopped = false;
  let cancel: Cancel = () => {};

  for (const { label, content } of store.allDesired()) {
    const decoded = content === null ? null : decodeContent(content);
    const [first] = decoded?.items ?? [];
    if (!decoded?.bitcoin || !first || decoded.items.every(item => item.soldOut)) continue;
    settled(label, { rate: rateIn(decoded), amountMinor: first.price.amountMinor, unable: null });
  }

  function settled(label: string, figure: DecidedFigure | null): void {
    if (!figure) {
      entries.delete(label);
      return;
    }
    const nowMs = clock.now();
    const entry = entries.get(label) ?? newEntry(label, nowMs);
    entries.set(label, entry);
    const rateLog = figure.rate && logOf(figure.rate.value);
    entry.price = Number(figure.amountMinor);
    entry.unable = figure.unable;
    if (rateLog === entry.rateLog) return;
    entry.rateLog = rateLog;
    entry.issuedAtMs = nowMs;
    entry.sentMs = clock.monotonic();
  }

  function newEntry(label: string, nowMs: number): Entry {
    const bank = banks.get(label) ?? fullBank(rules.bank, nowMs);
    return {
      label,
      jitter: jitterOf(label),
      rateLog: null,
      issuedAtMs: nowMs,
      sentMs: null,
      bank,
      price: 0,
      unable: null,
    };
  }

  /** Everything that the policy wants done now; what may wait for its turn is cut to the turns there are. */
  function decided(market: FigureMarket, nowMs: number): Order[] {
    const orders: Order[] = [];
    const waiting: { readonly order: Order; readonly weight: number }[] = [];
    for (const entry of entries.values()) {
      if (entry.unable) continue;
      const action = decideFigure(entry, () => options.inFlight(entry.label), market, rules, nowMs);
      if (action.type === 'keep') continue;
      if (action.type === 'withdraw') orders.push({ entry, rate: null, cost: action.cost });
      else {
        const order: Order = { entry, rate: market.rate, cost: action.cost };
        if (action.turn) waiting.push({ order, weight: weightOf(entry, market) });
        else orders.push(order);
      }
    }
    if (waiting.length === 0) return orders;
    turns = turnsAt(turns, entries.size, rules.returnShare, nowMs);
    waiting.sort((a, b) => b.weight - a.weight);
    const granted = waiting.slice(0, Math.floor(turns.left));
    turns = { ...turns, left: turns.left - granted.length };
    return [...orders, ...granted.map(({ order }) => order)];
  }

  /** What errs most in money goes first; a figure that is missing counts as one that errs by the promise. */
  function weightOf(entry: Entry, market: Market): number {
    const distance = entry.rateLog === null ? rules.promise : Math.abs((market.rateLog ?? 0) - entry.rateLog);
    return distance * entry.price;
  }

  function carryOut(orders: readonly Order[]): void {
    const nowMs = clock.now();
    options.refigure(new Map(orders.map(({ entry, rate }) => [entry.label, rate])));
    // Whatever kept a figure from being made keeps others from their turns only once.
    for (const { entry, rate } of orders) if (rate && entry.rateLog === null) entry.unable ??= 'sats.no-place';
    // Where there turned out to be no place for a figure, there is no refresh to pay.
    const paid = orders.map(({ entry, cost }) => ({
      entry,
      bank: cost === 0 || entry.unable ? entry.bank : spend(entry.bank, cost, rules.bank, nowMs),
    }));
    // A crash in between leaves a refresh unpaid, never a label without one.
    store.transaction(() => {
      for (const { entry, bank } of paid) if (bank !== entry.bank) store.putBank(entry.label, bank);
    });
    for (const { entry, bank } of paid) entry.bank = bank;
  }

  async function tick(): Promise<void> {
    if (busy || stopped) return;
    busy = true;
    try {
      const orders = decided(options.market(latency.p95Ms()), clock.now());
      for (let from = 0; from < orders.length && !stopped; from += chunk) {
        if (from > 0) await options.breathe();
        carryOut(orders.slice(from, from + chunk));
      }
      options.ticked(lowBanks());
    } catch (error) {
      options.failed(error);
    } finally {
      busy = false;
    }
  }

  function lowBanks(): number {
    const nowMs = clock.now();
    let low = 0;
    for (const { bank, rateLog } of entries.values()) {
      if (rateLog !== null && tokensAt(bank, rules.bank, nowMs) < rules.lowTokens) low += 1;
    }
    return low;
  }

  function look(): void {
    cancel = clock.after(lookEveryMs, look);
    void tick();
  }

  return {
    drawsSats: options.drawsSats,
    settled,
    /** What is refreshed anyway takes the newest figure along without a token, as long as it could be taken down again. */
    riding(label: string, had: boolean): FigureRate | null {
      const market = options.market(latency.p95Ms());
      if (had || !market.rate) return market.rate;
      const bank = entries.get(label)?.bank ?? banks.get(label);
      const affordable = !bank || tokensAt(bank, rules.bank, clock.now()) >= reserve;
      return market.mayReturn && affordable ? market.rate : null;
    },
    /** The rate has moved, or something else that all labels see. */
    tick,
    /** The label acknowledged what it should show. */
    acknowledged(label: string): void {
      const entry = entries.get(label);
      if (!entry || entry.sentMs === null) return;
      latency.add(clock.monotonic() - entry.sentMs);
      entry.sentMs = null;
    },
    start: look,
    stop(): void {
      stopped = true;
      cancel();
    },
    /** How long it takes from a decision to a label's word, 95th percentile. */
    latencyMs: latency.p95Ms,
    size: (): number => entries.size,
    *all(): Generator<FigureView> {
      const nowMs = clock.now();
      for (const entry of entries.values()) yield viewOf(entry, nowMs);
    },
    get(label: string): FigureView | null {
      const entry = entries.get(label);
      return entry ? viewOf(entry, clock.now()) : null;
    },
  };

  function viewOf(entry: Entry, nowMs: number): FigureView {
    const { label, rateLog, jitter, unable, issuedAtMs } = entry;
    return { label, rateLog, jitter, issuedAtMs, tokens: tokensAt(entry.bank, rules.bank, nowMs), unable };
  }
}

/** One label's figure as people look at it. */
export interface FigureView {
  readonly label: string;
  /** Logarithm of the rate that it was made at; null: there is none. */
  readonly rateLog: number | null;
  readonly jitter: number;
  readonly issuedAtMs: number;
  readonly tokens: number;
  /** Why there can be none, however good the rate. */
  readonly unable: DecidedFigure['unable'];
}
