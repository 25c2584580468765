import type { Reason } from '../shelf/reasons.ts';

/** Times in ms on a clock that never goes back. */
export interface WatchdogRules {
  /** From when a page that says nothing is silent, and how long one has to be hidden or stale to be reported. */
  readonly silentMs: number;
  /** Two starts of its browser lie this far apart at least, and each time in a row twice as far … */
  readonly restartGapMs: number;
  /** … up to this. */
  readonly restartLongestMs: number;
  /** Two reloads of a page that speaks lie this far apart at least. */
  readonly reloadGapMs: number;
  /** A page that needs more is loaded anew. */
  readonly heapLimitBytes: number;
}

export const watchdogDefaults: Omit<WatchdogRules, 'silentMs'> = {
  restartGapMs: 600_000,
  restartLongestMs: 3_600_000,
  reloadGapMs: 600_000,
  heapLimitBytes: 400 * 1024 * 1024,
};

export type WatchdogReason = Extract<Reason, 'screen.silent' | 'screen.hidden' | 'screen.stale' | 'screen.differs'>;

/** What the watchdog knows of a screen: nothing of it outlives a restart of the agent, as its clock does not. */
export interface WatchdogState {
  /** The store is closed: a screen may do what it likes. */
  readonly dark: boolean;
  /** Since when it is expected to speak: the last report, or when the screen was first known or lit. */
  readonly heardMs: number;
  /** Reloaded since it went silent. */
  readonly reloaded: boolean;
  readonly restartedMs: number | null;
  /** Starts in a row. */
  readonly restarts: number;
  readonly reloadedMs: number | null;
  /** Since when no page could be seen; null: one can. */
  readonly hiddenMs: number | null;
  readonly staleMs: number | null;
  /** When a page was stale last. */
  readonly lastStaleMs: number | null;
  /** A page that showed something else than it should, and in how many reports in a row. */
  readonly differs: { readonly page: string; readonly times: number; readonly atMs: number } | null;
  readonly heavyMs: number | null;
  /** What people have been told and not yet untold. */
  readonly raised: readonly WatchdogReason[];
}

export type WatchdogEvent =
  | { readonly kind: 'tick' }
  | { readonly kind: 'dark'; readonly dark: boolean }
  | {
      readonly kind: 'report';
      readonly page: string;
      readonly visible: boolean;
      /** It hides prices for want of a clock or of word from the gateway. */
      readonly stale: boolean;
      /** It shows what its programme does not permit. */
      readonly differs: boolean;
      readonly heapBytes: number | null;
      /** An entry came to its end: a reload is not noticed now. */
      readonly entryEnded: boolean;
    };

export type WatchdogStep =
  /** Orders the pages to load anew. */
  | { readonly do: 'reload' }
  /** Starts the browser anew, where a command for it is configured. */
  | { readonly do: 'restart' }
  | { readonly do: 'raise' | 'clear'; readonly reason: WatchdogReason };

export interface Watched {
  readonly state: WatchdogState;
  readonly steps: readonly WatchdogStep[];
}

export function newWatchdog(atMs: number): WatchdogState {
  return {
    dark: false,
    heardMs: atMs,
    reloaded: false,
    restartedMs: null,
    restarts: 0,
    reloadedMs: null,
    hiddenMs: null,
    staleMs: null,
    lastStaleMs: null,
    differs: null,
    heavyMs: null,
    raised: [],
  };
}

/**
 * Looks after the page of one screen. Silence: its page is reloaded after `silentMs`, its browser started anew after twice
 * that, people are told after three times that; who speaks again before is not spoken of. To be asked with a `tick`
 * every few seconds.
 */
export function watch(state: WatchdogState, event: WatchdogEvent, atMs: number, rules: WatchdogRules): Watched {
  if (event.kind === 'dark') return event.dark === state.dark ? idle(state) : lit(state, event.dark, atMs);
  if (state.dark) return idle(event.kind === 'report' ? { ...state, heardMs: atMs } : state);
  return event.kind === 'report' ? heard(state, event, atMs, rules) : quiet(state, atMs, rules);
}

const idle = (state: WatchdogState): Watched => ({ state, steps: [] });

/** What was wrong counts for nothing once it is dark, and anew from when it is light. */
function lit(state: WatchdogState, dark: boolean, atMs: number): Watched {
  const { restartedMs, restarts, reloadedMs } = state;
  const steps = state.raised.map(reason => ({ do: 'clear' as const, reason }));
  return { state: { ...newWatchdog(atMs), dark, restartedMs, restarts, reloadedMs }, steps };
}

function quiet(state: WatchdogState, atMs: number, rules: WatchdogRules): Watched {
  const steps: WatchdogStep[] = [];
  const silentForMs = atMs - state.heardMs;
  let next = state;
  if (silentForMs >= rules.silentMs && !state.reloaded) {
    next = { ...next, reloaded: true, reloadedMs: atMs };
    steps.push({ do: 'reload' });
  }
  if (silentForMs >= 2 * rules.silentMs && mayRestart(state, atMs, rules)) {
    next = { ...next, restartedMs: atMs, restarts: state.restarts + 1 };
    steps.push({ do: 'restart' });
  }
  return told(next, steps, 'screen.silent', silentForMs >= 3 * rules.silentMs ? true : null);
}

