import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LightPattern, lightAt } from '../../src/nodes/light.ts';

describe('a light', () => {
  const wish = (pattern: LightPattern, untilMs: number | null = null) => ({ pattern, sinceMs: 1_000, untilMs });

  it('stays as it is', () => {
    expect(lightAt(wish('off'), 5_000)).toEqual({ lit: false, changesMs: null });
    expect(lightAt(wish('on'), 5_000)).toEqual({ lit: true, changesMs: null });
  });

  it('blinks from lit to dark', () => {
    expect(lightAt(wish('blink'), 1_000)).toEqual({ lit: true, changesMs: 1_500 });
    expect(lightAt(wish('blink'), 1_500)).toEqual({ lit: false, changesMs: 2_000 });
    expect(lightAt(wish('flash'), 1_090)).toEqual({ lit: true, changesMs: 1_100 });
  });

  it('ends', () => {
    expect(lightAt(wish('on', 2_000), 1_999)).toEqual({ lit: true, changesMs: 2_000 });
    expect(lightAt(wish('blink', 1_700), 1_600)).toEqual({ lit: false, changesMs: 1_700 });
    expect(lightAt(wish('blink', 1_700), 1_700)).toEqual({ lit: false, changesMs: null });
  });

  it('changes when it says so, and not before', () => {
    const pattern = fc.constantFrom<LightPattern>('on', 'blink', 'flash', 'off');
    fc.assert(
      fc.property(pattern, fc.nat({ max: 100_000 }), fc.option(fc.nat({ max: 100_000 })), (kind, afterMs, forMs) => {
        const asked = { pattern: kind, sinceMs: 1_000, untilMs: forMs === null ? null : 1_000 + forMs };
        const nowMs = 1_000 + afterMs;
        const { lit, changesMs } = lightAt(asked, nowMs);
        if (changesMs === null) return;
        expect(changesMs).toBeGreaterThan(nowMs);
        expect(lightAt(asked, changesMs - 1).lit).toBe(lit);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
