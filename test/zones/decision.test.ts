import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DecisionState,
  decide,
  type MedianRound,
  mostTags,
  nothingDecided,
  type Winner,
  winnersOf,
} from '../../src/zones/decision.ts';
import { createPlan } from '../../src/zones/plan.ts';

const plan = createPlan(['a', 'b', 'c'].map(name => ({ id: `zone-${name}`, receivers: [`gw-${name}`], places: [] })));

type Levels = Partial<Record<'a' | 'b' | 'c', number | null>>;

/** What the gateways say of one tag; null: nothing. A gateway that is left out says nothing at all. */
function messages(round: number, levels: Levels, winners: readonly Winner[] = []): MedianRound[] {
  return Object.entries(levels).map(([name, rssi]) => ({
    gateway: `gw-${name}`,
    round,
    medians: rssi === null ? [] : [{ tag: 'cart', receiver: `gw-${name}/0`, rssi }],
    winners,
  }));
}

/** Decides these rounds one after another, from 100, as a gateway does that all others agree with. */
function decided(rounds: readonly Levels[], from: DecisionState = nothingDecided): DecisionState[] {
  let state = from;
  return rounds.map((levels, at) => {
    const round = (from.round ?? 99) + 1 + at;
    state = decide(state, round, messages(round, levels, winnersOf(state, plan)), plan, 'gw-a');
    return state;
  });
}

const zonesOf = (states: readonly DecisionState[]) => states.map(({ tags }) => tags.get('cart')?.zone ?? null);
const times = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);

describe('a tag', () => {
  it('is at once where it is heard best, and in the first zone by id of two', () => {
    expect(zonesOf(decided([{ a: -70, b: -60, c: -65 }]))).toEqual(['zone-b']);
    expect(zonesOf(decided([{ c: -60, b: -60, a: -70 }]))).toEqual(['zone-b']);
    expect(zonesOf(decided([{ a: null, b: null }]))).toEqual([null]);
  });

  it('stays until another zone is 6 dB better for two rounds', () => {
    const at = (b: number) => zonesOf(decided([{ a: -60, b: -90 }, ...times(3, { a: -60, b })]));
    expect(at(-54)).toEqual(['zone-a', 'zone-a', 'zone-b', 'zone-b']);
    expect(at(-55)).toEqual(times(4, 'zone-a'));
  });

  it('stays where the lead is interrupted', () => {
    const better = { a: -60, b: -50 };
    const even = { a: -60, b: -60 };
    expect(zonesOf(decided([even, better, even, better, even, better]))).toEqual(times(6, 'zone-a'));
  });

  it('stays where the round between two leads is missing', () => {
    const [first, second] = decided([
      { a: -60, b: -90 },
      { a: -60, b: -50 },
    ]);
    const later = messages(103, { a: -60, b: -50 }, winnersOf(first!, plan));
    expect(zonesOf([decide(second!, 103, later, plan, 'gw-a')])).toEqual(['zone-a']);
    const next = messages(102, { a: -60, b: -50 }, winnersOf(first!, plan));
    expect(zonesOf([decide(second!, 102, next, plan, 'gw-a')])).toEqual(['zone-b']);
  });

  it('goes to the best of those that led in both rounds', () => {
    const states = decided([
      { a: -50, b: -90, c: -90 },
      { a: -80, b: -60, c: -65 },
      { a: -80, b: -60, c: -50 },
    ]);
    expect(zonesOf(states)).toEqual(['zone-a', 'zone-a', 'zone-c']);
  });

  it('remembers since when it is there, across rounds', () => {
    const [, , third, , last] = decided([{ a: -60, b: -90 }, ...times(4, { a: -60, b: -50 })]);
    expect(third!.tags.get('cart')).toMatchObject({ zone: 'zone-b', sinceRound: 102 });
    expect(last!.tags.get('cart')).toMatchObject({ zone: 'zone-b', sinceRound: 102, heardRound: 104 });
  });

  it('has its evidence with it', () => {
    const [state] = decided([{ a: -60, b: -67, c: null }]);
    expect(state!.tags.get('cart')).toMatchObject({ rssi: -60, receivers: 2, marginDb: 7 });
    const [alone] = decided([{ a: -60, b: null, c: null }]);
    expect(alone!.tags.get('cart')).toMatchObject({ rssi: -60, receivers: 1, marginDb: 40 });
  });

  it('is away when nobody heard it for half a minute', () => {
    const states = decided([{ a: -60, b: -70 }, ...times(30, { a: null, b: null })]);
    // The last median may be 5 s younger than the last reading, and the others are heard one round later.
    expect(zonesOf(states)).toEqual([...times(27, 'zone-a'), ...times(4, null)]);
  });

  it('changes zone when its own does not hear it any more', () => {
    const states = decided([{ a: -60, b: -80 }, ...times(2, { a: null, b: -80 })]);
    expect(zonesOf(states)).toEqual(['zone-a', 'zone-a', 'zone-b']);
  });
});

