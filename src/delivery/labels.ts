import type { Advertisement, LabelModel } from '../../devices/label-model.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { LabelStore } from './ports.ts';
import { hear } from './reach.ts';
import { classify, isOpen, newLabel, type TrackedLabel } from './tracked-label.ts';

/** Finds models and reads advertisements; the catalogue of `devices/` fits. */
export interface Recogniser {
  model(id: string): LabelModel | null;
  /** Absent: no family is patient. */
  family?(id: string): { readonly patient?: unknown } | null;
  recognise(adv: Advertisement): {
    readonly family: { readonly id: string };
    readonly model: LabelModel | null;
    readonly telemetry: {
      readonly batteryMv: number | null;
      readonly firmware: string | null;
      readonly rebooted: boolean | null;
    };
    /** It only said that it is there. */
    readonly brief?: boolean;
  } | null;
}

export interface LabelsOptions {
  readonly store: LabelStore;
  readonly recogniser: Recogniser;
  readonly clock: Clock;
  /** Time after which a label counts as silent. */
  readonly freshMs: number;
  /** Something of these labels is different. `woke`: worth looking whether there is work for them. */
  readonly changed: (labels: readonly string[], woke: boolean) => void;
  /** The label's model has just become known, or is another one: what it should show has to be decided anew. */
  readonly modelKnown: (label: string) => void;
}

/** Labels that are heard but bound to nothing are kept up to this many; beyond it they are not taken note of. */
const maxUnbound = 20_000;
/** What labels say in passing is written this often, all together: a commit for each would wear the disk out. */
const writeEveryMs = 10_000;
/** Readings that drift by themselves (signal, last heard) are passed on this often per label. */
const tellEveryMs = 15_000;
/** How often readings are kept for the plots and the battery's forecast. */
const sampleEveryMs = 6 * 3_600_000;
/** What says whether a queued picture is accounted for, in a label's history. */
const queueEvents = ['queued', 'taken-back', 'upload', 'shown'];
/** Rows of it that are looked through; between queueing and its end there are a few. */
const historyRead = 50;

export type Labels = ReturnType<typeof createLabels>;

/**
 * All labels that this gateway knows, in memory as in the store. Memory: about 2 KB a label. Hearing an advertisement
 * costs a few microseconds and no disk.
 */
