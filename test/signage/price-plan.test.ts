import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitsForTill } from '../../src/delivery/till-order.ts';
import type { PricePoint } from '../../src/shelf/fact.ts';
import { formatPrice } from '../../src/shelf/format.ts';
import { money } from '../../src/shelf/money.ts';
import { anchorAt, priceNow } from '../../src/signage/price-hold.ts';
import { type PlanInput, type PricePlan, type ProductFacts, planPrice } from '../../src/signage/price-plan.ts';
import { germanStore, hourMs, offer, openingMs, point, product, reduction, versioned } from '../shelf/facts.ts';
import { createShelfModel } from './shelf-model.ts';

const factsOf = (
  timeline: readonly PricePoint[],
  seq = 1,
  offers: ProductFacts['offers'] = [],
  receivedAtMs = openingMs,
): ProductFacts => ({
  sku: '40123',
  product: versioned(product({ unitPriceRequired: false })),
  price: versioned({ sku: '40123', timeline }, { seq, version: seq, receivedAtMs }),
  offers,
});
const at = (amountMinor: bigint, over: Partial<PricePoint> = {}) => point({ amountMinor, ...over });
const euro = (minor: bigint) => formatPrice(money(minor, 'EUR'), 'de-DE').text;
const shownBy = (minor: bigint) => [{ desiredMinor: minor, shownMinor: minor }];

const planned = (over: Partial<PlanInput> & Pick<PlanInput, 'facts'>): PricePlan =>
  planPrice({
    zone: 'dairy',
    rules: germanStore,
    locales: ['de-DE', 'en-GB'],
    atMs: openingMs,
    before: null,
    shelf: [],
    held: false,
    tillHolds: () => null,
    ...over,
  });
const waiting = () => 'till.waiting' as const;

/** What a page shows by the plan, as long as it hears of its gateway. */
function pageAt({ steps, absent }: PricePlan, atMs: number): string | null {
  const moment = { monotonicMs: 0, wallMs: 0 };
  const card = {
    sku: '40123',
    epoch: 0,
    version: 0,
    name: ['x'],
    brand: null,
    packSize: null,
    steps: [...steps],
    absent,
    sats: null,
  };
  const now = priceNow(card, anchorAt(atMs, moment), 1, moment);
  return now.shown ? now.step.price.text : null;
}