describe('a silent gateway', () => {
  it('keeps its tags for some seconds, and then loses those that others hear', () => {
    const states = decided([{ a: -60, b: -80 }, ...times(8, { b: -80 })]);
    expect(zonesOf(states)).toEqual([...times(7, 'zone-a'), ...times(2, 'zone-b')]);
  });

  it('keeps tags that nobody hears no shorter than others do', () => {
    const states = decided([{ a: -60, b: null }, ...times(30, { b: null })]);
    expect(zonesOf(states)).toEqual([...times(27, 'zone-a'), ...times(4, null)]);
  });

  it('does not lose a tag by one message that was lost', () => {
    const here = { a: -60, b: -80 };
    expect(zonesOf(decided([here, { b: -80 }, here, { b: -80 }, { b: -80 }, here]))).toEqual(times(6, 'zone-a'));
  });
});

describe('what is not used', () => {
  it('is a gateway that speaks for the radio of another, or for one in no zone', () => {
    const said = [
      { gateway: 'gw-a', round: 100, medians: [{ tag: 'cart', receiver: 'gw-b', rssi: -30 }], winners: [] },
    ];
    expect(decide(nothingDecided, 100, said, plan, 'gw-a').tags.size).toBe(0);
    const unknown = [{ ...said[0]!, gateway: 'gw-x', medians: [{ tag: 'cart', receiver: 'gw-x', rssi: -30 }] }];
    expect(decide(nothingDecided, 100, unknown, plan, 'gw-a').tags.size).toBe(0);
  });

  it('is a word on a zone that has no radio, from the future, or said twice', () => {
    const say = (...winners: Winner[]) =>
      decide(nothingDecided, 100, messages(100, { a: null }, winners), plan, 'gw-a');
    expect(say({ tag: 'cart', zone: 'cellar', sinceRound: 5 }).tags.size).toBe(0);
    expect(say({ tag: 'cart', zone: 'zone-a', sinceRound: 100 }).tags.size).toBe(0);
    const twice = [
      { tag: 'cart', zone: 'zone-c', sinceRound: 9 },
      { tag: 'cart', zone: 'zone-c', sinceRound: 9 },
    ];
    const others = ['a', 'b'].map(
      name => messages(100, { [name]: null }, [{ tag: 'cart', zone: 'zone-a', sinceRound: 9 }])[0]!,
    );
    const state = decide(nothingDecided, 100, [...messages(100, { c: null }, twice), ...others], plan, 'gw-a');
    expect(zonesOf([state])).toEqual(['zone-a']);
  });

  it('is a round that is over', () => {
    const [state] = decided([{ a: -60 }]);
    expect(decide(state!, 100, messages(100, { b: -30 }), plan, 'gw-a')).toBe(state);
  });
});

const gateways = ['a', 'b', 'c'] as const;
/** Few levels and few beginnings, so that ties are frequent. */
const level = fc.option(fc.constantFrom(-80, -74, -70, -60), { freq: 3 });
const claim = fc.option(
  fc.record({ zone: fc.constantFrom('zone-a', 'zone-b', 'zone-c'), sinceRound: fc.constantFrom(97, 98) }),
);
const tagNames = ['cart', 'ladder', 'anna'];
const anyMessage = (gateway: string, round: number) =>
  fc.tuple(...tagNames.map(() => fc.tuple(level, claim))).map(
    (said): MedianRound => ({
      gateway,
      round,
      medians: said.flatMap(([rssi], at) => (rssi === null ? [] : [{ tag: tagNames[at]!, receiver: gateway, rssi }])),
      winners: said.flatMap(([, winner], at) => (winner === null ? [] : [{ tag: tagNames[at]!, ...winner }])),
    }),
  );
const anyRound = (round: number) => fc.tuple(...gateways.map(name => anyMessage(`gw-${name}`, round)));
/** Zone and beginning of each tag. */
const placesOf = ({ tags }: DecisionState) =>
  [...tags].map(([tag, { zone, sinceRound }]) => `${tag} ${zone} ${sinceRound}`).sort();

