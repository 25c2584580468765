import type { BoardState, KeptWatch } from './board-state.ts';
import { cleared, figureOf, type NoticeBody, noticeDue } from './notice.ts';
import {
  allActions,
  changesBetween,
  describeAction,
  type OutputAction,
  type Standing,
  type Wanted,
  wantedActions,
} from './outputs.ts';
import {
  dueAtMs,
  isActive,
  isSilenced,
  type Phase,
  quietWatch,
  severityOf,
  step,
  type WatchEvent,
  type WatchedFigure,
  type WatchRule,
  type WatchState,
} from './watch.ts';

/** How long a trial lasts. */
export const testMs = 5_000;
/** To be asked again at least so often: hours begin and end. */
const mostWaitMs = 10_000;

export interface BoardOptions {
  readonly watches: readonly WatchRule[];
  /** Whether a watch is within its hours. */
  readonly open: (id: string, atMs: number) => boolean;
  /** The zone of what a watch looks at. */
  readonly zoneOf: (on: WatchedFigure) => string | null;
  /** Of the run before. */
  readonly state?: BoardState;
}

/** A figure of a queue or a zone; `value` null: not known now. */
export type BoardFigure = Exclude<WatchedFigure, { readonly button: string }> & {
  readonly value: number | null;
  readonly method: string;
  readonly confidence: number;
};

/** A watch that went from one phase to another, for the log. */
export interface Turn {
  readonly id: string;
  readonly from: Phase;
  readonly to: Phase;
}

/** What is to be done now. */
export interface Outcome {
  readonly outputs: readonly OutputAction[];
  readonly notices: readonly NoticeBody[];
  readonly turns: readonly Turn[];
}

export type BoardAnswer =
  | ({ readonly ok: true } & Outcome)
  | { readonly ok: false; readonly reason: 'alarm.unknown'; readonly detail: string };

/** As the API tells it. */
export interface AlarmLine {
  readonly id: string;
  readonly state: Phase | 'silenced' | 'off-hours';
  readonly severity: WatchRule['severity'];
  readonly text: string;
  readonly zone: string | null;
  readonly on: string;
  readonly value: number | null;
  readonly raise: number | null;
  readonly clear: number | null;
  readonly since: string | null;
  readonly acknowledgedBy: string | null;
  readonly silencedUntil: string | null;
  readonly actions: string[];
  readonly raised: number;
  readonly method: string;
  readonly confidence: number;
}

interface Watched {
  readonly rule: WatchRule;
  readonly zone: string | null;
  state: WatchState;
  told: NoticeBody | null;
  testUntilMs: number;
}

/**
 * All alarms of a shop. Figures and presses go in; what lights, displays and the mesh have to do comes out at once, at a
 * cost of a quarter of a millisecond for a hundred watches. It holds no timer: it wants to be asked again after `nextInMs`.
 * All times are wall clock.
 */