function mayRestart({ restartedMs, restarts }: WatchdogState, atMs: number, rules: WatchdogRules): boolean {
  if (restartedMs === null) return true;
  const longestMs = Math.max(rules.restartGapMs, rules.restartLongestMs);
  const waitMs = Math.min(longestMs, rules.restartGapMs * 2 ** Math.min(Math.max(restarts - 1, 0), 20));
  return atMs - restartedMs >= waitMs;
}

function heard(
  state: WatchdogState,
  report: Extract<WatchdogEvent, { kind: 'report' }>,
  atMs: number,
  rules: WatchdogRules,
): Watched {
  const calm = state.restartedMs !== null && atMs - state.restartedMs >= rules.restartGapMs;
  const wasSilent = atMs - state.heardMs >= rules.silentMs;
  let watched: Watched = {
    state: { ...state, heardMs: atMs, reloaded: false, restarts: calm && !wasSilent ? 0 : state.restarts },
    steps: [],
  };
  watched = told(watched.state, watched.steps, 'screen.silent', false);
  watched = visibility(watched, report.visible, atMs, rules);
  watched = staleness(watched, report.stale, atMs, rules);
  watched = difference(watched, report.page, report.differs, atMs, rules);
  return weight(watched, report, atMs, rules);
}

/** One page that can be seen is enough. */
function visibility({ state, steps }: Watched, visible: boolean, atMs: number, rules: WatchdogRules): Watched {
  if (visible) return told({ ...state, hiddenMs: null }, steps, 'screen.hidden', false);
  const hiddenMs = state.hiddenMs ?? atMs;
  return told({ ...state, hiddenMs }, steps, 'screen.hidden', atMs - hiddenMs >= rules.silentMs ? true : null);
}

/** One page that is stale is enough, until none has been for a while. */
function staleness({ state, steps }: Watched, stale: boolean, atMs: number, rules: WatchdogRules): Watched {
  if (stale) {
    const staleMs = state.staleMs ?? atMs;
    const next = { ...state, staleMs, lastStaleMs: atMs };
    return told(next, steps, 'screen.stale', atMs - staleMs >= rules.silentMs ? true : null);
  }
  if (state.lastStaleMs !== null && atMs - state.lastStaleMs < rules.silentMs) return { state, steps };
  return told({ ...state, staleMs: null, lastStaleMs: null }, steps, 'screen.stale', false);
}

/** Once may be a report that crossed a change; twice in a row of one page is not. */
function difference(
  { state, steps }: Watched,
  page: string,
  differs: boolean,
  atMs: number,
  rules: WatchdogRules,
): Watched {
  const same = state.differs?.page === page;
  if (!differs) {
    // Another page is no proof for that one, until it is heard no more: it was loaded anew, or closed.
    if (state.differs !== null && !same && atMs - state.differs.atMs < rules.silentMs) return { state, steps };
    return told({ ...state, differs: null }, steps, 'screen.differs', false);
  }
  // Another page's first difference does not hide one that was told.
  if (state.differs !== null && !same && state.differs.times > 1) return { state, steps };
  const times = same ? state.differs!.times + 1 : 1;
  const next = told({ ...state, differs: { page, times, atMs } }, steps, 'screen.differs', times > 1 ? true : null);
  return times > 1 ? reload(next, atMs, rules) : next;
}

/** A heavy page is loaded anew between two entries; when none ends, all the same after a while. */
function weight(
  { state, steps }: Watched,
  report: Extract<WatchdogEvent, { kind: 'report' }>,
  atMs: number,
  rules: WatchdogRules,
): Watched {
  if (report.heapBytes === null || report.heapBytes <= rules.heapLimitBytes) {
    return { state: { ...state, heavyMs: null }, steps };
  }
  const heavyMs = state.heavyMs ?? atMs;
  const next = { state: { ...state, heavyMs }, steps };
  return report.entryEnded || atMs - heavyMs >= rules.reloadGapMs ? reload(next, atMs, rules) : next;
}

function reload({ state, steps }: Watched, atMs: number, rules: WatchdogRules): Watched {
  if (state.reloadedMs !== null && atMs - state.reloadedMs < rules.reloadGapMs) return { state, steps };
  return { state: { ...state, reloadedMs: atMs }, steps: [...steps, { do: 'reload' }] };
}

/** @param wrong null: not yet known */
function told(
  state: WatchdogState,
  steps: readonly WatchdogStep[],
  reason: WatchdogReason,
  wrong: boolean | null,
): Watched {
  const isRaised = state.raised.includes(reason);
  if (wrong === null || wrong === isRaised) return { state, steps };
  const raised = wrong ? [...state.raised, reason] : state.raised.filter(one => one !== reason);
  return { state: { ...state, raised }, steps: [...steps, { do: wrong ? 'raise' : 'clear', reason }] };
}
