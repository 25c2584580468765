import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../devices/catalogue.ts';
import type { Outcome } from '../../devices/session.ts';
import { systemClock as emulatorClock } from '../../emulator/clock.ts';
import type { SleepingLabel } from '../../emulator/oepl/label.ts';
import { type Oepl, openOepl } from '../../emulator/oepl/server.ts';
import { seededRandom } from '../../emulator/random.ts';
import { systemClock } from '../../src/clock.ts';
import { createDelivery, type Delivery } from '../../src/delivery/delivery.ts';
import { runSession } from '../../src/radio/exchange.ts';
import { createOeplRadio } from '../../src/radio/oepl.ts';
import { encodeContent } from '../../src/shelf/content-codec.ts';
import type { Store } from '../../src/store/store.ts';
import { testPicture } from '../devices/pictures.ts';
import { contentOf, milk } from '../render/samples.ts';
import { opened } from '../store/opening.ts';

const catalogue = await loadCatalogue();
const silent = { info() {}, warn() {}, error() {} };

interface Shop {
  readonly oepl: Oepl;
  readonly store: Store;
  delivery: Delivery;
  readonly ended: [label: string, outcome: Outcome][];
  /** Decides that the label shows a price; a number is a picture. */
  decide(label: SleepingLabel, price: number): void;
  /** Decides that it must not be changed. */
  refuse(label: SleepingLabel): void;
  shows(label: SleepingLabel, price: number): boolean;
  events(label: SleepingLabel): string[];
  /** Ends the agent's part without a word, as a crash does, and begins it anew. */
  crash(): Promise<void>;
}

