import type { AgentChange, AgentView } from '../../src/console/agent-view.ts';
import type { AttentionEntry } from '../../src/console/attention-document.ts';
import type {
  Confidence,
  ConfigDocument,
  LabelDocument,
  LabelSummary,
  LagDocument,
  QuarantineDocument,
  StatusDocument,
  TailEvent,
} from '../../src/console/documents.ts';
import type { VerifiedLabel } from '../../src/console/verify-document.ts';
import type { Panel } from '../../src/shelf/panel.ts';
import { drawLabel, type FixtureProduct } from './fixture-picture.ts';

/** The other side of the console's port, for tests over HTTP: a store whose labels the test changes. */
export interface FixtureView extends AgentView {
  /** Changes one label and tells whoever subscribed, as the agent does. */
  change(id: string, patch: Partial<LabelSummary>, events?: TailEvent[]): void;
  /** Tells of several changes at once. */
  announce(change: Partial<AgentChange>): void;
  setHealth(checks: { name: string; ok: boolean; detail: string }[]): void;
  setStatus(patch: Partial<StatusDocument>): void;
  subscribers(): number;
}

const at = (minutesAgo: number) => new Date(Date.UTC(2026, 10, 23, 10, 0) - minutesAgo * 60_000).toISOString();

const products: readonly FixtureProduct[] = [
  { sku: '40123', name: 'Bergkäse gereift', packSize: '200 g', amountMinor: 499, unitPriceMinor: 2495, unit: 'kg' },
  { sku: '40124', name: 'Alpenmilch 3,8 %', packSize: '1 l', amountMinor: 129, unitPriceMinor: 129, unit: 'l' },
  {
    sku: '40125',
    name: 'Joghurt griechischer Art',
    packSize: '500 g',
    amountMinor: 199,
    unitPriceMinor: 398,
    unit: 'kg',
    badge: '2 für 3',
  },
  { sku: '40126', name: 'Süßrahmbutter', packSize: '250 g', amountMinor: 249, unitPriceMinor: 996, unit: 'kg' },
  {
    sku: '40127',
    name: 'Müsli Beeren & Nüsse',
    packSize: '500 g',
    amountMinor: 379,
    unitPriceMinor: 758,
    unit: 'kg',
    badge: '−20 %',
  },
  {
    sku: '40128',
    name: 'Röstkaffee ganze Bohne',
    packSize: '1 kg',
    amountMinor: 1299,
    unitPriceMinor: 1299,
    unit: 'kg',
  },
  {
    sku: '40129',
    name: 'Espresso Tradizionale',
    packSize: '1 kg',
    amountMinor: 1549,
    unitPriceMinor: 1549,
    unit: 'kg',
  },
  { sku: '40130', name: 'Spülmittel Zitrone', packSize: '500 ml', amountMinor: 95, unitPriceMinor: 190, unit: 'l' },
  {
    sku: '40131',
    name: 'Olivenöl nativ extra',
    packSize: '750 ml',
    amountMinor: 899,
    unitPriceMinor: 1199,
    unit: 'l',
    badge: '−25 %',
  },
  { sku: '40132', name: 'Weizenmehl Type 405', packSize: '1 kg', amountMinor: 79, unitPriceMinor: 79, unit: 'kg' },
  {
    sku: '40133',
    name: 'Zartbitterschokolade 70 %',
    packSize: '100 g',
    amountMinor: 189,
    unitPriceMinor: 1890,
    unit: 'kg',
  },
  { sku: '40134', name: 'Haferdrink Barista', packSize: '1 l', amountMinor: 219, unitPriceMinor: 219, unit: 'l' },
];

const panels: readonly (Panel & { model: string })[] = [
  { model: 'gicisky-290-bwr', width: 296, height: 128, palette: 'bwr', dpi: 112 },
  { model: 'gicisky-213-bwr', width: 250, height: 128, palette: 'bwr', dpi: 130 },
  { model: 'opendisplay-290-bw', width: 296, height: 128, palette: 'bw', dpi: 112 },
  { model: 'opendisplay-420-bwry', width: 400, height: 300, palette: 'bwry', dpi: 120 },
];

