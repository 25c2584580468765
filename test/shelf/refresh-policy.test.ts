import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jitterOf } from '../../src/shelf/jitter.ts';
import { bandOf, decideFigure, type Figure, type Market, usualRules, widened } from '../../src/shelf/refresh-policy.ts';
import { fullBank, spend, tokensAt } from '../../src/shelf/token-bank.ts';
import { noTurns, turnsAt } from '../../src/shelf/turns.ts';
import { measure, over, perYear, unmeasured, yearMs } from '../../src/shelf/volatility.ts';

const dayMs = 86_400_000;
const rules = usualRules({ promisePercent: 2, actPercent: 1.5, tokensPerDay: 4, tokensMost: 10 });

/** What may happen between two moments of a label's life. */
const moment = fc.record({
  afterMs: fc.integer({ min: 1_000, max: 3 * 3_600_000 }),
  move: fc.double({ min: -0.03, max: 0.03, noNaN: true }),
  event: fc.constantFrom('tick', 'tick', 'tick', 'tick', 'outage', 'held', 'closed', 'opening', 'arrives'),
  ageShare: fc.double({ min: 0, max: 1.3, noNaN: true }),
  steady: fc.boolean(),
});

describe('whatever the market does, every figure', () => {
  it('is within its band or gone, can always be taken down, and comes from a rate that may be used', () => {
    fc.assert(
      fc.property(
        fc.array(moment, { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0.8, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (moments, jitter, tokens) => {
          let nowMs = 0;
          let log = 11;
          let flying = false;
          let openingMs: number | null = null;
          let figure: Figure = { rateLog: null, issuedAtMs: 0, bank: { tokens, atMs: 0 }, jitter };
          for (const { afterMs, move, event, ageShare, steady } of moments) {
            nowMs += afterMs;
            log += move;
            if (event === 'arrives') flying = false;
            if (event === 'opening') openingMs = nowMs;
            const usable = event !== 'outage' && event !== 'held';
            const market: Market = {
              rateLog: usable ? log : null,
              unusable: usable
                ? null
                : event === 'held'
                  ? { reason: 'fx.move-held', lapsed: Number.POSITIVE_INFINITY }
                  : { reason: 'fx.too-old', lapsed: ageShare },
              band: bandOf(rules, unmeasured, 60_000),
              mayReturn: steady,
              phase: event === 'closed' ? 'closed' : event === 'opening' ? 'opening' : 'open',
              openingMs,
            };
            const before = figure;
            const action = decideFigure(figure, () => flying, market, rules, nowMs);
            if (action.type === 'issue') {
              expect(market.rateLog).not.toBeNull();
              const bank = action.cost ? spend(figure.bank, action.cost, rules.bank, nowMs) : figure.bank;
              figure = { ...figure, rateLog: market.rateLog, issuedAtMs: nowMs, bank };
              flying = true;
            } else if (action.type === 'withdraw') {
              expect(before.rateLog).not.toBeNull();
              const bank = action.cost ? spend(figure.bank, action.cost, rules.bank, nowMs) : figure.bank;
              figure = { ...figure, rateLog: null, issuedAtMs: nowMs, bank };
              flying = true;
            }
            const left = tokensAt(figure.bank, rules.bank, nowMs);
            expect(left).toBeGreaterThanOrEqual(0);
            if (figure.rateLog !== null) expect(left >= 1 || tokens < 1).toBe(true);
            if (event === 'closed') {
              expect(figure).toBe(before);
              continue;
            }
            if (figure.rateLog !== null && market.rateLog !== null) {
              const distance = Math.abs(market.rateLog - figure.rateLog);
              expect(distance).toBeLessThan(Math.max(1e-12, widened(market.band, rules, left) * jitter + 1e-12));
              expect(distance).toBeLessThan(rules.promise);
            }
            if (event === 'held') expect(figure.rateLog).toBeNull();
            if (event === 'outage' && ageShare >= jitter) expect(figure.rateLog).toBeNull();
          }
        },
      ),
      { numRuns: 20_000 },
    );
  });
});

describe('the band', () => {
  it('lies before the promise by what the rate moves on the way, between a quarter of the promise and its own limit', () => {
    expect(bandOf(rules, unmeasured, 0)).toBe(0.015);
    // 1.65 · 0.3 · √(15 min / year) = 0.00265
    const loose = { ...rules, act: 0.02 };
    expect(bandOf(loose, unmeasured, 900_000)).toBeCloseTo(0.02 - 0.002_64, 4);
    expect(bandOf(rules, { variancePerMs: 9 / yearMs }, 3_600_000)).toBe(0.005);
    expect(bandOf({ ...rules, act: 5 }, unmeasured, 0)).toBe(0.02);
  });

  it('widens as tokens run out, up to the promise at the last one', () => {
    expect(widened(0.015, rules, 10)).toBe(0.015);
    expect(widened(0.015, rules, 2)).toBe(0.015);
    expect(widened(0.015, rules, 1.5)).toBeCloseTo(0.0175);
    expect(widened(0.015, rules, 1)).toBe(0.02);
    expect(widened(0.015, rules, 0)).toBe(0.02);
  });

  it('is refreshed once before the shop opens, unless the rate has not moved', () => {
    const market: Market = {
      rateLog: 11,
      unusable: null,
      band: 0.015,
      mayReturn: true,
      phase: 'opening',
      openingMs: 500,
    };
    const figure: Figure = { rateLog: 11.001, issuedAtMs: 400, bank: fullBank(rules.bank, 0), jitter: 1 };
    const decide = (over: Partial<Figure>) => decideFigure({ ...figure, ...over }, () => false, market, rules, 1_000);
    expect(decide({})).toEqual({ type: 'issue', cost: 1, turn: true });
    expect(decide({ issuedAtMs: 600 })).toEqual({ type: 'keep' });
    expect(decide({ rateLog: 11 })).toEqual({ type: 'keep' });
    expect(decide({ bank: { tokens: 1, atMs: 1_000 } })).toEqual({ type: 'keep' });
  });
});

describe('a token bank', () => {
  it('refills by the day up to its limit, and not by a clock that was set back', () => {
    const bank = spend(fullBank(rules.bank, 0), 8, rules.bank, 0);
    expect(tokensAt(bank, rules.bank, dayMs / 4)).toBe(3);
    expect(tokensAt(bank, rules.bank, 90 * dayMs)).toBe(10);
    expect(tokensAt(bank, rules.bank, -dayMs)).toBe(2);
    expect(() => spend(bank, 3, rules.bank, 0)).toThrow('cannot pay');
  });
});

describe('volatility', () => {
  it('finds the deviation of a walk, halves its memory in a week, and never falls below its floor', () => {
    const stepMs = 60_000;
    const move = 0.5 * Math.sqrt(stepMs / yearMs);
    let seen = unmeasured;
    for (let at = 0; at < 5_000; at++) seen = measure(seen, at % 2 ? move : -move, stepMs);
    expect(perYear(seen)).toBeCloseTo(0.5, 3);
    const after = measure(seen, 0, 7 * dayMs);
    expect(after.variancePerMs! / seen.variancePerMs!).toBeCloseTo(0.5, 6);
    expect(perYear(measure(seen, 0, 90 * dayMs))).toBe(0.3);
    expect(over(unmeasured, yearMs)).toBe(0.3);
    expect(measure(seen, 1, 0)).toBe(seen);
  });
});

describe('turns', () => {
  it('are never more than the share of all labels in any minute, and at least one now and then', () => {
    const asks = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 5, maxLength: 200 });
    fc.assert(
      fc.property(
        asks,
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        (gaps, all, share) => {
          let nowMs = 0;
          let turns = noTurns;
          const given: number[] = [];
          for (const gapMs of gaps) {
            nowMs += gapMs;
            turns = turnsAt(turns, all, share, nowMs);
            const granted = Math.floor(turns.left);
            turns = { ...turns, left: turns.left - granted };
            for (let one = 0; one < granted; one++) given.push(nowMs);
          }
          const most = Math.max(1, all * share);
          for (const from of given) {
            const within = given.filter(ms => ms >= from && ms < from + 60_000).length;
            expect(within).toBeLessThanOrEqual(most + 1e-9);
          }
          if (nowMs > 5 * 60_000) expect(given.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the jitter of a label', () => {
  it('lies from 0.8 to 1, is fixed, and spreads labels evenly', () => {
    const all = Array.from({ length: 10_000 }, (_, index) => jitterOf(index.toString(16).padStart(12, 'f')));
    expect(Math.min(...all)).toBeGreaterThanOrEqual(0.8);
    expect(Math.max(...all)).toBeLessThanOrEqual(1);
    const tenths = Array.from(
      { length: 10 },
      (_, at) => all.filter(one => Math.floor((one - 0.8) / 0.02) === at).length,
    );
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
    expect(jitterOf('ffff92001234')).toBe(jitterOf('ffff92001234'));
  });
});
