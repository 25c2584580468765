import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDesired, type DesiredOptions } from '../../src/delivery/desired.ts';
import { type FactReader, factsOf } from '../../src/delivery/label-facts.ts';
import { desiredHash } from '../../src/render/content-hash.ts';
import { encodeContent } from '../../src/shelf/content-codec.ts';
import { decide } from '../../src/shelf/decide.ts';
import type { Binding, PricePoint } from '../../src/shelf/fact.ts';
import type { VersionedOffer } from '../../src/shelf/offer.ts';
import type { Panel } from '../../src/shelf/panel.ts';
import type { Store } from '../../src/store/store.ts';
import {
  binding,
  germanStore,
  hourMs,
  offer,
  offerArbitrary,
  openingMs,
  point,
  product,
  reduction,
  timelineArbitrary,
  versioned,
} from '../shelf/facts.ts';
import { inDirectory, opened } from '../store/opening.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

const panel: Panel = { width: 296, height: 128, palette: 'bwr', dpi: 112 };
const first = 'aabbccddee01';
const second = 'aabbccddee02';

/** What the mesh has said, to be changed by the test. */
interface Said {
  readonly bindings: Map<string, Binding>;
  readonly prices: Map<string, { timeline: readonly PricePoint[]; seq: number }>;
  readonly offers: Map<string, VersionedOffer>;
}

function readerOf({ bindings, prices, offers }: Said): FactReader {
  return {
    binding: label => (bindings.has(label) ? versioned(bindings.get(label)!) : null),
    product: sku => versioned(product({ sku })),
    price(sku) {
      const price = prices.get(sku);
      return price ? versioned({ sku, timeline: price.timeline }, { seq: price.seq, version: price.seq }) : null;
    },
    offer: id => (offers.has(id) ? versioned(offers.get(id)!) : null),
    offersBySku: sku => [...offers.values()].filter(({ skus }) => skus.includes(sku)).map(one => one.offer),
  };
}

const hashOf: DesiredOptions['hashOf'] = content =>
  desiredHash({ content, templateHash: 'template', panel, rendererVersion: 1 });

interface Bench {
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly said: Said;
  readonly options: DesiredOptions;
  readonly changes: string[][];
  /** Prices on `first` as stored; null: refused or unbound. */
  readonly minor: () => string | null;
  prove(label: string): void;
}

