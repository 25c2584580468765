import { describe, expect, it } from 'vitest';
import { createAlarms, type StandingAlarm } from '../../src/agent/alarms.ts';
import { type Bitcoin, createBitcoin } from '../../src/agent/bitcoin.ts';
import { createBitcoinView } from '../../src/agent/bitcoin-view.ts';
import { bitcoinSchema } from '../../src/config/bitcoin.ts';
import type { Config } from '../../src/config/schema.ts';
import { createDesired, type Desired } from '../../src/delivery/desired.ts';
import { decodeContent } from '../../src/shelf/content-codec.ts';
import { type Bench, onBench } from '../delivery/desired-bench.ts';
import { binding, germanStore, point } from '../shelf/facts.ts';

const minuteMs = 60_000;
const labels = Array.from({ length: 100 }, (_, index) => `aabbccdd${index.toString(16).padStart(4, '0')}`);
const gateway = { currency: 'EUR', timezone: 'Europe/Berlin', locale: 'de-DE' } as Config['gateway'];

interface Shop extends Bench {
  bitcoin: Bitcoin;
  desired: Desired;
  alarms: StandingAlarm[];
  synchronised: boolean;
  /** A rate as the mesh would send it now. */
  publish(euros: number, over?: Record<string, unknown>): void;
  /** Lets time pass with a rate every ten seconds, if one is given; labels acknowledge at once. */
  pass(durationMs: number, euros?: number | null): void;
  shown(): number;
  /** Refreshes of panels so far, with their times. */
  readonly refreshes: number[];
  restart(): void;
}

/** A store of a hundred labels whose panels draw at once, on virtual time. */
async function inShop(
  config: object,
  work: (shop: Shop) => void,
  isKnown: (label: string) => boolean = () => true,
): Promise<void> {
  await onBench(bench => {
    const { store, clock, said, options, prove } = bench;
    said.bindings.clear();
    for (const label of labels) said.bindings.set(label, binding({ label }));
    const parsed = bitcoinSchema.parse({ rate: { first: { messages: 1, forMs: 0 } }, ...config });
    let seq = 0;
    const quiet = { debug() {}, warn() {}, error: (fields: object) => expect(fields).toBe('no error') };
    const changed = new Set<string>();
    const isShown = (label: string) => store.shown(label)?.hash === store.desired(label)?.hash;

    const shop: Shop = {
      ...bench,
      alarms: [],
      refreshes: [],
      synchronised: true,
      bitcoin: null as never,
      desired: null as never,
      publish(euros, over = {}) {
        seq += 1;
        const body = JSON.stringify({
          pair: 'btc-eur',
          version: seq,
          rate: euros.toFixed(2),
          bid: (euros - 1).toFixed(2),
          ask: (euros + 1).toFixed(2),
          t: clock.now(),
          seq,
          n: 5,
          dispersionBps: 8,
          validMs: 300_000,
          ...over,
        });
        shop.bitcoin.committed([{ stream: 'fx', key: 'btc-eur', epoch: 1, body, traceparent: null }]);
        draw();
      },
      pass(durationMs, euros = null) {
        // Over hours, one a minute is as good.
        const stepMs = durationMs > 3_600_000 ? minuteMs : 10_000;
        for (let gone = 0; gone < durationMs; gone += stepMs) {
          clock.pass(stepMs);
          draw();
          if (euros !== null) shop.publish(euros);
        }
      },
      shown: () =>
        labels.filter(label => decodeContent(store.shown(label)?.content ?? '{"items":[]}').items[0]?.sats).length,
      restart: open,
    };

    function draw(): void {
      for (const label of changed) {
        changed.delete(label);
        if (isShown(label) || !store.desired(label)?.content) continue;
        prove(label);
        shop.refreshes.push(clock.now());
        shop.bitcoin.figures.acknowledged(label);
      }
    }

    function open(): void {
      shop.desired?.stop();
      shop.bitcoin?.stop();
      const alarms = createAlarms(clock, () => {
        shop.alarms = [...alarms.standing()];
      });
      shop.bitcoin = createBitcoin({
        config: parsed,
        gateway,
        store,
        synchronised: () => shop.synchronised,
        drawsSats: () => true,
        refigure: rates => shop.desired.refigure(rates),
        inFlight: label => !isShown(label),
        nextRun: line => nextAt(clock.now(), line.startsWith('0 8') ? 8 : 20),
        alarms,
        clock,
        log: quiet,
      });
      const rules = { ...germanStore, bitcoin: { style: 'sats' as const, payCode: () => null } };
      const panelOf = (label: string) => (isKnown(label) ? options.panelOf(label) : null);
      shop.desired = createDesired({
        ...options,
        panelOf,
        rules,
        figures: shop.bitcoin.figures,
        changed(these) {
          for (const label of these) changed.add(label);
        },
      });
      shop.bitcoin.start();
      shop.desired.recompute(labels);
      draw();
    }

    open();
    try {
      work(shop);
    } finally {
      shop.desired.stop();
      shop.bitcoin.stop();
    }
  });
}

