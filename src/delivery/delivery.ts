import type { LabelFamily, LabelModel } from '../../devices/label-model.ts';
import type { Outcome } from '../../devices/session.ts';
import type { Cancel, Clock, Random } from '../clock.ts';
import type { Radio, RadioState } from '../radio/radio.ts';
import { createRecorder } from './attempt.ts';
import type { BackoffLimits } from './backoff.ts';
import { createDispatch, type DispatchOptions } from './dispatch.ts';
import { createFleet } from './fleet.ts';
import { createLabels, type Recogniser } from './labels.ts';
import { type Confidence, confidenceOf, type PlanRules, type Step } from './plan.ts';
import type { LabelStore } from './ports.ts';
import type { TillWatermark } from './till-order.ts';
import { isOpen, stateOf, type TrackedLabel } from './tracked-label.ts';
import { type AppliedWatermark, appliedWatermark } from './watermark.ts';
import { etaSeconds, type Wave, waveGrows, waveSettles } from './wave.ts';

export interface DeliveryOptions {
  readonly store: LabelStore;
  readonly catalogue: Recogniser & { family(id: string): LabelFamily | null; readonly models: readonly LabelModel[] };
  readonly radios: readonly Radio[];
  readonly run: DispatchOptions['run'];
  readonly draw: DispatchOptions['draw'];
  readonly hashOf: DispatchOptions['hashOf'];
  readonly rules: PlanRules;
  readonly backoff: BackoffLimits;
  readonly till: () => TillWatermark | null;
  readonly pastPromise: DispatchOptions['pastPromise'];
  /** While true nothing new is sent. */
  readonly paused: () => boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly log: DispatchOptions['log'];
  readonly hooks: {
    /** Something of these labels is different: readings, progress, confidence. */
    changed(labels: readonly string[]): void;
    /** The label's model is known now: decide anew what it should show. */
    modelKnown(label: string): void;
    ended(label: TrackedLabel, outcome: Outcome): void;
    radio(url: string, state: RadioState): void;
    waveEnded(wave: Wave, endedMs: number): void;
    /** So many labels keep a higher price because the tills have been silent for too long; told every few seconds. */
    tillSilent(labels: number): void;
  };
}

/** A label and what may be said of its display now. */
export interface LabelReport {
  readonly label: TrackedLabel;
  readonly step: Step;
  readonly confidence: Confidence;
  /** Why it is not confirmed. */
  readonly reason: ReturnType<typeof confidenceOf>['reason'];
}

/** How often time alone is asked whether something has become stale. */
const sweepEveryMs = 5_000;

export type Delivery = ReturnType<typeof createDelivery>;

