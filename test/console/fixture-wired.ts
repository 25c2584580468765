import type { AlarmEntry } from '../../src/console/wired-documents.ts';
import type { Done, WiredView } from '../../src/console/wired-view.ts';
import { fixtureNodes, fixturePins, fixtureSensors } from './fixture-nodes.ts';
import { fixtureAlarms, fixtureHeat, fixtureQueues } from './fixture-queues.ts';
import { ago } from './fixture-zones.ts';

/** The code of the coupon that the fixture knows from the beginning. */
export const fixtureCoupon = '4711';
const wrongBeforeLock = 3;

/** An aisle whose lights can be switched and whose alarms can be acknowledged. */
export function fixtureWired(): WiredView {
  const lights = new Map<string, string>();
  const zeroed = new Set<string>();
  const picks = new Map([['500000000012', { light: 'guide-a', since: ago(20) }]]);
  const alarms = new Map(fixtureAlarms().map(alarm => [alarm.id, alarm]));
  const coupons = new Map([[fixtureCoupon, { id: 'c-1', offer: 'cheese-week', used: false }]]);
  const wrong = new Map<string, number>();

  const no = (reason: string, detail = '') => ({ ok: false, reason, detail }) as const;
  const sensors = () => fixtureSensors(lights);
  const withSensor = (id: string, kinds: readonly string[], then: () => Done): Done => {
    const found = sensors().find(sensor => sensor.id === id);
    if (!found) return no('sensor.unknown', id);
    return kinds.includes(found.kind) ? then() : no('sensor.unfit', `${id} is a ${found.kind}.`);
  };
  const withAlarm = (id: string, change: (alarm: AlarmEntry) => Partial<AlarmEntry>): Done => {
    const found = alarms.get(id);
    if (!found) return no('alarm.unknown', id);
    alarms.set(id, { ...found, ...change(found) });
    return { ok: true };
  };
  const pickList = () => ({
    schemaVersion: 1 as const,
    picks: [...picks].map(([label, pick]) => ({ id: `pick-${label}`, label, ...pick })),
  });

  return {
    nodes: () => ({ schemaVersion: 1, nodes: fixtureNodes() }),
    nodePins(id) {
      if (!fixtureNodes().some(node => node.id === id)) return no('node.unknown', id);
      const pins = fixturePins(id);
      return pins === null ? no('node.down', id) : { ok: true, document: { schemaVersion: 1, node: id, pins } };
    },
    sensors: () => ({ schemaVersion: 1, sensors: sensors() }),
    sensor(id) {
      const found = sensors().find(sensor => sensor.id === id);
      if (!found) return null;
      const { lastEvent } = found;
      const events = lastEvent === null ? [] : [{ ...lastEvent, text: `${id}: ${lastEvent.event}` }];
      return { schemaVersion: 1, ...found, events };
    },
    tareSensor: id =>
      withSensor(id, ['load-cell'], () => (id === 'wine-cell' ? no('sensor.not-calibrated', id) : { ok: true })),
    calibrateSensor: id => withSensor(id, ['load-cell'], () => ({ ok: true })),
    simulateSensor: (id, { event }) =>
      withSensor(id, event === 'press' ? ['button'] : ['line', 'load-cell', 'scanner'], () => ({ ok: true })),
    setLight: (id, { state }) =>
      withSensor(id, ['light'], () => {
        lights.set(id, state);
        return { ok: true };
      }),
    picks: pickList,
    startPick({ label, sku }) {
      const light = sensors().find(each => each.label !== null && (each.label === label || sku === '40123'));
      if (!light) return no('sensor.unknown', 'No light guides there.');
      picks.set(light.label!, { light: light.id, since: ago(0) });
      return { ok: true, document: pickList() };
    },
    stopPick: label => (picks.delete(label) ? { ok: true } : no('sensor.unknown', label)),
    queues: () => ({ schemaVersion: 1, queues: fixtureQueues(zeroed) }),
    zeroCount(id) {
      if (!fixtureQueues(zeroed).some(queue => queue.id === id)) return no('zone.unknown', id);
      zeroed.add(id);
      return { ok: true };
    },
    shopAlarms: () => ({ schemaVersion: 1, alarms: [...alarms.values()] }),
    acknowledgeAlarm: (id, acknowledgedBy) => withAlarm(id, () => ({ state: 'acknowledged', acknowledgedBy })),
    silenceAlarm: (id, forMs) =>
      withAlarm(id, () => ({ state: 'silenced', silencedUntil: ago(-Math.round(forMs / 1000)) })),
    testAlarm: id => withAlarm(id, ({ raised }) => ({ raised: raised + 1 })),
    heat: fixtureHeat,
    issueCoupon({ offer = null, lifeMs = 86_400_000 }) {
      const code = `${1000 + coupons.size}`;
      coupons.set(code, { id: `c-${coupons.size + 1}`, offer: offer ?? '', used: false });
      return {
        ok: true,
        document: {
          schemaVersion: 1,
          id: coupons.get(code)!.id,
          code,
          offer,
          until: ago(-lifeMs / 1000),
          qr: `https://ex.de/c/${code}`,
          ndef: `d1010d5504${Buffer.from(`ex.de/c/${code}`).toString('hex')}`,
        },
      };
    },
    redeemCoupon({ code, till, dryRun }) {
      if ((wrong.get(till) ?? 0) >= wrongBeforeLock) return no('coupon.locked', till);
      const coupon = coupons.get(code);
      if (!coupon) {
        wrong.set(till, (wrong.get(till) ?? 0) + 1);
        return no('coupon.unknown');
      }
      if (coupon.used) return no('coupon.used');
      coupon.used = !dryRun;
      return {
        ok: true,
        document: { schemaVersion: 1, id: coupon.id, offer: coupon.offer || null, redeemed: !dryRun },
      };
    },
  };
}
