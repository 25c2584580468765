import type { LabelFamily, LabelModel } from '../../devices/label-model.ts';
import type { Outcome, Session } from '../../devices/session.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { GattLink } from '../radio/radio.ts';
import type { LabelContent } from '../shelf/content.ts';
import { decodeContent, encodeContent } from '../shelf/content-codec.ts';
import { withoutFigures } from '../shelf/figure-content.ts';
import type { LogFields } from '../shelf/log-events.ts';
import type { Bitmap, Panel } from '../shelf/panel.ts';
import type { Reason } from '../shelf/reasons.ts';
import { type Agenda, drawAgenda, type Job, pick } from './agenda.ts';
import type { Recorder } from './attempt.ts';
import type { Fleet, FleetRadio } from './fleet.ts';
import type { Labels } from './labels.ts';
import { createPatience, type Waiting } from './patience.ts';
import { type PlanRules, plan, type Step } from './plan.ts';
import type { DesiredRow, LabelStore } from './ports.ts';
import type { TillWatermark } from './till-order.ts';
import { stateOf, type TrackedLabel } from './tracked-label.ts';

/** The picture of a decided content, with its non-zero identity; or why it cannot be drawn any more. */
export type Draw = (
  desired: DesiredRow,
  panel: Panel,
) =>
  | { readonly ok: true; readonly bitmap: Bitmap; readonly imageId: number }
  | { readonly ok: false; readonly reason: Reason; readonly detail: string };

export interface DispatchOptions {
  readonly store: LabelStore;
  readonly labels: Labels;
  readonly fleet: Fleet;
  readonly recorder: Recorder;
  readonly families: { family(id: string): LabelFamily | null; readonly models: readonly LabelModel[] };
  readonly run: (
    session: Session,
    link: GattLink,
    options: {
      readonly signal: AbortSignal;
      readonly onProgress: (done: number, total: number) => void;
      readonly limitMs?: number;
    },
  ) => Promise<Outcome>;
  readonly draw: Draw;
  /** Identity of the picture that a content makes on a panel. */
  readonly hashOf: (content: LabelContent, panel: Panel) => string;
  readonly rules: PlanRules;
  readonly till: () => TillWatermark | null;
  /** Whether a price in bitcoin made at a rate of this logarithm does not keep its promise now. */
  readonly pastPromise: (rateLog: number) => boolean;
  readonly randomBytes: (length: number) => Uint8Array;
  /** While true nothing new begins; what is under way ends in peace. */
  readonly paused: () => boolean;
  readonly clock: Clock;
  readonly log: { error(fields: LogFields, message: string): void };
  /** Something of this label is different: a session began, went on or ended. */
  readonly changed: (label: string) => void;
  /** A session ended, well or not. */
  readonly ended: (label: TrackedLabel, outcome: Outcome) => void;
}

type Failure = Extract<Outcome, { ok: false }>;

/** Longest time to open a connection: labels advertise every one to three seconds, and meanwhile the radio calls no other. */
const connectTimeoutMs = 6_000;
/** The agenda is drawn anew at most this often while there is still something on it. */
const redrawAfterMs = 50;
/** Waiting turns work urgent, so an agenda does not hold for longer. */
const agendaHoldsMs = 5_000;
/** Longest session with a label that sleeps: its family gives up before. */
const patientLimitMs = 3_600_000;
/** After the store refused to take an outcome. */
const storeRefusedMs = 5_000;

export interface Dispatch {
  /** There may be something to do. Cheap; call it as often as you like. */
  poke(): void;
  /** The next step of a label, as the planner sees it now. */
  stepOf(label: TrackedLabel): Step;
  /** Ends what is under way; resolves when every link is closed. */
  stop(): Promise<void>;
}

/**
 * Keeps every radio's places filled with the most urgent work that it can reach. Level-triggered: the agenda is drawn
 * from the difference between desired and shown, so there is no queue that could lose something.
 */
