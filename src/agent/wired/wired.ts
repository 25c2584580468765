import type { ScreenNotice } from '../../alarms/outputs.ts';
import type { Screen } from '../../checkout/price-check.ts';
import type { Cancel, Clock } from '../../clock.ts';
import type { Config } from '../../config/schema.ts';
import type { FactReader } from '../../delivery/label-facts.ts';
import type { Telling } from '../../mesh/telling.ts';
import { createNodes } from '../../nodes/nodes.ts';
import type { PartEvent } from '../../nodes/parts.ts';
import { openSerialLine } from '../../radio/serial-line.ts';
import type { LogFields } from '../../shelf/log-events.ts';
import type { Store } from '../../store/store.ts';
import { zoneHoursKeptMs } from '../../store/zone-hours.ts';
import type { Alarms } from '../alarms.ts';
import { createButtons } from './buttons.ts';
import { createCalls } from './calls.ts';
import { createCounter } from './counter.ts';
import { createCrowds } from './crowds.ts';
import { recallCrowds, rememberCrowds } from './crowds-memory.ts';
import { createInventory } from './inventory.ts';
import { createLights } from './lights.ts';
import { createOverlay } from './overlay.ts';
import { createPicks } from './picks.ts';
import { createPriceChecks } from './price-checks.ts';
import { createSensorLog } from './sensor-log.ts';
import { createSensors } from './sensors.ts';
import { createShelves } from './shelves.ts';

export interface WiredOptions {
  readonly config: Config;
  readonly store: Store;
  readonly reader: FactReader;
  /** For the HMAC of coupon codes, 32 bytes. */
  readonly couponKey: Uint8Array;
  /** The next instant of a cron line in the store's time zone. */
  readonly nextRun: (line: string) => number | null;
  /** These labels are to be decided anew. */
  readonly recompute: (labels: readonly string[]) => void;
  readonly tell: (telling: Telling) => void;
  /** All that alarms have standing over a signage screen now. */
  readonly overScreen: (screen: string, notices: readonly ScreenNotice[]) => void;
  /** For people who watch. */
  readonly say: (event: string, subject: string, text: string) => void;
  readonly alarms: Alarms;
  /** Whether the clock may be believed; absent: always. */
  readonly clockTrusted?: () => boolean;
  readonly clock: Clock;
  readonly log: Record<'info' | 'warn' | 'error', (fields: LogFields, text: string) => void>;
}

/** Lines have to be settled soon after somebody has passed; without lines only hours end. */
const passEveryMs = { lines: 50, none: 1_000 } as const;
const slowEveryMs = 2_000;
const keepEveryMs = 60_000;

export type Wired = ReturnType<typeof createWired>;

