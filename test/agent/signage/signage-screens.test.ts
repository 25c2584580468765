import { describe, expect, it } from 'vitest';
import { onScreens, type SignageBench, screenFact } from './signage-bench.ts';

const minuteMs = 60_000;
const states = ({ told }: SignageBench, id = 'door-1') =>
  told.flatMap(one => (one.about === 'screen' && one.id === id ? [one.data?.state ?? 'gone'] : []));

describe('a screen that cannot play what the mesh says', () => {
  it('goes on with its last layout and true prices, and people are told', () =>
    onScreens(bench => {
      const page = bench.page();
      const { layout } = page.programme();
      bench.publish('screen', screenFact({ layout: 'no-such' }));
      bench.clock.pass(5_000);
      expect(page.programme()).toMatchObject({ layout, version: 5 });
      bench.price(249);
      expect(page.price('40123')).toBe('2,49\u00a0€');
      expect(states(bench).at(-1)).toBe('refused');
      expect(bench.alarms()).toContain('screen.layout-unknown door-1');
      bench.publish('screen', 'door-1');
      bench.clock.pass(5_000);
      expect(bench.alarms()).toEqual([]);
    }));

  it('shows nothing where nothing was good before, and people are told', () =>
    onScreens(bench => {
      bench.publish('screen', screenFact({ screen: 'new', layout: 'no-such' }));
      bench.clock.pass(5_000);
      const joined = bench.signage.pages.join('new', { door: { kind: 'session' }, page: null, lastEventId: null }, () => true); // biome-ignore format: one line
      expect(joined).toMatchObject({ ok: true, first: [] });
      expect(states(bench, 'new')).toEqual(['refused']);
      expect(bench.alarms()).toContain('screen.layout-unknown new');
    }));

  it('is read as soon as the store gives it again', () =>
    onScreens(bench => {
      bench.world.failing = true;
      bench.publish('screen', screenFact({ screen: 'new' }));
      bench.publish('screen', 'door-1');
      bench.clock.pass(10_000);
      expect([bench.signage.pages.knows('new'), bench.signage.pages.knows('door-1')]).toEqual([false, true]);
      bench.world.failing = false;
      bench.clock.pass(2_000);
      expect([bench.signage.pages.knows('new'), bench.signage.pages.knows('door-1')]).toEqual([true, false]);
    }));

  it('is another gateway’s', () =>
    onScreens(bench => {
      bench.publish('screen', screenFact({ screen: 'far', gateway: 'gw-02' }));
      expect(bench.signage.pages.knows('far')).toBe(false);
      expect(bench.signage.view.pairScreen('far', { code: 'ABCDEF' }, 'x')).toMatchObject({
        reason: 'screen.elsewhere',
      });
      expect(bench.signage.view.pairScreen('none', { code: 'ABCDEF' }, 'x')).toMatchObject({
        reason: 'screen.unknown',
      });
    }));

  it('is one too many, until another goes', () =>
    onScreens(bench => {
      for (let n = 2; n <= 33; n += 1) bench.publish('screen', screenFact({ screen: `door-${n}` }));
      bench.clock.pass(5_000);
      expect(bench.signage.pages.knows('door-33')).toBe(false);
      expect(bench.alarms()).toContain('screen.too-many screens');
      bench.publish('screen', 'door-7');
      bench.clock.pass(5_000);
      expect(bench.signage.pages.knows('door-33')).toBe(true);
      expect(bench.alarms()).toEqual([]);
    }));
});

describe('a screen that goes', () => {
  it('takes its prices, streams, orders and words on the mesh with it', () =>
    onScreens(async bench => {
      const page = bench.page();
      page.report();
      const order = bench.signage.view.orderScreen('door-1', 'identify', 'technician:anna');
      bench.publish('screen', 'door-1');
      bench.clock.pass(2_000);
      expect(page.price('40123')).toBeNull();
      const ended = page.events.length;
      bench.clock.pass(10_000);
      expect(page.events).toHaveLength(ended);
      expect(states(bench).at(-1)).toBe('gone');
      expect(await order).toMatchObject({ document: { done: false, reason: 'screen.order-late' } });
      expect(bench.signage.pages.knows('door-1')).toBe(false);
    }));

  it('is a new stream when it comes again, so that nobody resumes into it', () =>
    onScreens(bench => {
      const before = bench.signage.pages.join('door-1', { door: { kind: 'session' }, page: null, lastEventId: null }, () => true); // biome-ignore format: one line
      const id = before.ok ? before.first[0]!.id : null;
      bench.publish('screen', 'door-1');
      bench.clock.pass(2_000);
      bench.publish('screen', screenFact());
      bench.clock.pass(2_000);
      bench.price(249);
      const after = bench.signage.pages.join('door-1', { door: { kind: 'session' }, page: null, lastEventId: id }, () => true); // biome-ignore format: one line
      expect(after.ok && JSON.parse(after.first[0]!.json).type).toBe('programme');
    }));
});

describe('pages of screens', () => {
  it('are missed when they fall silent, also over a restart', () =>
    onScreens(async bench => {
      bench.page().report();
      bench.clock.pass(2 * minuteMs);
      expect(bench.alarms()).toContain('screen.silent door-1');
      bench.page('door-1', 'page0000002').report();
      expect(bench.alarms()).toEqual([]);
      await bench.restart();
      bench.clock.pass(2 * minuteMs);
      expect(bench.alarms()).toContain('screen.silent door-1');
    }));

  it('are not missed where none ever came', () =>
    onScreens(bench => {
      bench.clock.pass(10 * minuteMs);
      expect(bench.alarms()).toEqual([]);
      expect(states(bench)).toEqual(['silent']);
    }));

  it('prove what they played, by hours, until the mesh has it', () =>
    onScreens(bench => {
      const page = bench.page();
      const atMs = bench.clock.now();
      const play = {
        id: 'p1',
        entry: 'prices',
        region: 'main',
        offer: null,
        fromMs: atMs - 10_000,
        toMs: atMs,
        seenMs: 10_000,
        frames: 300,
      };
      page.report({ plays: [play] });
      page.report({ plays: [play] });
      const plays = () => bench.told.filter(one => one.about === 'screen-plays');
      bench.clock.pass(60 * minuteMs);
      expect(plays().length).toBeGreaterThan(1);
      const [first] = plays();
      expect(first).toMatchObject({ id: 'door-1', data: { plays: [{ entry: 'prices', count: 1, seconds: 10 }] } });
      if (first?.about === 'screen-plays') first.taken?.();
      const count = plays().length;
      bench.clock.pass(60 * minuteMs);
      expect(plays()).toHaveLength(count);
    }));

  it('leave nobody waiting for an order that has too many after it', () =>
    onScreens(async bench => {
      bench.page().report();
      const orders = Array.from({ length: 21 }, () => bench.signage.view.orderScreen('door-1', 'identify', 'x'));
      expect(await orders[0]).toMatchObject({ document: { reason: 'screen.order-late' } });
      bench.clock.pass(15_000);
      expect(await Promise.all(orders)).toHaveLength(21);
    }));

  it('leave nobody waiting for an order when the agent stops', () =>
    onScreens(async bench => {
      bench.page().report();
      const order = bench.signage.view.orderScreen('door-1', 'screenshot', 'technician:anna');
      await bench.signage.stop();
      expect(await order).toMatchObject({ document: { done: false } });
    }));
});
