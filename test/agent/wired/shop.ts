import { createAlarms } from '../../../src/agent/alarms.ts';
import { createFactReader } from '../../../src/agent/fact-reader.ts';
import { createWired, type WiredOptions } from '../../../src/agent/wired/wired.ts';
import { createWiredView } from '../../../src/agent/wired/wired-view.ts';
import { nextRunIn } from '../../../src/alarms/hours.ts';
import type { Clock } from '../../../src/clock.ts';
import type { DesiredRow } from '../../../src/delivery/ports.ts';
import type { Telling } from '../../../src/mesh/telling.ts';
import { createKeyring } from '../../../src/store/keyring.ts';
import type { Store } from '../../../src/store/store.ts';
import { loaded, smallest } from '../../config/loading.ts';
import { createVirtualClock, type VirtualClock } from '../../delivery/virtual-clock.ts';
import { inDirectory, opened, testSecret } from '../../store/opening.ts';

export const hourMs = 3_600_000;
/** 2026-11-24T08:10:00Z */
export const startMs = Date.UTC(2026, 10, 24, 8, 10);
export const lcd = 'a0b1c2d3e4f5';
export const shelfLabel = 'ff92a1b2c3d4';
/** RFC 8032, section 7.1, TEST 1. */
const ticketKey = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';

/** Nobody listens there: nodes and lines stay away unless a test says where they are. */
export const nowhere = 'tcp://127.0.0.1:1';

export const shopYaml = (nodeUrl = nowhere, doorUrl = nowhere, publicKey = ticketKey): string => `${smallest}
zones:
  - {id: tills, receivers: [gw-01]}
  - {id: dairy, receivers: [gw-01], places: [{aisle: "3"}]}
nodes:
  - id: n1
    url: ${nodeUrl}
    parts:
      - {id: lamp, kind: light, pin: 13, label: ${shelfLabel}}
      - {id: office-lamp, kind: light, pin: 12}
      - {id: bell, kind: button, pin: 2, role: assist, zone: dairy, led: lamp}
      - {id: reorder, kind: button, pin: 3, role: reorder, zone: dairy, sku: "40123"}
      - {id: gone, kind: button, pin: 4, role: out-of-stock, zone: dairy, sku: "40123"}
      - {id: ask, kind: button, pin: 5, role: price-check, zone: dairy, sku: "40123"}
      - {id: ok-dairy, kind: button, pin: 6, role: acknowledge, zone: dairy}
      - {id: ok-tills, kind: button, pin: 7, role: acknowledge, zone: tills}
      - {id: pir-1, kind: motion, pin: 8, zone: dairy}
      - {id: pir-2, kind: motion, pin: 9, zone: dairy}
      - {id: till-line, kind: line, pins: [10, 11], zone: tills}
      - {id: crate, kind: load-cell, pin: A0, zone: dairy, sku: "40123", pieceGrams: 500}
      - {id: lcd, kind: display, model: lcd-20x4, address: 39, label: ${lcd}, zone: dairy}
  - id: n2
    url: ${doorUrl}
    parts:
      - {id: door, kind: relay, pin: 2, pulseMs: 300}
scales:
  - {id: scale-1, url: "${nowhere}", protocol: sics}
scanners:
  - {id: gun, url: "${nowhere}", zone: dairy}
  - {id: till-gun, url: "${nowhere}", use: till}
  - {id: door-gun, url: "${nowhere}", use: entry}
entry:
  keys: [{kid: door-1, publicKey: ${publicKey}}]
  relay: door
queues:
  - {id: till-row, zone: tills, entry: [till-line]}
watches:
  - id: open-till-2
    on: {queue: till-row, figure: length}
    raise: 3
    clear: 2
    holdMs: 1000
    text: Kasse 2 öffnet
    actions: [{light: lamp}, {display: ${lcd}, text: Kasse 2 öffnet}, {mesh: true}]
  - id: help-dairy
    on: {button: bell}
    text: Hilfe am Kühlregal
    actions: [{light: office-lamp}, {mesh: true}]
`;

