import { expect, test } from 'vitest';
import { createVirtualClock } from '../../delivery/virtual-clock.ts';
import { inDirectory, opened } from '../../store/opening.ts';
import { inShop, lcd, type Shop, shopOn, startMs } from './shop.ts';

const through = ({ view }: Shop, direction: 'in' | 'out', times = 1) => {
  for (let i = 0; i < times; i++)
    expect(view.simulateSensor('till-line', { event: direction }, 'token:anna').ok).toBe(true);
};
const stateOf = ({ wired }: Shop, id: string) => wired.calls.entries().find(one => one.id === id)?.state;
const shown = ({ wired }: Shop) => ({ lamp: wired.nodes.light('lamp'), lcd: wired.overlay.noticeOn(lcd) });
const notices = (shop: Shop) => shop.of('notice').map(({ id, data }) => `${id} ${data?.state}`);

test('a figure above its threshold raises once it held, on light, display and mesh, and clears the same way', () =>
  inShop((shop, clock) => {
    through(shop, 'in', 3);
    clock.pass(999);
    expect(shown(shop)).toEqual({ lamp: 'off', lcd: null });
    clock.pass(51);
    expect(stateOf(shop, 'open-till-2')).toBe('raised');
    expect(shown(shop)).toEqual({ lamp: 'blink', lcd: 'Kasse 2 öffnet' });
    expect(shop.recomputed).toEqual([[lcd]]);
    expect(shop.view.queues().queues[0]).toMatchObject({ id: 'till-row', state: 'alarmed', length: 3 });
    through(shop, 'out');
    clock.pass(5_000);
    expect(stateOf(shop, 'open-till-2')).toBe('raised');
    through(shop, 'out');
    clock.pass(1_050);
    expect(stateOf(shop, 'open-till-2')).toBe('quiet');
    expect(shown(shop)).toEqual({ lamp: 'off', lcd: null });
    expect(shop.recomputed).toEqual([[lcd], [lcd]]);
    expect(notices(shop)).toEqual(['open-till-2 raised', 'open-till-2 cleared']);
    expect(shop.said.filter(line => line.startsWith('alarm open-till-2'))).toEqual([
      'alarm open-till-2: quiet → pending',
      'alarm open-till-2: pending → raised',
      'alarm open-till-2: raised → quiet',
    ]);
    expect(shop.errors).toEqual([]);
  }));

test('an alarm goes on after a crash: lights and displays as they were, and the mesh told again', () =>
  inDirectory(async dir => {
    const clock = createVirtualClock(startMs);
    const { store } = opened(dir);
    const before = shopOn(store, clock);
    before.wired.start();
    through(before, 'in', 3);
    clock.pass(1_050);
    expect(before.view.silenceAlarm('help-dairy', 60_000, 'token:anna')).toEqual({ ok: true });
    expect(before.view.acknowledgeAlarm('open-till-2', 'token:anna')).toEqual({ ok: true });
    // What a crash leaves is in the store; what is written at a stop is put back to that.
    const crashed = store.recall('alarms/board')!;
    await before.wired.stop();
    store.remember('alarms/board', crashed);
    const after = shopOn(store, clock);
    after.wired.start();
    expect(stateOf(after, 'open-till-2')).toBe('acknowledged');
    expect(stateOf(after, 'help-dairy')).toBe('silenced');
    expect(shown(after)).toEqual({ lamp: 'on', lcd: 'Kasse 2 öffnet' });
    expect(after.recomputed).toEqual([[lcd]]);
    expect(notices(after)).toContain('open-till-2 acknowledged');
    await after.wired.stop();
    store.close();
  }));

test.each(['not json', '{"watches":[{"id":4}]}', 'null', '[]', '"x"'])(
  'stored text %s stops nothing, and counts as nothing',
  text =>
    inDirectory(async dir => {
      const clock = createVirtualClock(startMs);
      const { store } = opened(dir);
      for (const name of ['alarms/board', 'load-cell/crate', 'wired/crowds']) store.remember(name, text);
      const shop = shopOn(store, clock);
      shop.wired.start();
      clock.pass(5_000);
      expect(shop.errors).toEqual([]);
      expect(stateOf(shop, 'open-till-2')).toBe('quiet');
      expect(shop.wired.shelves.reading('crate')).toMatchObject({ ok: false, reason: 'sensor.not-calibrated' });
      expect(shop.wired.crowds.queue('till-row')?.length).toBe(0);
      await shop.wired.stop();
      store.close();
    }),
);

test('a trial shows what would be shown, for its time', () =>
  inShop((shop, clock) => {
    expect(shop.view.testAlarm('open-till-2', 'token:anna')).toEqual({ ok: true });
    expect(shown(shop)).toEqual({ lamp: 'blink', lcd: 'Kasse 2 öffnet' });
    clock.pass(5_010);
    expect(shown(shop)).toEqual({ lamp: 'off', lcd: null });
    expect(shop.view.testAlarm('nothing', 'token:anna')).toMatchObject({ ok: false, reason: 'alarm.unknown' });
  }));

test('each button does what its role says, and no more', () =>
  inShop((shop, clock) => {
    const press = (id: string, event: 'press' | 'double' | 'long' = 'press') =>
      expect(shop.view.simulateSensor(id, { event }, 'token:anna')).toEqual({ ok: true });
    press('bell');
    expect(stateOf(shop, 'help-dairy')).toBe('raised');
    expect(shop.wired.nodes.light('office-lamp')).toBe('blink');
    // The light beside the button answers.
    expect(shop.wired.nodes.light('lamp')).toBe('flash');
    clock.pass(1_200);
    expect(shop.wired.nodes.light('lamp')).toBe('off');
    press('reorder', 'long');
    press('gone', 'double');
    press('ask');
    press('ok-tills');
    expect(stateOf(shop, 'help-dairy')).toBe('raised');
    press('ok-dairy');
    expect(stateOf(shop, 'help-dairy')).toBe('acknowledged');
    expect(shop.wired.nodes.light('office-lamp')).toBe('on');
    expect(shop.of('sensor-event').map(({ data }) => [data.sensor, data.event, data.role, data.sku])).toEqual([
      ['bell', 'press', 'assist', null],
      ['reorder', 'long', 'reorder', '40123'],
      ['gone', 'double', 'out-of-stock', '40123'],
      ['ask', 'press', 'price-check', '40123'],
      ['ok-tills', 'press', 'acknowledge', null],
      ['ok-dairy', 'press', 'acknowledge', null],
    ]);
    // A press asks, reports or acknowledges. It sells nothing: no coupon, no other word than these.
    const about = new Set(shop.told.map(one => one.about));
    expect([...about].sort()).toEqual(['notice', 'queue', 'sensor', 'sensor-event']);
    expect(shop.store.untoldCoupons(10)).toEqual([]);
    expect(shop.errors).toEqual([]);
  }));

test('alarms work when nothing can be made durable', () =>
  inDirectory(async dir => {
    const clock = createVirtualClock(startMs);
    const { store } = opened(dir);
    const shop = shopOn(store, clock);
    shop.wired.start();
    store.close();
    shop.wired.calls.press('bell');
    expect(stateOf(shop, 'help-dairy')).toBe('raised');
    expect(shop.wired.nodes.light('office-lamp')).toBe('blink');
    expect(shop.errors.length).toBeGreaterThan(0);
    clock.pass(70_000);
    expect(shop.of('sensor').length).toBeGreaterThan(0);
    await shop.wired.stop();
  }));
