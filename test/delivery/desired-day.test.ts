import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDesired } from '../../src/delivery/desired.ts';
import { factsOf } from '../../src/delivery/label-facts.ts';
import { encodeContent } from '../../src/shelf/content-codec.ts';
import { decide } from '../../src/shelf/decide.ts';
import { binding, germanStore, hourMs, offer, offerArbitrary, openingMs, timelineArbitrary } from '../shelf/facts.ts';
import { first, onBench, second } from './desired-bench.ts';

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
