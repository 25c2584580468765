import { describe, expect, it } from 'vitest';
import { openingMs } from '../../shelf/facts.ts';
import { type BenchPage, onScreens, type SignageBench, screenFact } from './signage-bench.ts';

const minuteMs = 60_000;
const iso = (ms: number) => new Date(ms).toISOString();
const tea = { offer: 'tea', skus: ['40123'], from: iso(openingMs), zones: ['dairy'], badge: { de: 'Teewoche' } };
const typesOf = (page: BenchPage) => page.events.map(({ type }) => type).filter(type => type !== 'pulse');
const offersIn = (page: BenchPage) => page.programme().entries.flatMap(({ offer }) => offer?.offer ?? []);
const outputs = ({ signage }: SignageBench) =>
  [...signage.outputs()].map(({ id, state, says }) => `${id} ${says.offer}@${says.version} ${state}`);
const states = ({ told }: SignageBench, id = 'door-1') =>
  told.flatMap(one => (one.about === 'screen' && one.id === id ? [one.data?.state ?? 'gone'] : []));
const teaSeen = (version: number) => ({
  prices: [],
  entries: [{ region: 'main', entry: 'offers/tea', offer: { offer: 'tea', version, variant: null } }],
  overlay: null,
});

describe('prices on screens', () => {
  it('come as one change of a card when the mesh says another price', () =>
    onScreens(bench => {
      const page = bench.page();
      expect(page.price('40123')).toBe('1,99\u00a0€');
      bench.price(249);
      expect(page.price('40123')).toBe('2,49\u00a0€');
      expect(typesOf(page)).toEqual(['programme', 'cards']);
    }));

  it('stay the same while nothing happens, without a word but pulses', () =>
    onScreens(bench => {
      bench.publish('offer', { ...tea, dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '23:00' }] });
      bench.clock.pass(100);
      const page = bench.page();
      bench.clock.pass(50 * minuteMs);
      expect(typesOf(page).slice(1)).toEqual([]);
      expect(page.events.length).toBeGreaterThan(1_400);
    }));

  it('wait for the tills before they fall, and rise at once', () =>
    onScreens(bench => {
      bench.world.till = { epoch: 7, seq: 3, atMs: 0 };
      const page = bench.page();
      bench.price(149);
      expect(page.price('40123')).toBe('1,99\u00a0€');
      bench.world.till = { epoch: 7, seq: 99, atMs: 0 };
      bench.signage.tillMoved();
      expect(page.price('40123')).toBe('1,49\u00a0€');
    }));

  it('change at their instant with the labels, and never show none in between', () =>
    onScreens(bench => {
      const page = bench.page();
      bench.price(199, { later: 249, laterFrom: bench.clock.now() + minuteMs });
      expect(page.programme().cards[0]?.steps).toHaveLength(2);
      page.events.length = 0;
      bench.clock.pass(2 * minuteMs);
      const cards = page.events.flatMap(event => (event.type === 'cards' ? event.cards : []));
      expect(cards.map(({ absent, steps }) => [absent, steps[0]?.price.text])).toEqual([[null, '2,49\u00a0€']]);
    }));

  it('are not lower after a restart than what labels prove and tills have', () =>
    onScreens(async bench => {
      bench.world.till = { epoch: 7, seq: 3, atMs: 0 };
      bench.price(149);
      await bench.restart();
      const page = bench.page();
      expect(page.price('40123')).toBeNull();
      expect(page.programme().cards[0]?.absent).toBe('till.waiting');
      bench.world.till = { epoch: 7, seq: 99, atMs: 0 };
      bench.signage.tillMoved();
      expect(page.price('40123')).toBe('1,49\u00a0€');
    }));

  it('get no pulse while they cannot be decided, and are true again afterwards', () =>
    onScreens(bench => {
      const page = bench.page();
      bench.world.failing = true;
      bench.price(249);
      page.events.length = 0;
      bench.clock.pass(20_000);
      expect(page.events).toEqual([]);
      expect(bench.errors.length).toBeGreaterThan(0);
      bench.world.failing = false;
      bench.clock.pass(2_000);
      expect(page.price('40123')).toBe('2,49\u00a0€');
      expect(page.events.at(-1)?.type).toBe('pulse');
    }));

  it('are planned anew when the clock is set back or not trusted any more', () =>
    onScreens(bench => {
      const page = bench.page();
      bench.price(199, { later: 249, laterFrom: bench.clock.now() + minuteMs });
      bench.world.held = true;
      bench.clock.pass(2_000);
      expect(page.programme().cards[0]?.steps.map(({ untilMs }) => untilMs)).toEqual([null]);
      bench.world.held = false;
      bench.clock.pass(2_000);
      expect(page.programme().cards[0]?.steps).toHaveLength(2);
      bench.clock.setWall(bench.clock.now() - 30 * minuteMs);
      bench.clock.pass(2_000);
      expect(page.programme().cards[0]?.steps[0]?.fromMs).toBeLessThanOrEqual(bench.clock.now());
    }));

  it('in bitcoin end with their rate, and go when it does', () =>
    onScreens(
      bench => {
        const rate = {
          pair: 'btc-eur',
          rate: '50000',
          atMs: 0,
          seq: 1,
          timeText: '14:05',
          value: { digits: 50_000n, scale: 0 },
        };
        bench.world.rate = { rate: rate as never, untilMs: bench.clock.now() + minuteMs };
        bench.publish('screen', screenFact({ playlist: [{ entry: 'b', show: { kind: 'bitcoin', skus: ['40123'] } }] }));
        bench.clock.pass(50);
        const page = bench.page();
        expect(page.programme().cards[0]?.sats).toMatchObject({ untilMs: bench.clock.now() + minuteMs - 50 });
        bench.world.rate = null;
        bench.signage.rateChanged();
        expect(page.programme().cards[0]?.sats).toBeNull();
      },
      { bitcoin: true },
    ));
});

