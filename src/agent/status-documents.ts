import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import type { LagDocument, StatusDocument } from '../console/documents.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { servers } from '../delivery/reach.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Keyring } from '../store/keyring.ts';
import type { Store } from '../store/store.ts';
import type { Alarms } from './alarms.ts';

export interface StatusOptions {
  readonly config: Config;
  readonly version: string;
  readonly startedAtMs: number;
  readonly store: Store;
  readonly keyring: Keyring['place'];
  readonly mesh: Pick<Mesh, 'status'>;
  readonly delivery: Delivery;
  readonly alarms: Alarms;
  readonly clock: Clock;
  /** False until everything stored has been brought in line with the facts. */
  readonly caughtUp: () => boolean;
  /** A technician may look at frames; null: nobody may. */
  readonly capture: () => { readonly untilMs: number } | null;
}

const iso = (ms: number) => new Date(ms).toISOString();
const captureOf = (capture: { readonly untilMs: number } | null) => capture && { until: iso(capture.untilMs) };
/** Over which a radio's busy share is measured. */
const busyWindowMs = 60_000;
const busySampleMs = 5_000;

export type StatusDocuments = ReturnType<typeof createStatusDocuments>;

/** The gateway at a glance, as documents. */
export function createStatusDocuments(options: StatusOptions) {
  const { config, store, mesh, delivery, alarms, clock } = options;
  const busy = new Map<string, { atMs: number; busyMs: number }[]>();
  let cancelSample = clock.after(0, sample);

  function sample(): void {
    cancelSample = clock.after(busySampleMs, sample);
    const atMs = clock.monotonic();
    for (const { radio } of delivery.radios()) {
      const kept = (busy.get(radio.url) ?? []).filter(one => one.atMs >= atMs - busyWindowMs);
      busy.set(radio.url, [...kept, { atMs, busyMs: radio.busyMs() }]);
    }
  }

  function busyShare(url: string, nowBusyMs: number): number | null {
    const first = busy.get(url)?.[0];
    const overMs = first ? clock.monotonic() - first.atMs : 0;
    return first && overMs > 0 ? Math.min(1, (nowBusyMs - first.busyMs) / overMs) : null;
  }

  /** Counts of labels, and how many each radio hears best; one pass over all of them. */
  function countLabels() {
    const counts = { total: 0, confirmed: 0, sent: 0, pending: 0, failed: 0, stale: 0, unknown: 0 };
    const heardBest = new Map<string, number>();
    let refused = 0;
    let unbound = 0;
    for (const { label, confidence } of delivery.reports()) {
      const best = servers(label.reach, clock.now(), config.delivery.freshMs)[0];
      if (best) heardBest.set(best, (heardBest.get(best) ?? 0) + 1);
      if (!label.desired) {
        unbound += 1;
        continue;
      }
      counts.total += 1;
      counts[confidence] += 1;
      if (label.desired.refusal) refused += 1;
    }
    return { labels: { ...counts, refused, unbound }, heardBest };
  }

  function storeState(): StatusDocument['store'] {
    const health = store.health();
    const state = health.ok ? (options.caughtUp() ? 'ok' : 'checking') : health.reason;
    return { state, detail: health.ok ? null : health.detail, keyring: options.keyring };
  }

  return {
    status(): StatusDocument {
      const { gateway } = config;
      const { labels, heardBest } = countLabels();
      const { lastMessageAtMs, clockSkewMs, streams, state, detail, unsignedAllowed } = mesh.status();
      const { organisation, id, locale } = gateway;
      return {
        schemaVersion: 1,
        gateway: {
          organisation,
          id,
          store: gateway.store,
          version: options.version,
          startedAt: iso(options.startedAtMs),
          locale,
        },
        mesh: {
          state,
          detail,
          unsignedAllowed,
          lastMessageAt: lastMessageAtMs === null ? null : iso(lastMessageAtMs),
          clockSkewMs,
          streams: streams.map(({ name, epoch, seq, gap, headSeq }) => ({ name, epoch, seq, gap, headSeq })),
          quarantined: store.quarantinedCount(),
        },
        store: storeState(),
        labels,
        radios: delivery.radios().map(({ radio, state }) => ({
          url: radio.url,
          state: state.state,
          detail: 'detail' in state ? state.detail : null,
          busyShare: busyShare(radio.url, radio.busyMs()),
          busySeconds: Math.round(radio.busyMs()) / 1000,
          labels: heardBest.get(radio.url) ?? 0,
        })),
        wave: delivery.wave(),
        capture: captureOf(options.capture()),
        alarms: alarms.standing().map(({ code, detail, subject, sinceMs }) => ({
          reason: code,
          detail: `${subject}: ${detail}`,
          since: iso(sinceMs),
        })),
      };
    },
    /** Counts only, for the health message. */
    labelCounts: () => countLabels().labels,
    lag(): LagDocument {
      const { state, streams } = mesh.status();
      return {
        schemaVersion: 1,
        state,
        streams: streams.map(({ name, epoch, seq, gap, headSeq, headAtMs }) => ({
          name,
          epoch,
          seq,
          gap,
          headSeq,
          headAgeMs: headAtMs === null ? null : Math.max(0, Math.round(clock.now() - headAtMs)),
          appliedSeq: name === 'price' && options.caughtUp() ? delivery.applied({ epoch, seq }).seq : null,
        })),
      };
    },
    health(): { readonly name: string; readonly ok: boolean; readonly detail: string }[] {
      const stored = store.health();
      const { state, detail } = mesh.status();
      const radios = delivery.radios();
      const ready = radios.filter(one => one.state.state === 'ready').length;
      return [
        { name: 'store', ok: stored.ok, detail: stored.ok ? 'takes writes' : stored.detail },
        { name: 'mesh', ok: state === 'connected' || state === 'amber', detail: detail ?? state },
        { name: 'radio', ok: radios.length === 0 || ready > 0, detail: `${ready} of ${radios.length} on air` },
      ];
    },
    stop: () => cancelSample(),
  };
}
