/** What an alarm does: a light, words on a display or over a screen, a notice in the mesh. */
export type WatchAction =
  | { readonly light: string; readonly blink: boolean }
  | { readonly display: string; readonly text: string }
  | { readonly screen: string }
  | { readonly mesh: true };

export type Severity = 'info' | 'warning' | 'urgent';

/** What a watch looks at. */
export type WatchedFigure =
  | { readonly queue: string; readonly figure: 'length' | 'wait-seconds' }
  | { readonly zone: string; readonly figure: 'occupancy' }
  | { readonly button: string };

export interface WatchRule {
  readonly id: string;
  readonly on: WatchedFigure;
  /** From where it is raised; without it a figure never raises. */
  readonly raise?: number | undefined;
  /** Below which it is cleared; without it, below where it is raised. */
  readonly clear?: number | undefined;
  readonly holdMs: number;
  readonly severity: Severity;
  readonly text: string;
  readonly actions: readonly WatchAction[];
  readonly escalate?: { readonly afterMs: number; readonly actions: readonly WatchAction[] } | undefined;
}

export type Phase = 'quiet' | 'pending' | 'raised' | 'acknowledged' | 'escalated';

/** Where a watch stands; plain data, so that it outlives a restart. Instants are wall clock. */
export interface WatchState {
  readonly phase: Phase;
  /** When this was seen last: a clock that is set back afterwards takes all of it along. */
  readonly atMs: number;
  /** When it was raised; while it is pending, when the threshold was crossed. */
  readonly sinceMs: number | null;
  /** Since when it has been below where it is cleared. */
  readonly belowMs: number | null;
  readonly acknowledgedMs: number | null;
  readonly acknowledgedBy: string | null;
  readonly silencedUntilMs: number | null;
  readonly open: boolean;
  /** The figure as it was last, or how often a button was pressed; null: not known. */
  readonly value: number | null;
  readonly method: string;
  readonly confidence: number;
  /** How often it was raised so far. */
  readonly raised: number;
}

export type WatchEvent =
  /** Time has passed. */
  | { readonly kind: 'tick' }
  | { readonly kind: 'figure'; readonly value: number | null; readonly method: string; readonly confidence: number }
  | { readonly kind: 'press' }
  | { readonly kind: 'acknowledge'; readonly by: string }
  /** By hand. */
  | { readonly kind: 'clear' }
  /** For no time: it speaks again. */
  | { readonly kind: 'silence'; readonly forMs: number };

/** The longest silence. */
export const mostSilenceMs = 86_400_000;
/** An alarm of a button that was acknowledged is over after so long, when nobody says so before. */
export const buttonDoneMs = 15 * 60_000;
const mostByChars = 200;

export const quietWatch: WatchState = {
  phase: 'quiet',
  atMs: 0,
  sinceMs: null,
  belowMs: null,
  acknowledgedMs: null,
  acknowledgedBy: null,
  silencedUntilMs: null,
  open: true,
  value: null,
  method: '',
  confidence: 0,
  raised: 0,
};

export const isActive = ({ phase }: Pick<WatchState, 'phase'>): boolean => phase !== 'quiet' && phase !== 'pending';

export const isSilenced = ({ silencedUntilMs }: WatchState, atMs: number): boolean =>
  silencedUntilMs !== null && silencedUntilMs > atMs;

const isButton = ({ on }: WatchRule): boolean => 'button' in on;

/**
 * One step of a watch: quiet, pending while the threshold holds, raised, acknowledged or escalated, and quiet again. The
 * threshold to raise and the one to clear lie apart, and each has to hold for a while, so that a figure which trembles
 * around one of them raises once and clears once. Out of hours nothing is raised, and what was, is cleared.
 * @param open whether it is within its hours
 */
export function step(rule: WatchRule, before: WatchState, event: WatchEvent, atMs: number, open: boolean): WatchState {
  const state = { ...atClock(before, atMs), open };
  const told = open ? hear(rule, state, event, atMs) : closed(taken(state, event));
  return settle(rule, told, atMs);
}

/** Out of hours: nobody is called, but how things are is known all the same. */
function closed(state: WatchState): WatchState {
  return { ...resting(state), open: false };
}

function taken(state: WatchState, event: WatchEvent): WatchState {
  if (event.kind !== 'figure') return event.kind === 'silence' ? silenced(state, event.forMs) : state;
  const { value, method, confidence } = event;
  return { ...state, value: value !== null && Number.isFinite(value) ? value : null, method, confidence };
}

function silenced(state: WatchState, forMs: number): WatchState {
  const lengthMs = Math.min(mostSilenceMs, Math.max(0, forMs));
  return { ...state, silencedUntilMs: lengthMs > 0 ? state.atMs + lengthMs : null };
}