describe('offers on screens', () => {
  it('end at once where a new price belies them', () =>
    onScreens(bench => {
      const from = iso(openingMs);
      const point = { from, currency: 'EUR', kind: 'reduction', lowest30dMinor: 200, amountMinor: 100 };
      bench.publish('price', { sku: '40123', timeline: [point] });
      bench.publish('offer', { ...tea, badge: { de: '−50 %' }, percentOff: 50 });
      bench.clock.pass(50);
      const page = bench.page();
      expect(offersIn(page)).toEqual(['tea']);
      bench.publish('price', { sku: '40123', timeline: [{ ...point, amountMinor: 150 }] });
      bench.clock.pass(50);
      expect(offersIn(page)).toEqual([]);
    }));

  it('go at once when they are taken back, and are being cleared until each page knows', () =>
    onScreens(bench => {
      bench.publish('offer', tea);
      bench.clock.pass(50);
      const [page, other] = [bench.page(), bench.page('door-1', 'page0000002')];
      bench.page('door-1', 'reads-only');
      const version = page.programme().entries[0]!.offer!.version;
      expect(offersIn(page)).toEqual(['tea']);
      expect(outputs(bench)).toEqual([`door-1 tea@${version} pending`]);
      page.report({ seen: teaSeen(version) });
      other.report();
      expect(outputs(bench)).toEqual([`door-1 tea@${version} shown`]);
      bench.revokeHere('tea');
      bench.clock.pass(50);
      expect(offersIn(page)).toEqual([]);
      const clearing = [`door-1 tea@${version} clearing`];
      expect(outputs(bench)).toEqual(clearing);
      page.report();
      expect(outputs(bench)).toEqual(clearing);
      other.report();
      expect(outputs(bench)).toEqual([]);
    }));

  it('are not cleared from a page that went away with them', () =>
    onScreens(bench => {
      bench.publish('offer', tea);
      bench.clock.pass(50);
      const page = bench.page();
      page.report();
      page.leave();
      bench.revokeHere('tea');
      bench.clock.pass(10 * minuteMs);
      expect(outputs(bench)[0]).toMatch(/clearing$/);
      const back = bench.page('door-1', 'page0000003');
      back.report();
      expect(outputs(bench)).toEqual([]);
    }));

  it('stop within the minute once their cap is reached', () =>
    onScreens(bench => {
      bench.publish('offer', { ...tea, caps: { perScreenPerHour: 2 } });
      bench.clock.pass(50);
      const page = bench.page();
      const offer = page.programme().entries[0]!.offer!;
      expect(page.programme().entries[0]?.capPerHour).toBe(2);
      const atMs = bench.clock.now();
      const played = (id: string) => ({
        id,
        entry: 'offers/tea',
        region: 'main',
        offer,
        fromMs: atMs - 10_000,
        toMs: atMs,
        seenMs: 10_000,
        frames: 300,
      });
      page.report({ plays: [played('a')] });
      page.report({ plays: [played('a')] });
      bench.clock.pass(minuteMs);
      expect(offersIn(page)).toEqual(['tea']);
      page.report({ plays: [played('b')] });
      bench.clock.pass(minuteMs);
      expect(offersIn(page)).toEqual([]);
      expect(bench.signage.view.screen('door-1')?.playlist[0]).toMatchObject({
        state: 'blocked',
        reason: 'offer.cap-screen',
      });
    }));
});

