import { describe, expect, it } from 'vitest';
import { crowdConfidence, placeConfidence } from '../../src/zones/confidence.ts';
import { type DecisionState, decide, type MedianRound, nothingDecided, winnersOf } from '../../src/zones/decision.ts';
import { createPlan } from '../../src/zones/plan.ts';
import { createPresence, type TagKind } from '../../src/zones/presence.ts';

const plan = createPlan([
  { id: 'dairy', receivers: ['gw-a'], places: [] },
  { id: 'entrance', receivers: ['gw-b', 'gw-c'], places: [] },
  { id: 'office', receivers: [], places: [] },
]);
const kinds: Record<string, TagKind> = { cart: 'trolley', anna: 'staff', guest: 'session', fridge: 'sensor' };
/** A full hour. */
const beginRound = 1_795_446_000;

/** Which gateway hears which tag how well. */
type Heard = Record<string, Record<string, number>>;

/** A shop that lives through rounds, and what presence makes of them. */
function shop() {
  const presence = createPresence({ plan: () => plan, kindOf: tag => kinds[tag] ?? null });
  let state: DecisionState = nothingDecided;
  let round = beginRound;
  return {
    presence,
    live(seconds: number, heard: Heard) {
      const moves = [];
      for (let second = 0; second < seconds; second++, round++) {
        const said = Object.entries(heard).map(
          ([gateway, tags]): MedianRound => ({
            gateway,
            round,
            medians: Object.entries(tags).map(([tag, rssi]) => ({ tag, receiver: gateway, rssi })),
            winners: winnersOf(state, plan),
          }),
        );
        state = decide(state, round, said, plan, 'gw-a');
        moves.push(...presence.observe(state));
      }
      return moves;
    },
    /** Just after the last round was decided. */
    zones: () => Object.fromEntries(presence.zones((round + 0.7) * 1_000).map(zone => [zone.zone, zone])),
    nowMs: () => round * 1_000,
  };
}

const quiet = { 'gw-a': {}, 'gw-b': {}, 'gw-c': {} };
const atDairy = { 'gw-a': { cart: -50 }, 'gw-b': { cart: -80 }, 'gw-c': {} };
const atEntrance = { 'gw-a': { cart: -80 }, 'gw-b': { cart: -50 }, 'gw-c': {} };

describe('who is in a zone', () => {
  it('is told by kind, with how it came about and how sure it is', () => {
    const { live, zones, nowMs } = shop();
    live(3, { 'gw-a': { cart: -50, fridge: -60, stranger: -40 }, 'gw-b': { cart: -70, anna: -60 }, 'gw-c': {} });
    const { dairy, entrance, office } = zones();
    expect(dairy).toMatchObject({
      state: 'occupied',
      method: 'rssi-median-5s',
      kinds: { trolley: 1, sensor: 1, staff: 0 },
    });
    expect(dairy!.tags.map(({ id }) => id)).toEqual(['cart', 'fridge']);
    expect(dairy!.tags[0]).toMatchObject({
      kind: 'trolley',
      sinceMs: beginRound * 1_000,
      lastHeardMs: nowMs(),
      rssi: -50,
    });
    expect(entrance).toMatchObject({ state: 'occupied', kinds: { staff: 1 } });
    expect(office).toMatchObject({ state: 'silent', confidence: 0, tags: [] });
    expect(dairy!.confidence).toBeGreaterThan(0.7);
    expect(dairy!.confidence).toBeLessThan(1);
  });

  it('is sure to be nobody only where somebody listens', () => {
    const { live, zones } = shop();
    live(10, quiet);
    expect(zones().entrance).toMatchObject({ state: 'empty', confidence: 1 });
    live(10, { 'gw-a': {}, 'gw-b': {} });
    expect(zones().entrance).toMatchObject({ state: 'empty', confidence: 0.5 });
    live(10, { 'gw-a': {} });
    expect(zones().entrance).toMatchObject({ state: 'silent', confidence: 0 });
  });

  it('is not known when nobody decides any more', () => {
    const { live, presence, nowMs } = shop();
    live(3, atDairy);
    expect(presence.zones(nowMs() + 700)[0]!.state).toBe('occupied');
    const later = presence.zones(nowMs() + 60_000)[0]!;
    expect(later.state).toBe('silent');
    expect(later.tags[0]!.confidence).toBe(0);
  });
});