function hear(rule: WatchRule, before: WatchState, event: WatchEvent, atMs: number): WatchState {
  const state = taken(before, event);
  if (event.kind === 'figure') return isButton(rule) ? before : weigh(rule, state, atMs);
  if (event.kind === 'press') return isButton(rule) ? pressed(state, atMs) : state;
  if (event.kind === 'clear') return isActive(state) ? resting(state) : state;
  if (event.kind === 'acknowledge') return acknowledged(rule, state, event.by, atMs);
  return state;
}

/** What a figure means against both thresholds. One that is not known raises nothing and clears nothing. */
function weigh(rule: WatchRule, state: WatchState, atMs: number): WatchState {
  const { value } = state;
  const { raise, clear = raise } = rule;
  if (raise === undefined || clear === undefined) return state;
  const above = value !== null && value >= raise;
  if (!isActive(state)) {
    if (!above) return resting(state);
    return state.phase === 'pending' ? state : { ...state, phase: 'pending', sinceMs: atMs };
  }
  // A clear above the raise would clear what it has just raised.
  const below = value !== null && value < Math.min(clear, raise);
  return { ...state, belowMs: below ? (state.belowMs ?? atMs) : null };
}

/** A press calls at once; one more calls again, also when somebody was on the way already. */
function pressed(state: WatchState, atMs: number): WatchState {
  const value = isActive(state) ? (state.value ?? 0) + 1 : 1;
  const heard = { ...state, value, method: 'button', confidence: 1 };
  return state.phase === 'raised' || state.phase === 'escalated' ? heard : raisedAt(heard, atMs);
}

function raisedAt(state: WatchState, atMs: number): WatchState {
  const call = { belowMs: null, acknowledgedMs: null, acknowledgedBy: null, raised: state.raised + 1 };
  return { ...state, ...call, phase: 'raised', sinceMs: atMs };
}

/** For a button, acknowledging once says that somebody comes, and twice that it is done. */
function acknowledged(rule: WatchRule, state: WatchState, by: string, atMs: number): WatchState {
  if (state.phase === 'acknowledged') return isButton(rule) ? resting(state) : state;
  if (!isActive(state)) return state;
  return { ...state, phase: 'acknowledged', acknowledgedMs: atMs, acknowledgedBy: by.slice(0, mostByChars) };
}

/** What the time that has passed brings. */
function settle(rule: WatchRule, state: WatchState, atMs: number): WatchState {
  const dueMs = dueAtMs(rule, state);
  if (dueMs === null || atMs < dueMs) return state;
  if (state.phase === 'pending') return raisedAt(state, atMs);
  if (state.phase === 'raised' && !overBy(rule, state, atMs)) return { ...state, phase: 'escalated' };
  return resting(state);
}

const overBy = (rule: WatchRule, state: WatchState, atMs: number): boolean => {
  const overMs = overAtMs(rule, state);
  return overMs !== null && atMs >= overMs;
};

/** When it is cleared, as things are; null: nothing says so. */
function overAtMs(rule: WatchRule, { belowMs, phase, acknowledgedMs }: WatchState): number | null {
  if (belowMs !== null) return belowMs + rule.holdMs;
  return isButton(rule) && phase === 'acknowledged' && acknowledgedMs !== null ? acknowledgedMs + buttonDoneMs : null;
}

/** When something happens by itself, as things are; null: nothing does. */
export function dueAtMs(rule: WatchRule, state: WatchState): number | null {
  if (state.phase === 'quiet' || state.sinceMs === null) return null;
  if (state.phase === 'pending') return state.sinceMs + rule.holdMs;
  const overMs = overAtMs(rule, state);
  if (state.phase !== 'raised' || !rule.escalate) return overMs;
  // Nobody could hear it while it was silenced.
  const escalatesMs = Math.max(state.sinceMs, state.silencedUntilMs ?? 0) + rule.escalate.afterMs;
  return overMs === null ? escalatesMs : Math.min(overMs, escalatesMs);
}

function resting(state: WatchState): WatchState {
  if (state.phase === 'quiet') return state;
  return { ...state, phase: 'quiet', sinceMs: null, belowMs: null, acknowledgedMs: null, acknowledgedBy: null };
}

/** A clock that was set back shifts all that was written down, so that every wait takes as long as it should. */
function atClock(state: WatchState, atMs: number): WatchState {
  const backMs = state.atMs - atMs;
  if (backMs <= 0) return { ...state, atMs };
  const shift = (instantMs: number | null) => (instantMs === null ? null : instantMs - backMs);
  return {
    ...state,
    atMs,
    sinceMs: shift(state.sinceMs),
    belowMs: shift(state.belowMs),
    acknowledgedMs: shift(state.acknowledgedMs),
    silencedUntilMs: shift(state.silencedUntilMs),
  };
}

/** How severe it is now: urgent when nobody came in time. */
export const severityOf = (rule: WatchRule, { phase }: Pick<WatchState, 'phase'>): Severity =>
  phase === 'escalated' ? 'urgent' : rule.severity;
