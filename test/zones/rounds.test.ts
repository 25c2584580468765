import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MedianRound } from '../../src/zones/decision.ts';
import { createRounds, roundAt } from '../../src/zones/rounds.ts';

const say = (round: number, gateway = 'gw-a', rssi = -60): MedianRound => ({
  gateway,
  round,
  medians: [{ tag: 'cart', receiver: gateway, rssi }],
  winners: [],
});

describe('rounds', () => {
  it('are due 700 ms after their end, each once, with what was said of them', () => {
    const rounds = createRounds();
    rounds.due(10_700);
    expect(rounds.take(say(10), 11_010)).toBe('taken');
    expect(rounds.take(say(10, 'gw-b'), 11_600)).toBe('taken');
    expect(rounds.due(11_699)).toEqual([]);
    expect(rounds.due(11_700)).toEqual([{ round: 10, messages: [say(10), say(10, 'gw-b')] }]);
    expect(rounds.due(11_900)).toEqual([]);
    expect(rounds.due(12_700)).toEqual([{ round: 11, messages: [] }]);
  });

  it('count what is late, and use none of it', () => {
    const rounds = createRounds();
    rounds.due(11_700);
    expect(rounds.take(say(10), 11_710)).toBe('late');
    expect(rounds.take(say(3), 11_710)).toBe('late');
    expect(rounds.due(12_700)).toEqual([{ round: 11, messages: [] }]);
    expect(rounds.counts()).toMatchObject({ late: 2, taken: 0 });
  });

  it('count who is ahead of time, and who is one too many', () => {
    const rounds = createRounds({ mostGateways: 2 });
    rounds.due(10_700);
    expect(rounds.take(say(12), 10_800)).toBe('early');
    expect(rounds.take(say(11), 10_800)).toBe('taken');
    expect(rounds.take(say(11, 'gw-b'), 10_800)).toBe('taken');
    expect(rounds.take(say(11, 'gw-c'), 10_800)).toBe('full');
    expect(rounds.counts()).toEqual({ taken: 2, late: 0, early: 1, full: 1, skipped: 0 });
  });

  it('take the same of two words of one gateway, whichever comes first', () => {
    const of = (...said: MedianRound[]) => {
      const rounds = createRounds();
      rounds.due(10_700);
      for (const one of said) rounds.take(one, 11_000);
      return rounds.due(11_700);
    };
    const two = [say(10, 'gw-a', -60), say(10, 'gw-a', -50)] as const;
    expect(of(two[0], two[1])).toEqual(of(two[1], two[0]));
    expect(of(two[0], two[1])[0]!.messages).toHaveLength(1);
  });

  it('skip what lay in a standstill', () => {
    const rounds = createRounds();
    rounds.due(10_700);
    expect(rounds.due(100_700).map(({ round }) => round)).toEqual([96, 97, 98, 99]);
    expect(rounds.counts().skipped).toBe(86);
  });

  it('begin anew where the clock was set back', () => {
    const rounds = createRounds();
    rounds.due(10_000_700);
    expect(rounds.due(5_700).map(({ round }) => round)).toEqual([4]);
    expect(rounds.take(say(5), 6_000)).toBe('taken');
    expect(rounds.due(6_700)).toEqual([{ round: 5, messages: [say(5)] }]);
    // By a second or two they wait.
    expect(rounds.due(5_700)).toEqual([]);
    expect(rounds.due(7_700).map(({ round }) => round)).toEqual([6]);
  });

  it('come in order and never twice, whatever the clock does forwards', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 1, maxLength: 50 }), steps => {
        const rounds = createRounds();
        const seen: number[] = [];
        let nowMs = 50_000;
        for (const step of steps) {
          nowMs += step;
          rounds.take(say(roundAt(nowMs) - 1), nowMs);
          seen.push(...rounds.due(nowMs).map(({ round }) => round));
        }
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
      }),
    );
  });
});
