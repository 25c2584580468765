import { describe, expect, it } from 'vitest';
import { createDesired } from '../../src/delivery/desired.ts';
import { hourMs, openingMs, point } from '../shelf/facts.ts';
import { first, onBench, second } from './desired-bench.ts';

describe('while the clock is not trusted', () => {
  const rise = { timeline: [point(), point({ fromMs: openingMs + hourMs, amountMinor: 2199n })], seq: 1 };

  it('a scheduled price does not take effect, and does at once when it is', () =>
    onBench(({ clock, said, options, minor }) => {
      let held = true;
      said.prices.set('40123', rise);
      const desired = createDesired({ ...options, held: () => held });
      desired.recompute([first]);
      clock.pass(5 * hourMs);
      expect(minor()).toBe('1999');
      held = false;
      desired.look();
      expect(minor()).toBe('2199');
      desired.stop();
    }));

  it('what else is said of the label does not slip it through', () =>
    onBench(({ clock, said, options, minor }) => {
      said.prices.set('40123', rise);
      const desired = createDesired({ ...options, held: () => true });
      desired.recompute([first]);
      clock.pass(5 * hourMs);
      desired.recompute([first]);
      expect(minor()).toBe('1999');
      desired.stop();
    }));

  it('a price that comes from the mesh takes effect all the same', () =>
    onBench(({ clock, said, options, minor }) => {
      said.prices.set('40123', rise);
      const desired = createDesired({ ...options, held: () => true });
      desired.recompute([first]);
      clock.pass(5 * hourMs);
      said.prices.set('40123', { timeline: [point({ amountMinor: 2399n })], seq: 2 });
      desired.recompute([first]);
      expect(minor()).toBe('2399');
      desired.stop();
    }));

  it('a restart keeps holding, and a label of which nothing was known is decided', () =>
    onBench(({ clock, said, options, minor, store }) => {
      said.prices.set('40123', rise);
      const evening = createDesired({ ...options, held: () => true });
      evening.recompute([first]);
      evening.stop();
      clock.pass(5 * hourMs);
      const morning = createDesired({ ...options, held: () => true });
      said.bindings.set(second, { ...said.bindings.get(first)!, label: second });
      morning.recompute([first, second]);
      expect(minor()).toBe('1999');
      expect(store.desired(second)?.content).toContain('2199');
      morning.stop();
    }));

  it('is looked at again by itself', () =>
    onBench(({ clock, said, options, minor }) => {
      let held = true;
      said.prices.set('40123', rise);
      const desired = createDesired({ ...options, held: () => held });
      desired.recompute([first]);
      clock.pass(2 * hourMs);
      held = false;
      clock.pass(15_000);
      expect(minor()).toBe('2199');
      desired.stop();
    }));
});
