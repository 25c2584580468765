import type { Cancel, Clock } from '../clock.ts';
import type { LabelContent } from '../shelf/content.ts';
import { encodeContent } from '../shelf/content-codec.ts';
import { decide, type LabelFacts, type StoreRules } from '../shelf/decide.ts';
import type { Panel } from '../shelf/panel.ts';
import type { Reason } from '../shelf/reasons.ts';
import { type FactReader, factsOf } from './label-facts.ts';
import type { DesiredRow, HistoryRow, ShownRow } from './ports.ts';

/** What this station needs from the store. */
interface DesiredStore {
  transaction<T>(work: () => T): T;
  desired(label: string): DesiredRow | null;
  shown(label: string): ShownRow | null;
  allDesired(): DesiredRow[];
  putDesired(row: DesiredRow): void;
  removeDesired(label: string): void;
  putShown(row: ShownRow): void;
  touchReport(label: string): void;
  addHistory(row: HistoryRow): void;
}

export interface DesiredOptions {
  readonly store: DesiredStore;
  readonly reader: FactReader;
  readonly rules: StoreRules;
  readonly clock: Clock;
  /** The label's panel, or null while its model is not known. */
  readonly panelOf: (label: string) => Panel | null;
  /** Identity of the picture that a content makes on a panel: 16 hex digits. */
  readonly hashOf: (content: LabelContent, panel: Panel | null) => string;
  /** Whether it can be drawn; a picture that may mislead is refused here, before anything goes on air. */
  readonly draws: (
    content: LabelContent,
    panel: Panel,
  ) => { readonly ok: true } | { readonly ok: false; readonly reason: Reason; readonly detail: string };
  /** Labels whose desired state is new. */
  readonly changed: (labels: readonly string[]) => void;
  /** While true the clock is not trusted: instants that pass change nothing. See `Desired.look`. */
  readonly held?: () => boolean;
  /** A change that came by itself could not be decided or stored; it is tried again. */
  readonly failed?: (error: unknown) => void;
}

/** Longest sleep before the clock is looked at again: bounds what a jump of the wall clock, or a full disk, can delay. */
const longestSleepMs = 15_000;

export interface Desired {
  /** Decides these labels anew and stores what differs. `traceparent`: the fact that caused it. */
  recompute(labels: Iterable<string>, traceparent?: string | null): void;
  /** Decides at once whatever has become due, as when the clock is trusted again. */
  look(): void;
  stop(): void;
}

/**
 * Keeps the stored desired state equal to what the facts say now: on every fact, and at the instants at which a timeline
 * changes by itself, mesh or no mesh.
 *
 * While `held`, a timeline stands where it stood before its first instant that has passed unheeded, whatever else is said
 * of the label: its name, its place, its offers. Only a price that comes from the mesh is decided at the clock's time, as
 * is a label of which nothing was known. On release every instant that has passed is caught up with.
 */