describe('all gateways', () => {
  it('decide the same in whatever order messages come', () => {
    fc.assert(
      fc.property(anyRound(100), anyRound(101), fc.nat(), fc.nat(), (first, second, by, then) => {
        const shuffled = <T>(list: readonly T[], turn: number) =>
          turn % 2 === 0
            ? [...list.slice(turn % list.length), ...list.slice(0, turn % list.length)]
            : [...list].reverse();
        const run = (one: readonly MedianRound[], two: readonly MedianRound[], gateway: string) =>
          decide(decide(nothingDecided, 100, one, plan, gateway), 101, two, plan, gateway);
        const expected = run(first, second, 'gw-a');
        const other = run(shuffled(first, by), shuffled(second, then), 'gw-b');
        expect(placesOf(other)).toEqual(placesOf(expected));
        expect(winnersOf(other, plan)).toEqual(winnersOf(expected, plan));
      }),
    );
  });

  it('decide the same after two rounds with all messages, whatever they missed and believed before', () => {
    const past = fc.array(fc.tuple(anyRound(0), fc.integer({ min: 0, max: 7 })), { maxLength: 5 });
    fc.assert(
      fc.property(past, past, anyRound(100), anyRound(101), (mine, yours, first, second) => {
        const livedThrough = (rounds: typeof mine, gateway: string) =>
          rounds.reduce(
            (state, [said, arrived], at) =>
              decide(
                state,
                100 - rounds.length + at,
                said.filter((_, bit) => arrived & (1 << bit)),
                plan,
                gateway,
              ),
            nothingDecided,
          );
        const ending = (state: DecisionState, gateway: string) =>
          decide(decide(state, 100, first, plan, gateway), 101, second, plan, gateway);
        const me = ending(livedThrough(mine, 'gw-a'), 'gw-a');
        const you = ending(livedThrough(yours, 'gw-b'), 'gw-b');
        expect(placesOf(me)).toEqual(placesOf(you));
      }),
      { numRuns: 300 },
    );
  });

  it('follow the majority, so that one that missed something comes back to the others', () => {
    const said = (zone: string, sinceRound: number): Winner[] => [{ tag: 'cart', zone, sinceRound }];
    const round = [
      ...messages(100, { a: -60 }, said('zone-a', 99)),
      ...messages(100, { b: -62 }, said('zone-b', 50)),
      ...messages(100, { c: null }, said('zone-b', 51)),
    ];
    expect(decide(nothingDecided, 100, round, plan, 'gw-a').tags.get('cart')).toMatchObject({
      zone: 'zone-b',
      sinceRound: 50,
    });
    const even = decide(nothingDecided, 100, round.slice(0, 2), plan, 'gw-a');
    expect(even.tags.get('cart')).toMatchObject({ zone: 'zone-a', sinceRound: 99 });
  });

  it('tell one that was restarted where tags are that nobody hears just now', () => {
    const [, state] = decided([
      { a: -60, b: -80 },
      { a: null, b: null },
    ]);
    const winners = winnersOf(state!, plan);
    expect(winners).toEqual([{ tag: 'cart', zone: 'zone-a', sinceRound: 100 }]);
    const restarted = decide(nothingDecided, 102, messages(102, { a: null }, winners), plan, 'gw-c');
    expect(restarted.tags.get('cart')).toMatchObject({ zone: 'zone-a', sinceRound: 100, heardRound: null });
    // It passes nothing on that it knows by hearsay only: otherwise a tag would never be away.
    expect(winnersOf(restarted, plan)).toEqual([]);
  });
});

describe('limits', () => {
  it('remembers no more tags than it may, the same ones in whatever order they come', () => {
    const medians = Array.from({ length: 100_000 }, (_, at) => ({ tag: `tag-${at}`, receiver: 'gw-a', rssi: -60 }));
    const of = (list: typeof medians) =>
      decide(nothingDecided, 100, [{ gateway: 'gw-a', round: 100, medians: list, winners: [] }], plan, 'gw-a');
    const state = of(medians);
    expect(state.tags.size).toBe(mostTags);
    expect(state.heard.tags.size).toBe(mostTags);
    expect([...of([...medians].reverse()).tags.keys()].sort()).toEqual([...state.tags.keys()].sort());
  });

  it('remembers no gateway that is not in the plan', () => {
    let state = nothingDecided;
    for (let at = 0; at < 1_000; at++) {
      state = decide(state, at, [{ gateway: `stranger-${at}`, round: at, medians: [], winners: [] }], plan, 'gw-a');
    }
    expect(state.reported.size).toBe(0);
  });
});