describe('how sure a place is', () => {
  const heard = { zone: 'dairy', sinceRound: 1, heardRound: 100, rssi: -60, receivers: 2, marginDb: 6 };

  it('grows with the lead and with every radio, and fades', () => {
    const lead = [-12, -6, 0, 6, 12].map(marginDb => placeConfidence({ ...heard, marginDb }, 100));
    expect(lead).toEqual([...lead].sort((a, b) => a - b));
    expect(lead[2]).toBeLessThan(0.5);
    const radios = [1, 2, 3].map(receivers => placeConfidence({ ...heard, receivers }, 100));
    expect(radios).toEqual([...radios].sort((a, b) => a - b));
    const age = [100, 110, 120, 130, 140].map(round => placeConfidence(heard, round));
    expect(age).toEqual([...age].sort((a, b) => b - a));
    expect(age.slice(-2)).toEqual([0, 0]);
    expect(placeConfidence({ ...heard, heardRound: null }, 100)).toBe(0);
  });

  it('stays between nothing and one', () => {
    expect(placeConfidence({ ...heard, marginDb: 500, receivers: 60 }, 90)).toBeLessThanOrEqual(1);
    expect(crowdConfidence(1_000_000, false)).toBeLessThanOrEqual(0.6);
    expect(crowdConfidence(null, true)).toBe(0);
  });
});

describe('movements', () => {
  it('are said once each: comes, goes over, is away', () => {
    const { live } = shop();
    const moves = [...live(60, atDairy), ...live(60, atEntrance), ...live(60, quiet)];
    expect(moves).toMatchObject([
      { tag: 'cart', kind: 'trolley', from: null, to: 'dairy', atMs: (beginRound + 1) * 1_000 },
      { tag: 'cart', from: 'dairy', to: 'entrance', atMs: (beginRound + 62) * 1_000 },
      { tag: 'cart', from: 'entrance', to: null },
    ]);
  });
});

describe('dwell and heat', () => {
  it('are of visits that are over, up to when the tag was heard last', () => {
    const { live, zones } = shop();
    live(60, atDairy);
    expect(zones().dairy!.dwell).toEqual({ visits: 0, medianSeconds: null, method: 'rssi-median-5s', confidence: 0 });
    live(120, atEntrance);
    live(60, quiet);
    expect(zones().dairy!.dwell).toMatchObject({ visits: 1, medianSeconds: 61 });
    expect(zones().entrance!.dwell).toMatchObject({ visits: 1, medianSeconds: 119 });
  });

  it('have a median, are surer of more visits, and forget after an hour', () => {
    const { live, zones } = shop();
    for (const seconds of [20, 40, 300]) {
      live(seconds, atDairy);
      live(40, quiet);
    }
    const three = zones().dairy!.dwell;
    expect(three).toMatchObject({ visits: 3, medianSeconds: 40 });
    for (let visit = 0; visit < 5; visit++) {
      live(40, atDairy);
      live(40, quiet);
    }
    expect(zones().dairy!.dwell.confidence).toBeGreaterThan(three.confidence);
    live(3_700, quiet);
    expect(zones().dairy!.dwell).toMatchObject({ visits: 0, medianSeconds: null });
    expect(zones().dairy!.heat).toBe(0);
  });

  it('compare zones with the one where tags were longest, and count nothing that stands there anyway', () => {
    const { live, zones } = shop();
    live(300, { 'gw-a': { cart: -50, fridge: -50 }, 'gw-b': { anna: -50, guest: -50 }, 'gw-c': {} });
    expect(zones().entrance!.heat).toBe(1);
    expect(zones().dairy!.heat).toBeCloseTo(0.5, 2);
    expect(zones().office!.heat).toBe(0);
    live(60, quiet);
    expect(zones().entrance!.dwell.visits).toBe(2);
    expect(zones().dairy!.dwell.visits).toBe(1);
  });

  it('are kept by the hour, for a day', () => {
    const { live, zones } = shop();
    for (let hour = 0; hour < 26; hour++) {
      live(100, atDairy);
      live(3_500, quiet);
    }
    const { hours } = zones().dairy!;
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)).toMatchObject({ startsAtMs: (beginRound + 25 * 3_600) * 1_000, visits: 1, mostTags: 1 });
    // A tag that falls silent is there until it is known to be away.
    expect(hours.at(-1)!.tagSeconds).toBeGreaterThanOrEqual(100);
    expect(hours.at(-1)!.tagSeconds).toBeLessThanOrEqual(126);
  });

  it('remember the newest 1,024 visits of a zone', () => {
    const presence = createPresence({ plan: () => plan, kindOf: () => 'trolley' });
    const here = new Map(
      Array.from({ length: 5_000 }, (_, at) => [
        `cart-${at}`,
        { zone: 'dairy', sinceRound: beginRound - 10, heardRound: beginRound, rssi: -50, receivers: 1, marginDb: 50 },
      ]),
    );
    presence.observe({ ...nothingDecided, round: beginRound, tags: here });
    presence.observe({ ...nothingDecided, round: beginRound + 1, tags: new Map() });
    const [dairy] = presence.zones((beginRound + 2) * 1_000);
    expect(dairy!.dwell.visits).toBe(1_024);
    expect(dairy!.hours.at(-1)!.visits).toBe(5_000);
  });
});
