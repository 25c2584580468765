import { expect, test } from 'vitest';
import {
  AlarmListDocument,
  CouponDocument,
  CouponRedeemDocument,
  HeatDocument,
  NodeListDocument,
  NodePinsDocument,
  PickListDocument,
  QueueListDocument,
  SensorDocument,
  SensorListDocument,
} from '../../../src/console/wired-documents.ts';
import { hourMs, inShop, shelfLabel, startMs, stock } from './shop.ts';

const who = 'token:anna';

test('every document is as its schema says, at first and after some hours', () =>
  inShop((shop, clock) => {
    const { view } = shop;
    const check = () => {
      NodeListDocument.parse(view.nodes());
      SensorListDocument.parse(view.sensors());
      QueueListDocument.parse(view.queues());
      AlarmListDocument.parse(view.shopAlarms());
      PickListDocument.parse(view.picks());
      HeatDocument.parse(view.heat({ days: 7 }));
      for (const { id } of view.sensors().sensors) SensorDocument.parse(view.sensor(id));
      const pins = view.nodePins('n1');
      if (pins.ok) NodePinsDocument.parse(pins.document);
      expect(pins.ok).toBe(true);
    };
    check();
    expect(view.nodes().nodes.map(({ id, state }) => [id, state])).toEqual([
      ['n1', 'starting'],
      ['n2', 'starting'],
    ]);
    expect(view.sensors().sensors.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'button',
        'light',
        'motion',
        'line',
        'load-cell',
        'display',
        'relay',
        'scale',
        'scanner',
      ]),
    );
    stock(shop.store);
    for (let i = 0; i < 4; i++) view.simulateSensor('till-line', { event: 'in' }, who);
    view.simulateSensor('bell', { event: 'double' }, who);
    view.simulateSensor('gun', { event: 'scan', value: '4006381333931' }, who);
    view.startPick({ label: shelfLabel }, who);
    clock.pass(hourMs);
    view.simulateSensor('till-line', { event: 'out' }, who);
    check();
    const [tills] = view.heat({ zone: 'tills', days: 1 }).zones;
    expect(tills?.hours.map(({ hour, entered, left }) => [hour, entered, left])).toEqual([
      ['2026-11-24T08:00:00.000Z', 4, 0],
      ['2026-11-24T09:00:00.000Z', 0, 1],
    ]);
    expect(view.sensor('bell')).toMatchObject({ lastEvent: { event: 'double' }, events: [{ event: 'double' }] });
    expect(view.sensor('nothing')).toBeNull();
    expect(view.nodePins('nothing')).toMatchObject({ ok: false, reason: 'node.unknown' });
    expect(shop.errors).toEqual([]);
  }));

test('whatever somebody does is in the audit trail, and what was refused is not', () =>
  inShop((shop, clock) => {
    const { view, wired, store } = shop;
    let sampleMs = 0;
    const rest = (raw: number) => {
      for (let i = 0; i < 50; i++) {
        sampleMs += 40;
        wired.shelves.sample('crate', { raw: raw + (i % 2), atMs: sampleMs });
      }
    };
    rest(100);
    const done: { readonly ok: boolean }[] = [view.tareSensor('crate', who)];
    rest(600);
    done.push(
      view.calibrateSensor('crate', 5_000, who),
      view.simulateSensor('crate', { event: 'pick', value: '2' }, who),
      view.setLight('lamp', { state: 'on', forMs: 1_000 }, who),
      view.startPick({ label: shelfLabel }, who),
      view.stopPick(shelfLabel, who),
      view.zeroCount('till-row', who),
      view.simulateSensor('bell', { event: 'press' }, who),
      view.acknowledgeAlarm('help-dairy', who),
      view.silenceAlarm('help-dairy', 60_000, who),
      view.testAlarm('open-till-2', who),
      view.issueCoupon({ offer: 'tea' }, who),
    );
    expect(done.map(({ ok }) => ok)).toEqual(done.map(() => true));
    const refused: { readonly ok: boolean; readonly reason?: string }[] = [
      view.tareSensor('bell', who),
      view.tareSensor('scale-1', who),
      view.tareSensor('nothing', who),
      view.calibrateSensor('nothing', 5, who),
      view.simulateSensor('bell', { event: 'in' }, who),
      view.simulateSensor('scale-1', { event: 'press' }, who),
      view.simulateSensor('scale-1', { event: 'scan' }, who),
      view.simulateSensor('nothing', { event: 'scan' }, who),
      view.setLight('door', { state: 'on' }, who),
      view.startPick({ label: 'aabbccddee99' }, who),
      view.startPick({ sku: '40123' }, who),
      view.startPick({}, who),
      view.stopPick(shelfLabel, who),
      view.zeroCount('nothing', who),
      view.acknowledgeAlarm('nothing', who),
      view.silenceAlarm('nothing', 60_000, who),
      view.testAlarm('nothing', who),
    ];
    expect(refused.map(one => one.reason)).toEqual([
      'sensor.unfit',
      'sensor.unfit',
      'sensor.unknown',
      'sensor.unknown',
      'sensor.unfit',
      'sensor.unfit',
      'sensor.unfit',
      'sensor.unknown',
      'sensor.unfit',
      'sensor.unknown',
      'sensor.unknown',
      'sensor.unknown',
      'sensor.unknown',
      'zone.unknown',
      'alarm.unknown',
      'alarm.unknown',
      'alarm.unknown',
    ]);
    const trail = store.auditTrail(50).reverse();
    expect(trail.map(({ action }) => action)).toEqual([
      'sensor.tared',
      'sensor.calibrated',
      'sensor.simulated',
      'light.set',
      'pick.started',
      'pick.stopped',
      'count.zeroed',
      'sensor.simulated',
      'alarm.acknowledged',
      'alarm.silenced',
      'alarm.tested',
      'coupon.issued',
    ]);
    expect(new Set(trail.map(({ actor }) => actor))).toEqual(new Set([who]));
    expect(trail.every(({ atMs }) => atMs === startMs)).toBe(true);
    // As a real pick says it: how many, and that they are gone is in its name.
    expect(wired.events.of('crate')[0]).toMatchObject({ event: 'pick', pieces: 2, method: 'simulated', confidence: 0 });
    clock.pass(6_000);
    expect(wired.nodes.light('lamp')).toBe('off');
  }));

test('a light that is set by hand for a while leaves an alarm standing', () =>
  inShop(({ view, wired }, clock) => {
    for (let i = 0; i < 3; i++) view.simulateSensor('till-line', { event: 'in' }, who);
    clock.pass(1_100);
    expect(wired.nodes.light('lamp')).toBe('blink');
    expect(view.setLight('lamp', { state: 'on', forMs: 500 }, who)).toEqual({ ok: true });
    clock.pass(1_000);
    expect(wired.nodes.light('lamp')).toBe('blink');
  }));

test('a coupon is a document once, with its code, and is redeemed once', () =>
  inShop(({ view, store }) => {
    const issued = view.issueCoupon({}, who);
    if (!issued.ok) throw new Error(issued.reason);
    const { code, id } = CouponDocument.parse(issued.document);
    const redeem = (dryRun: boolean) => view.redeemCoupon({ code, till: 'till-1', dryRun });
    for (const dryRun of [true, false]) {
      const answer = redeem(dryRun);
      if (!answer.ok) throw new Error(answer.reason);
      expect(CouponRedeemDocument.parse(answer.document)).toMatchObject({ id, redeemed: !dryRun });
    }
    expect(redeem(false).ok).toBe(false);
    expect(JSON.stringify(store.auditTrail(10))).not.toContain(`"${code}"`);
  }));
