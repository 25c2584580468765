/** Which way a panel is switched. */
export type Way = 'on' | 'off';

/** Waits after a switch that failed: doubling, from the first to the longest. */
export interface PowerRules {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const powerDefaults: PowerRules = { firstMs: 30_000, longestMs: 900_000 };

/** How the panel of one screen stands. Times on a clock that never goes back. */
export interface PowerState {
  /** How it was switched last, with success; null: nobody knows, as after a start. */
  readonly done: Way | null;
  /** What is under way. */
  readonly running: Way | null;
  /** The way that failed last, and how often in a row. */
  readonly failed: { readonly way: Way; readonly times: number } | null;
  /** Not before. */
  readonly nextMs: number;
}

export type PowerEvent =
  /** To be told every few seconds: what the hours say is wanted, whatever was missed in between. */
  { readonly kind: 'tick'; readonly wanted: Way } | { readonly kind: 'done'; readonly ok: boolean };

export type PowerStep =
  | { readonly do: 'switch'; readonly way: Way }
  | { readonly do: 'raise' }
  | { readonly do: 'clear' };

export interface Powered {
  readonly state: PowerState;
  readonly steps: readonly PowerStep[];
}

export const unknownPower: PowerState = { done: null, running: null, failed: null, nextMs: Number.NEGATIVE_INFINITY };

/**
 * Switches a panel by what is wanted now, not by what changes: so after a start the panel is as it should be, and a switch
 * that failed is tried again. One command runs at a time.
 * @param can which ways there is a command for; what cannot be done is not tried
 */
export function power(
  state: PowerState,
  event: PowerEvent,
  atMs: number,
  can: { readonly [way in Way]: boolean },
  rules: PowerRules = powerDefaults,
): Powered {
  if (event.kind === 'done') return ended(state, event.ok, atMs, rules);
  const { wanted } = event;
  if (state.running !== null || state.done === wanted || !can[wanted]) return { state, steps: [] };
  // A failure of the other way is no reason to wait.
  if (state.failed?.way === wanted && atMs < state.nextMs) return { state, steps: [] };
  return { state: { ...state, running: wanted }, steps: [{ do: 'switch', way: wanted }] };
}

function ended(state: PowerState, ok: boolean, atMs: number, rules: PowerRules): Powered {
  const { running: way, failed } = state;
  if (way === null) return { state, steps: [] };
  if (ok) {
    const next = { done: way, running: null, failed: null, nextMs: Number.NEGATIVE_INFINITY };
    return { state: next, steps: failed === null ? [] : [{ do: 'clear' }] };
  }
  const times = failed?.way === way ? failed.times + 1 : 1;
  const waitMs = Math.min(rules.longestMs, rules.firstMs * 2 ** Math.min(times - 1, 20));
  // It may have been switched before the command failed: neither way is known to be done.
  const next = { done: null, running: null, failed: { way, times }, nextMs: atMs + waitMs };
  return { state: next, steps: failed === null ? [{ do: 'raise' }] : [] };
}
