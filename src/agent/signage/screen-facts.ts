import { parseScreen } from '../../mesh/contract/parse-screen.ts';
import type { FactRow } from '../../mesh/ports.ts';
import type { LocalText } from '../../shelf/fact.ts';
import type { Screen, ScreenFact, ScreenStyle } from '../../shelf/screen.ts';
import type { Store } from '../../store/store.ts';

/** A screen of this gateway, with the version of its fact. */
export interface KnownScreen {
  readonly fact: Screen;
  readonly version: number;
}

/** Screens that one gateway feeds; more are told, not fed. */
export const mostScreens = 32;

/** What the mesh says of screens, as it concerns this gateway. */
export function createScreenFacts(store: Pick<Store, 'fact' | 'factKeys'>, gateway: string) {
  const screens = new Map<string, KnownScreen>();
  const styles = new Map<string, { readonly style: ScreenStyle; readonly seq: number }>();
  const elsewhere = new Set<string>();
  const beyond = new Set<string>();

  function load(id: string): void {
    // What cannot be read now stays as it was.
    const row = store.fact('screen', id);
    const fact = row && !row.deleted ? parseScreen(row.body) : null;
    const made = screens.has(id);
    for (const known of [screens, styles, elsewhere, beyond]) known.delete(id);
    enter(id, fact, row);
    if (!made || screens.has(id)) return;
    const [waiting] = beyond;
    if (waiting !== undefined) load(waiting);
  }

  function enter(id: string, fact: ScreenFact | null, row: FactRow | null): void {
    if (!row || !fact) return;
    if (fact.kind === 'style') styles.set(id, { style: fact, seq: row.seq });
    else if (fact.gateway !== null && fact.gateway !== gateway) elsewhere.add(id);
    else if (screens.size >= mostScreens) beyond.add(id);
    else screens.set(id, { fact, version: row.version });
  }
  for (const { key } of store.factKeys('screen')) load(key);

  /** Of those for a screen the ones of its zone first, the newest first. */
  function stylesOf(zone: string | null): ScreenStyle[] {
    return [...styles.values()]
      .filter(({ style }) => style.zone === null || style.zone === zone)
      .sort((a, b) => Number(b.style.zone !== null) - Number(a.style.zone !== null) || b.seq - a.seq)
      .map(({ style }) => style);
  }

  return {
    load,
    get: (id: string): KnownScreen | null => screens.get(id) ?? null,
    all: (): ReadonlyMap<string, KnownScreen> => screens,
    /** Named by the mesh, but fed by another gateway. */
    elsewhere: (id: string): boolean => elsewhere.has(id),
    /** More than this gateway feeds. */
    beyond: (): ReadonlySet<string> => beyond,
    /** What a screen wears by the styles of its zone and the store; null: what it says itself. */
    skinOf: (zone: string | null): string | null => stylesOf(zone).find(({ skin }) => skin !== null)?.skin ?? null,
    /** What stands on it in an emergency, by facts; those that are over are left out. */
    emergencyOf(zone: string | null, atMs: number): { text: LocalText; fromMs: number; untilMs: number | null } | null {
      const found = stylesOf(zone).flatMap(({ emergency }) => (emergency ? [emergency] : []));
      const open = found.filter(({ untilMs }) => untilMs === null || untilMs > atMs);
      // One that is to come stands behind one that is there, and is given away in advance only where there is none.
      return open.find(({ fromMs }) => fromMs <= atMs) ?? open.sort((a, b) => a.fromMs - b.fromMs)[0] ?? null;
    },
  };
}
export type ScreenFacts = ReturnType<typeof createScreenFacts>;
