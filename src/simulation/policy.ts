import {
  bandOf,
  decideFigure,
  type Figure,
  type Market,
  type PolicyRules,
  type Unusable,
} from '../shelf/refresh-policy.ts';
import { fullBank, spend, tokensAt } from '../shelf/token-bank.ts';
import { measure, unmeasured } from '../shelf/volatility.ts';
import type { RatePath } from './path.ts';

/** When a label's figure is made anew: what is compared. */
export type PolicySpec =
  /** So many times a day, evenly. */
  | { readonly kind: 'timer'; readonly perDay: number }
  /** Outside a band, in per cent, with refreshes in plenty. */
  | { readonly kind: 'band'; readonly percent: number }
  /** The same, and after so many refreshes a day nothing more. */
  | { readonly kind: 'cap'; readonly percent: number; readonly perDay: number }
  /** As the agent does it: band, guard, bank, jitter, the way to the label, withdrawal. */
  | { readonly kind: 'endcap' };

/** Reads `timer:4`, `band:1`, `cap:1/4` or `endcap`; null for anything else. */
export function parsePolicy(text: string): PolicySpec | null {
  if (text === 'endcap') return { kind: 'endcap' };
  const match = /^(timer|band|cap):(\d+(?:\.\d+)?)(?:\/(\d+))?$/.exec(text);
  const [, kind, first = '', second] = match ?? [];
  const value = Number(first);
  if (!(value > 0)) return null;
  if (kind === 'timer' && second === undefined && Number.isInteger(value)) return { kind, perDay: value };
  if (kind === 'band' && second === undefined) return { kind, percent: value };
  if (kind === 'cap' && second !== undefined && Number(second) > 0)
    return { kind, percent: value, perDay: Number(second) };
  return null;
}

/** The name that {@link parsePolicy} reads. */
export function policyName(spec: PolicySpec): string {
  if (spec.kind === 'timer') return `timer:${spec.perDay}`;
  if (spec.kind === 'band') return `band:${spec.percent}`;
  return spec.kind === 'cap' ? `cap:${spec.percent}/${spec.perDay}` : 'endcap';
}

/** The agent's own rules, as it is delivered. */
export interface Production {
  readonly rules: PolicyRules;
  /** From the decision to the label's word. */
  readonly latencyMs: number;
  /** A move beyond this share takes figures down until it has stood for two minutes. */
  readonly holdShare: number;
}

/** One label's life under one policy. */
export interface Label {
  /** Takes the moment with this index in. What the label shows during it is in `shownLog` then. */
  step(at: number): void;
  /** Logarithm of the rate of what it shows; NaN: nothing. */
  shownLog: number;
  /** Where the figure is made anew, as a logarithm. */
  band: number;
  refreshes: number;
  tokensLeast: number;
}

const dayMs = 86_400_000;
/** Two minutes, as the gate has it. */
const heldMs = 120_000;
const plenty: PolicyRules = {
  promise: 1,
  act: 1,
  bank: { perDay: 1e9, most: 1e9 },
  lowTokens: -1,
  returnTokens: 0,
};

/** @param jitter of the label, 0.8 to 1; only the agent's own policy has it */
export function labelUnder(spec: PolicySpec, path: RatePath, production: Production, jitter: number): Label {
  if (spec.kind === 'timer') return underTimer(spec.perDay, path);
  if (spec.kind === 'endcap') return underEndcap(path, production, jitter);
  return underBand(spec.percent / 100, spec.kind === 'cap' ? spec.perDay : Number.POSITIVE_INFINITY, path);
}

function underTimer(perDay: number, { atMs, rateLog, opening }: RatePath): Label {
  let openedMs = 0;
  let dueMs = 0;
  const everyMs = dayMs / 2 / perDay;
  return {
    shownLog: Number.NaN,
    band: Number.NaN,
    refreshes: 0,
    tokensLeast: Number.NaN,
    step(at) {
      if (opening[at]) openedMs = dueMs = atMs[at]!;
      if (atMs[at]! < dueMs || dueMs - openedMs >= perDay * everyMs) return;
      dueMs += everyMs;
      this.shownLog = rateLog[at]!;
      this.refreshes += 1;
    },
  };
}

