import {
  isActive,
  isSilenced,
  type Severity,
  severityOf,
  type WatchAction,
  type WatchRule,
  type WatchState,
} from './watch.ts';

export type LightMode = 'off' | 'on' | 'blink';

/** A watch as it stands. */
export interface Standing {
  readonly rule: WatchRule;
  readonly state: WatchState;
  /** It is tried out: as if it had been raised, but below everything that is real. */
  readonly testing: boolean;
}

/** What lies over a signage screen. */
export interface ScreenNotice {
  readonly id: string;
  readonly severity: Severity;
  readonly text: string;
  readonly sinceMs: number;
}

/** What every light, display and screen of the alarms should show now; null: what it shows anyway. */
export interface Wanted {
  readonly lights: ReadonlyMap<string, LightMode>;
  readonly displays: ReadonlyMap<string, string | null>;
  /** A screen has room for several: the most severe first, then the one that was raised first. */
  readonly screens: ReadonlyMap<string, readonly ScreenNotice[]>;
}

export type OutputAction =
  | { readonly light: string; readonly state: LightMode }
  | { readonly display: string; readonly text: string }
  | { readonly display: string; readonly restore: true }
  | { readonly screen: string; readonly notices: readonly ScreenNotice[] };

const ranks: Readonly<Record<Severity, number>> = { info: 1, warning: 2, urgent: 3 };
const testRank = 0;

/** What a watch does as it stands. One that is silenced does nothing. */
export function actionsNow({ rule, state, testing }: Standing, atMs: number): readonly WatchAction[] {
  if (!isActive(state) || isSilenced(state, atMs)) return testing ? rule.actions : [];
  return state.phase === 'escalated' ? allActions(rule) : rule.actions;
}

export const allActions = (rule: WatchRule): readonly WatchAction[] =>
  rule.escalate ? [...rule.actions, ...rule.escalate.actions] : rule.actions;

interface Claim<T> {
  readonly rank: number;
  readonly sinceMs: number;
  readonly value: T;
}

/**
 * What every light and every display should show, from how all watches stand and nothing else: so it can be applied
 * again after a cable was out, and ends in the same. Of several the most severe wins, then the one that was raised
 * first. A light that blinks is steady once somebody is on the way.
 */
export function wantedActions(standings: readonly Standing[], atMs: number): Wanted {
  const lights = new Map<string, Claim<LightMode>>();
  const displays = new Map<string, Claim<string | null>>();
  const screens = new Map<string, Claim<ScreenNotice>[]>();
  for (const { rule } of standings) {
    for (const action of allActions(rule)) {
      if ('light' in action) lights.set(action.light, { rank: -1, sinceMs: 0, value: 'off' });
      if ('display' in action) displays.set(action.display, { rank: -1, sinceMs: 0, value: null });
      if ('screen' in action) screens.set(action.screen, []);
    }
  }
  for (const standing of standings) {
    const { rule, state } = standing;
    const real = isActive(state) && !isSilenced(state, atMs);
    const rank = real ? ranks[severityOf(rule, state)] : testRank;
    const sinceMs = state.sinceMs ?? 0;
    for (const action of actionsNow(standing, atMs)) {
      const steady = state.phase === 'acknowledged';
      if ('light' in action) {
        claim(lights, action.light, { rank, sinceMs, value: action.blink && !steady ? 'blink' : 'on' });
      }
      if ('display' in action) claim(displays, action.display, { rank, sinceMs, value: action.text });
      if ('screen' in action) {
        const value = { id: rule.id, severity: severityOf(rule, state), text: rule.text, sinceMs };
        screens.get(action.screen)?.push({ rank, sinceMs, value });
      }
    }
  }
  return { lights: valuesOf(lights), displays: valuesOf(displays), screens: stackedOn(screens) };
}

function stackedOn(screens: ReadonlyMap<string, readonly Claim<ScreenNotice>[]>): Wanted['screens'] {
  return new Map(
    [...screens].map(([id, claims]) => [
      id,
      claims.toSorted((a, b) => b.rank - a.rank || a.sinceMs - b.sinceMs).map(({ value }) => value),
    ]),
  );
}

function claim<T>(claims: Map<string, Claim<T>>, id: string, one: Claim<T>): void {
  const other = claims.get(id);
  if (!other || one.rank > other.rank || (one.rank === other.rank && one.sinceMs < other.sinceMs)) claims.set(id, one);
}

const valuesOf = <T>(claims: ReadonlyMap<string, Claim<T>>): Map<string, T> =>
  new Map([...claims].map(([id, { value }]) => [id, value]));

/** What brings lights, displays and screens from one to the other. From nothing: everything, as after a reconnect. */
export function changesBetween(before: Wanted | null, after: Wanted): OutputAction[] {
  const lights = [...after.lights]
    .filter(([id, mode]) => before?.lights.get(id) !== mode)
    .map(([light, state]): OutputAction => ({ light, state }));
  const displays = [...after.displays]
    .filter(([id, text]) => before?.displays.get(id) !== text)
    .map(([display, text]): OutputAction => (text === null ? { display, restore: true } : { display, text }));
  const screens = [...after.screens]
    .filter(([id, notices]) => JSON.stringify(before?.screens.get(id)) !== JSON.stringify(notices))
    .map(([screen, notices]): OutputAction => ({ screen, notices }));
  return [...lights, ...displays, ...screens];
}

/** In words, for people. */
export function describeAction(action: WatchAction): string {
  if ('light' in action) return `light ${action.light} ${action.blink ? 'blinks' : 'is on'}`;
  if ('display' in action) return `display ${action.display} says “${action.text}”`;
  if ('screen' in action) return `stands on screen ${action.screen}`;
  return 'notice in the mesh';
}