describe('a price on screens', () => {
  it('changes at the very instant of the plan, also on a page that nobody tells', () => {
    const plan = planned({ facts: factsOf([at(199n), at(249n, { fromMs: openingMs + hourMs })]) });
    expect(plan.steps.map(({ untilMs }) => untilMs)).toEqual([openingMs + hourMs, null]);
    expect(pageAt(plan, openingMs + hourMs - 1)).toBe(euro(199n));
    expect(pageAt(plan, openingMs + hourMs)).toBe(euro(249n));
  });

  it('ends where what comes next is not certain, as the tills have not taken it', () => {
    const timeline = [at(249n), at(199n, { fromMs: openingMs + hourMs })];
    const plan = planned({ facts: factsOf(timeline), shelf: shownBy(249n), tillHolds: waiting });
    expect(pageAt(plan, openingMs + hourMs - 1)).toBe(euro(249n));
    expect(pageAt(plan, openingMs + hourMs)).toBeNull();
    expect(planned({ facts: factsOf(timeline), shelf: shownBy(249n) }).steps).toHaveLength(2);
  });

  it('stays the higher one without any claim while the tills are behind', () => {
    const before = planned({ facts: factsOf([reduction({ amountMinor: 249n, lowest30dMinor: 300n })]) });
    expect(before.steps[0]?.badge).toBe('−17\u00a0%');
    const plan = planned({
      facts: factsOf([at(199n)], 2),
      before,
      shelf: [{ desiredMinor: 199n, shownMinor: 249n }],
      tillHolds: waiting,
    });
    expect(plan).toMatchObject({ waits: 'till.waiting', absent: null });
    expect(plan.steps).toEqual([{ ...before.steps[0]!, badge: null, lowest30d: null, untilMs: null }]);
  });

  it('ends with the wait, where the shelf goes on to another price', () => {
    const before = planned({ facts: factsOf([at(199n)]) });
    const timeline = [at(149n), at(249n, { fromMs: openingMs + hourMs })];
    const plan = planned({ facts: factsOf(timeline, 2), before, tillHolds: waiting });
    expect(pageAt(plan, openingMs + hourMs - 1)).toBe(euro(199n));
    expect(pageAt(plan, openingMs + hourMs)).toBe(euro(249n));
    const down = [at(149n), at(99n, { fromMs: openingMs + hourMs })];
    const ends = planned({ facts: factsOf(down, 2), before, tillHolds: waiting });
    expect(pageAt(ends, openingMs + hourMs)).toBeNull();
  });

  it('counts the wait from when the lower price was wanted first', () => {
    const seen: number[] = [];
    const tillHolds = ({ sinceMs }: { sinceMs: number }) => {
      seen.push(sinceMs);
      return 'till.waiting' as const;
    };
    const first = planned({ facts: factsOf([at(199n)]), tillHolds });
    planned({ facts: factsOf([at(199n)]), before: first, atMs: openingMs + 5_000, tillHolds });
    expect(seen).toEqual([openingMs, openingMs]);
  });

  it('measures a lower price by the step that stands, not by the one before it', () => {
    const before = planned({ facts: factsOf([at(199n), at(249n, { fromMs: openingMs + hourMs })]) });
    const plan = planned({
      facts: factsOf([at(219n)], 2),
      before,
      atMs: openingMs + hourMs,
      tillHolds: waiting,
    });
    expect(plan.waits).toBe('till.waiting');
    expect(pageAt(plan, openingMs + hourMs)).toBe(euro(249n));
  });

  it('says nothing after a restart that neither tills nor labels bear out', () => {
    const facts = factsOf([at(199n)]);
    expect(planned({ facts, tillHolds: waiting })).toMatchObject({ absent: 'till.waiting', steps: [] });
    const shelf = [{ desiredMinor: 199n, shownMinor: 249n }];
    expect(planned({ facts, shelf, tillHolds: waiting }).absent).toBe('till.waiting');
    const unlike = [...shownBy(199n), { desiredMinor: 199n, shownMinor: null }];
    expect(planned({ facts, shelf: unlike, tillHolds: waiting }).absent).toBe('till.waiting');
    expect(planned({ facts, shelf: shownBy(199n), tillHolds: waiting }).absent).toBeNull();
  });

  it('is never another than that of its labels', () => {
    const facts = factsOf([at(199n)]);
    const shelf = [...shownBy(199n), { desiredMinor: null, shownMinor: 199n }];
    expect(planned({ facts, shelf })).toMatchObject({ absent: 'screen.shelf-differs', steps: [] });
  });

  it('waits a moment at its instant for labels that are not decided yet', () => {
    const facts = factsOf([at(199n), at(249n, { fromMs: openingMs + hourMs })]);
    const before = planned({ facts, shelf: shownBy(199n) });
    const turn = { facts, before, shelf: shownBy(199n) };
    expect(planned({ ...turn, atMs: openingMs + hourMs + 999 })).toBe(before);
    expect(planned({ ...turn, atMs: openingMs + hourMs + 1_000 }).absent).toBe('screen.shelf-differs');
    expect(planned({ ...turn, facts: factsOf([at(299n)], 2), atMs: openingMs + 1 }).absent).toBe(
      'screen.shelf-differs',
    );
  });

  it('gives its reason where labels would be refused', () => {
    expect(planned({ facts: { ...factsOf([]), price: null } }).absent).toBe('price.missing');
    expect(planned({ facts: factsOf([at(199n, { fromMs: openingMs + 1 })]) })).toMatchObject({
      absent: 'price.none-valid',
      untilMs: openingMs + 1,
    });
  });

  it('is not the gateway’s to change while nobody vouches for its clock', () => {
    const timed = factsOf([at(199n), at(249n, { fromMs: openingMs + hourMs })]);
    expect(planned({ facts: timed, held: true }).absent).toBe('time.not-synchronised');
    expect(planned({ facts: factsOf([at(199n, { toMs: openingMs + 1 })]), held: true }).absent).toBe(
      'time.not-synchronised',
    );
    const plan = planned({ facts: timed, held: true, shelf: shownBy(199n) });
    expect(plan.steps.map(({ untilMs }) => untilMs)).toEqual([null]);
    const past = planned({ facts: timed, held: true, shelf: shownBy(199n), atMs: openingMs + hourMs });
    expect(past.absent).toBe('time.not-synchronised');
  });

  it('claims nothing of offers while nobody vouches for the clock', () => {
    const price = { amountMinor: 149n, currency: 'EUR', unitPriceMinor: null, unit: null, lowest30dMinor: null };
    const facts = factsOf([at(199n)], 1, [offer({ audience: 'member', price, badge: { de: 'Karte' } })]);
    expect(planned({ facts }).steps[0]).toMatchObject({ badge: 'Karte', memberPrice: { text: euro(149n) } });
    expect(planned({ facts, held: true }).steps[0]).toMatchObject({ badge: null, memberPrice: null });
  });

  it('has no badge that is too long for one: the offer says it', () => {
    const badged = (text: string) => planned({ facts: factsOf([at(199n)], 1, [offer({ badge: { de: text } })]) });
    expect(badged('x'.repeat(40)).steps[0]?.badge).toHaveLength(40);
    expect(badged('x'.repeat(41)).steps[0]?.badge).toBeNull();
  });

  it('stands on when the clock is set back', () => {
    const facts = factsOf([at(199n, { fromMs: openingMs - 2 * hourMs })]);
    const before = planned({ facts });
    const plan = planned({ facts, before, atMs: openingMs - hourMs });
    expect(pageAt(plan, openingMs - hourMs)).toBe(euro(199n));
  });

  it('makes the same card as long as nothing is different', () => {
    const facts = factsOf([at(199n), at(249n, { fromMs: openingMs + hourMs })]);
    const before = planned({ facts });
    expect(planned({ facts, before, atMs: openingMs + 60_000 }).steps).toEqual(before.steps);
  });
});

