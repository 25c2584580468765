import { describe, expect, it } from 'vitest';
import { createPlan } from '../../src/zones/plan.ts';
import { createWhereabouts } from '../../src/zones/whereabouts.ts';

const plan = createPlan([
  { id: 'dairy', receivers: ['gw-a'], places: [] },
  { id: 'entrance', receivers: ['gw-b'], places: [] },
]);
const keeper = () => createWhereabouts({ gateway: 'gw-a', plan: () => plan });
const beginMs = 1_795_446_000_000;

describe('a turn', () => {
  it('publishes each round once after its end, and decides it when the grace is over', () => {
    const one = keeper();
    one.turn(beginMs + 500, 500);
    one.heard('cart', 'gw-a/0', -60, 600);
    // Heard after the end of the round: it belongs to the next one.
    one.heard('cart', 'gw-a/0', -40, 1_001);
    one.heard('cart', 'gw-a/0', -40, 1_002);
    const end = one.turn(beginMs + 1_004, 1_004);
    expect(end.publish).toEqual({
      gateway: 'gw-a',
      round: beginMs / 1_000,
      medians: [{ tag: 'cart', receiver: 'gw-a/0', rssi: -60 }],
      winners: [],
    });
    expect(end.decided.map(({ round }) => round)).not.toContain(beginMs / 1_000);
    expect(end.nextInMs).toBe(696);
    expect(one.turn(beginMs + 1_300, 1_300).publish).toBeNull();
    const { decided, publish, nextInMs } = one.turn(beginMs + 1_700, 1_700);
    expect(publish).toBeNull();
    expect(nextInMs).toBe(300);
    expect(decided.map(({ round }) => round)).toEqual([beginMs / 1_000]);
    expect(one.state().tags.get('cart')).toMatchObject({ zone: 'dairy', sinceRound: beginMs / 1_000 });
    const next = one.turn(beginMs + 2_000, 2_000).publish!;
    expect(next.winners).toEqual([{ tag: 'cart', zone: 'dairy', sinceRound: beginMs / 1_000 }]);
  });

  it('takes what others say, and its own words only from itself', () => {
    const one = keeper();
    one.turn(beginMs + 500, 500);
    const round = beginMs / 1_000;
    const said = { round, medians: [{ tag: 'cart', receiver: 'gw-b', rssi: -50 }], winners: [] };
    expect(one.take({ gateway: 'gw-b', ...said }, beginMs + 1_100)).toBe('taken');
    expect(one.take({ gateway: 'gw-a', ...said }, beginMs + 1_100)).toBe('own');
    one.turn(beginMs + 1_700, 1_700);
    expect(one.state().tags.get('cart')?.zone).toBe('entrance');
    expect(one.take({ gateway: 'gw-b', ...said }, beginMs + 1_710)).toBe('late');
    expect(one.counts().late).toBe(1);
  });

  it('goes on by itself where the clock was set back or forth', () => {
    const one = keeper();
    let monotonicMs = 0;
    const live = (fromMs: number, seconds: number) => {
      for (let half = 0; half < seconds * 2; half++) {
        monotonicMs += 500;
        one.heard('cart', 'gw-a', -60, monotonicMs);
        const { publish } = one.turn(fromMs + half * 500 + 250, monotonicMs);
        if (publish) expect(publish.medians.length).toBeLessThanOrEqual(1);
      }
      return one.state();
    };
    live(beginMs, 10);
    expect(live(beginMs + 86_400_000, 10).tags.get('cart')?.zone).toBe('dairy');
    const back = live(beginMs - 3_600_000, 10);
    expect(back.round).toBe(beginMs / 1_000 - 3_600 + 8);
    expect(back.tags.get('cart')).toMatchObject({ zone: 'dairy' });
    expect(back.tags.get('cart')!.sinceRound).toBeLessThanOrEqual(back.round!);
  });
});
