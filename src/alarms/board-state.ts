import type { NoticeBody } from './notice.ts';
import { type Phase, quietWatch, type WatchState } from './watch.ts';

/** What outlives a restart of one watch. */
export interface KeptWatch {
  readonly id: string;
  readonly state: WatchState;
  /** What the mesh was told last; null: nothing. */
  readonly told: NoticeBody | null;
}

export interface BoardState {
  readonly watches: readonly KeptWatch[];
}

/** Watches that are read back; there are no more in a configuration. */
const mostWatches = 100;

const phases: readonly Phase[] = ['quiet', 'pending', 'raised', 'acknowledged', 'escalated'];

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null ? (value as Fields) : null;
const finite = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
/** An instant that can be written as a date. */
const instant = (value: unknown): number | null => {
  const atMs = finite(value);
  return atMs !== null && atMs >= 0 && atMs <= 8_640_000_000_000_000 ? atMs : null;
};
const text = (value: unknown, most: number): string | null =>
  typeof value === 'string' && value.length <= most ? value : null;

/** Reads what was kept, of this version or another; what cannot be read begins anew. Never throws. */
export function boardStateFrom(value: unknown): BoardState {
  const watches = fieldsOf(value)?.watches;
  if (!Array.isArray(watches)) return { watches: [] };
  return { watches: watches.slice(0, mostWatches).flatMap(one => keptWatch(one) ?? []) };
}

function keptWatch(value: unknown): KeptWatch | null {
  const fields = fieldsOf(value);
  const id = text(fields?.id, 40);
  const state = watchState(fieldsOf(fields?.state));
  return id === null || state === null ? null : { id, state, told: notice(fieldsOf(fields?.told)) };
}

function watchState(fields: Fields | null): WatchState | null {
  const phase = phases.find(one => one === fields?.phase);
  const atMs = instant(fields?.atMs);
  if (!fields || phase === undefined || atMs === null) return null;
  const sinceMs = instant(fields.sinceMs);
  if (phase !== 'quiet' && sinceMs === null) return null;
  return {
    ...quietWatch,
    phase,
    atMs,
    sinceMs,
    belowMs: instant(fields.belowMs),
    acknowledgedMs: instant(fields.acknowledgedMs),
    acknowledgedBy: text(fields.acknowledgedBy, 200),
    silencedUntilMs: instant(fields.silencedUntilMs),
    value: finite(fields.value),
    method: text(fields.method, 80) ?? '',
    confidence: Math.min(1, Math.max(0, finite(fields.confidence) ?? 0)),
    raised: Math.max(0, Math.floor(finite(fields.raised) ?? 0)),
  };
}

const states = ['raised', 'acknowledged', 'escalated', 'cleared'] as const;
const severities = ['info', 'warning', 'urgent'] as const;

function notice(fields: Fields | null): NoticeBody | null {
  const state = states.find(one => one === fields?.state);
  const severity = severities.find(one => one === fields?.severity);
  const id = text(fields?.notice, 40);
  const since = text(fields?.since, 30);
  const at = text(fields?.at, 30);
  if (!fields || !state || !severity || id === null || since === null || at === null) return null;
  return {
    notice: id,
    state,
    severity,
    text: text(fields.text, 80) ?? '',
    zone: text(fields.zone, 40),
    figure: text(fields.figure, 40),
    value: finite(fields.value),
    since,
    at,
    by: text(fields.by, 200),
    method: text(fields.method, 80) ?? '',
    confidence: Math.min(1, Math.max(0, finite(fields.confidence) ?? 0)),
  };
}
