import type { WiredView } from '../../console/wired-view.ts';
import type { Store } from '../../store/store.ts';
import type { ZoneHourRow } from '../../store/zone-hours.ts';
import type { Wired } from './wired.ts';

export interface WiredViewOptions {
  readonly wired: Wired;
  readonly store: Store;
  readonly queues: readonly { readonly id: string; readonly zone: string }[];
  readonly zones: readonly { readonly id: string }[];
  readonly nowMs: () => number;
}

const dayMs = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const refused = (reason: string, detail: string) => ({ ok: false, reason, detail }) as const;
const simulated = { method: 'simulated', confidence: 0 } as const;

/** What the console and the command line see of everything on wires. */
export function createWiredView(options: WiredViewOptions): WiredView {
  const { wired, store, nowMs } = options;
  const { nodes, inventory, crowds, shelves, calls, picks, lights, counter, events, sensors } = wired;
  const audit = (
    actor: string,
    action: string,
    subject: string,
    detail: Readonly<Record<string, unknown>> = {},
  ): void => store.audit({ atMs: nowMs(), actor, action, subject, detail });
  const exists = (id: string): boolean => Boolean(inventory.part(id) ?? inventory.scale(id) ?? inventory.scanner(id));
  const unknownSensor = (id: string) => refused('sensor.unknown', `There is no ${id}.`);
  const picksNow: WiredView['picks'] = () => ({
    schemaVersion: 1,
    picks: picks.all().map(({ label, light, sinceMs }) => ({ id: light, label, light, since: iso(sinceMs) })),
  });

  function setCell(id: string, grams: number | null) {
    if (!exists(id)) return unknownSensor(id);
    return shelves.set(id, grams) ?? refused('sensor.unfit', `${id} is no load cell.`);
  }

  function simulate(id: string, { event, value }: Parameters<WiredView['simulateSensor']>[1]) {
    const part = inventory.part(id);
    const done = { ok: true } as const;
    if (event === 'scan') {
      if (!inventory.scanner(id))
        return exists(id) ? refused('sensor.unfit', `${id} is no scanner.`) : unknownSensor(id);
      return counter.scan(id, value ?? '') ? done : unknownSensor(id);
    }
    if (!part) return exists(id) ? refused('sensor.unfit', `${id} cannot ${event}.`) : unknownSensor(id);
    if (part.kind === 'button' && (event === 'press' || event === 'double' || event === 'long')) {
      wired.pressed(part, event, simulated);
      return done;
    }
    if (part.kind === 'line' && (event === 'in' || event === 'out')) {
      crowds.simulate(id, event);
      return done;
    }
    if (part.kind === 'load-cell' && (event === 'pick' || event === 'put')) {
      const count = Number.parseInt(value ?? '1', 10);
      const pieces = Number.isFinite(count) ? Math.abs(count) : 1;
      events.add(id, {
        event,
        text: `as if ${pieces} pieces were ${event === 'pick' ? 'taken' : 'put back'}`,
        sku: part.sku ?? null,
        pieces,
        ...simulated,
      });
      return done;
    }
    return refused('sensor.unfit', `${id} is a ${part.kind}.`);
  }

  function document(row: Omit<ZoneHourRow, 'zone'>) {
    const { hourMs, entered, left, peak, visits, dwellSeconds, motionSeconds, method, confidence } = row;
    return { hour: iso(hourMs), entered, left, peak, visits, dwellSeconds, motionSeconds, method, confidence };
  }

  return {
    nodes: () => ({
      schemaVersion: 1,
      nodes: nodes.nodes().map(({ sinceMs, parts, ...node }) => ({ ...node, parts: [...parts], since: iso(sinceMs) })),
    }),
    nodePins(id) {
      const pins = nodes.pins(id);
      if (pins === null) return refused('node.unknown', `There is no node ${id}.`);
      return {
        ok: true,
        document: { schemaVersion: 1, node: id, pins: pins.map(pin => ({ ...pin, modes: [...pin.modes] })) },
      };
    },
    sensors: () => ({ schemaVersion: 1, sensors: sensors.all() }),
    sensor(id) {
      const entry = sensors.all().find(one => one.id === id);
      if (!entry) return null;
      const past = events.of(id).map(({ atMs, event, text }) => ({ at: iso(atMs), event, text }));
      return { schemaVersion: 1, ...entry, events: past };
    },
    tareSensor(id, actor) {
      const answer = setCell(id, null);
      if (answer.ok) audit(actor, 'sensor.tared', id);
      return answer;
    },
    calibrateSensor(id, grams, actor) {
      const answer = setCell(id, grams);
      if (answer.ok) audit(actor, 'sensor.calibrated', id, { grams });
      return answer;
    },
    simulateSensor(id, request, actor) {
      const answer = simulate(id, request);
      if (answer.ok) audit(actor, 'sensor.simulated', id, { ...request });
      return answer;
    },
    setLight(id, { state, forMs }, actor) {
      const answer = lights.wish(id, 'hand', state, forMs);
      if (answer.ok) audit(actor, 'light.set', id, { state, forMs: forMs ?? null });
      return answer;
    },
    picks: picksNow,
    startPick({ label, sku }, actor) {
      const labels = label === undefined ? (sku === undefined ? [] : store.labelsBySku(sku)) : [label];
      if (!picks.start(labels)) return refused('sensor.unknown', `No light stands beside ${label ?? sku ?? 'it'}.`);
      audit(actor, 'pick.started', label ?? sku ?? '', {});
      return { ok: true, document: picksNow() };
    },
    stopPick(label, actor) {
      if (!picks.stop(label)) return refused('sensor.unknown', `No light guides to ${label}.`);
      audit(actor, 'pick.stopped', label);
      return { ok: true };
    },
    queues() {
      const standing = calls.entries().filter(({ state }) => alarmed.has(state));
      const queues = options.queues.flatMap(({ id, zone }) => {
        const figure = crowds.queue(id);
        if (!figure) return [];
        // What goes out is told in the words of the document alone.
        const { reason, waitMethod, waitConfidence, lengths, ...told } = figure;
        const raised = figure.state !== 'stuck' && standing.some(({ on }) => on.endsWith(`queue ${id}`));
        return [{ id, zone, ...told, state: raised ? ('alarmed' as const) : figure.state, lengths: [...lengths] }];
      });
      return { schemaVersion: 1, queues };
    },
    zeroCount(id, actor) {
      if (!crowds.zero(id)) return refused('zone.unknown', `Nothing is counted for ${id}.`);
      audit(actor, 'count.zeroed', id);
      return { ok: true };
    },
    shopAlarms: () => ({ schemaVersion: 1, alarms: calls.entries() }),
    acknowledgeAlarm(id, actor) {
      const answer = calls.acknowledge(id, actor);
      if (answer.ok) audit(actor, 'alarm.acknowledged', id);
      return answer;
    },
    silenceAlarm(id, forMs, actor) {
      const answer = calls.silence(id, forMs);
      if (answer.ok) audit(actor, 'alarm.silenced', id, { forMs });
      return answer;
    },
    testAlarm(id, actor) {
      const answer = calls.test(id);
      if (answer.ok) audit(actor, 'alarm.tested', id);
      return answer;
    },
    heat({ zone, days }) {
      const now = nowMs();
      const stored = store.zoneHours(now - days * dayMs, now + dayMs, zone);
      const rows = [...stored, ...crowds.running()];
      const ids = zone === undefined ? options.zones.map(({ id }) => id) : [zone];
      return {
        schemaVersion: 1,
        zones: ids.map(id => {
          // An hour that runs is newer than what is stored of it.
          const hours = new Map(rows.filter(row => row.zone === id).map(row => [row.hourMs, row]));
          return { zone: id, hours: [...hours.values()].map(document) };
        }),
      };
    },
    issueCoupon({ offer, lifeMs }, actor) {
      const issued = counter.coupons.issue({ offer: offer ?? null, ...(lifeMs === undefined ? {} : { lifeMs }) });
      if (!issued.ok) return issued;
      const { id, code, offer: of, untilMs, qr, ndef } = issued.coupon;
      audit(actor, 'coupon.issued', id, { offer: of });
      return {
        ok: true,
        document: {
          schemaVersion: 1,
          id,
          code,
          offer: of,
          until: iso(untilMs),
          qr,
          ndef: Buffer.from(ndef).toString('hex'),
        },
      };
    },
    redeemCoupon(request) {
      const answer = counter.coupons.redeem(request);
      if (!answer.ok) return answer;
      const { id, offer } = answer.coupon;
      if (answer.redeemed) audit(`till ${request.till}`, 'coupon.redeemed', id, { offer });
      return { ok: true, document: { schemaVersion: 1, id, offer, redeemed: answer.redeemed } };
    },
  };
}

const alarmed: ReadonlySet<string> = new Set(['raised', 'acknowledged', 'escalated']);
