import { covers } from './windows.ts';
import type { Entry } from './wire/programme.ts';

/** What decides whether an entry may be shown. */
export type PlaylistEntry = Pick<Entry, 'id' | 'durationMs' | 'priority' | 'windows' | 'capPerHour'>;

/** Where a region's playlist stands. */
export interface Playing {
  readonly on: { readonly entry: string; readonly fromMs: number } | null;
  /** The number of the turn in which each entry was last begun: who waited longest is next. */
  readonly turns: Readonly<Record<string, number>>;
  /** When entries with a cap were begun within the last hour. */
  readonly starts: Readonly<Record<string, readonly number[]>>;
}

export const nothingPlayed: Playing = { on: null, turns: {}, starts: {} };

const hourMs = 3_600_000;
/** So long before it is due, what comes is made ready. */
export const leadMs = 5_000;

/**
 * Plays on: what is on stays for its duration, unless something of higher priority may begin or it loses its right. Of
 * those with the highest priority that may be shown, each has its turn. The same object where nothing begins or ends.
 * @param entries of one region, in the order of the fact
 * @param usable whether an entry's media are there
 */
export function playOn(
  entries: readonly PlaylistEntry[],
  playing: Playing,
  atMs: number,
  usable: (entry: PlaylistEntry) => boolean,
): Playing {
  const { on } = playing;
  const current = on && entries.find(({ id }) => id === on.entry);
  const next = choose(entries, playing, atMs, usable);
  if (on && current && covers(current.windows, atMs) && usable(current)) {
    // A clock that went back lengthens nothing beyond one more turn.
    const fromMs = Math.min(on.fromMs, atMs);
    const outranked = next !== null && next.priority > current.priority;
    if (atMs < fromMs + current.durationMs && !outranked) {
      return fromMs === on.fromMs ? playing : { ...playing, on: { ...on, fromMs } };
    }
  }
  if (next === null) return on === null ? playing : { ...playing, on: null };
  return begin(entries, playing, next, atMs);
}

/**
 * What should be made ready beside what is on: what outranks it soon, or else what follows it. Null: nothing, or only
 * itself again.
 * @param possible whether an entry can be made ready at all
 */
export function upcoming(
  entries: readonly PlaylistEntry[],
  playing: Playing,
  atMs: number,
  possible: (entry: PlaylistEntry) => boolean,
): string | null {
  const current = entries.find(({ id }) => id === playing.on?.entry) ?? null;
  if (current !== null && playing.on !== null) {
    for (const instant of [atMs, atMs + leadMs]) {
      const above = choose(entries, playing, instant, entry => entry.priority > current.priority && possible(entry));
      if (above !== null) return above.id;
    }
  }
  const endMs = current === null ? atMs : Math.max(atMs, playing.on!.fromMs + current.durationMs);
  const next = choose(entries, playing, endMs, possible);
  return next === null || next.id === current?.id ? null : next.id;
}

function choose(
  entries: readonly PlaylistEntry[],
  { turns, starts }: Playing,
  atMs: number,
  usable: (entry: PlaylistEntry) => boolean,
): PlaylistEntry | null {
  let chosen: PlaylistEntry | null = null;
  for (const entry of entries) {
    if (chosen !== null && entry.priority < chosen.priority) continue;
    if (chosen !== null && entry.priority === chosen.priority && turnOf(entry) >= turnOf(chosen)) continue;
    if (!covers(entry.windows, atMs) || !hasRoom(entry) || !usable(entry)) continue;
    chosen = entry;
  }
  return chosen;

  function turnOf({ id }: PlaylistEntry): number {
    return turns[id] ?? 0;
  }
  function hasRoom({ id, capPerHour }: PlaylistEntry): boolean {
    return capPerHour === null || recent(starts[id], atMs).length < capPerHour;
  }
}

function begin(entries: readonly PlaylistEntry[], playing: Playing, next: PlaylistEntry, atMs: number): Playing {
  const turns: Record<string, number> = {};
  const starts: Record<string, readonly number[]> = {};
  let newest = 0;
  // What left the playlist is forgotten, so that both stay as small as it is.
  for (const { id, capPerHour } of entries) {
    const turn = playing.turns[id];
    if (turn !== undefined) turns[id] = turn;
    newest = Math.max(newest, turn ?? 0);
    const begun = recent(playing.starts[id], atMs);
    if (capPerHour !== null && begun.length > 0) starts[id] = begun;
  }
  turns[next.id] = newest + 1;
  if (next.capPerHour !== null) starts[next.id] = [...(starts[next.id] ?? []), atMs].slice(-next.capPerHour);
  return { on: { entry: next.id, fromMs: atMs }, turns, starts };
}

/** Starts within the last hour. One in the future is of a clock that was wrong. */
function recent(starts: readonly number[] | undefined, atMs: number): readonly number[] {
  return (starts ?? []).filter(start => start <= atMs && start > atMs - hourMs);
}