export function createLabels(options: LabelsOptions) {
  const { store, recogniser, clock } = options;
  const all = new Map<string, TrackedLabel>();
  /** The work: labels that are not proven to show what they should. */
  const open = new Set<TrackedLabel>();
  const unwritten = new Set<TrackedLabel>();
  let unbound = 0;
  let cancelWrite: Cancel | null = null;

  load();

  function load(): void {
    for (const row of store.labels()) {
      const label = track(row.label);
      label.row = row;
      label.model = row.model === null ? null : recogniser.model(row.model);
    }
    for (const row of store.allDesired()) track(row.label).desired = row;
    for (const row of store.allShown()) track(row.label).shown = row;
    for (const row of store.allAttempts()) track(row.label).attempt = row;
    for (const label of all.values()) {
      if (label.desired === null) unbound += 1;
      if (leftQueued(label)) distrust(label, 'upload');
      settle(label);
    }
  }

  /** Something was queued for it when the agent ended, and nobody knows whether it was fetched. */
  function leftQueued({ id, row, shown }: TrackedLabel): boolean {
    if (!shown?.trusted || row.family === null || !recogniser.family?.(row.family)?.patient) return false;
    const last = store.history(id, historyRead).find(({ event }) => queueEvents.includes(event));
    return last?.event === 'queued';
  }

  function track(id: string): TrackedLabel {
    let label = all.get(id);
    if (!label) {
      label = newLabel(id);
      all.set(id, label);
    }
    return label;
  }

  function settle(label: TrackedLabel): void {
    Object.assign(label, classify(label));
    // One that must not be changed is looked at while it shows a price in bitcoin: that may have to go.
    if (isOpen(label) || (label.desired?.refusal && label.shownRateLog !== null)) open.add(label);
    else open.delete(label);
  }

  /** Reads again what the store holds of these labels after their desired state changed. */
  function desiredChanged(ids: readonly string[]): void {
    for (const id of ids) {
      const label = track(id);
      const before = label.desired;
      label.desired = store.desired(id);
      label.shown = store.shown(id);
      if ((before === null) !== (label.desired === null)) unbound += label.desired === null ? 1 : -1;
      if (before?.hash !== label.desired?.hash) forgive(label);
      settle(label);
    }
    options.changed(ids, true);
  }

  /** Something changed that may help: the label is tried again at once. Its failures stay counted until it succeeds. */
  function forgive(label: TrackedLabel): void {
    if (!label.askedForRest) label.nextMs = 0;
    if (label.attempt?.retry !== 'never') return;
    label.attempt = { ...label.attempt, retry: 'later' };
    store.putAttempt(label.attempt);
  }

  function heard(adv: Advertisement, radio: string): void {
    const nowMs = clock.now();
    const known = all.get(adv.address);
    const found = recogniser.recognise(adv);
    if (!found) return;
    if (!known && unbound >= maxUnbound) return;
    const label = known ?? track(adv.address);
    if (!known) unbound += 1;
    const { row } = label;
    const silent = row.lastSeenMs === null || nowMs - row.lastSeenMs > options.freshMs;
    hear(label.reach, radio, adv.rssi, nowMs);
    const model = found.model ?? (row.family === found.family.id ? label.model : null);
    const modelIsNew = model?.id !== label.model?.id;
    label.row = {
      ...row,
      model: model?.id ?? null,
      // Of one that has not said what it is yet there is nothing to find out.
      family: model === null && found.brief ? row.family : found.family.id,
      firmware: found.telemetry.firmware ?? row.firmware,
      batteryMv: found.telemetry.batteryMv ?? row.batteryMv,
      rssi: Math.round(strongest(label)),
      lastSeenMs: nowMs,
    };
    label.model = model;
    unwritten.add(label);
    cancelWrite ??= clock.after(writeEveryMs, write);

    // Only the change to "restarted" counts: a label that never takes it back must not be refreshed for ever.
    const says = found.telemetry.rebooted;
    const rebooted = says === true && label.rebootFlag !== true && !atWork(label);
    label.rebootFlag = says ?? label.rebootFlag;
    if (rebooted && label.shown?.trusted) distrust(label, 'rebooted');
    if (silent && !label.askedForRest) label.nextMs = 0;
    if (modelIsNew || silent) {
      persist(label);
      settle(label);
    }
    if (modelIsNew && model) options.modelKnown(label.id);
    const woke = silent || modelIsNew || rebooted;
    if (!woke && label.row.batteryMv === row.batteryMv && nowMs - label.toldMs < tellEveryMs) return;
    label.toldMs = nowMs;
    options.changed([label.id], woke);
  }

  /** Something speaks against what the label is believed to show. Durable when this returns. */
  function distrust(label: TrackedLabel, event: 'rebooted' | 'upload' | 'refresh'): void {
    store.transaction(() => {
      if (label.shown?.trusted) store.putShown({ ...label.shown, trusted: false });
      store.addHistory({ label: label.id, atMs: clock.now(), event, detail: {} });
      store.touchReport(label.id);
    });
    if (label.shown) label.shown = { ...label.shown, trusted: false };
    settle(label);
  }

  /** A picture was queued for the label (or was not fetched and is not queued any more). Durable when this returns. */
  function noteQueue(label: TrackedLabel, event: 'queued' | 'taken-back'): void {
    store.addHistory({ label: label.id, atMs: clock.now(), event, detail: {} });
  }

  /** The label told what it is. */
  function identified(label: TrackedLabel, model: LabelModel, firmware: string | null): void {
    label.model = model;
    label.row = { ...label.row, model: model.id, firmware: firmware ?? label.row.firmware };
    store.transaction(() => {
      store.putLabel(label.row);
      store.clearAttempt(label.id);
      store.addHistory({ label: label.id, atMs: clock.now(), event: 'identified', detail: { model: model.id } });
      store.touchReport(label.id);
    });
    label.attempt = null;
    settle(label);
    options.modelKnown(label.id);
    options.changed([label.id], true);
  }

  function persist(label: TrackedLabel): void {
    unwritten.delete(label);
    store.transaction(() => {
      store.putLabel(label.row);
      store.touchReport(label.id);
    });
    // A key may have been stored before the label was ever heard.
    label.row = store.label(label.id) ?? label.row;
  }

  /** Writes what labels said lately. A disk that refuses is the store's own alarm; the next round tries again. */
  function write(): void {
    cancelWrite = null;
    const nowMs = clock.now();
    const written = [...unwritten];
    const sampled = written.filter(label => needsSample(label, nowMs));
    try {
      store.transaction(() => {
        for (const { row } of written) store.putLabel(row);
        for (const { id, row } of sampled) {
          store.addSample(id, { atMs: nowMs, batteryMv: row.batteryMv, rssi: row.rssi });
        }
      });
      for (const label of sampled) label.sampledMs = nowMs;
      unwritten.clear();
    } catch {
      cancelWrite = clock.after(writeEveryMs, write);
    }
  }

  /** A clock that was set back does not stop the plots for as long as it was set back. */
  function needsSample(label: TrackedLabel, nowMs: number): boolean {
    label.sampledMs ??= store.samples(label.id).at(-1)?.atMs ?? 0;
    return Math.abs(nowMs - label.sampledMs) >= sampleEveryMs;
  }

  return {
    get: (id: string): TrackedLabel | null => all.get(id) ?? null,
    all: (): Iterable<TrackedLabel> => all.values(),
    open: (): ReadonlySet<TrackedLabel> => open,
    desiredChanged,
    heard,
    distrust,
    noteQueue,
    identified,
    settle,
    /** The radio hears nothing any more; whoever else hears the labels has to serve them. */
    radioLost(radio: string): void {
      for (const label of all.values()) label.reach.delete(radio);
    },
    /** Has the label shown its content again, whatever it is believed to show; false: there is nothing to show. */
    refresh(id: string): boolean {
      const label = all.get(id);
      if (!label?.desired?.content) return false;
      forgive(label);
      distrust(label, 'refresh');
      options.changed([id], true);
      return true;
    },
    /** A key was stored for it, or taken away. */
    keyChanged(id: string): void {
      const label = track(id);
      label.row = { ...label.row, hasKey: store.label(id)?.hasKey ?? label.row.hasKey };
      forgive(label);
      options.changed([id], true);
    },
    stop(): void {
      cancelWrite?.();
      write();
      cancelWrite?.();
    },
  };
}

const atWork = ({ session }: TrackedLabel): boolean => session !== null && !session.waits;

function strongest(label: TrackedLabel): number {
  return Math.max(-127, ...[...label.reach.values()].map(hearing => hearing.rssi));
}
