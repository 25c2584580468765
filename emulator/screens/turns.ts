import type { Entry, Programme } from './protocol.ts';

/** What a region shows, from when to when. */
export interface Turn {
  readonly entry: string;
  readonly sinceMs: number;
  readonly untilMs: number;
}

const hourMs = 3_600_000;

/** Whether one of its windows is open. */
const isOpen = ({ windows }: Entry, nowMs: number): boolean =>
  windows?.some(({ fromMs, untilMs }) => fromMs <= nowMs && (untilMs === null || nowMs < untilMs)) ?? true;

/**
 * Whose turn it is in one region: of the entries that may be shown now only those of the highest priority take turns, in
 * their order. One whose turn is not over goes on, unless it may not any more. Null: nobody's.
 * @param entries those of the region
 * @param begunMs when an entry's turns began, of the last hour
 */
export function turnAt(
  entries: readonly Entry[],
  before: Turn | null,
  nowMs: number,
  begunMs: (entry: string) => readonly number[],
): Turn | null {
  const isOn = before !== null && before.sinceMs <= nowMs && nowMs < before.untilMs;
  const capped = ({ id, capPerHour }: Entry): boolean =>
    capPerHour !== null &&
    !(isOn && id === before.entry) &&
    begunMs(id).filter(ms => ms > nowMs - hourMs && ms <= nowMs).length >= capPerHour;
  const possible = entries.filter(entry => isOpen(entry, nowMs) && !capped(entry));
  const highest = Math.max(...possible.map(({ priority }) => priority));
  const taking = possible.filter(({ priority }) => priority === highest);
  if (isOn && taking.some(({ id }) => id === before.entry)) return before;
  const place = before === null ? -1 : entries.findIndex(({ id }) => id === before.entry);
  const next = taking.find(({ id }) => entries.findIndex(entry => entry.id === id) > place) ?? taking[0];
  return next === undefined ? null : { entry: next.id, sinceMs: nowMs, untilMs: nowMs + next.durationMs };
}

/** The next instant at which something may change by itself; null: none is known. */
export function nextEdgeMs(programme: Programme, turns: Iterable<Turn | null>, nowMs: number): number | null {
  const { entries, cards, above } = programme;
  const edges = [
    ...[...turns].map(turn => turn?.untilMs),
    ...entries.flatMap(({ windows }) => windows ?? []).flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
    ...cards.flatMap(({ steps }) => steps).flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
    above.emergency?.fromMs,
    above.emergency?.untilMs,
  ].filter(edge => typeof edge === 'number' && edge > nowMs) as number[];
  return edges.length === 0 ? null : edges.reduce((least, edge) => Math.min(least, edge));
}
