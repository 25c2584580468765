import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Press } from '../../src/nodes/parts.ts';
import { type PressLimits, readPress, restingButton, usualPress } from '../../src/nodes/press.ts';

interface Edge {
  readonly down: boolean;
  readonly atMs: number;
}

/** What a button says of these edges, asked whenever it wants to be, until long after the last one. */
function presses(edges: readonly Edge[], limits: PressLimits = usualPress): { press: Press; atMs: number }[] {
  const said: { press: Press; atMs: number }[] = [];
  let step = readPress(restingButton, null, 0, limits);
  const take = (contact: boolean | null, atMs: number) => {
    step = readPress(step.state, contact, atMs, limits);
    for (const press of step.presses) said.push({ press, atMs });
  };
  for (const { down, atMs } of edges) {
    while (step.wakeMs !== null && step.wakeMs < atMs) take(null, step.wakeMs);
    take(down, atMs);
  }
  while (step.wakeMs !== null) take(null, step.wakeMs);
  return said;
}

const held = (fromMs: number, forMs: number): Edge[] => [
  { down: true, atMs: fromMs },
  { down: false, atMs: fromMs + forMs },
];

describe('a press', () => {
  it('is one once no second one can follow', () => {
    expect(presses(held(1_000, 90))).toEqual([{ press: 'press', atMs: 1_090 + usualPress.doubleMs }]);
  });

  it('is a double one as soon as the second ended', () => {
    expect(presses([...held(1_000, 90), ...held(1_230, 90)])).toEqual([
      { press: 'double', atMs: 1_320 + usualPress.debounceMs },
    ]);
  });

  it('is a long one while it is still held', () => {
    expect(presses(held(1_000, 1_200))).toEqual([{ press: 'long', atMs: 1_800 }]);
  });

  it('loses none when the second of two is long, and makes two of three', () => {
    expect(presses([...held(0, 90), ...held(200, 2_000)]).map(({ press }) => press)).toEqual(['press', 'long']);
    expect(presses([...held(0, 90), ...held(200, 90), ...held(400, 90)]).map(({ press }) => press)).toEqual([
      'double',
      'press',
    ]);
  });

  it('is none when the contact only touches', () => {
    expect(presses(held(1_000, usualPress.debounceMs - 1))).toEqual([]);
  });

  it('is told all the same when the clock rang late', () => {
    const down = readPress(restingButton, true, 0);
    const up = readPress(down.state, false, 100);
    expect(readPress(up.state, null, 60_000).presses).toEqual(['press']);
    expect(readPress(down.state, null, 60_000).presses).toEqual(['long']);
  });
});

describe('whatever a contact does', () => {
  const gesture = fc.record({
    kind: fc.constantFrom<Press>('press', 'double', 'long'),
    bounces: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
    tapMs: fc.integer({ min: 60, max: 300 }),
    gapMs: fc.integer({ min: 60, max: 300 }),
  });

  it('each gesture is told once, as what it was, through all its bouncing', () => {
    fc.assert(
      fc.property(fc.array(gesture, { minLength: 1, maxLength: 12 }), gestures => {
        const edges: Edge[] = [];
        let atMs = 1_000;
        const settle = (down: boolean, bounces: readonly number[]) => {
          let t = atMs;
          for (const bounce of bounces) {
            edges.push({ down, atMs: t }, { down: !down, atMs: t + bounce });
            t += 2 * bounce;
          }
          edges.push({ down, atMs: t });
        };
        for (const { kind, bounces, tapMs, gapMs } of gestures) {
          const taps = kind === 'double' ? 2 : 1;
          for (let tap = 0; tap < taps; tap++) {
            settle(true, bounces);
            atMs += kind === 'long' ? 1_000 : tapMs;
            settle(false, bounces);
            atMs += gapMs;
          }
          atMs += 700;
        }
        expect(presses(edges).map(({ press }) => press)).toEqual(gestures.map(({ kind }) => kind));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('it comes to rest, and never tells more presses than there were', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ down: fc.boolean(), gap: fc.integer({ min: 0, max: 1_500 }) }), { maxLength: 40 }),
        raw => {
          let atMs = 0;
          const edges = raw.map(({ down, gap }) => {
            atMs += gap;
            return { down, atMs };
          });
          const downs = edges.filter(({ down }, i) => down && !edges[i - 1]?.down).length;
          const said = presses([...edges, { down: false, atMs: atMs + 1 }]);
          expect(said.reduce((sum, { press }) => sum + (press === 'double' ? 2 : 1), 0)).toBeLessThanOrEqual(downs);
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });
});