export function createBoard({ watches, open, zoneOf, state }: BoardOptions) {
  const kept = new Map(state?.watches.map(one => [one.id, one]));
  const all = watches.map((rule): Watched => {
    const before = kept.get(rule.id);
    kept.delete(rule.id);
    return {
      rule,
      zone: zoneOf(rule.on),
      state: before?.state ?? quietWatch,
      told: before?.told ?? null,
      testUntilMs: 0,
    };
  });
  const byId = new Map(all.map(one => [one.rule.id, one]));
  const bySource = new Map<string, Watched[]>();
  for (const one of all) {
    const source = sourceOf(one.rule.on);
    bySource.set(source, [...(bySource.get(source) ?? []), one]);
  }
  /** Told by watches that are configured no more; cleared with the first outcome. */
  let orphans = [...kept.values()].flatMap(({ told }) => (told && told.state !== 'cleared' ? [told] : []));
  let shown: Wanted | null = null;

  const standing = ({ rule, state: now, testUntilMs }: Watched, atMs: number): Standing => ({
    rule,
    state: now,
    // Not for longer than a trial lasts, whatever becomes of the clock.
    testing: testUntilMs > atMs && testUntilMs <= atMs + testMs,
  });

  function turned(one: Watched, event: WatchEvent, atMs: number): Turn[] {
    const from = one.state.phase;
    one.state = step(one.rule, one.state, event, atMs, open(one.rule.id, atMs));
    const to = one.state.phase;
    return from === to ? [] : [{ id: one.rule.id, from, to }];
  }

  /** These get the event, and all the others the time. */
  function pass(targets: readonly Watched[], event: WatchEvent, atMs: number): Outcome {
    const turns = all.flatMap(one => turned(one, targets.includes(one) ? event : { kind: 'tick' }, atMs));
    return { ...following(atMs), turns };
  }

  function following(atMs: number): Omit<Outcome, 'turns'> {
    const standings = all.map(one => standing(one, atMs));
    const wanted = wantedActions(standings, atMs);
    const outputs = changesBetween(shown, wanted);
    shown = wanted;
    const notices = orphans.map(told => cleared(told, null, atMs));
    orphans = [];
    for (const [at, one] of all.entries()) {
      const notice = noticeDue(standings[at]!, one.zone, one.told, atMs);
      if (notice === null) continue;
      one.told = notice;
      notices.push(notice);
    }
    return { outputs, notices };
  }

  function onOne(id: string, work: (one: Watched) => Outcome): BoardAnswer {
    const one = byId.get(id);
    if (!one) return { ok: false, reason: 'alarm.unknown', detail: `there is no alarm ${id}` };
    return { ok: true, ...work(one) };
  }

  return {
    figure({ value, method, confidence, ...on }: BoardFigure, atMs: number): Outcome {
      return pass(bySource.get(sourceOf(on)) ?? [], { kind: 'figure', value, method, confidence }, atMs);
    },
    press: (button: string, atMs: number): Outcome =>
      pass(bySource.get(sourceOf({ button })) ?? [], { kind: 'press' }, atMs),
    tick: (atMs: number): Outcome => pass([], { kind: 'tick' }, atMs),
    acknowledge: (id: string, by: string, atMs: number): BoardAnswer =>
      onOne(id, one => pass([one], { kind: 'acknowledge', by }, atMs)),
    /** A button beside several alarms: those of its zone, or all when it is in none. */
    acknowledgeIn(zone: string | null, by: string, atMs: number): Outcome {
      const meant = all.filter(one => isActive(one.state) && (zone === null || one.zone === zone));
      return pass(meant, { kind: 'acknowledge', by }, atMs);
    },
    /** By hand: it is over. It is raised again when its threshold is crossed still, after its hold. */
    clear: (id: string, atMs: number): BoardAnswer => onOne(id, one => pass([one], { kind: 'clear' }, atMs)),
    /** At most a day; for no time: it speaks again. */
    silence: (id: string, forMs: number, atMs: number): BoardAnswer =>
      onOne(id, one => pass([one], { kind: 'silence', forMs }, atMs)),
    /** Its actions for five seconds; what is real goes before it. */
    test: (id: string, atMs: number): BoardAnswer =>
      onOne(id, one => {
        one.testUntilMs = atMs + testMs;
        return pass([], { kind: 'tick' }, atMs);
      }),
    /** All that lights and displays should show now, for those that have just come back. */
    outputs: (atMs: number): OutputAction[] =>
      changesBetween(
        null,
        wantedActions(
          all.map(one => standing(one, atMs)),
          atMs,
        ),
      ),
    /** What the mesh knows, to be told again when it is back. */
    notices: (): NoticeBody[] => all.flatMap(({ told }) => told ?? []),
    /** How long until something happens by itself. */
    nextInMs(atMs: number): number {
      const instants = all.flatMap(({ rule, state: now, testUntilMs }) => [
        dueAtMs(rule, now),
        now.silencedUntilMs,
        testUntilMs,
      ]);
      const waits = instants.flatMap(dueMs => (dueMs !== null && dueMs > atMs ? [dueMs - atMs] : []));
      return Math.min(mostWaitMs, ...waits);
    },
    entries: (atMs: number): AlarmLine[] => all.map(one => lineOf(one, open(one.rule.id, atMs), atMs)),
    state: (): BoardState => ({
      watches: all.map(({ rule, state: now, told }): KeptWatch => ({ id: rule.id, state: now, told })),
    }),
  };
}

export type Board = ReturnType<typeof createBoard>;

function sourceOf(on: WatchedFigure): string {
  if ('button' in on) return `button ${on.button}`;
  return 'queue' in on ? `queue ${on.queue} ${on.figure}` : `zone ${on.zone} ${on.figure}`;
}

/** In words, for people. */
function describeSource(on: WatchedFigure): string {
  if ('button' in on) return `button ${on.button}`;
  return 'queue' in on ? `${figureOf(on)} of queue ${on.queue}` : `${figureOf(on)} of zone ${on.zone}`;
}

function lineOf({ rule, zone, state }: Watched, isOpen: boolean, atMs: number): AlarmLine {
  const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const silenced = isSilenced(state, atMs);
  return {
    id: rule.id,
    state: !isOpen ? 'off-hours' : silenced ? 'silenced' : state.phase,
    severity: severityOf(rule, state),
    text: rule.text,
    zone,
    on: describeSource(rule.on),
    value: state.value,
    raise: rule.raise ?? null,
    clear: rule.clear ?? rule.raise ?? null,
    since: instant(state.sinceMs),
    acknowledgedBy: state.acknowledgedBy,
    silencedUntil: silenced ? instant(state.silencedUntilMs) : null,
    actions: allActions(rule).map(describeAction),
    raised: state.raised,
    method: state.method,
    confidence: state.confidence,
  };
}
