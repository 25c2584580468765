import { describe, expect, it } from 'vitest';
import type { DecisionState } from '../../src/zones/decision.ts';
import { seeded } from './radio-model.ts';
import { type DecidedRound, openStore } from './store-on-air.ts';

const hourSeconds = 3_600;
const seeds = Array.from({ length: 10 }, (_, at) => at + 1);
/** Between the first gateway, at 0 m, and the second, at 8 m. */
const borderM = 4;

/** How often a tag that stands still changes its zone in an hour, on average of ten seeds. */
function switchesPerHour(tagM: number, shadowingSeconds?: number): number {
  const total = seeds
    .map(seed => {
      const random = seeded(seed);
      let before: string | null = null;
      let switches = 0;
      const store = openStore(
        { random, tags: { cart: () => tagM }, ...(shadowingSeconds ? { shadowingSeconds } : {}) },
        hourSeconds,
      );
      for (const { states } of store) {
        const zone = zoneOf(states[0]!, 'cart');
        if (before !== null && zone !== before) switches += 1;
        before = zone;
      }
      return switches;
    })
    .reduce((sum, switches) => sum + switches, 0);
  return total / seeds.length;
}

function zoneOf(state: DecisionState, tag: string): string | null {
  return state.tags.get(tag)?.zone ?? null;
}

const paceMps = 0.8;
const standsSeconds = 10;
/** A round is decided 0.7 s after its end. */
const decidedAfterSeconds = 1.7;

/** From the moment a walker crosses the border until the next zone has it, seconds; one that was handed over early: 0. */
function handoverSeconds(seed: number): number {
  const random = seeded(seed);
  const pathM = (seconds: number) => Math.max(0, seconds - standsSeconds) * paceMps;
  const crossedSeconds = standsSeconds + borderM / paceMps;
  let second = 0;
  for (const { states } of openStore({ random, tags: { walker: pathM } }, 60)) {
    const decidedSeconds = second + decidedAfterSeconds;
    if (zoneOf(states[0]!, 'walker') !== 'zone-0' && decidedSeconds >= crossedSeconds)
      return decidedSeconds - crossedSeconds;
    second += 1;
  }
  return Number.POSITIVE_INFINITY;
}

/** Winners of a round as a text: zone and beginning of each tag. */
const decisionOf = ({ tags }: DecisionState): string =>
  [...tags]
    .map(([tag, { zone, sinceRound }]) => `${tag} ${zone} ${sinceRound}`)
    .sort()
    .join();

/** A shop with something going on: one stands on the border, two walk to and fro, one comes and goes. */
const busyTags = {
  still: () => borderM,
  slow: (seconds: number) => 8 + 8 * Math.sin(seconds / 20),
  fast: (seconds: number) => 8 + 8 * Math.sin(seconds / 7),
  visitor: (seconds: number) => (seconds % 180 < 90 ? 12 : 100_000),
};

describe('a tag that stands still', () => {
  it('changes zone at most 60 times an hour on the border', () => {
    const switches = switchesPerHour(borderM);
    expect(switches).toBeLessThanOrEqual(60);
    expect(switches).toBeGreaterThan(0);
  });

  it('changes zone at most 10 times an hour two metres from its gateway', () => {
    expect(switchesPerHour(2)).toBeLessThanOrEqual(10);
  });
});

describe('somebody who walks', () => {
  it('is in the next zone within 7 s in half of 200 walks', () => {
    const delays = Array.from({ length: 200 }, (_, walk) => handoverSeconds(1_000 + walk)).sort((a, b) => a - b);
    expect(delays[100]).toBeLessThanOrEqual(7);
    expect(delays[180]).toBeLessThanOrEqual(10);
    expect(delays.at(-1)).toBeLessThan(30);
  });
});

describe('three gateways', () => {
  it('decide the same always where nothing is lost', () => {
    let moves = 0;
    let before = '';
    for (const { states } of openStore({ random: seeded(5), tags: busyTags }, 900)) {
      const [first, ...others] = states.map(decisionOf);
      expect(others).toEqual([first, first]);
      if (first !== before) moves += 1;
      before = first!;
    }
    expect(moves).toBeGreaterThan(50);
  });

  it('decide the same wherever two rounds came whole, with every fiftieth message lost', () => {
    const tally = compare(openStore({ random: seeded(6), tags: busyTags, lost: () => 0.02 }, 1_800));
    expect(tally.unlike).toBe(0);
    expect(tally.whole).toBeGreaterThan(1_200);
    expect(tally.torn).toBeGreaterThan(100);
    // Where messages are missing they agree nearly always as well.
    expect(tally.unlikeTorn).toBeLessThan(tally.torn * 0.1);
  });

  it('agree again within two rounds when one was restarted or nothing came through for a while', () => {
    const tally = compare(
      openStore(
        {
          random: seeded(7),
          tags: busyTags,
          lost: round => (round % 60 < 12 ? 0.9 : 0),
          restarted: round => (round % 45 === 0 ? (round / 45) % 3 : null),
        },
        900,
      ),
    );
    expect(tally.unlike).toBe(0);
    expect(tally.whole).toBeGreaterThan(600);
    expect(tally.unlikeTorn).toBeGreaterThan(0);
  });
});

/** `whole`: rounds of which all messages arrived, as of the one before, at gateways that were there in both. */
function compare(rounds: Iterable<DecidedRound>) {
  const tally = { whole: 0, torn: 0, unlike: 0, unlikeTorn: 0 };
  let wholeBefore = false;
  for (const { states, complete, restarted } of rounds) {
    const whole = complete.every(Boolean);
    const same = new Set(states.map(decisionOf)).size === 1;
    if (whole && wholeBefore && !restarted) {
      tally.whole += 1;
      if (!same) tally.unlike += 1;
    } else {
      tally.torn += 1;
      if (!same) tally.unlikeTorn += 1;
    }
    wholeBefore = whole;
  }
  return tally;
}