/** Everything on wires, joined: nodes with their parts, scales and scanners, queues and alarms, coupons. */
export function createWired(options: WiredOptions) {
  const { config, store, reader, alarms, clock, log, tell, say, clockTrusted = () => true } = options;
  const inventory = createInventory(config);
  const failed = (error: unknown): void =>
    log.error({ event: 'wired.failed', err: error }, 'something of the wired parts could not be made durable');
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      failed(error);
    }
  };

  /** Labels that could not be decided: what was scanned must not stand there for longer than it should. */
  const undecided = new Set<string>();
  function decide(labels: readonly string[]): void {
    for (const label of labels) undecided.add(label);
    guarded(() => {
      if (undecided.size > 0) options.recompute([...undecided]);
      undecided.clear();
    });
  }

  const nodes = createNodes({
    nodes: config.nodes,
    clock,
    log,
    openLine: url => openSerialLine({ url, clock, baudRate: 57_600, keepsDtr: true }),
  });
  const lights = createLights({ set: nodes.setLight, clock });
  const picks = createPicks(inventory, lights, clock.now);
  const events = createSensorLog({
    inventory,
    tell,
    changed: (sensor, text) => say('sensor', sensor, text),
    nowMs: clock.now,
  });
  const noPrice = config.gateway.locale.startsWith('de') ? 'Kein Preis' : 'No price';
  const overlay = createOverlay({
    unknownText: gtin => `${noPrice} ${gtin?.replace(/^0/, '') ?? ''}`.trim(),
    changed: decide,
    clock,
  });
  /** Only what is read at a glance and turns at once; and only what has a price of its own to go back to. */
  const screens = (only: string | null): Screen[] =>
    inventory.of('display').flatMap(({ label, zone = null }) => {
      const own = (only ?? label) === label ? store.desired(label) : null;
      return own && own.refusal === null ? [{ label, zone }] : [];
    });
  const priceChecks = createPriceChecks({
    overlay,
    screens,
    skuOfGtin: store.skuOfGtin,
    // While the clock is not trusted, what a timeline says now is not known.
    priced: sku => clockTrusted() && reader.price(sku) !== null && reader.product(sku) !== null,
  });
  const calls = createCalls({
    config,
    inventory,
    memory: store,
    nextRun: options.nextRun,
    light: (part, pattern) => void lights.wish(part, 'alarm', pattern),
    display: (label, text) => overlay.notice(label, text),
    screen: options.overScreen,
    tell,
    changed: (alarm, text) => say('alarm', alarm, text),
    failed,
    clock,
  });
  const pressed = createButtons({
    log: events,
    calls,
    lights,
    priceCheck: button => void priceChecks.pressed(button),
  });
  const crowds = createCrowds({
    config,
    inventory,
    state: recallCrowds(store),
    hours: {
      put: hour => store.putZoneHour(hour),
      has: ({ zone, hourMs }) => store.zoneHours(hourMs, hourMs + 1, zone).length > 0,
      drop: beforeMs => void store.dropZoneHours(beforeMs),
    },
    clockTrusted,
    keptMs: zoneHoursKeptMs,
    crossed(line, { direction, confidence }) {
      const simulated = confidence === 0;
      const text = direction === 'in' ? 'somebody came in' : 'somebody went out';
      events.add(line, { event: direction, text, method: simulated ? 'simulated' : 'two-beams', confidence });
    },
    figure: figure => calls.figure(figure),
    tell,
    nowMs: clock.now,
    monotonicMs: clock.monotonic,
  });
  const shelves = createShelves({
    inventory,
    memory: store,
    picked({ id, sku = null }, { event, pieces, grams, method, confidence }) {
      const text = pieces === null ? `about ${Math.round(grams)} g` : `about ${Math.abs(pieces)} pieces`;
      events.add(id, { event, text, sku, pieces, grams, method, confidence });
    },
  });
  const counter = createCounter({
    config,
    store,
    couponKey: options.couponKey,
    clockTrusted,
    reachable: nodes.reachable,
    pulse: relay => void nodes.pulseRelay(relay),
    priceCheck(scanner, gtin) {
      const { label = null, zone = null } = inventory.scanner(scanner) ?? {};
      priceChecks.scanned({ label, zone }, gtin);
    },
    log: events,
    alarms,
    tell,
    failed,
    clock,
  });
  const sensors = createSensors({ inventory, nodes, crowds, shelves, counter, events, shownOn: overlay.on });
  const told = new Map<string, string>();
  const timers = new Map<'pass' | 'slow' | 'keep', Cancel>();

  function every(name: 'pass' | 'slow' | 'keep', periodMs: number, work: () => void): void {
    guarded(work);
    timers.set(
      name,
      clock.after(periodMs, () => every(name, periodMs, work)),
    );
  }

  function moved(sensor: string, active: boolean): void {
    sensors.motion(sensor, active);
    crowds.motion(sensor, active);
  }

  function heard(event: PartEvent): void {
    const part = inventory.part(event.part);
    if (!part) return;
    if (event.type === 'button') {
      if (part.kind === 'button') pressed(part, event.press, { method: 'contact', confidence: 1 });
    } else if (event.type === 'motion') {
      moved(part.id, event.active);
    } else if (event.type === 'beam') {
      crowds.beam(part.id, { beam: event.beam, broken: event.broken, atMs: event.monotonicMs });
    } else shelves.sample(part.id, { raw: event.raw, atMs: event.monotonicMs });
  }

  function nodeChanged(id: string): void {
    const node = nodes.nodes().find(one => one.id === id);
    if (!node) return;
    for (const reason of ['node.down', 'node.firmware-unfit'] as const) {
      if (node.reason === reason) alarms.raise(reason, id, node.detail ?? id);
      else alarms.clear(reason, id);
    }
    // Who is away sees nobody.
    const unseeing = inventory.of('motion').filter(part => part.node === id && node.state !== 'ready');
    for (const part of unseeing) moved(part.id, false);
    say('node', id, node.detail ?? node.state);
  }

  /** What a person should look at. */
  function raiseAlarms(): void {
    for (const { id } of config.queues) {
      const stuck = crowds.queue(id)?.reason === 'queue.stuck';
      if (stuck) alarms.raise('queue.stuck', id, `${id} has not moved for long though people stand there`);
      else alarms.clear('queue.stuck', id);
    }
    for (const { id, kind, reason } of sensors.all()) {
      const line = kind === 'line' ? crowds.line(id) : null;
      // Of a beam behind a lost cable nothing is known: it was broken when last seen, and that alone says nothing.
      if (line && reason === 'sensor.blocked') alarms.raise(reason, id, `${id}: ${line.detail}`);
      else if (line && line.state !== 'blocked') alarms.clear('sensor.blocked', id);
    }
  }

  /** Tells the mesh what sensors say, where that is news. */
  function tellSensors(): void {
    for (const { id, node, kind, zone, state, values, method, confidence } of sensors.all()) {
      const news = JSON.stringify([state, values]);
      if (told.get(id) === news) continue;
      told.set(id, news);
      const at = new Date(clock.now()).toISOString();
      tell({ about: 'sensor', id, data: { sensor: id, node, kind, zone, at, state, values, method, confidence } });
    }
  }

  function keep(): void {
    rememberCrowds(store, crowds.state());
    shelves.keepAll();
  }

  return {
    inventory,
    nodes,
    lights,
    picks,
    events,
    overlay,
    calls,
    crowds,
    shelves,
    counter,
    sensors,
    pressed,
    /** As radios: one for each node that has displays. */
    displays: nodes.displays(),
    /** A trolley that is known by name has left the zone after so long. */
    visited: (zone: string, seconds: number): void =>
      guarded(() => crowds.visited(zone, seconds, { method: 'trolley-tags', confidence: 0.6 })),
    start(): void {
      counter.start();
      nodes.start(event => guarded(() => heard(event)), nodeChanged);
      calls.start();
      every('pass', inventory.of('line').length > 0 ? passEveryMs.lines : passEveryMs.none, crowds.pass);
      every('slow', slowEveryMs, () => {
        // One that the disk refuses must not keep the others.
        for (const work of [() => decide([]), crowds.hours, counter.look, raiseAlarms, tellSensors]) guarded(work);
      });
      every('keep', keepEveryMs, keep);
    },
    async stop(): Promise<void> {
      for (const cancel of timers.values()) cancel();
      guarded(keep);
      calls.stop();
      overlay.stop();
      lights.stop();
      await Promise.all([counter.stop(), nodes.stop()]);
    },
  };
}