/** What changes from moment to moment; made once, so that a moment costs no memory. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const never = (): boolean => false;

function underBand(band: number, mostPerDay: number, { atMs, rateLog, opening }: RatePath): Label {
  const market: Mutable<Market> = { rateLog: 0, unusable: null, band, mayReturn: true, phase: 'open', openingMs: 0 };
  const figure: Mutable<Figure> = { rateLog: null, issuedAtMs: -1, bank: fullBank(plenty.bank, 0), jitter: 1 };
  let today = 0;
  return {
    shownLog: Number.NaN,
    band,
    refreshes: 0,
    tokensLeast: Number.NaN,
    step(at) {
      const nowMs = atMs[at]!;
      if (opening[at]) {
        today = 0;
        market.openingMs = nowMs;
      }
      market.phase = opening[at] ? 'opening' : 'open';
      market.rateLog = rateLog[at]!;
      if (today >= mostPerDay || decideFigure(figure, never, market, plenty, nowMs).type !== 'issue') return;
      figure.rateLog = market.rateLog;
      figure.issuedAtMs = nowMs;
      this.shownLog = market.rateLog;
      this.refreshes += 1;
      today += 1;
    },
  };
}

function underEndcap(path: RatePath, { rules, latencyMs, holdShare }: Production, jitter: number): Label {
  const { atMs, rateLog, opening } = path;
  const held: Unusable = { reason: 'fx.move-held', lapsed: Number.POSITIVE_INFINITY };
  const market: Mutable<Market> = {
    rateLog: 0,
    unusable: null,
    band: rules.act,
    mayReturn: true,
    phase: 'open',
    openingMs: 0,
  };
  const figure: Mutable<Figure> = { rateLog: null, issuedAtMs: -1, bank: fullBank(rules.bank, atMs[0] ?? 0), jitter };
  const holdLog = Math.log1p(holdShare);
  let volatility = unmeasured;
  let acceptedLog = Number.NaN;
  let acceptedMs = 0;
  let heldSinceMs = Number.NaN;
  let arrivesMs = Number.NEGATIVE_INFINITY;
  let flyingLog = Number.NaN;
  let nowMs = 0;
  const inFlight = () => arrivesMs > nowMs;

  /** The gate's hold, by the same limits. */
  function admit(at: number): boolean {
    const next = rateLog[at]!;
    const moved = Math.abs(next - acceptedLog) > holdLog;
    if (moved) {
      if (Number.isNaN(heldSinceMs)) heldSinceMs = nowMs;
      if (nowMs - heldSinceMs < heldMs) return false;
    }
    heldSinceMs = Number.NaN;
    if (!Number.isNaN(acceptedLog)) volatility = measure(volatility, next - acceptedLog, nowMs - acceptedMs);
    acceptedLog = next;
    acceptedMs = nowMs;
    return true;
  }

  return {
    shownLog: Number.NaN,
    band: rules.act,
    refreshes: 0,
    tokensLeast: rules.bank.most,
    step(at) {
      nowMs = atMs[at]!;
      if (!inFlight() && !Object.is(this.shownLog, flyingLog)) this.shownLog = flyingLog;
      const usable = admit(at);
      if (opening[at]) market.openingMs = nowMs;
      market.phase = opening[at] ? 'opening' : 'open';
      market.rateLog = usable ? acceptedLog : null;
      market.unusable = usable ? null : held;
      if (at % 60 === 0) market.band = bandOf(rules, volatility, latencyMs);
      this.band = market.band * jitter;
      const action = decideFigure(figure, inFlight, market, rules, nowMs);
      if (action.type === 'keep') return;
      if (action.cost > 0) {
        figure.bank = spend(figure.bank, action.cost, rules.bank, nowMs);
        this.refreshes += 1;
      }
      this.tokensLeast = Math.min(this.tokensLeast, tokensAt(figure.bank, rules.bank, nowMs));
      figure.rateLog = action.type === 'issue' ? market.rateLog : null;
      figure.issuedAtMs = nowMs;
      flyingLog = figure.rateLog ?? Number.NaN;
      arrivesMs = nowMs + latencyMs;
    },
  };
}
