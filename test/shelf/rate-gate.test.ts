import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RateFact } from '../../src/shelf/exchange-rate.ts';
import { emptyGate, type GateState, judgeRate } from '../../src/shelf/rate-gate.ts';
import { decimal, instant, rateFact, usual } from './rates.ts';

const epoch = 7;

/** A gate that believes this rate. */
function believing(rate: string): GateState {
  return {
    position: { epoch, seq: 1 },
    accepted: { fact: rateFact(rate), heardMs: instant().monotonicMs },
    held: null,
  };
}

const judged = (state: GateState, fact: RateFact, afterMs = 1_000, synchronised = true) =>
  judgeRate(state, fact, epoch, usual, instant(afterMs, { synchronised }));

/** What each of these rates comes to, a minute apart. */
function replay(from: string | null, rates: readonly (readonly [atSeconds: number, rate: string])[]): string[] {
  let state = from === null ? emptyGate : believing(from);
  return rates.map(([atSeconds, rate], index) => {
    const fact = rateFact(rate, { seq: index + 2, atMs: instant(atSeconds * 1_000).wallMs - 500 });
    const { state: next, verdict } = judged(state, fact, atSeconds * 1_000);
    state = next;
    return verdict.ok ? 'accepted' : verdict.reason;
  });
}

describe('a rate that was published wrongly', () => {
  it('is refused when the decimal point has slipped', () => {
    expect(replay('6000000', [[10, '540200']])).toEqual(['fx.ratio-implausible']);
    expect(
      replay('60030', [
        [10, '600300'],
        [20, '600300'],
        [400, '600300'],
      ]),
    ).toEqual(['fx.ratio-implausible', 'fx.ratio-implausible', 'fx.ratio-implausible']);
    expect(
      replay('60030', [
        [10, '6003'],
        [20, '60031'],
      ]),
    ).toEqual(['fx.ratio-implausible', 'accepted']);
  });

  it('MESH-067: is held, held and accepted when it really fell by 4 %', () => {
    expect(
      replay('60000', [
        [60, '57600'],
        [120, '57590'],
        [180, '57610'],
      ]),
    ).toEqual(['fx.move-held', 'fx.move-held', 'accepted']);
  });

  it('is held for two minutes however many agree, and for three messages however long it takes', () => {
    const often = Array.from({ length: 12 }, (_, index) => [10 + index * 10, '57600'] as const);
    expect(replay('60000', often)).toEqual(Array(12).fill('fx.move-held'));
    expect(replay('60000', [...often, [131, '57600']]).at(-1)).toBe('accepted');
    expect(
      replay('60000', [
        [10, '57600'],
        [250, '57600'],
      ]),
    ).toEqual(['fx.move-held', 'fx.move-held']);
  });

  it('begins its hold anew when the messages do not agree, and ends it when the rate comes back', () => {
    expect(
      replay('60000', [
        [0, '57600'],
        [60, '57600'],
        [121, '54000'],
        [200, '54000'],
        [242, '54000'],
      ]),
    ).toEqual(['fx.move-held', 'fx.move-held', 'fx.move-held', 'fx.move-held', 'accepted']);
    expect(
      replay('60000', [
        [0, '57600'],
        [60, '60010'],
        [121, '57600'],
      ]),
    ).toEqual(['fx.move-held', 'accepted', 'fx.move-held']);
  });

  it('is not believed as the first of its pair until three agree over two minutes', () => {
    expect(
      replay(null, [
        [0, '600300'],
        [20, '60030'],
        [80, '60031'],
        [141, '60029'],
      ]),
    ).toEqual(['fx.move-held', 'fx.move-held', 'fx.move-held', 'accepted']);
  });
});

