import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TillOrder, waitsForTill } from '../../src/delivery/till-order.ts';

const order = (over: Partial<TillOrder> = {}): TillOrder => ({
  order: 'auto',
  maxWaitMs: 60_000,
  whenSilent: 'hold',
  ...over,
});
const desired = { epoch: 7, seq: 100, sinceMs: 1_000_000 };
const till = (epoch: number, seq: number) => ({ epoch, seq, atMs: 0 });
const soon = desired.sinceMs + 1000;
const late = desired.sinceMs + 60_000;

describe('a lower price', () => {
  it.each<[string, string | null, ReturnType<typeof waitsForTill>]>([
    ['waits for the tills', 'till.waiting', waitsForTill('decrease', desired, till(7, 99), order(), soon)],
    ['follows them', null, waitsForTill('decrease', desired, till(7, 100), order(), soon)],
    ['follows tills of a later epoch', null, waitsForTill('decrease', desired, till(8, 1), order(), soon)],
    [
      'waits for tills of an older epoch',
      'till.waiting',
      waitsForTill('decrease', desired, till(6, 999), order(), soon),
    ],
    ['does not wait where no till ever spoke', null, waitsForTill('decrease', desired, null, order(), soon)],
    [
      'waits for them all the same when told to',
      'till.waiting',
      waitsForTill('decrease', desired, null, order({ order: 'strict' }), soon),
    ],
    ['never waits when told so', null, waitsForTill('decrease', desired, till(7, 0), order({ order: 'off' }), soon)],
    [
      'is held and reported when they stay silent',
      'till.silent',
      waitsForTill('decrease', desired, till(7, 0), order(), late),
    ],
    [
      'is shown when they stay silent and the shop wants that',
      null,
      waitsForTill('decrease', desired, till(7, 0), order({ whenSilent: 'show' }), late),
    ],
    [
      'does not wait quietly for days after the clock was set back',
      'till.silent',
      waitsForTill('decrease', desired, till(7, 0), order(), desired.sinceMs - 86_400_000),
    ],
  ])('%s', (_what, expected, actual) => expect(actual).toBe(expected));
});

describe('every other change', () => {
  it('never waits for a till', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('increase' as const, 'first' as const, 'offer' as const, 'cosmetic' as const),
        fc.constantFrom('auto' as const, 'strict' as const, 'off' as const),
        fc.option(fc.nat(200), { nil: null }),
        fc.nat(200_000),
        (change, how, seq, waitedMs) => {
          const position = seq === null ? null : till(7, seq);
          const now = desired.sinceMs + waitedMs;
          expect(waitsForTill(change, desired, position, order({ order: how }), now)).toBeNull();
        },
      ),
    );
  });
});