/** The next time that it is so late in UTC. */
function nextAt(nowMs: number, hour: number): number {
  const today = Math.floor(nowMs / 86_400_000) * 86_400_000 + hour * 3_600_000;
  return today > nowMs ? today : today + 86_400_000;
}

const mostInAnyMinute = (at: readonly number[]) =>
  Math.max(0, ...at.map(from => at.filter(ms => ms >= from && ms < from + minuteMs).length));

describe('a day of prices in bitcoin', () => {
  it('comes to every label by turns, never more than a fifth of them in a minute', () =>
    inShop({}, shop => {
      expect(shop.shown()).toBe(0);
      shop.refreshes.length = 0;
      shop.pass(10 * minuteMs, 60_000);
      expect(shop.shown()).toBe(100);
      expect(mostInAnyMinute(shop.refreshes)).toBeLessThanOrEqual(20);
      expect(shop.refreshes).toHaveLength(100);
    }));

  it('gives no turn to labels that never told what they are', () =>
    inShop(
      {},
      shop => {
        shop.pass(10 * minuteMs, 60_000);
        expect(shop.shown()).toBe(50);
        expect(shop.bitcoin.figures.size()).toBe(50);
        expect(shop.bitcoin.figures.get(labels[0]!)).toBeNull();
      },
      label => labels.indexOf(label) >= 50,
    ));

  it('takes every price down within 15 minutes of silence, spread, and brings them back without a storm', () =>
    inShop({}, shop => {
      shop.pass(10 * minuteMs, 60_000);
      shop.refreshes.length = 0;
      const silentMs = shop.clock.now();
      shop.pass(10 * minuteMs);
      expect(shop.shown()).toBe(100);
      shop.pass(5 * minuteMs);
      expect(shop.shown()).toBe(0);
      expect(Math.max(...shop.refreshes) - silentMs).toBeLessThanOrEqual(15 * minuteMs);
      expect(mostInAnyMinute(shop.refreshes)).toBeLessThan(60);
      expect(shop.alarms).toMatchObject([{ code: 'fx.too-old', subject: 'rate/btc-eur' }]);

      shop.refreshes.length = 0;
      const backMs = shop.clock.now();
      shop.pass(15 * minuteMs, 60_000);
      expect(shop.shown()).toBe(100);
      expect(shop.refreshes[0]! - backMs).toBeGreaterThanOrEqual(minuteMs);
      expect(mostInAnyMinute(shop.refreshes)).toBeLessThanOrEqual(20);
      expect(shop.alarms).toEqual([]);
    }));

  it('leaves labels alone inside the band, and refreshes all of them once outside', () =>
    inShop({}, shop => {
      shop.pass(10 * minuteMs, 60_000);
      shop.refreshes.length = 0;
      shop.pass(10 * minuteMs, 60_600);
      expect(shop.refreshes).toHaveLength(0);
      shop.pass(minuteMs, 61_000);
      expect(shop.refreshes).toHaveLength(100);
    }));

  it('goes at once while a large move is held, and comes back at the new rate', () =>
    inShop({}, shop => {
      shop.pass(10 * minuteMs, 60_000);
      shop.publish(57_600);
      expect(shop.shown()).toBe(0);
      shop.pass(15 * minuteMs, 57_600);
      expect(shop.shown()).toBe(100);
      const content = decodeContent(shop.store.shown(labels[0]!)!.content);
      expect(content.bitcoin?.rate?.rate).toBe('57599');
    }));

  it('never follows a slipped decimal point, and says so once it lasts', () =>
    inShop({}, shop => {
      shop.pass(10 * minuteMs, 60_000);
      shop.refreshes.length = 0;
      shop.pass(2 * minuteMs, 600_000);
      expect(shop.refreshes).toHaveLength(0);
      expect(shop.alarms).toMatchObject([{ code: 'fx.ratio-implausible' }]);
      shop.pass(minuteMs, 60_010);
      expect(shop.alarms).toEqual([]);
    }));

  it('makes nothing from any rate while the clock is not synchronised', () =>
    inShop({}, shop => {
      shop.pass(10 * minuteMs, 60_000);
      shop.synchronised = false;
      shop.refreshes.length = 0;
      shop.pass(2 * minuteMs, 61_000);
      expect(shop.refreshes).toHaveLength(0);
      shop.pass(15 * minuteMs, 61_000);
      expect(shop.shown()).toBe(0);
      expect(shop.alarms).toMatchObject([{ code: 'fx.clock-not-synchronised' }]);
    }));

  it('rides along on a new legal price without a token, and is left out of it without a rate', () =>
    inShop({}, shop => {
      shop.pass(10 * minuteMs, 60_000);
      shop.publish(60_300);
      const tokens = shop.bitcoin.figures.get(labels[0]!)!.tokens;
      shop.said.prices.set('40123', { timeline: [point({ amountMinor: 2499n })], seq: 2 });
      shop.desired.recompute(labels);
      const content = () => decodeContent(shop.store.desired(labels[0]!)!.content!);
      expect(content().bitcoin?.rate?.rate).toBe('60299');
      expect(shop.bitcoin.figures.get(labels[0]!)!.tokens).toBe(tokens);
      shop.pass(6 * minuteMs);
      shop.said.prices.set('40123', { timeline: [point({ amountMinor: 2599n })], seq: 3 });
      shop.desired.recompute(labels);
      expect(content()).toMatchObject({ bitcoin: { rate: null }, items: [{ sats: null }] });
    }));

  it('is refreshed once before the shop opens, by turns, and not at all while it is closed', () =>
    inShop({ hours: { open: '0 8 * * *', close: '0 20 * * *' } }, shop => {
      // Begins at five; a quarter of an hour before eight everything is refreshed.
      const hour = () => (shop.clock.now() % 86_400_000) / 3_600_000;
      shop.pass(2.7 * 60 * minuteMs, 60_000);
      expect(shop.shown()).toBe(0);
      shop.pass(18 * minuteMs, 60_000);
      expect(hour()).toBeCloseTo(8, 5);
      expect(shop.shown()).toBe(100);
      expect(mostInAnyMinute(shop.refreshes.slice(100))).toBeLessThanOrEqual(20);

      shop.pass(12.5 * 60 * minuteMs, 60_000);
      shop.refreshes.length = 0;
      shop.pass(30 * minuteMs, 61_500);
      shop.pass(30 * minuteMs, 60_300);
      expect(shop.bitcoin.market(0).phase).toBe('closed');
      expect(shop.refreshes).toHaveLength(0);
      expect(shop.bitcoin.pastPromise(0)).toBe(false);
      shop.pass((31.7 - hour()) * 60 * minuteMs, 60_300);
      expect(shop.refreshes).toHaveLength(0);
      shop.pass(16 * minuteMs, 60_300);
      expect(shop.refreshes).toHaveLength(100);
      expect(mostInAnyMinute(shop.refreshes)).toBeLessThanOrEqual(20);
    }));

  it('goes before the shop opens when there is no rate by then', () =>
    inShop({ hours: { open: '0 8 * * *', close: '0 20 * * *' } }, shop => {
      shop.pass(3 * 60 * minuteMs, 60_000);
      expect(shop.shown()).toBe(100);
      shop.pass(12 * 60 * minuteMs, 60_000);
      shop.pass(11 * 60 * minuteMs);
      expect(shop.shown()).toBe(100);
      shop.pass(60 * minuteMs);
      expect(shop.shown()).toBe(0);
    }));

  it('goes on after a restart with its rates, figures and tokens', () =>
    inShop({}, shop => {
      shop.pass(10 * minuteMs, 60_000);
      shop.pass(minuteMs, 61_000);
      const tokens = shop.bitcoin.figures.get(labels[7]!)!.tokens;
      shop.refreshes.length = 0;
      shop.restart();
      expect(shop.refreshes).toHaveLength(0);
      expect(shop.bitcoin.rates.get('btc-eur')!.standing).toMatchObject({ usable: true });
      expect(shop.bitcoin.figures.get(labels[7]!)!.tokens).toBeCloseTo(tokens, 5);
      expect(shop.shown()).toBe(100);
      shop.pass(minuteMs, 62_000);
      expect(shop.refreshes).toHaveLength(100);
      // What was seen before the restart is not taken again.
      const replay = JSON.stringify({ ...JSON.parse(shop.store.recall('rate/btc-eur')!).fact, version: 1 });
      expect(replay).toContain('62000');
      shop.publish(62_000, { seq: 3 });
      expect(shop.bitcoin.rates.get('btc-eur')!.refused.get('fx.seq-not-rising')).toBe(1);
    }));

  it('runs low before it is empty, says so, keeps the last token, and takes figures down with it', () =>
    inShop({ tokensMost: 6, tokensPerDay: 1 }, shop => {
      shop.pass(10 * minuteMs, 60_000);
      let euros = 60_000;
      let warned = false;
      for (let round = 0; round < 12; round++) {
        euros = Math.round(euros * (round % 2 ? 0.98 : 1.025));
        shop.pass(minuteMs, euros);
        warned ||= shop.alarms.some(({ code }) => code === 'sats.bank-low') && shop.shown() > 0;
        for (const figure of shop.bitcoin.figures.all()) {
          expect(figure.tokens).toBeGreaterThanOrEqual(figure.rateLog === null ? 0 : 1);
        }
      }
      expect(warned).toBe(true);
      expect(shop.shown()).toBe(0);
      expect(shop.bitcoin.whyAbsent(labels[0]!)).toBe('sats.bank-empty');
    }));
});

