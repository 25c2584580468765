import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOccupancy, mostInside } from '../../src/zones/occupancy.ts';
import { occupancyStateFrom } from '../../src/zones/occupancy-state.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const come = (atMs: number) => ({ direction: 'in', atMs }) as const;
const go = (atMs: number) => ({ direction: 'out', atMs }) as const;

describe('how many are inside', () => {
  it('is who came less who went, and never below nobody', () => {
    const directions = fc.array(fc.constantFrom('in' as const, 'out' as const), { maxLength: 200 });
    fc.assert(
      fc.property(directions, walked => {
        const occupancy = createOccupancy({ nowMs: 0 });
        let inside = 0;
        let drifts = 0;
        for (const [at, direction] of walked.entries()) {
          const answer = occupancy.crossed({ direction, atMs: at * 1_000 });
          const below = direction === 'out' && inside === 0;
          expect(answer).toBe(below ? 'rezeroed' : 'counted');
          if (below) drifts += 1;
          else inside += direction === 'in' ? 1 : -1;
        }
        const figure = occupancy.figure(walked.length * 1_000);
        expect(figure).toMatchObject({ inside, drifts: Math.min(32, drifts), method: 'two-beams' });
        expect(figure.entered - figure.left + drifts).toBe(inside);
        expect(figure.confidence).toBeGreaterThanOrEqual(0);
        expect(figure.confidence).toBeLessThanOrEqual(0.95);
      }),
    );
  });

  it('stops at more people than any shop holds', () => {
    const state = { ...createOccupancy({ nowMs: 0 }).state(0), inside: mostInside };
    const occupancy = createOccupancy({ nowMs: 0, state, awayMs: 0 });
    expect(occupancy.crossed(come(1))).toBe('full');
    expect(occupancy.figure(1).inside).toBe(mostInside);
  });
});

describe('confidence', () => {
  it('falls with time, with crossings, with drift and with lines that do not count', () => {
    const at = (nowMs: number, share?: number) => createOccupancy({ nowMs: 0 }).figure(nowMs, share).confidence;
    expect(at(0)).toBe(0.95);
    expect(at(12 * hourMs)).toBe(0.48);
    expect(at(0, 0.5)).toBe(0.48);
    expect(at(0, 0)).toBe(0);
    const busy = createOccupancy({ nowMs: 0 });
    for (let one = 0; one < 200; one++) {
      busy.crossed(come(one));
      busy.crossed(go(one));
    }
    expect(busy.figure(400).confidence).toBe(0.68);
    const drifted = createOccupancy({ nowMs: 0 });
    drifted.crossed(go(1));
    expect(drifted.figure(1).confidence).toBe(0.76);
    expect(drifted.figure(1 + hourMs).confidence).toBeGreaterThan(0.8);
  });

  it('is back when somebody has looked', () => {
    const occupancy = createOccupancy({ nowMs: 0 });
    occupancy.crossed(come(1));
    occupancy.crossed(come(2));
    occupancy.zero(hourMs);
    expect(occupancy.figure(hourMs)).toMatchObject({ inside: 0, entered: 2, left: 0, drifts: 0, confidence: 0.95 });
  });
});

describe('beginning anew by itself', () => {
  it('happens when nobody has been inside for a while', () => {
    const occupancy = createOccupancy({ nowMs: 0 });
    occupancy.crossed(come(1));
    occupancy.crossed(go(1_000));
    expect(occupancy.rest(10 * minuteMs)).toBe(false);
    expect(occupancy.rest(11 * minuteMs)).toBe(true);
    expect(occupancy.figure(11 * minuteMs)).toMatchObject({ sinceZeroMs: 0, confidence: 0.95 });
    expect(occupancy.rest(30 * minuteMs)).toBe(false);
  });

  it('happens at night, when those who are said to be inside have not moved for hours', () => {
    const occupancy = createOccupancy({ nowMs: 0 });
    occupancy.crossed(come(1));
    expect(occupancy.rest(2 * hourMs)).toBe(false);
    expect(occupancy.figure(2 * hourMs).inside).toBe(1);
    expect(occupancy.crossed(come(9 * hourMs))).toBe('counted');
    expect(occupancy.figure(9 * hourMs)).toMatchObject({ inside: 1, sinceZeroMs: 0 });
  });
});

describe('a restart', () => {
  const before = createOccupancy({ nowMs: 5_000 });
  for (const atMs of [6_000, 7_000, 8_000]) before.crossed(come(atMs));
  const state = JSON.parse(JSON.stringify(before.state(9_000)));

  it('keeps the count and trusts it less, until it begins anew', () => {
    const after = createOccupancy({ nowMs: 100, state, awayMs: 20_000 });
    expect(after.figure(100)).toMatchObject({ inside: 3, entered: 3, sinceMovedMs: 21_000, confidence: 0.57 });
    after.zero(200);
    expect(after.figure(200).confidence).toBe(0.95);
  });

  it('reads what was kept, and nothing else', () => {
    expect(occupancyStateFrom(state)).toEqual(state);
    for (const rubbish of [null, 7, [], {}, { ...state, inside: -1 }, { ...state, crossings: 'x' }]) {
      expect(occupancyStateFrom(rubbish)).toBeNull();
    }
    fc.assert(
      fc.property(fc.anything(), value => {
        const read = occupancyStateFrom(value);
        if (read) createOccupancy({ nowMs: 0, state: read });
      }),
    );
  });

  it('begins with nobody when it took too long, or nobody knows how long', () => {
    for (const awayMs of [3 * hourMs, null]) {
      const after = createOccupancy({ nowMs: 100, state, awayMs });
      expect(after.figure(100)).toMatchObject({ inside: 0, entered: 3, confidence: 0.57 });
    }
  });
});