export interface Shop {
  readonly wired: ReturnType<typeof createWired>;
  readonly view: ReturnType<typeof createWiredView>;
  readonly store: Store;
  readonly told: Telling[];
  readonly said: string[];
  readonly recomputed: string[][];
  readonly errors: unknown[];
  of<A extends Telling['about']>(about: A): Extract<Telling, { about: A }>[];
}

/** Everything on wires on a real store. Its nodes are away unless the configuration says where they are. */
export function shopOn(store: Store, clock: Clock, yaml = shopYaml(), over: Partial<WiredOptions> = {}): Shop {
  const { config } = loaded(yaml);
  const told: Telling[] = [];
  const said: string[] = [];
  const recomputed: string[][] = [];
  const errors: unknown[] = [];
  const wired = createWired({
    config,
    store,
    reader: createFactReader(store),
    couponKey: createKeyring(testSecret, 'external').couponKey(),
    nextRun: nextRunIn('UTC'),
    recompute: labels => void recomputed.push([...labels]),
    tell: telling => void told.push(telling),
    overScreen: () => {},
    say: (event, subject, text) => void said.push(`${event} ${subject}: ${text}`),
    alarms: createAlarms(clock, () => {}),
    clock,
    log: { info() {}, warn() {}, error: ({ err }) => void errors.push(err) },
    ...over,
  });
  const view = createWiredView({
    wired,
    store,
    queues: config.queues,
    zones: config.zones,
    nowMs: clock.now,
  });
  const of: Shop['of'] = about =>
    told.filter((one): one is Extract<Telling, { about: typeof about }> => one.about === about);
  return { wired, view, store, told, said, recomputed, errors, of };
}

/** A shop that runs on virtual time until `work` is done. */
export const inShop = (work: (shop: Shop, clock: VirtualClock) => void | Promise<void>): Promise<void> =>
  inDirectory(async dir => {
    const clock = createVirtualClock(startMs);
    const { store } = opened(dir);
    const shop = shopOn(store, clock);
    shop.wired.start();
    try {
      await work(shop, clock);
    } finally {
      await shop.wired.stop();
      store.close();
    }
  });

/** What the mesh says of a product that is sold here, and of where both displays hang. */
export function stock(store: Store): void {
  const put = (stream: 'price' | 'product' | 'binding', key: string, body: unknown) =>
    store.putFact({
      stream,
      key,
      epoch: 1,
      version: 1,
      seq: 1,
      deleted: false,
      contentHash: 'c0'.repeat(32),
      body: JSON.stringify(body),
      receivedAtMs: startMs,
      traceparent: null,
    });
  for (const [sku, gtin] of [
    ['40123', '4006381333931'],
    ['40777', '4012345678901'],
  ] as const) {
    put('product', sku, { sku, version: 1, gtin, name: { de: 'Milch' }, unitPriceRequired: false });
    const from = '2026-11-24T05:00:00Z';
    put('price', sku, { sku, version: 1, timeline: [{ from, amountMinor: 199, currency: 'EUR', kind: 'regular' }] });
  }
  const position = { aisle: '3', bay: 1, shelf: 1, facing: 1 };
  for (const label of [lcd, shelfLabel]) {
    decide(store, label, null);
    put('binding', label, { label, version: 1, skus: ['40777'], template: 'shelf', page: 'price', position });
  }
}

/** What was decided for a label: a price, or none because of a rule. */
export function decide(store: Store, label: string, refusal: DesiredRow['refusal']): void {
  const [epoch, version, seq] = [1, 1, 1];
  const times = { sinceMs: startMs, openSinceMs: startMs, openSeq: seq, untilMs: null, traceparent: null };
  const content = refusal === null ? '{}' : null;
  store.putDesired({
    label,
    epoch,
    version,
    seq,
    hash: refusal === null ? 'd0'.repeat(8) : '',
    content,
    refusal,
    ...times,
  });
}