describe('each check', () => {
  const state = believing('60000');
  const good = rateFact('60010', { seq: 2 });
  const cases: readonly [reason: string, spoilt: Partial<RateFact>][] = [
    ['fx.pair-unknown', { pair: 'btc-xau' }],
    ['fx.seq-not-rising', { seq: 1 }],
    ['fx.from-future', { atMs: instant(1_000).wallMs + 5_001 }],
    ['fx.too-old', { atMs: instant(1_000).wallMs - 300_001 }],
    ['fx.not-positive', { bid: decimal('0') }],
    ['fx.outside-spread', { ask: decimal('1') }],
    ['fx.spread-too-wide', { bid: decimal('1') }],
    ['fx.too-few-sources', { sources: 2 }],
    ['fx.dispersion-too-wide', { dispersionBps: 101 }],
    ['fx.ratio-implausible', { rate: decimal('120001'), bid: decimal('120000'), ask: decimal('120002') }],
    ['fx.move-held', { rate: decimal('61801'), bid: decimal('61800'), ask: decimal('61802') }],
  ];

  it('lets a good rate through', () => {
    expect(judged(state, good).verdict).toEqual({ ok: true });
  });

  it.each(cases)('%s', (reason, spoilt) => {
    expect(judged(state, { ...good, ...spoilt }).verdict).toMatchObject({ ok: false, reason });
  });

  it('wants a clock that can be trusted', () => {
    expect(judged(state, good, 1_000, false).verdict).toMatchObject({ reason: 'fx.clock-not-synchronised' });
  });

  it('MESH-066: comes in its order: of two faults the earlier one is told', () => {
    cases.forEach(([earlier, first], at) => {
      for (const [, second] of cases.slice(at + 1)) {
        expect(judged(state, { ...good, ...second, ...first }).verdict).toMatchObject({ reason: earlier });
      }
    });
  });

  it('is as strict as it says at its limit', () => {
    const ok = (over: Partial<RateFact>) => judged(state, { ...good, ...over }).verdict.ok;
    expect(ok({ atMs: instant(1_000).wallMs + 5_000 })).toBe(true);
    expect(ok({ atMs: instant(1_000).wallMs - 300_000 })).toBe(true);
    expect(ok({ atMs: instant(1_000).wallMs - 60_001, validMs: 60_000 })).toBe(false);
    expect(ok({ sources: 3, dispersionBps: 100 })).toBe(true);
    expect(ok({ rate: decimal('61800'), bid: decimal('61799'), ask: decimal('61801') })).toBe(true);
    expect(ok({ bid: decimal('60000'), rate: decimal('60100'), ask: decimal('60600') })).toBe(true);
    expect(ok({ bid: decimal('60000'), rate: decimal('60100'), ask: decimal('60600.01') })).toBe(false);
  });
});

describe('what was seen', () => {
  it('is not looked at again, whatever became of it, until a new epoch begins', () => {
    const { state } = judged(believing('60000'), rateFact('60000', { seq: 9, sources: 1 }));
    expect(judged(state, rateFact('60000', { seq: 9 })).verdict).toMatchObject({ reason: 'fx.seq-not-rising' });
    const later = judgeRate(state, rateFact('60000', { seq: 1 }), epoch + 1, usual, instant(1_000));
    expect(later.verdict).toEqual({ ok: true });
    const older = judgeRate(later.state, rateFact('60000', { seq: 99 }), epoch, usual, instant(1_000));
    expect(older.verdict).toMatchObject({ reason: 'fx.seq-not-rising' });
  });

  it('never lets the believed rate move by more than the limit at once, whatever comes', () => {
    const anyRate = fc.record({
      rate: fc.integer({ min: 1, max: 300_000 }),
      gapMs: fc.integer({ min: 0, max: 90_000 }),
      sources: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(anyRate, { maxLength: 30 }), rates => {
        let state = believing('60000');
        let afterMs = 0;
        let agreedSinceMs = 0;
        rates.forEach(({ rate, gapMs, sources }, index) => {
          afterMs += gapMs;
          const fact = rateFact(String(rate), { seq: index + 2, sources, atMs: instant(afterMs).wallMs });
          const before = state.accepted!.fact.rate;
          const held = state.held;
          const { state: next, verdict } = judged(state, fact, afterMs);
          if (verdict.ok) {
            const ratio = Number(fact.rate.digits) / Number(before.digits);
            expect(ratio >= 0.5 && ratio <= 2).toBe(true);
            if (Math.abs(ratio - 1) > 0.030_000_1) {
              expect(held!.messages).toBeGreaterThanOrEqual(2);
              expect(afterMs - agreedSinceMs).toBeGreaterThanOrEqual(120_000);
            }
            expect(next.accepted!.fact).toBe(fact);
          } else {
            expect(next.accepted).toBe(state.accepted);
          }
          if (next.held?.messages === 1 && next.held !== state.held) agreedSinceMs = afterMs;
          state = next;
        });
      }),
      { numRuns: 3_000 },
    );
  });
});