async function onBench(work: (bench: Bench) => void | Promise<void>): Promise<void> {
  await inDirectory(async dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(openingMs);
    const said: Said = {
      bindings: new Map([[first, binding({ label: first })]]),
      prices: new Map([['40123', { timeline: [point()], seq: 1 }]]),
      offers: new Map(),
    };
    const changes: string[][] = [];
    const options: DesiredOptions = {
      store,
      reader: readerOf(said),
      rules: germanStore,
      clock,
      panelOf: () => panel,
      hashOf,
      draws: () => ({ ok: true }),
      changed: labels => void changes.push([...labels]),
    };
    const minor = () =>
      /"price":\{"amountMinor":\{"\$minor":"(\d+)"/.exec(store.desired(first)?.content ?? '')?.[1] ?? null;
    const prove = (label: string) => {
      const { hash, content, epoch, version, seq } = store.desired(label)!;
      store.putShown({
        label,
        hash,
        content: content!,
        epoch,
        version,
        seq,
        atMs: clock.now(),
        proof: 'acknowledged',
        trusted: true,
      });
    };
    try {
      await work({ store, clock, said, options, changes, minor, prove });
    } finally {
      store.close();
    }
  });
}

describe('the desired state', () => {
  it('follows a timeline by itself, at its instants, with the mesh down', () =>
    onBench(({ clock, said, options, changes, minor }) => {
      const saleMs = openingMs + 3 * hourMs;
      said.prices.set('40123', { timeline: [point(), reduction({ fromMs: saleMs, toMs: saleMs + hourMs })], seq: 1 });
      const desired = createDesired(options);
      desired.recompute([first]);
      clock.pass(3 * hourMs - 1);
      expect(minor()).toBe('1999');
      clock.pass(1);
      expect(minor()).toBe('1499');
      clock.pass(hourMs - 1);
      expect(minor()).toBe('1499');
      clock.pass(1);
      expect(minor()).toBe('1999');
      expect(changes).toEqual([[first], [first], [first]]);
      desired.stop();
    }));

  it('goes on after a restart, and catches up with what the night has changed', () =>
    onBench(({ clock, said, options, minor }) => {
      said.prices.set('40123', {
        timeline: [point(), point({ fromMs: openingMs + hourMs, amountMinor: 2199n })],
        seq: 1,
      });
      const evening = createDesired(options);
      evening.recompute([first]);
      evening.stop();
      clock.pass(8 * hourMs);
      expect(minor()).toBe('1999');
      const morning = createDesired(options);
      clock.pass(0);
      expect(minor()).toBe('2199');
      morning.stop();
    }));

  it('is right again soon after the wall clock jumped forward', () =>
    onBench(({ clock, said, options, minor }) => {
      said.prices.set('40123', {
        timeline: [point(), point({ fromMs: openingMs + 9 * hourMs, amountMinor: 2199n })],
        seq: 1,
      });
      const desired = createDesired(options);
      desired.recompute([first]);
      clock.setWall(openingMs + 10 * hourMs);
      clock.pass(15_000);
      expect(minor()).toBe('2199');
      desired.stop();
    }));

  it('takes back what a clock that was ahead had activated too early', () =>
    onBench(({ clock, said, options, minor }) => {
      said.prices.set('40123', {
        timeline: [point(), point({ fromMs: openingMs + 9 * hourMs, amountMinor: 2199n })],
        seq: 1,
      });
      clock.setWall(openingMs + 1000 * hourMs);
      const desired = createDesired(options);
      desired.recompute([first]);
      expect(minor()).toBe('2199');
      clock.setWall(openingMs);
      clock.pass(15_000);
      expect(minor()).toBe('1999');
      clock.pass(9 * hourMs);
      expect(minor()).toBe('2199');
      desired.stop();
    }));

  it('notices a clock that was ahead only while a fact came', () =>
    onBench(({ clock, said, options, minor }) => {
      said.prices.set('40123', {
        timeline: [point(), point({ fromMs: openingMs + 9 * hourMs, amountMinor: 2199n })],
        seq: 1,
      });
      const desired = createDesired(options);
      clock.setWall(openingMs + 1000 * hourMs);
      desired.recompute([first]);
      clock.setWall(openingMs + hourMs);
      clock.pass(15_000);
      expect(minor()).toBe('1999');
      desired.stop();
    }));

  it('is caught up with when the disk takes writes again', () =>
    onBench(({ store, clock, said, options, minor }) => {
      said.prices.set('40123', {
        timeline: [point(), point({ fromMs: openingMs + hourMs, amountMinor: 2199n })],
        seq: 1,
      });
      let full = false;
      const failures: unknown[] = [];
      const desired = createDesired({
        ...options,
        store: {
          ...store,
          transaction: work =>
            store.transaction(() => {
              const result = work();
              if (full) throw new Error('disk full');
              return result;
            }),
        },
        failed: error => void failures.push(error),
      });
      desired.recompute([first]);
      full = true;
      clock.pass(2 * hourMs);
      expect(minor()).toBe('1999');
      expect(failures.length).toBeGreaterThan(0);
      expect(failures.length).toBeLessThan(1000);
      full = false;
      clock.pass(15_000);
      expect(minor()).toBe('2199');
      desired.stop();
    }));

  it('is not told again when nothing about it is new', () =>
    onBench(({ options, changes }) => {
      const desired = createDesired(options);
      desired.recompute([first]);
      desired.recompute([first]);
      desired.recompute([first, second]);
      expect(changes).toEqual([[first]]);
      desired.stop();
    }));

  it('keeps its age when a newer fact makes the same picture, and passes the proof on', () =>
    onBench(({ store, clock, said, options, prove }) => {
      const desired = createDesired(options);
      desired.recompute([first]);
      prove(first);
      clock.pass(hourMs);
      said.prices.set('40123', { timeline: [point()], seq: 5 });
      desired.recompute([first]);
      expect(store.desired(first)).toMatchObject({ seq: 5, sinceMs: openingMs, openSeq: 5 });
      expect(store.shown(first)).toMatchObject({ seq: 5, version: 5, atMs: openingMs });
      desired.stop();
    }));

  it('remembers the oldest price that was never proven, however often it is overtaken', () =>
    onBench(({ store, clock, said, options, prove }) => {
      const desired = createDesired(options);
      desired.recompute([first]);
      prove(first);
      for (const [seq, amountMinor] of [
        [50, 2199n],
        [70, 2299n],
        [100, 2099n],
      ] as const) {
        clock.pass(1000);
        said.prices.set('40123', { timeline: [point({ amountMinor })], seq });
        desired.recompute([first]);
      }
      expect(store.desired(first)).toMatchObject({ seq: 100, openSeq: 50, openSinceMs: openingMs + 1000 });
      prove(first);
      said.prices.set('40123', { timeline: [point()], seq: 120 });
      desired.recompute([first]);
      expect(store.desired(first)).toMatchObject({ seq: 120, openSeq: 120 });
      desired.stop();
    }));

  it('is refused with its reason where it may mislead, and right again when the mesh corrects it', () =>
    onBench(({ store, said, options, minor }) => {
      const desired = createDesired(options);
      said.prices.set('40123', { timeline: [point({ unitPriceMinor: null, unit: null })], seq: 1 });
      desired.recompute([first]);
      expect(store.desired(first)).toMatchObject({
        content: null,
        hash: '',
        refusal: { reason: 'price.unit-price-missing' },
      });
      said.prices.set('40123', { timeline: [point()], seq: 2 });
      desired.recompute([first]);
      expect([minor(), store.desired(first)?.refusal]).toEqual(['1999', null]);
      expect(store.history(first, 9).map(({ event }) => event)).toEqual(['desired', 'refused']);
      desired.stop();
    }));

  it('is refused where the picture cannot be drawn', () =>
    onBench(({ store, options }) => {
      const draws = () => ({ ok: false, reason: 'render.price-does-not-fit', detail: '19,99 €' }) as const;
      const desired = createDesired({ ...options, draws });
      desired.recompute([first]);
      expect(store.desired(first)?.refusal).toEqual({ reason: 'render.price-does-not-fit', detail: '19,99 €' });
      desired.stop();
    }));

  it('is gone with the binding', () =>
    onBench(({ store, said, options, changes }) => {
      const desired = createDesired(options);
      desired.recompute([first]);
      said.bindings.delete(first);
      desired.recompute([first]);
      expect([store.desired(first), changes]).toEqual([null, [[first], [first]]]);
      desired.stop();
    }));

  it('wakes nobody after it was stopped', () =>
    onBench(({ clock, said, options, minor }) => {
      said.prices.set('40123', {
        timeline: [point(), point({ fromMs: openingMs + hourMs, amountMinor: 2199n })],
        seq: 1,
      });
      const desired = createDesired(options);
      desired.recompute([first]);
      desired.stop();
      clock.pass(5 * hourMs);
      expect([minor(), clock.pending()]).toEqual(['1999', 0]);
    }));
});

describe('a whole day of the shop', () => {
  const event = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ type: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 200 }) }),
    },
    fc.record({
      type: fc.constant('price' as const),
      sku: fc.constantFrom('40123', '40124'),
      timeline: timelineArbitrary,
    }),
    fc.record({ type: fc.constant('offer' as const), offer: offerArbitrary }),
    fc.record({ type: fc.constant('withdraw' as const), offer: fc.constantFrom('a', 'b', 'c') }),
    fc.record({
      type: fc.constant('bind' as const),
      label: fc.constantFrom(first, second),
      skus: fc.constantFrom(['40123'], ['40124'], ['40123', '40124']),
    }),
    fc.record({ type: fc.constant('unbind' as const), label: fc.constantFrom(first, second) }),
    fc.record({ type: fc.constant('restart' as const) }),
    fc.record({ type: fc.constant('jump' as const), minutes: fc.integer({ min: -300, max: 300 }) }),
  );

  it('ends every step with what a fresh look at all facts would decide', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 25 }), events =>
        onBench(({ store, clock, said, options }) => {
          let desired = createDesired(options);
          let seq = 1;
          desired.recompute([first, second]);
          for (const happened of events) {
            seq += 1;
            if (happened.type === 'pass') clock.pass(happened.minutes * 60_000);
            if (happened.type === 'price') said.prices.set(happened.sku, { timeline: happened.timeline, seq });
            if (happened.type === 'offer') said.offers.set(happened.offer.offer, { ...happened.offer, version: seq });
            if (happened.type === 'withdraw') said.offers.delete(happened.offer);
            if (happened.type === 'bind') said.bindings.set(happened.label, binding(happened));
            if (happened.type === 'unbind') said.bindings.delete(happened.label);
            if (happened.type === 'restart') {
              desired.stop();
              desired = createDesired(options);
            } else if (happened.type === 'jump') {
              clock.setWall(clock.now() + happened.minutes * 60_000);
              clock.pass(15_000);
            } else if (happened.type !== 'pass') {
              desired.recompute([first, second]);
            }
            for (const label of [first, second]) {
              const facts = factsOf(label, options.reader);
              const row = store.desired(label);
              expect(row === null).toBe(facts === null);
              if (!row || !facts) continue;
              const fresh = decide(facts, germanStore, clock.now());
              expect(row.content).toBe(fresh.ok ? encodeContent(fresh.content) : null);
              expect(row.refusal?.reason ?? null).toBe(fresh.ok ? null : fresh.reason);
              expect(row.seq).toBe(fresh.seq);
              expect(row.openSeq).toBeLessThanOrEqual(row.seq);
            }
          }
          desired.stop();
        }),
      ),
      { numRuns: 40 },
    );
  });

  it('is a day in which offers come and go on time', () =>
    onBench(({ store, clock, said, options }) => {
      said.offers.set(
        'noon',
        offer({ offer: 'noon', fromMs: openingMs + 7 * hourMs, toMs: openingMs + 9 * hourMs, badge: { de: 'Mittag' } }),
      );
      const desired = createDesired(options);
      desired.recompute([first]);
      const badges: boolean[] = [];
      for (let hour = 0; hour < 12; hour += 1) {
        badges.push(store.desired(first)!.content!.includes('Mittag'));
        clock.pass(hourMs);
      }
      expect(badges).toEqual([7, 8].reduce((day, hour) => day.with(hour, true), Array<boolean>(12).fill(false)));
      desired.stop();
    }));
});
