import { describe, expect, it } from 'vitest';
import { createDesired } from '../../src/delivery/desired.ts';
import { decodeContent } from '../../src/shelf/content-codec.ts';
import { hourMs, offer, openingMs, point, reduction } from '../shelf/facts.ts';
import { first, onBench, second } from './desired-bench.ts';

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

  it('decides a fact that still comes after it was stopped, and does not begin to wait again', () =>
    onBench(({ clock, said, options, minor }) => {
      const desired = createDesired(options);
      desired.recompute([first]);
      desired.stop();
      said.prices.set('40123', {
        timeline: [point({ amountMinor: 1899n }), point({ fromMs: openingMs + hourMs, amountMinor: 2199n })],
        seq: 2,
      });
      desired.recompute([first]);
      expect([minor(), clock.pending()]).toEqual(['1899', 0]);
      clock.pass(2 * hourMs);
      desired.look();
      expect([minor(), clock.pending()]).toEqual(['1899', 0]);
    }));
});

describe('an offer that a label cannot be drawn with', () => {
  const price = {
    amountMinor: 1699n,
    currency: 'EUR',
    unitPriceMinor: 3398n,
    unit: 'kg' as const,
    lowest30dMinor: null,
  };

  it('does not stop the price on the shelf, and is tried again when something may have changed', () =>
    onBench(({ clock, said, options, store }) => {
      const toMs = openingMs + hourMs;
      said.offers.set('card', offer({ offer: 'card', audience: 'member', price, toMs }));
      said.offers.set(
        'badge',
        offer({ offer: 'badge', priority: 1, badge: { de: '3 für 2' }, fromMs: openingMs + 1000 }),
      );
      const draws: (typeof options)['draws'] = content =>
        content.items.some(item => item.memberPrice)
          ? { ok: false, reason: 'render.text-does-not-fit', detail: 'too long' }
          : { ok: true };
      const desired = createDesired({ ...options, draws });
      desired.recompute([first]);
      const item = () => decodeContent(store.desired(first)!.content!).items[0]!;
      expect(store.desired(first)).toMatchObject({ refusal: null, untilMs: openingMs + 1000 });
      expect(item()).toMatchObject({ memberPrice: null, offer: null, price: { amountMinor: 1999n } });
      expect(store.history(first, 9).map(({ event }) => event)).toContain('offer-left-out');
      clock.pass(1000);
      expect(item().offer?.id).toBe('badge');
      desired.stop();
    }));

  it('is left to those that can', () =>
    onBench(({ said, options, store }) => {
      said.offers.set('card', offer({ offer: 'card', audience: 'member', price }));
      const desired = createDesired(options);
      desired.recompute([first]);
      expect(decodeContent(store.desired(first)!.content!).items[0]!.memberPrice?.price.amountMinor).toBe(1699n);
      desired.stop();
    }));
});
