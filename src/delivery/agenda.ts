import type { Step } from './plan.ts';
import { servers } from './reach.ts';
import type { TrackedLabel } from './tracked-label.ts';
import { rank } from './urgency.ts';

/** A label with a step that can be taken now. */
export interface Job {
  readonly label: TrackedLabel;
  readonly step: Extract<Step, { type: 'identify' | 'show' | 'withdraw' }>;
}

/** What can be done now, most urgent first, and when to look again. */
export interface Agenda {
  readonly jobs: Job[];
  /** The earliest instant at which a wait ends; null: only events help. */
  readonly nextMs: number | null;
}

/**
 * Draws the agenda from the open labels. Pure; about a microsecond a label and the sort.
 * What cannot be identified shows no price yet, so finding out what it is counts as a first price.
 */
export function drawAgenda(
  open: Iterable<TrackedLabel>,
  planned: (label: TrackedLabel) => Step,
  nowMs: number,
): Agenda {
  const ranked: {
    readonly job: Job;
    readonly rank: number;
    readonly doubt: number;
    readonly weight: number;
    readonly sinceMs: number;
  }[] = [];
  let nextMs: number | null = null;
  for (const label of open) {
    if (label.session) continue;
    const step = planned(label);
    if (step.type === 'wait' && step.untilMs !== null) nextMs = Math.min(nextMs ?? step.untilMs, step.untilMs);
    if (step.type !== 'identify' && step.type !== 'show' && step.type !== 'withdraw') continue;
    const sinceMs = label.desired?.openSinceMs ?? nowMs;
    const change = step.type === 'show' ? step.change : step.type === 'withdraw' ? 'withdrawal' : 'first';
    const { weight } = label;
    const job = { label, step };
    ranked.push({ job, rank: rank(change, nowMs - sinceMs), doubt: doubtOf(label, nowMs), weight, sinceMs });
  }
  ranked.sort((a, b) => a.rank - b.rank || a.doubt - b.doubt || b.weight - a.weight || a.sinceMs - b.sinceMs);
  return { jobs: ranked.map(({ job }) => job), nextMs };
}

/** A label that was not heard for so long may well be gone: calling it costs the radio seconds. */
const unheardMs = 60_000;

/** Among equally urgent labels those go first that will most likely answer, so that a silent one holds up nobody. */
function doubtOf(label: TrackedLabel, nowMs: number): number {
  return label.attempt || nowMs - (label.row.lastSeenMs ?? 0) > unheardMs ? 1 : 0;
}

/** Where in the agenda the first job stands that this radio should do now; -1: there is none. */
export function pick(jobs: readonly Job[], radio: string, nowMs: number, freshMs: number): number {
  return jobs.findIndex(({ label }) => !label.session && servers(label.reach, nowMs, freshMs).includes(radio));
}
