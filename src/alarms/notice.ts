import { actionsNow, type Standing } from './outputs.ts';
import { isActive, isSilenced, type Severity, severityOf, type WatchedFigure } from './watch.ts';

/** What the mesh is told of an alarm, as it goes over the wire. */
export interface NoticeBody {
  readonly notice: string;
  readonly state: 'raised' | 'acknowledged' | 'escalated' | 'cleared';
  readonly severity: Severity;
  readonly text: string;
  readonly zone: string | null;
  readonly figure: string | null;
  readonly value: number | null;
  readonly since: string;
  readonly at: string;
  readonly by: string | null;
  readonly method: string;
  readonly confidence: number;
}

/** How the notice of a trial says that it is one. */
export const testMethod = 'test';

const instant = (atMs: number): string => new Date(atMs).toISOString();

/**
 * What the mesh has to hear, given what it was told last; null: nothing new. Told by how things stand, so that nothing
 * is told twice, and what was raised is always cleared in the end. A silenced alarm is not raised, but one that was
 * told already goes on to its end.
 */
export function noticeDue(standing: Standing, zone: string | null, told: NoticeBody | null, atMs: number) {
  const { rule, state, testing } = standing;
  const said = told?.state === 'cleared' ? null : told;
  const wanted = actionsNow(standing, atMs).some(action => 'mesh' in action);
  const real = isActive(state) && (!isSilenced(state, atMs) || said !== null) && (wanted || said !== null);
  const trial = testing && wanted && !isActive(state);
  if (!real && !trial) return said ? cleared(said, state.value, atMs) : null;
  const since = instant(trial || state.sinceMs === null ? atMs : state.sinceMs);
  const phase = trial ? 'raised' : phaseOf(state.phase);
  const method = trial ? testMethod : state.method;
  const same = said?.state === phase && (trial ? said.method === testMethod : said.since === since);
  if (same) return null;
  return {
    notice: rule.id,
    state: phase,
    severity: severityOf(rule, state),
    text: rule.text,
    zone,
    figure: figureOf(rule.on),
    value: state.value,
    since,
    at: instant(atMs),
    by: state.acknowledgedBy,
    method,
    confidence: trial ? 0 : state.confidence,
  } satisfies NoticeBody;
}

/** The last word on an alarm that was told. */
export function cleared(told: NoticeBody, value: number | null, atMs: number): NoticeBody {
  return { ...told, state: 'cleared', value, at: instant(atMs) };
}

const phaseOf = (phase: Standing['state']['phase']): 'raised' | 'acknowledged' | 'escalated' =>
  phase === 'acknowledged' || phase === 'escalated' ? phase : 'raised';

export const figureOf = (on: WatchedFigure): string | null => ('figure' in on ? on.figure : null);
