import { systemClock } from '../../src/clock.ts';
import type { AgentChange, AgentView } from '../../src/console/agent-view.ts';
import type {
  Confidence,
  ConfigDocument,
  LabelSummary,
  LagDocument,
  QuarantineDocument,
  StatusDocument,
  TailEvent,
} from '../../src/console/documents.ts';
import { fixtureBitcoin } from './fixture-bitcoin.ts';
import { fixtureCommissioning } from './fixture-commissioning.ts';
import { at, detailOf, fixtureLabel, labelId, panels, priceMinor, productOf, products } from './fixture-labels.ts';
import { drawLabel } from './fixture-picture.ts';
import { fixtureProximity } from './fixture-proximity.ts';
import { type FixtureScreens, fixtureScreens } from './fixture-screens.ts';
import { fixtureUpkeep } from './fixture-upkeep.ts';
import { fixtureWellBeing } from './fixture-well-being.ts';
import { fixtureWired } from './fixture-wired.ts';

/** The other side of the console's port, for tests over HTTP: a store whose labels the test changes. */
export interface FixtureView extends AgentView {
  /** Changes one label and tells whoever subscribed, as the agent does. */
  change(id: string, patch: Partial<LabelSummary>, events?: TailEvent[]): void;
  /** Tells of several changes at once. */
  announce(change: Partial<AgentChange>): void;
  setHealth(checks: { name: string; ok: boolean; detail: string }[]): void;
  setStatus(patch: Partial<StatusDocument>): void;
  subscribers(): number;
  /** Its screens, from the side of their pages. */
  readonly signage: FixtureScreens;
}