export function createDesired(options: DesiredOptions): Desired {
  const { store, clock } = options;
  const untilMs = new Map<string, number>();
  /** When the timelines were last looked at. A wall clock before this has been set back. */
  let lookedAtMs = clock.now();
  let cancel: Cancel | null = null;

  for (const row of store.allDesired()) if (row.untilMs !== null) untilMs.set(row.label, row.untilMs);
  sleep();

  function recompute(labels: Iterable<string>, traceparent: string | null = null): void {
    const nowMs = clock.now();
    const changed: string[] = [];
    const instants = new Map<string, number | null>();
    lookedAtMs = Math.max(lookedAtMs, nowMs);
    store.transaction(() => {
      for (const label of labels) if (one(label, nowMs, traceparent, instants)) changed.push(label);
    });
    // Only now: what was rolled back is still due.
    for (const [label, instant] of instants) {
      if (instant === null) untilMs.delete(label);
      else untilMs.set(label, instant);
    }
    sleep();
    if (changed.length > 0) options.changed(changed);
  }

  function one(
    label: string,
    nowMs: number,
    traceparent: string | null,
    instants: Map<string, number | null>,
  ): boolean {
    const before = store.desired(label);
    const facts = factsOf(label, options.reader);
    if (!facts) {
      instants.set(label, null);
      if (!before) return false;
      store.removeDesired(label);
      store.addHistory({ label, atMs: nowMs, event: 'unbound', detail: {} });
      store.touchReport(label);
      return true;
    }
    const row = heldBack(before, facts, nowMs, traceparent) ?? decided(label, facts, nowMs, traceparent);
    instants.set(label, row.untilMs);
    if (before && sameDecision(before, row)) return false;
    const unchangedPicture = before !== null && before.hash === row.hash && !row.refusal;
    const open = before !== null && isOpen(before);
    const openSinceMs = open ? before.openSinceMs : nowMs;
    const openSeq = open && before.epoch === row.epoch ? Math.min(before.openSeq, row.seq) : row.seq;
    store.putDesired({ ...row, sinceMs: unchangedPicture ? before.sinceMs : nowMs, openSinceMs, openSeq });
    if (!row.refusal) carryProof(row);
    store.touchReport(label);
    if (row.refusal) store.addHistory({ label, atMs: nowMs, event: 'refused', detail: row.refusal });
    else if (!unchangedPicture) {
      store.addHistory({ label, atMs: nowMs, event: 'desired', detail: { version: row.version, hash: row.hash } });
    }
    return true;
  }

  /** The decision as of before the instant that must not pass yet; null: there is none, or a price has come since. */
  function heldBack(
    before: DesiredRow | null,
    facts: LabelFacts,
    nowMs: number,
    traceparent: string | null,
  ): DesiredRow | null {
    const passedMs = before?.untilMs ?? null;
    if (!before || passedMs === null || passedMs > nowMs || !options.held?.()) return null;
    const row = decided(before.label, facts, passedMs - 1, traceparent);
    const samePrice = row.epoch === before.epoch && row.version === before.version && row.seq === before.seq;
    return samePrice ? row : null;
  }

  /** A newer fact that makes the same picture is proven by the picture that is there. */
  function carryProof({ label, hash, epoch, version, seq }: DesiredRow): void {
    const shown = store.shown(label);
    if (shown?.hash === hash) store.putShown({ ...shown, epoch, version, seq });
  }

  function isOpen(row: DesiredRow): boolean {
    const shown = store.shown(row.label);
    return row.refusal !== null || !shown?.trusted || shown.hash !== row.hash;
  }

  function decided(label: string, facts: LabelFacts, nowMs: number, traceparent: string | null): DesiredRow {
    const verdict = decide(facts, options.rules, nowMs);
    const { epoch, version, seq } = verdict;
    const head = {
      label,
      epoch,
      version,
      seq,
      sinceMs: nowMs,
      openSinceMs: nowMs,
      openSeq: seq,
      untilMs: verdict.untilMs,
      traceparent,
    };
    const refused = (reason: Reason, detail: string): DesiredRow => ({
      ...head,
      hash: '',
      content: null,
      refusal: { reason, detail },
    });
    if (!verdict.ok) return refused(verdict.reason, verdict.detail);
    const panel = options.panelOf(label);
    const hash = options.hashOf(verdict.content, panel);
    if (panel && store.desired(label)?.hash !== hash) {
      const drawn = options.draws(verdict.content, panel);
      if (!drawn.ok) return refused(drawn.reason, drawn.detail);
    }
    return { ...head, hash, content: encodeContent(verdict.content), refusal: null };
  }

  function sleep(): void {
    cancel?.();
    let next = Number.POSITIVE_INFINITY;
    for (const instant of untilMs.values()) if (instant < next) next = instant;
    cancel = clock.after(Math.min(longestSleepMs, Math.max(0, next - clock.now())), wake);
  }

  function wake(): void {
    if (options.held?.()) {
      cancel?.();
      cancel = clock.after(longestSleepMs, wake);
      return;
    }
    const nowMs = clock.now();
    try {
      // A clock that was set back may have activated what is still to come, on labels that wait for nothing any more.
      const due =
        nowMs < lookedAtMs
          ? store.allDesired().map(row => row.label)
          : [...untilMs].filter(([, instant]) => instant <= nowMs).map(([label]) => label);
      if (due.length > 0) recompute(due);
      else sleep();
      lookedAtMs = nowMs;
    } catch (error) {
      options.failed?.(error);
      cancel = clock.after(longestSleepMs, wake);
    }
  }

  return { recompute, look: wake, stop: () => cancel?.() };
}

function sameDecision(a: DesiredRow, b: DesiredRow): boolean {
  return (
    a.hash === b.hash &&
    a.epoch === b.epoch &&
    a.version === b.version &&
    a.seq === b.seq &&
    a.untilMs === b.untilMs &&
    a.refusal?.reason === b.refusal?.reason &&
    a.refusal?.detail === b.refusal?.detail
  );
}