/** From what labels should show to what they are proven to show. */
export function createDelivery(options: DeliveryOptions) {
  const { store, catalogue, clock, hooks, rules, backoff, random } = options;
  let wave: Wave | null = null;
  let cancelSweep: Cancel = () => {};
  const fleet = createFleet(options.radios);
  const labels = createLabels({
    store,
    recogniser: catalogue,
    clock,
    freshMs: rules.freshMs,
    changed(ids, woke) {
      for (const id of ids) joinWave(id);
      hooks.changed(ids);
      if (woke) dispatch.poke();
    },
    modelKnown: hooks.modelKnown,
  });
  const recorder = createRecorder({ store, labels, clock, random, backoff });
  const dispatch = createDispatch({
    store,
    labels,
    fleet,
    recorder,
    families: catalogue,
    run: options.run,
    draw: options.draw,
    hashOf: options.hashOf,
    rules,
    till: options.till,
    pastPromise: options.pastPromise,
    paused: options.paused,
    randomBytes: options.randomBytes,
    clock,
    log: options.log,
    changed(id) {
      joinWave(id);
      hooks.changed([id]);
    },
    ended: hooks.ended,
  });
  for (const label of labels.all()) joinWave(label.id);

  /** A wave ends when none of its labels is still to be served; one that cannot be served now does not hold it up. */
  function joinWave(id: string): void {
    const label = labels.get(id);
    if (!label) return;
    const due = label.session === null ? isOpen(label) && isAwaited(dispatch.stepOf(label)) : label.inWave;
    if (due === label.inWave) return;
    label.inWave = due;
    const before = wave;
    wave = due ? waveGrows(wave, 1, clock.now()) : waveSettles(wave, clock.now());
    if (before && !wave) hooks.waveEnded(before, clock.now());
  }

  function reportOf(label: TrackedLabel): LabelReport {
    const state = stateOf(label, options.pastPromise, clock.now());
    const step = dispatch.stepOf(label);
    return { label, step, ...confidenceOf(state, label.shown?.proof ?? null, step, rules, clock.now()) };
  }

  /** Labels of which something else must be said now, though nothing happened to them. */
  function sweep(): void {
    cancelSweep = clock.after(sweepEveryMs, sweep);
    const changed: string[] = [];
    let tillSilent = 0;
    for (const label of labels.all()) {
      const { confidence, reason } = reportOf(label);
      if (reason === 'till.silent') tillSilent += 1;
      joinWave(label.id);
      const before = label.confidence;
      label.confidence = confidence;
      if (confidence === (before ?? 'confirmed')) continue;
      changed.push(label.id);
    }
    hooks.tillSilent(tillSilent);
    if (changed.length === 0) return;
    try {
      store.transaction(() => changed.forEach(store.touchReport));
    } catch (error) {
      options.log.error({ event: 'label.report-failed', err: error }, 'labels could not be marked for reporting');
    }
    hooks.changed(changed);
  }

  return {
    start(): void {
      fleet.start({
        heard(adv, radio) {
          try {
            labels.heard(adv, radio);
          } catch (error) {
            options.log.error(
              { event: 'label.record-failed', err: error, label: adv.address },
              'what was heard could not be recorded',
            );
          }
        },
        changed({ radio, state }) {
          if (state.state !== 'ready') labels.radioLost(radio.url);
          hooks.radio(radio.url, state);
          dispatch.poke();
        },
      });
      sweep();
    },
    async stop(): Promise<void> {
      cancelSweep();
      await Promise.all([dispatch.stop(), fleet.stop()]);
      labels.stop();
    },
    desiredChanged: labels.desiredChanged,
    keyChanged: labels.keyChanged,
    refresh: labels.refresh,
    tillMoved: dispatch.poke,
    resumed: dispatch.poke,
    model: (id: string): LabelModel | null => labels.get(id)?.model ?? null,
    report(id: string): LabelReport | null {
      const label = labels.get(id);
      return label && reportOf(label);
    },
    *reports(): Generator<LabelReport> {
      for (const label of labels.all()) yield reportOf(label);
    },
    /** Whether the prices in bitcoin that the label should show are not known to be on it. */
    figureInFlight(id: string): boolean {
      const label = labels.get(id);
      return label !== null && isOpen(label);
    },
    wave: () => wave && { done: wave.done, total: wave.total, etaSeconds: etaSeconds(wave, clock.now()) },
    radios: () => fleet.all,
    /** How far the price stream is proven on the labels of this gateway. */
    applied(stream: { readonly epoch: number; readonly seq: number }): AppliedWatermark {
      return appliedWatermark(stream, standings());
    },
  };

  function* standings() {
    for (const label of labels.all()) {
      const { desired } = label;
      if (!desired) continue;
      const { epoch, openSeq: seq } = desired;
      // A price in bitcoin on its way is drawn over the same legal price.
      const figuresOnly = label.onlyFigures && (label.shown?.trusted === true || label.session !== null);
      const shows = !isOpen(label) || figuresOnly;
      const proven = desired.refusal === null && shows && label.shown?.proof !== 'sent';
      const till = !proven && waitsForTill(dispatch.stepOf(label));
      yield { label: label.id, epoch, seq, state: proven ? 'proven' : till ? 'till' : 'open' } as const;
    }
  }
}

/** Prices in bitcoin come and go all day; a wave is what somebody waits for. */
function isAwaited(step: Step): boolean {
  return step.type === 'identify' || (step.type === 'show' && step.change !== 'figure' && step.change !== 'withdrawal');
}

function waitsForTill(next: Step): boolean {
  const step = next.type === 'withdraw' ? next.instead : next;
  return step.type === 'wait' && (step.reason === 'till.waiting' || step.reason === 'till.silent');
}