export function createDispatch(options: DispatchOptions): Dispatch {
  const { store, labels, fleet, recorder, families, clock, rules } = options;
  const patience = createPatience({ labels, clock, unrecorded });
  /** Ends the sessions under way, each its own. */
  const aborts = new Set<AbortController>();
  let stopping = false;
  const sessions = new Set<Promise<void>>();
  let agenda: Agenda = { jobs: [], nextMs: null };
  let drawnMs = Number.NEGATIVE_INFINITY;
  let outdated = true;
  let poked = false;
  let cancelWake: Cancel = () => {};

  function poke(): void {
    outdated = true;
    if (poked || stopping) return;
    poked = true;
    queueMicrotask(() => {
      poked = false;
      fill();
    });
  }

  function fill(): void {
    if (stopping) return;
    const short = fleet.free().length === 0;
    patience.review(stepOf, ({ row }) => short && clock.now() - (row.lastSeenMs ?? 0) > rules.freshMs);
    if (options.paused()) return;
    for (let free = fleet.free(); free.length > 0; free = fleet.free()) {
      redraw();
      const nowMs = clock.now();
      const started = free.some(one => {
        const label = take(one, nowMs);
        if (label) begin(one, label);
        return label !== null;
      });
      if (!started) break;
    }
    sleep();
  }

  /** Takes the radio's next job off the agenda. What has settled since the agenda was drawn is passed over. */
  function take(one: FleetRadio, nowMs: number): Job | null {
    for (;;) {
      const index = pick(agenda.jobs, one.radio.url, nowMs, rules.freshMs);
      const [job] = index < 0 ? [] : agenda.jobs.splice(index, 1);
      if (!job) return null;
      const step = stepOf(job.label);
      if (canBegin(step)) return { label: job.label, step };
    }
  }

  function redraw(): void {
    const nowMs = clock.monotonic();
    const age = nowMs - drawnMs;
    const left = agenda.jobs.length > 0;
    if (left && age < (outdated ? redrawAfterMs : agendaHoldsMs)) return;
    if (!left && !outdated && age < redrawAfterMs) return;
    agenda = drawAgenda(labels.open(), stepOf, clock.now());
    drawnMs = nowMs;
    outdated = false;
  }

  /** Until the next wait of a label ends, and no longer than an agenda holds while there is work. */
  function sleep(): void {
    cancelWake();
    if (labels.open().size === 0) return;
    const dueMs = agenda.nextMs === null ? agendaHoldsMs : agenda.nextMs - clock.now();
    const afterMs = Math.max(redrawAfterMs, Math.min(agendaHoldsMs, dueMs));
    cancelWake = clock.after(afterMs, poke);
  }

  function stepOf(label: TrackedLabel): Step {
    if ((label.change === 'cosmetic' || label.change === 'figure') && label.desired && label.refreshes === null)
      recorder.countRefreshes(label);
    return plan(stateOf(label, options.pastPromise, clock.now()), options.till(), rules, clock.now());
  }

  function begin(one: FleetRadio, job: Job): void {
    const { label, step } = job;
    one.active += 1;
    label.session = { radio: one.radio.url, step: step.type, beganMs: clock.now(), waits: false, progress: null };
    options.changed(label.id);
    const session = serve(one, job)
      .catch((error: unknown) => {
        // The disk did not take it, or a bug: either way the label stays unproven and its turn comes again.
        const atMs = clock.now();
        label.nextMs = atMs + storeRefusedMs;
        const detail = error instanceof Error ? error.message : String(error);
        label.attempt ??= { label: label.id, failures: 1, reason: 'store.io', detail, atMs, retry: 'later' };
        unrecorded(label, error);
      })
      .finally(() => {
        one.active -= 1;
        label.session = null;
        sessions.delete(session);
        options.changed(label.id);
        poke();
      });
    sessions.add(session);
  }

  function unrecorded(label: TrackedLabel, err: unknown): void {
    options.log.error({ event: 'label.record-failed', err, label: label.id }, 'an attempt could not be recorded');
  }

  async function serve(one: FleetRadio, { label }: Job): Promise<void> {
    const family = families.family(label.row.family ?? '');
    if (!family) return;
    const beganMs = clock.monotonic();
    const opened = await one.radio.connect(label.id, family.gatt, connectTimeoutMs);
    if (!opened.ok) return end(label, one, { ...opened, retry: 'later' });
    // Connecting takes its time: what is to be done now counts, not what was to be done when it began.
    const step = stepOf(label);
    const desired = step.type === 'withdraw' ? withoutFigure(label) : label.desired;
    if (!desired || !canBegin(step)) return opened.link.close();
    const abort = new AbortController();
    let waiting: Waiting | null = null;
    const session = await beginSession(opened.link, () => {
      const made = sessionFor(step, label, desired, family);
      if (!('reason' in made) && family.patient) waiting = patience.begin(label, step.type, abort);
      return made;
    });
    if ('reason' in session) return end(label, one, session);
    const outcome = await runOn(session, opened.link, label, family, abort, waiting);
    if (outcome.ok && outcome.type === 'shown') {
      recorder.shown(label, desired, outcome.proof, Math.round(clock.monotonic() - beganMs));
      options.ended(label, outcome);
    } else if (outcome.ok) {
      const told = families.models.find(m => m.id === outcome.model);
      if (told) labels.identified(label, told, outcome.firmware);
      options.ended(label, outcome);
    } else if (!isSuperseded(waiting)) {
      end(label, one, outcome);
    }
  }

  async function runOn(
    session: Session,
    link: GattLink,
    label: TrackedLabel,
    family: LabelFamily,
    abort: AbortController,
    waiting: Waiting | null,
  ): Promise<Outcome> {
    aborts.add(abort);
    if (stopping) abort.abort();
    const watched = waiting && family.patient ? patience.watched(link, waiting, family.patient.begins) : link;
    try {
      return await options.run(session, watched, {
        signal: abort.signal,
        onProgress(done, total) {
          if (label.session) label.session.progress = { done, total };
          options.changed(label.id);
        },
        ...(waiting ? { limitMs: patientLimitMs } : {}),
      });
    } finally {
      aborts.delete(abort);
      if (waiting) patience.end(waiting);
    }
  }

  /** What the label shows, but for its prices in bitcoin; as if that had been decided for it. Null: it shows none. */
  function withoutFigure({ desired, shown, model }: TrackedLabel): DesiredRow | null {
    if (!desired || !shown || !model) return null;
    const content = withoutFigures(decodeContent(shown.content));
    const { epoch, version, seq } = shown;
    const hash = options.hashOf(content, model.panel);
    return { ...desired, epoch, version, seq, hash, content: encodeContent(content), refusal: null };
  }

  /** Lets go of the link when there is no session, whether refused or because the store takes nothing. */
  async function beginSession(link: GattLink, make: () => Session | Failure): Promise<Session | Failure> {
    let session: Session | Failure | null = null;
    try {
      session = make();
      return session;
    } finally {
      if (session === null || 'reason' in session) await link.close();
    }
  }

  function sessionFor(
    step: Job['step'],
    label: TrackedLabel,
    desired: DesiredRow,
    family: LabelFamily,
  ): Session | Failure {
    const common = { key: store.labelKey(label.id), randomBytes: options.randomBytes };
    const { model } = label;
    if (step.type === 'identify' || !model) {
      const models = families.models.filter(one => one.family === family.id);
      return family.identify?.({ ...common, models }) ?? modelUnknown(label);
    }
    const picture = options.draw(desired, model.panel);
    if (!picture.ok) return { ...picture, retry: 'later' };
    const attempt = (label.attempt?.failures ?? 0) + 1;
    const { firmware } = label.row;
    const { bitmap: image, imageId } = picture;
    const session = family.upload({ ...common, model, image, imageId, attempt, firmware });
    // From here on the panel may change before we learn of it; where it sleeps, not before it was told.
    if (!family.patient) labels.distrust(label, 'upload');
    return session;
  }

  function end(label: TrackedLabel, one: FleetRadio, outcome: Failure): void {
    // That we stop says nothing about the label.
    if (stopping) return;
    recorder.failed(label, one.radio.url, outcome);
    options.ended(label, outcome);
  }

  return {
    poke,
    stepOf,
    async stop() {
      stopping = true;
      for (const abort of aborts) abort.abort();
      cancelWake();
      await Promise.all(sessions);
    },
  };
}

function canBegin(step: Step): step is Job['step'] {
  return step.type === 'show' || step.type === 'identify' || step.type === 'withdraw';
}

/** Something newer took its place: that it did not come to its end is no failure. */
function isSuperseded(waiting: Waiting | null): boolean {
  return waiting?.superseded === true;
}

function modelUnknown(label: TrackedLabel): Failure {
  const detail = `No model of the family ${label.row.family} fits what ${label.id} broadcasts.`;
  return { ok: false, reason: 'device.model-unknown', detail, retry: 'never' };
}