async function inShop(
  options: { labels: number; checkInMs: number },
  work: (shop: Shop) => Promise<void>,
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'endcap-sleeping-'));
  const oepl = await openOepl({
    clock: emulatorClock,
    random: seededRandom(7),
    seed: 3,
    refreshScale: 0.01,
    fullEvery: 2,
    models: ['oepl-m3-290'],
    ...options,
  });
  const { store } = opened(dir);
  const ended: [string, Outcome][] = [];
  let seq = 0;
  const begin = () => {
    const delivery = createDelivery({
      store,
      catalogue,
      radios: [createOeplRadio({ url: oepl.url, clock: systemClock, log: silent })],
      run: (session, link, how) => runSession(session, link, systemClock, how),
      draw: ({ hash }, panel) => {
        const model = catalogue.models.find(one => one.family === 'oepl' && one.panel === panel)!;
        return { ok: true, bitmap: testPicture(model, Number.parseInt(hash, 16)).bitmap, imageId: 1 };
      },
      hashOf: () => 'unused',
      rules: {
        till: { order: 'off', maxWaitMs: 0, whenSilent: 'show' },
        freshMs: 60_000,
        overdueMs: 60_000,
        gapScale: 0,
        figureGapMs: 0,
      },
      backoff: { firstMs: 100, longestMs: 500 },
      till: () => null,
      pastPromise: () => false,
      paused: () => false,
      clock: systemClock,
      random: seededRandom(5),
      randomBytes: length => new Uint8Array(length),
      log: silent,
      hooks: {
        changed() {},
        modelKnown() {},
        ended: (label, outcome) => ended.push([label.id, outcome]),
        radio() {},
        waveEnded() {},
        tillSilent() {},
      },
    });
    delivery.start();
    return delivery;
  };
  const put = (label: SleepingLabel, hash: string, content: string | null) => {
    seq += 1;
    const nowMs = Date.now();
    store.putDesired({
      label: label.id,
      epoch: 1,
      version: seq,
      seq,
      hash,
      content,
      refusal: content === null ? { reason: 'price.missing', detail: 'none' } : null,
      sinceMs: nowMs,
      openSinceMs: nowMs,
      openSeq: seq,
      untilMs: null,
      traceparent: null,
    });
    shop.delivery.desiredChanged([label.id]);
  };
  const shop: Shop = {
    oepl,
    store,
    delivery: begin(),
    ended,
    decide(label, price) {
      const item = { ...milk, price: { ...milk.price, amountMinor: BigInt(price) } };
      put(label, price.toString(16).padStart(16, '0'), encodeContent(contentOf([item])));
    },
    refuse: label => put(label, '', null),
    shows(label, price) {
      const model = catalogue.models.find(({ id }) => id === 'oepl-m3-290-bwr')!;
      return Buffer.compare(label.screen().pixels, testPicture(model, price).pixels) === 0;
    },
    events: label =>
      store
        .history(label.id, 50)
        .map(({ event }) => event)
        .reverse(),
    async crash() {
      // What it says of its end is not heard: the cable is out.
      await oepl.unplug();
      await shop.delivery.stop();
      await oepl.replug();
      shop.delivery = begin();
    },
  };
  try {
    await work(shop);
  } finally {
    await shop.delivery.stop();
    store.close();
    await oepl.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

const queued = (shop: Shop) => shop.oepl.module.pending().length;
const confidence = (shop: Shop, label: SleepingLabel) => shop.delivery.report(label.id)?.confidence;
/** Wakes it once the module listens. */
async function known(shop: Shop, label: SleepingLabel): Promise<void> {
  await expect.poll(() => shop.delivery.radios()[0]?.state.state).toBe('ready');
  label.wake();
  await expect.poll(() => shop.delivery.model(label.id)?.id).toBeDefined();
  await expect.poll(() => label.activity()).toBe('idle');
}

/** Wakes it until it has fetched what waits: just after its start the module turns labels away. */
const fetched = (shop: Shop, label: SleepingLabel) =>
  expect
    .poll(() => {
      label.wake();
      return confidence(shop, label);
    })
    .toBe('confirmed');

describe('labels that sleep', () => {
  it('are queued for before they wake, fetch it, and say so', () =>
    inShop({ labels: 3, checkInMs: 800 }, async shop => {
      for (const [at, label] of shop.oepl.labels.entries()) shop.decide(label, 100 + at);
      for (const label of shop.oepl.labels) await expect.poll(() => confidence(shop, label)).toBe('confirmed');
      for (const [at, label] of shop.oepl.labels.entries()) {
        await expect.poll(() => shop.shows(label, 100 + at)).toBe(true);
        expect(shop.events(label)).toEqual(['queued', 'upload', 'shown']);
      }
    }));

  it('get a newer price instead of the one that waits, at once, and no failure is recorded', () =>
    inShop({ labels: 1, checkInMs: 60_000 }, async shop => {
      const [label] = shop.oepl.labels as [SleepingLabel];
      await known(shop, label);
      for (let price = 1; price <= 5; price++) {
        shop.decide(label, price);
        await expect.poll(() => shop.delivery.report(label.id)?.label.session?.waits).toBe(true);
        await expect.poll(() => queued(shop)).toBe(1);
      }
      expect(shop.ended).toEqual([]);
      expect(shop.store.attempt(label.id)).toBeNull();
      expect(confidence(shop, label)).toBe('pending');
      await fetched(shop, label);
      await expect.poll(() => shop.shows(label, 5)).toBe(true);
      expect(label.screen().refreshes).toBe(1);
      expect(shop.ended.map(([, outcome]) => outcome.ok)).toEqual([true]);
    }));

  it('are trusted while something waits for them, and not from when they were told of it', () =>
    inShop({ labels: 1, checkInMs: 60_000 }, async shop => {
      const [label] = shop.oepl.labels as [SleepingLabel];
      await known(shop, label);
      shop.decide(label, 1);
      await expect.poll(() => queued(shop)).toBe(1);
      await fetched(shop, label);
      shop.decide(label, 2);
      await expect.poll(() => queued(shop)).toBe(1);
      expect(shop.store.shown(label.id)?.trusted).toBe(true);
      shop.decide(label, 1);
      await expect.poll(() => queued(shop)).toBe(0);
      expect(confidence(shop, label)).toBe('confirmed');
      expect(shop.events(label).slice(-2)).toEqual(['queued', 'taken-back']);
      // It is told of a picture whose blocks do not come.
      shop.decide(label, 3);
      await expect.poll(() => queued(shop)).toBe(1);
      shop.oepl.uart.conditions.slowFactor = 50;
      label.wake();
      await expect.poll(() => shop.store.shown(label.id)?.trusted).toBe(false);
      expect(shop.events(label).at(-1)).toBe('upload');
    }));

  it('must not be changed any more: what waits is taken back', () =>
    inShop({ labels: 1, checkInMs: 60_000 }, async shop => {
      const [label] = shop.oepl.labels as [SleepingLabel];
      await known(shop, label);
      shop.decide(label, 1);
      await expect.poll(() => queued(shop)).toBe(1);
      shop.refuse(label);
      await expect.poll(() => queued(shop)).toBe(0);
      expect(shop.ended).toEqual([]);
    }));

  it('are in doubt after a crash while something waited for them, until they say what they show', () =>
    inShop({ labels: 1, checkInMs: 2_000 }, async shop => {
      const [label] = shop.oepl.labels as [SleepingLabel];
      shop.decide(label, 1);
      await expect.poll(() => confidence(shop, label)).toBe('confirmed');
      shop.decide(label, 2);
      await expect.poll(() => shop.events(label).at(-1)).toBe('queued');
      await shop.crash();
      expect(shop.store.shown(label.id)?.trusted).toBe(false);
      await expect.poll(() => confidence(shop, label)).toBe('confirmed');
      await expect.poll(() => shop.shows(label, 2)).toBe(true);
    }));
});