export function createFixtureView(count: number): FixtureView {
  const labels = new Map<string, LabelSummary>();
  for (let index = 0; index < count; index++) labels.set(labelId(index), fixtureLabel(index));
  const listeners = new Set<(change: AgentChange) => void>();
  let health: { name: string; ok: boolean; detail: string }[] = [{ name: 'store', ok: true, detail: 'writes' }];
  let statusPatch: Partial<StatusDocument> = {};
  const proximity = fixtureProximity();
  const signage = fixtureScreens(systemClock);
  let held: QuarantineDocument['items'] = [
    {
      id: 'q1',
      at: at(4),
      topic: 'endcap/acme/0042/price',
      reason: 'mesh.signature-invalid',
      detail: 'kid pricing-2026-11, seq 4711',
      count: 3,
    },
    {
      id: 'q2',
      at: at(42),
      topic: 'endcap/acme/0042/product',
      reason: 'mesh.not-json',
      detail: 'Unexpected token at offset 17',
      count: 1,
    },
  ];
  const announce = (change: Partial<AgentChange>) => {
    for (const listener of [...listeners]) listener({ labels: [], status: false, events: [], ...change });
  };
  const status = (): StatusDocument => {
    const all = [...labels.values()];
    const of = (confidence: Confidence) => all.filter(label => label.confidence === confidence).length;
    return {
      schemaVersion: 1,
      gateway: {
        organisation: 'acme',
        id: 'gw-01',
        store: '0042',
        version: '0.1.0',
        startedAt: at(180),
        locale: 'de-DE',
      },
      mesh: {
        state: 'connected',
        detail: null,
        unsignedAllowed: false,
        lastMessageAt: at(0),
        clockSkewMs: 40,
        streams: [
          { name: 'price', epoch: 1, seq: 4711, gap: 0, headSeq: 4711 },
          { name: 'product', epoch: 1, seq: 230, gap: 0, headSeq: 230 },
        ],
        quarantined: held.reduce((sum, item) => sum + item.count, 0),
      },
      store: { state: 'ok', detail: null, keyring: 'external' },
      labels: {
        total: all.length,
        confirmed: of('confirmed'),
        sent: of('sent'),
        pending: of('pending'),
        failed: of('failed'),
        stale: of('stale'),
        unknown: of('unknown'),
        refused: all.filter(label => label.refused === true).length,
        unbound: 0,
      },
      radios: [
        { url: 'tcp://127.0.0.1:9700', state: 'ready', detail: null, busyShare: 0.41, labels: all.length },
        { url: 'hci:0', state: 'down', detail: null, busyShare: null, labels: 0 },
      ],
      wave: all.some(label => label.confidence === 'pending')
        ? { done: of('confirmed'), total: all.length, etaSeconds: 95 }
        : null,
      alarms: [],
      capture: captureOf(proximity.privacy().unlockedUntil),
      ...statusPatch,
    };
  };

  return {
    status,
    labels: () => [...labels.values()],
    labelSummary: id => labels.get(id) ?? null,
    label(id) {
      const label = labels.get(id);
      return label === undefined ? null : detailOf(label);
    },
    picture(id, which) {
      const label = labels.get(id);
      if (label === undefined) return { ok: false, reason: 'unknown-label' };
      const state = label[which];
      const panel = panels.find(({ model }) => model === label.model);
      if (state === null || panel === undefined) return { ok: false, reason: 'none' };
      const amount = which === 'shown' || label.confidence === 'confirmed' ? priceMinor(label) : priceMinor(label) + 30;
      return { ok: true, panel, bitmap: drawLabel(panel, productOf(label), amount), hash: state.hash };
    },
    quarantine: () => ({
      schemaVersion: 1,
      items: held,
      counts: Object.fromEntries(held.map(item => [item.reason, item.count])),
    }),
    release(id) {
      if (!held.some(item => item.id === id)) return { ok: false, reason: 'console.not-found', detail: 'Not held.' };
      if (id === 'q1') return { ok: false, reason: 'mesh.signature-invalid', detail: 'A signature cannot be waived.' };
      held = held.filter(item => item.id !== id);
      announce({ status: true });
      return { ok: true };
    },
    drop(id) {
      const before = held.length;
      held = held.filter(item => item.id !== id);
      announce({ status: true });
      return held.length < before;
    },
    lag: (): LagDocument => ({
      schemaVersion: 1,
      state: 'connected',
      streams: [{ name: 'price', epoch: 1, seq: 4711, headSeq: 4711, gap: 0, headAgeMs: 900, appliedSeq: 4708 }],
    }),
    config: (): ConfigDocument => ({
      schemaVersion: 1,
      values: [
        { path: 'gateway.store', value: '0042', origin: 'endcap.yaml:3' },
        { path: 'gateway.timezone', value: 'Europe/Berlin', origin: 'endcap.yaml:5' },
      ],
    }),
    previewTemplate: source =>
      panels.map(panel =>
        source.includes('broken')
          ? { panel, bitmap: null, problems: ['line 3: there is no element `broken`'] }
          : {
              panel,
              bitmap: drawLabel(panel, products[0]!, 499),
              problems: source.includes('tight') ? ['name does not fit'] : [],
            },
      ),
    templates: () => [
      { id: 'shelf', origin: 'built-in', source: 'id: shelf\nelements:\n  - price: {x: 8, y: 40, size: 48}\n' },
      { id: 'staff', origin: 'built-in', source: 'id: staff\nelements:\n  - text: {x: 8, y: 8, value: "{sku}"}\n' },
    ],
    health: () => health,
    refresh: id => (labels.has(id) ? { ok: true } : { ok: false, reason: 'unknown-label' }),
    doctor: async () => ({
      schemaVersion: 1,
      checks: [
        { name: 'disk', verdict: 'ok', evidence: '900 MB are free', fix: null },
        { name: 'broker', verdict: 'fail', evidence: 'ECONNREFUSED', fix: 'Check mesh.url.' },
      ],
    }),
    ...fixtureWellBeing(labels),
    ...fixtureUpkeep(),
    ...fixtureBitcoin(),
    ...fixtureWired(),
    ...signage.view,
    signage,
    ...proximity,
    unlockCapture(actor) {
      const document = proximity.unlockCapture(actor);
      announce({ status: true });
      return document;
    },
    lockCapture(actor) {
      const document = proximity.lockCapture(actor);
      announce({ status: true });
      return document;
    },
    ...fixtureCommissioning(labels, id => announce({ labels: [id], status: true })),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(id, patch, events = []) {
      const before = labels.get(id);
      if (before === undefined) throw new Error(`no label ${id}`);
      labels.set(id, { ...before, ...patch });
      announce({ labels: [id], status: true, events });
    },
    announce,
    setHealth(checks) {
      health = checks;
    },
    setStatus(patch) {
      statusPatch = patch;
      announce({ status: true });
    },
    subscribers: () => listeners.size,
  };
}

const captureOf = (until: string | null) => (until === null ? null : { until });