describe('a screen beside its shelf', () => {
  const minutes = fc.integer({ min: 0, max: 12 }).map(step => step * 5 * 60_000);
  const points = fc.array(
    fc.record({
      fromMs: minutes,
      toMs: fc.option(minutes, { nil: null, freq: 2 }),
      amountMinor: fc.constantFrom(149n, 199n, 249n),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const happening = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 1_200_000 }) }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('price' as const), points }) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('tills' as const), behind: fc.constantFrom(0, 0, 0, 1, 2) }),
    },
    fc.record({ kind: fc.constant('restart' as const) }),
    fc.record({ kind: fc.constant('held' as const), held: fc.boolean() }),
  );
  const labels = fc.constantFrom('none', 'proven', 'unproven');
  const day = fc.array(happening, { minLength: 4, maxLength: 20 });

  it('shows the price of the shelf or none, whatever happens, and also on a page whose gateway died', () => {
    let [agreed, absent] = [0, 0];
    fc.assert(
      fc.property(day, labels, (happenings, kind) => {
        let nowMs = openingMs;
        let seq = 0;
        let tills = 0;
        let held = false;
        let facts: ProductFacts | null = null;
        let plan: PricePlan | null = null;
        const order = { order: 'strict', maxWaitMs: 60_000, whenSilent: 'hold' } as const;
        const mark = () => ({ epoch: 7, seq: tills, atMs: nowMs });
        const model = createShelfModel(order);

        /** As the agent does: labels first, then screens. */
        function look(): void {
          if (!facts) return;
          model.decide(facts, nowMs, held, mark());
          const { desiredMinor, shownMinor } = model;
          plan = planned({
            facts,
            atMs: nowMs,
            before: plan,
            held,
            shelf: kind === 'none' ? [] : [{ desiredMinor, shownMinor: kind === 'proven' ? shownMinor : null }],
            tillHolds: wanted => waitsForTill('decrease', wanted, mark(), order, nowMs),
          });
        }
        function check(): void {
          if (!plan) return;
          const price = pageAt(plan, nowMs);
          if (price === null) absent += 1;
          else {
            agreed += 1;
            expect(price).toBe(model.shownMinor === null ? null : euro(model.shownMinor));
          }
        }
        /** Nobody plans any more; the shelf would go on. */
        function die(): void {
          if (!facts || !plan || held) return;
          const left = model.copy();
          for (let ms = 0; ms <= 3_600_000; ms += 300_000) {
            const price = pageAt(plan, nowMs + ms);
            left.decide(facts, nowMs + ms, held, mark());
            if (price !== null) expect(price).toBe(left.shownMinor === null ? null : euro(left.shownMinor));
          }
        }
        function pass(untilMs: number): void {
          // Just before and at each instant that the plan names.
          while (plan?.untilMs != null && plan.untilMs <= untilMs) {
            const dueMs: number = plan.untilMs;
            nowMs = dueMs - 1;
            check();
            nowMs = dueMs;
            if (facts) model.decide(facts, nowMs, held, mark());
            check();
            look();
            check();
            if (plan.untilMs === dueMs) break;
          }
          nowMs = untilMs;
        }

        for (const one of happenings) {
          if (one.kind === 'pass') pass(nowMs + one.ms);
          else if (one.kind === 'tills') tills = Math.max(tills, seq - one.behind);
          else if (one.kind === 'restart') plan = null;
          else if (one.kind === 'held') held = one.held;
          else {
            seq += 1;
            const timeline = one.points.map(({ fromMs, toMs, amountMinor }) =>
              at(amountMinor, {
                fromMs: openingMs + fromMs,
                toMs: toMs === null ? null : openingMs + toMs,
              }),
            );
            facts = factsOf(
              timeline.sort((a, b) => a.fromMs - b.fromMs),
              seq,
              [],
              nowMs,
            );
          }
          look();
          check();
          die();
        }
      }),
      { numRuns: 400 },
    );
    // A screen that never says anything would be true as well.
    expect(agreed).toBeGreaterThan(absent / 5);
  });
});