describe('what screens wear', () => {
  it('changes for a whole zone with one fact', () =>
    onScreens(bench => {
      bench.publish('screen', screenFact({ screen: 'door-2' }));
      bench.publish('screen', screenFact({ screen: 'other', zone: 'bakery' }));
      bench.clock.pass(50);
      const pages = ['door-1', 'door-2', 'other'].map(id => bench.page(id));
      const before = pages.map(page => page.programme().skin);
      const skins = bench.signage.view.layouts().layouts.find(({ id }) => id === 'landscape')!.skins;
      bench.publish('screen', { screen: 'dairy-style', kind: 'style', zone: 'dairy', skin: skins[1]!.id });
      bench.clock.pass(50);
      const now = pages.map(page => page.programme().skin);
      expect(now).toEqual([skins[1]!.skin, skins[1]!.skin, before[2]]);
    }));

  it('is the emergency that is there before one that is to come', () =>
    onScreens(bench => {
      const page = bench.page();
      const style = { kind: 'style', skin: undefined };
      const later = iso(bench.clock.now() + 60 * minuteMs);
      bench.publish('screen', {
        ...style,
        screen: 's1',
        zone: 'dairy',
        emergency: { text: { de: 'Später' }, from: later },
      });
      bench.publish('screen', { ...style, screen: 's2', emergency: { text: { de: 'Jetzt' } } });
      bench.clock.pass(50);
      expect(page.programme().above.emergency?.text).toEqual(['Jetzt']);
      bench.publish('screen', 's2');
      bench.clock.pass(50);
      expect(page.programme().above.emergency?.text).toEqual(['Später']);
    }));

  it('keeps an override over a restart, and loses it at its time', () =>
    onScreens(async bench => {
      bench.signage.view.overrideScreens({ text: { de: 'Bitte räumen' }, forMs: 10 * minuteMs }, 'technician:anna');
      expect(bench.page().programme().above.emergency?.text).toEqual(['Bitte räumen']);
      await bench.restart();
      const page = bench.page();
      expect(page.programme().above.emergency?.text).toEqual(['Bitte räumen']);
      bench.clock.pass(10 * minuteMs);
      expect(page.programme().above.emergency).toBeNull();
    }));

  it('is dark outside its hours', () =>
    onScreens(
      bench => {
        const page = bench.page();
        expect(page.programme().dark).toBe(false);
        bench.clock.pass(60 * minuteMs);
        expect(page.programme().dark).toBe(true);
        expect(states(bench).at(-1)).toBe('off');
      },
      { yaml: 'screens:\n  hours: {from: "0 5 * * *", until: "30 6 * * *"}\n' },
    ));
});
