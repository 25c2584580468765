import type { Cancel, Clock } from '../clock.ts';
import type { LabelContent } from '../shelf/content.ts';
import { decodeContent, encodeContent } from '../shelf/content-codec.ts';
import { decide, type FigureRate, type LabelFacts, type StoreRules } from '../shelf/decide.ts';
import { figuresOf, sameBesidesFigures, sameFigures } from '../shelf/figure-content.ts';
import type { Panel } from '../shelf/panel.ts';
import type { Reason } from '../shelf/reasons.ts';
import { type DecidedFigure, type FigureSource, figureRateFor, mostDrawable } from './figure-choice.ts';
import { type FactReader, factsOf, withPlainOffers } from './label-facts.ts';
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
  endFigures(label: string, atMs: number): void;
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
  /** Whether two contents make the very same picture on a panel; asked when only their prices in bitcoin differ. */
  readonly samePicture: (a: LabelContent, b: LabelContent, panel: Panel) => boolean;
  /** Prices in bitcoin; null: the store shows none. */
  readonly figures: FigureSource | null;
  /** Labels whose desired state is new. */
  readonly changed: (labels: readonly string[]) => void;
  /** A text that stands on the label for a while instead of its content; null or absent: none. */
  readonly notice?: (label: string) => string | null;
  /** A label was refused. True: what was decided stood there for a while only, and it has gone: decide once more. */
  readonly giveWay?: (label: string) => boolean;
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
  /** Has labels show prices in bitcoin made at these rates, or none (null). Nothing else about them changes. */
  refigure(rates: ReadonlyMap<string, FigureRate | null>): void;
  /** Decides at once whatever has become due, as when the clock is trusted again. */
  look(): void;
  /** Nothing changes by itself any more; what facts still come are decided. */
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
  let stopped = false;

  for (const row of store.allDesired()) if (row.untilMs !== null) untilMs.set(row.label, row.untilMs);
  sleep();

  function recompute(
    labels: Iterable<string>,
    traceparent: string | null = null,
    rates: ReadonlyMap<string, FigureRate | null> | null = null,
  ): void {
    const nowMs = clock.now();
    const changed: string[] = [];
    const round: Round = { nowMs, traceparent, rates, instants: new Map(), figures: new Map(), leftOut: new Map() };
    lookedAtMs = Math.max(lookedAtMs, nowMs);
    store.transaction(() => {
      for (const label of labels) if (one(label, round)) changed.push(label);
    });
    // Only now: what was rolled back is still due.
    for (const [label, instant] of round.instants) {
      if (instant === null) untilMs.delete(label);
      else untilMs.set(label, instant);
    }
    for (const [label, figure] of round.figures) options.figures?.settled(label, figure);
    sleep();
    if (changed.length > 0) options.changed(changed);
  }

  function one(label: string, round: Round): boolean {
    const { nowMs } = round;
    const before = store.desired(label);
    const facts = factsOf(label, options.reader);
    if (!facts) {
      round.instants.set(label, null);
      round.figures.set(label, null);
      if (!before) return false;
      store.removeDesired(label);
      store.endFigures(label, nowMs);
      store.addHistory({ label, atMs: nowMs, event: 'unbound', detail: {} });
      store.touchReport(label);
      return true;
    }
    const row = heldBack(before, facts, round) ?? decided(label, facts, nowMs, before, round);
    if (row.refusal && options.giveWay?.(label)) {
      round.leftOut.delete(label);
      return one(label, round);
    }
    round.instants.set(label, row.untilMs);
    if (before && sameDecision(before, row)) return false;
    endFigures(before, row, nowMs);
    const unchangedPicture = before !== null && before.hash === row.hash && !row.refusal;
    const open = before !== null && isOpen(before);
    const openSinceMs = open ? before.openSinceMs : nowMs;
    const priceOpen = open && before.epoch === row.epoch && !onlyFiguresOpen(before);
    const openSeq = priceOpen ? Math.min(before.openSeq, row.seq) : row.seq;
    store.putDesired({ ...row, sinceMs: unchangedPicture ? before.sinceMs : nowMs, openSinceMs, openSeq });
    if (!row.refusal) carryProof(row);
    store.touchReport(label);
    if (row.refusal) store.addHistory({ label, atMs: nowMs, event: 'refused', detail: row.refusal });
    else if (!unchangedPicture) {
      store.addHistory({ label, atMs: nowMs, event: 'desired', detail: { version: row.version, hash: row.hash } });
      const leftOut = round.leftOut.get(label);
      if (leftOut) store.addHistory({ label, atMs: nowMs, event: 'offer-left-out', detail: leftOut });
    }
    return true;
  }

  /** The decision as of before the instant that must not pass yet; null: there is none, or a price has come since. */
  function heldBack(before: DesiredRow | null, facts: LabelFacts, round: Round): DesiredRow | null {
    const passedMs = before?.untilMs ?? null;
    if (!before || passedMs === null || passedMs > round.nowMs || !options.held?.()) return null;
    const row = decided(before.label, facts, passedMs - 1, before, round);
    const samePrice = row.epoch === before.epoch && row.version === before.version && row.seq === before.seq;
    return samePrice ? row : null;
  }

  /** A newer fact that makes the same picture is proven by the picture that is there. */
  function carryProof(row: DesiredRow): void {
    const { label, hash, content, epoch, version, seq } = row;
    const shown = store.shown(label);
    if (!shown || content === null || !(shown.hash === hash || looksTheSame(shown, row))) return;
    store.putShown({ ...shown, hash, content, epoch, version, seq });
  }

  /** A figure that comes out as what is drawn already needs no refresh. */
  function looksTheSame(shown: ShownRow, row: DesiredRow): boolean {
    const panel = options.panelOf(row.label);
    if (!options.figures || !panel || !shown.trusted || row.content === null) return false;
    const [before, now] = [decodeContent(shown.content), decodeContent(row.content)];
    return sameBesidesFigures(before, now) && options.samePicture(before, now, panel);
  }

  /** Tills honour figures for a time of grace from when something else was decided. */
  function endFigures(before: DesiredRow | null, row: DesiredRow, nowMs: number): void {
    if (!options.figures || !before?.content) return;
    const [old, now] = [decodeContent(before.content), row.content ? decodeContent(row.content) : null];
    if (figuresOf(old).length > 0 && (!now || !sameFigures(old, now))) store.endFigures(row.label, nowMs);
  }

  /** The legal price is there already, and only the price in bitcoin is still to come. */
  function onlyFiguresOpen(row: DesiredRow): boolean {
    const shown = store.shown(row.label);
    if (!options.figures || !shown?.trusted || row.content === null) return false;
    return sameBesidesFigures(decodeContent(shown.content), decodeContent(row.content));
  }

  function isOpen(row: DesiredRow): boolean {
    const shown = store.shown(row.label);
    return row.refusal !== null || !shown?.trusted || shown.hash !== row.hash;
  }

  function decided(
    label: string,
    facts: LabelFacts,
    nowMs: number,
    before: DesiredRow | null,
    round: Round,
  ): DesiredRow {
    const { traceparent } = round;
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
    round.figures.set(label, null);
    if (!verdict.ok) return refused(verdict.reason, verdict.detail);
    const panel = options.panelOf(label);
    const own = options.figures
      ? withFigures(label, facts, nowMs, verdict.content, panel, before, round)
      : verdict.content;
    const notice = options.notice?.(label) ?? null;
    const content = notice === null ? own : { ...own, notice };
    const hash = options.hashOf(content, panel);
    if (panel && before?.hash !== hash) {
      const drawn = options.draws(content, panel);
      if (!drawn.ok) {
        const plain = withPlainOffers(facts);
        if (!plain) return refused(drawn.reason, drawn.detail);
        round.leftOut.set(label, { reason: drawn.reason, detail: drawn.detail });
        return { ...decided(label, plain, nowMs, before, round), untilMs: verdict.untilMs };
      }
    }
    return { ...head, hash, content: encodeContent(content), refusal: null };
  }

  /** Adds the prices in bitcoin, where the label has a place for them and they fit. They never stop a legal price. */
  function withFigures(
    label: string,
    facts: LabelFacts,
    nowMs: number,
    fiat: LabelContent,
    panel: Panel | null,
    before: DesiredRow | null,
    round: Round,
  ): LabelContent {
    const { figures } = options;
    const [first] = fiat.items;
    if (!figures || !fiat.bitcoin || !first) return fiat;
    const draws = (content: LabelContent): boolean =>
      !panel || before?.hash === options.hashOf(content, panel) || options.draws(content, panel).ok;
    const ordered = round.rates?.get(label);
    const wanted =
      ordered === undefined
        ? figureRateFor(before, store.shown(label), fiat, had => figures.riding(label, had))
        : ordered;
    const verdict = wanted && panel ? decide(facts, options.rules, nowMs, wanted) : null;
    const made = verdict?.ok && figuresOf(verdict.content).length > 0 ? verdict.content : null;
    const placed = made && panel && figures.drawsSats(made, panel) ? made : null;
    const content = mostDrawable(placed, fiat, draws);
    // What is sold out, or never told what it is, has no figure whatever the rate.
    if (panel && !fiat.items.every(item => item.soldOut)) {
      const rate = placed && content.bitcoin?.rate ? wanted : null;
      const unable = made && !placed ? 'sats.no-place' : placed && !rate ? 'sats.does-not-fit' : null;
      round.figures.set(label, { rate, unable, amountMinor: first.price.amountMinor });
    }
    return content;
  }

  function sleep(): void {
    cancel?.();
    if (stopped) return;
    let next = Number.POSITIVE_INFINITY;
    for (const instant of untilMs.values()) if (instant < next) next = instant;
    cancel = clock.after(Math.min(longestSleepMs, Math.max(0, next - clock.now())), wake);
  }

  function wake(): void {
    if (stopped) return;
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

  return {
    recompute,
    refigure: rates => recompute(rates.keys(), null, rates),
    look: wake,
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}

/** Labels that are decided together, and what is to be told of them once that is durable. */
interface Round {
  readonly nowMs: number;
  readonly traceparent: string | null;
  /** Rates that the policy has chosen; null: nothing but facts. */
  readonly rates: ReadonlyMap<string, FigureRate | null> | null;
  readonly instants: Map<string, number | null>;
  readonly figures: Map<string, DecidedFigure | null>;
  /** Why labels could not be drawn with the price or the template of an offer. */
  readonly leftOut: Map<string, { readonly reason: Reason; readonly detail: string }>;
}

function sameDecision(a: DesiredRow, b: DesiredRow): boolean {
  return (
    a.hash === b.hash &&
    a.content === b.content &&
    a.epoch === b.epoch &&
    a.version === b.version &&
    a.seq === b.seq &&
    a.untilMs === b.untilMs &&
    a.refusal?.reason === b.refusal?.reason &&
    a.refusal?.detail === b.refusal?.detail
  );
}
