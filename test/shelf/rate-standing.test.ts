import { describe, expect, it } from 'vitest';
import type { GateState } from '../../src/shelf/rate-gate.ts';
import { type RateStanding, standingOf, usualLadder } from '../../src/shelf/rate-standing.ts';
import { decimal, instant, rateFact } from './rates.ts';

/** A gate that accepted a rate at noon. */
const gate = (over: Partial<GateState> = {}): GateState => ({
  position: { epoch: 1, seq: 1 },
  accepted: { fact: rateFact('60000'), heardMs: instant().monotonicMs },
  held: null,
  ...over,
});
const at = (afterMs: number, before: RateStanding | null = null, state = gate()) =>
  standingOf(state, usualLadder, instant(afterMs), before);
const told = (standing: RateStanding) => (standing.usable ? 'usable' : standing.reason);

describe('the ladder of age', () => {
  it.each([
    [90_000, 'usable'],
    [300_000, 'usable'],
    [300_001, 'fx.too-old'],
    [900_001, 'fx.too-old'],
  ])('after %d ms the rate is %s', (afterMs, expected) => {
    expect(told(at(afterMs))).toBe(expected);
  });

  it('lets a rate be usable again only when it is fresh', () => {
    const old = at(300_001);
    expect(told(at(200_000, old))).toBe('fx.too-old');
    expect(told(at(90_000, old))).toBe('usable');
    expect(told(at(200_000, at(100_000)))).toBe('usable');
  });

  it('ends when the rate itself says so', () => {
    const short = gate({ accepted: { fact: rateFact('60000', { validMs: 30_000 }), heardMs: instant().monotonicMs } });
    expect(told(at(30_000, null, short))).toBe('usable');
    expect(told(at(30_001, null, short))).toBe('fx.too-old');
  });

  it('has no answer before the first rate, and none while a move is held', () => {
    expect(told(at(0, null, gate({ accepted: null })))).toBe('fx.none');
    const held = at(0, null, gate({ held: { first: decimal('57000'), messages: 1, sinceMs: 0 } }));
    expect(held).toMatchObject({ usable: false, reason: 'fx.move-held', atOnce: true });
  });
});

describe('two clocks', () => {
  it('count the older age: a wall clock that was set back keeps no rate alive', () => {
    const now = { ...instant(400_000), wallMs: instant(-3_600_000).wallMs };
    expect(told(standingOf(gate(), usualLadder, now, null))).toBe('fx.too-old');
  });

  it('count the wall clock for what a process before heard', () => {
    const recalled = gate({ accepted: { fact: rateFact('60000'), heardMs: null } });
    expect(told(at(299_000, null, recalled))).toBe('usable');
    expect(told(at(301_000, null, recalled))).toBe('fx.too-old');
  });

  it('make no rate usable while the wall clock cannot be trusted', () => {
    const now = instant(1_000, { synchronised: false });
    expect(told(standingOf(gate(), usualLadder, now, null))).toBe('fx.clock-not-synchronised');
  });
});

describe('coming back', () => {
  it('counts from when the rate became usable again, not from before', () => {
    const before = at(1_000);
    expect(before).toMatchObject({ usable: true, sinceMs: Number.NEGATIVE_INFINITY });
    const gone = at(300_001, before);
    const back = standingOf(
      gate({ accepted: { fact: rateFact('60000', { atMs: instant(400_000).wallMs }), heardMs: null } }),
      usualLadder,
      instant(400_000),
      gone,
    );
    expect(back).toMatchObject({ usable: true, sinceMs: instant(400_000).monotonicMs });
    expect(
      at(
        410_000,
        back,
        gate({ accepted: { fact: rateFact('60000', { atMs: instant(405_000).wallMs }), heardMs: null } }),
      ),
    ).toMatchObject({
      sinceMs: instant(400_000).monotonicMs,
    });
  });

  it('waits for nothing after the very first rate', () => {
    const none = at(0, null, gate({ accepted: null }));
    expect(at(1_000, none)).toMatchObject({ usable: true, sinceMs: Number.NEGATIVE_INFINITY });
  });
});