const viewOf = (shop: Shop) =>
  createBitcoinView({
    bitcoin: shop.bitcoin,
    config: { bitcoin: bitcoinSchema.parse({}), gateway },
    store: shop.store,
    reader: shop.options.reader,
    delivery: { report: () => null },
    nowMs: shop.clock.now,
  });

/** The first label acknowledges what it should show. */
function acknowledge({ store, clock }: Shop): void {
  const [label] = labels as [string];
  const { bitcoin, items } = decodeContent(store.shown(label)!.content);
  const { pair, rate, atMs: rateAtMs, seq: rateSeq } = bitcoin!.rate!;
  const shownAtMs = clock.now();
  store.showFigures(
    label,
    [{ label, sku: '40123', sats: items[0]!.sats!.sats, pair, rate, rateAtMs, rateSeq, shownAtMs }],
    shownAtMs,
  );
}

describe('a quote', () => {
  it('does not honour what was replaced before the shop opened', () =>
    inShop({ hours: { open: '0 8 * * *', close: '0 20 * * *' } }, shop => {
      shop.pass(3 * 60 * minuteMs, 60_000);
      shop.pass(60 * minuteMs, 60_000);
      acknowledge(shop);
      expect(viewOf(shop).quote('40123')).toMatchObject({ sats: Math.ceil(1999e6 / 59_999) });
      shop.pass(20 * 60 * minuteMs, 60_000);
      // Over night it fell: yesterday's figure would be the lower one.
      shop.pass(2.9 * 60 * minuteMs, 58_500);
      expect(shop.bitcoin.market(0).phase).toBe('opening');
      shop.pass(10 * minuteMs, 58_500);
      expect(shop.bitcoin.market(0).phase).toBe('open');
      expect(viewOf(shop).quote('40123')).toMatchObject({ source: 'now', sats: Math.ceil(1999e6 / 58_499) });
    }));

  it('is the lower of now and what a label said within the grace, and then only the one of now', () =>
    inShop({}, shop => {
      const view = viewOf(shop);
      shop.pass(10 * minuteMs, 61_000);
      acknowledge(shop);
      const low = view.quote('40123')!;
      expect(low).toMatchObject({
        fiat: { amountMinor: 1999, currency: 'EUR', exponent: 2 },
        pair: 'btc-eur',
        reason: null,
      });
      expect(low.sats).toBe(Math.ceil(1999e6 / 60_999));

      shop.pass(minuteMs, 59_500);
      acknowledge(shop);
      const honoured = view.quote('40123')!;
      expect(honoured).toMatchObject({ sats: low.sats, source: 'label', label: labels[0] });
      shop.pass(28 * minuteMs, 59_500);
      expect(view.quote('40123')).toMatchObject({ source: 'label' });
      shop.pass(2 * minuteMs, 59_500);
      const now = view.quote('40123')!;
      expect(now).toMatchObject({ source: 'now', label: null, rate: '59499' });
      expect(now.sats).toBe(Math.ceil(1999e6 / 59_499));
      expect(Date.parse(now.validUntil!) - shop.clock.now()).toBeLessThanOrEqual(300_000);

      shop.pass(46 * minuteMs);
      expect(view.quote('40123')).toMatchObject({ sats: null, rate: null, validUntil: null, reason: 'fx.too-old' });
      expect(view.quote('4711')).toBeNull();
    }));
});