const germanPrice = (amountMinor: number) => `${(amountMinor / 100).toFixed(2).replace('.', ',')} €`;

/** `count` labels: of forty, one each is pending, failed, refused, stale, unknown; the last of sixty has no position. */
export function createFixtureView(count: number): FixtureView {
  const labels = new Map<string, LabelSummary>();
  for (let index = 0; index < count; index++) labels.set(labelId(index), fixtureLabel(index));
  const listeners = new Set<(change: AgentChange) => void>();
  let health: { name: string; ok: boolean; detail: string }[] = [{ name: 'store', ok: true, detail: 'writes' }];
  let statusPatch: Partial<StatusDocument> = {};
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
      values: [{ path: 'gateway.store', value: '0042', origin: 'endcap.yaml:3' }],
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
    verify: all => {
      const rows = [...labels.values()].map(verifiedOf);
      return {
        schemaVersion: 1,
        at: at(0),
        total: rows.length,
        proven: rows.filter(row => row.proven).length,
        notProven: rows
          .filter(row => !row.proven)
          .map(row => ({ label: row.label, reason: row.reason ?? 'label.in-progress', since: at(30) })),
        unbound: 0,
        oldestProofSeconds: 3_000,
        ...(all ? { labels: rows } : {}),
      };
    },
    verifyLabel: id => {
      const label = labels.get(id);
      return label === undefined ? null : verifiedOf(label);
    },
    attention: () => ({ schemaVersion: 1, entries: attentionEntries }),
    samples: id =>
      labels.has(id)
        ? {
            schemaVersion: 1,
            samples: Array.from({ length: 40 }, (_, index) => ({
              at: at((40 - index) * 360),
              batteryMv: 2_980 - index * 2,
              rssi: -60 - (index % 7),
            })),
          }
        : null,
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

export function labelId(index: number): string {
  return `50${index.toString(16).padStart(10, '0')}`;
}

const attentionEntries: AttentionEntry[] = [
  {
    id: 'wrong.price.unit-price-missing',
    severity: 'wrong',
    reason: 'price.unit-price-missing',
    text: '2 labels: The law wants a unit price, and the price has none.',
    count: 2,
    labels: [labelId(19), labelId(59)],
    action: {
      text: 'Publish the price with its unit price.',
      command: 'endcap label list --reason price.unit-price-missing',
      href: '/labels?reason=price.unit-price-missing',
    },
    since: at(50),
  },
  {
    id: 'unproven.radio.label-silent',
    severity: 'unproven',
    reason: 'radio.label-silent',
    text: `Label ${labelId(12)}: The label did not answer.`,
    count: 1,
    labels: [labelId(12)],
    action: {
      text: 'Check its battery and its distance to the gateway.',
      command: `endcap label why ${labelId(12)}`,
      href: `/labels/${labelId(12)}`,
    },
    since: at(12),
  },
];

function verifiedOf(label: LabelSummary): VerifiedLabel {
  const proven = label.confidence === 'confirmed';
  return {
    label: label.id,
    skus: label.skus,
    name: label.name,
    place: label.position === null ? null : Object.values(label.position).join('-'),
    proven,
    shows: label.priceText,
    shouldShow: label.priceText,
    proof: label.shown === null ? null : 'acknowledged',
    provenAt: label.shown?.at ?? null,
    proofAgeSeconds: label.shown === null ? null : 3_000,
    reason: proven ? null : (label.reason ?? 'label.in-progress'),
    since: proven ? null : at(30),
  };
}

function productOf(label: LabelSummary): FixtureProduct {
  return products.find(({ sku }) => sku === label.skus[0])!;
}

function priceMinor(label: LabelSummary): number {
  return Math.round(Number(label.priceText?.replace(/[^\d,]/g, '').replace(',', '.') ?? '0') * 100);
}

function fixtureLabel(index: number): LabelSummary {
  const { sku, name, amountMinor } = products[index % products.length]!;
  const panel = panels[index % 30 === 17 ? 3 : index % 3]!;
  const turn = index % 40;
  const state: [Confidence, string | null] =
    turn === 5
      ? ['pending', 'delivery.min-gap']
      : turn === 12
        ? ['failed', 'radio.label-silent']
        : turn === 19
          ? ['stale', 'price.unit-price-missing']
          : turn === 26
            ? ['stale', 'label.overdue']
            : turn === 33
              ? ['unknown', 'label.never-heard']
              : turn === 6
                ? ['sent', null]
                : ['confirmed', null];
  const hash = (0x1000 + index).toString(16).padStart(16, '0');
  const never = state[0] === 'unknown';
  const slot = index % 15;
  const bay = Math.floor(index / 15);
  return {
    id: labelId(index),
    model: panel.model,
    panel: { width: panel.width, height: panel.height, palette: panel.palette },
    skus: [sku],
    name,
    priceText: never ? null : germanPrice(amountMinor),
    position:
      index % 60 === 59
        ? null
        : {
            aisle: `${3 + Math.floor(bay / 4)}`,
            bay: 1 + (bay % 4),
            shelf: 1 + Math.floor(slot / 3),
            facing: 1 + (slot % 3),
          },
    confidence: state[0],
    reason: state[1],
    ...(state[1] === 'price.unit-price-missing' ? { refused: true } : {}),
    desired:
      state[0] === 'stale' && state[1] === 'price.unit-price-missing'
        ? null
        : { version: 7, hash: state[0] === 'confirmed' ? hash : `d${hash.slice(1)}` },
    shown: never ? null : { version: state[0] === 'confirmed' ? 7 : 6, hash, at: at(index % 50) },
    progress: turn === 5 ? { done: 23, total: 61 } : null,
    batteryMv: 3010 - (index % 9) * 60,
    rssi: -48 - (index % 40),
    lastSeen: never ? null : at(index % 3),
  };
}

function detailOf(label: LabelSummary): LabelDocument {
  const { amountMinor, unitPriceMinor, unit } = productOf(label);
  const content = (minor: number) => ({
    amountMinor: minor,
    currency: 'EUR',
    exponent: 2,
    priceText: germanPrice(minor),
    unitPriceText: `${germanPrice(unitPriceMinor)}/${unit}`,
    name: label.name ?? '',
    badge: null,
    soldOut: false,
    template: 'shelf',
    page: 'price' as const,
  });
  return {
    schemaVersion: 1,
    ...label,
    firmware: '0x0412',
    hasKey: label.model?.startsWith('opendisplay') ?? false,
    health: {
      batteryShare: 0.6,
      batteryEmptyInDays: { low: 300, likely: 420, high: null },
      batteryForecastMissing: null,
      missedCheckIns: 0,
      lastAcknowledged: label.shown?.at ?? null,
    },
    radio: 'tcp://127.0.0.1:9700',
    content: {
      shown: label.shown === null ? null : content(amountMinor),
      desired:
        label.desired === null ? null : content(label.confidence === 'confirmed' ? amountMinor : amountMinor + 30),
    },
    why: [
      {
        rule: 'price',
        reason: null,
        text: `Price ${germanPrice(amountMinor)} holds since 06:00 (version 7).`,
        at: at(240),
      },
      { rule: 'binding', reason: null, text: 'Bound to this SKU with template shelf.', at: at(9_000) },
      ...(label.reason === null ? [] : [{ rule: 'radio', reason: label.reason, text: 'See the reason.', at: at(3) }]),
    ],
    next: label.confidence === 'failed' ? 'retry at 10:05' : null,
    history: [
      { at: at(2), event: 'heard', detail: { rssi: label.rssi } },
      { at: at(20), event: 'shown', detail: { proof: 'acknowledged', version: 7 } },
      { at: at(21), event: 'upload', detail: { attempt: 1 } },
      { at: at(22), event: 'desired', detail: { version: 7 } },
    ],
  };
}
