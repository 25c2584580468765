import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appliedWatermark, type Standing } from '../../src/delivery/watermark.ts';

const stream = { epoch: 7, seq: 100 };
const standing = (over: Partial<Standing>): Standing => ({ label: 'a', epoch: 7, seq: 50, state: 'open', ...over });

/** Whether a till that has gone on to `seq` of this epoch charges a price that some label still owes. */
function owed(labels: readonly Standing[], seq: number): boolean {
  return labels.some(
    ({ state, epoch, seq: since }) => state === 'open' && since > 0 && (epoch < stream.epoch || since <= seq),
  );
}

describe('the applied watermark', () => {
  it.each<[string, number, Standing[]]>([
    ['is the position of the stream without labels', 100, []],
    ['is the position of the stream when all is proven', 100, [standing({ state: 'proven' })]],
    ['stops before the oldest price that is not proven', 49, [standing({}), standing({ seq: 80 })]],
    ['does not wait for those that wait for it', 100, [standing({ state: 'till' })]],
    ['does not wait for a label that has no price', 100, [standing({ epoch: 0, seq: 0 })]],
    ['waits for what an epoch before has left open', 0, [standing({ epoch: 6, seq: 900 })]],
    ['never falls below zero', 0, [standing({ seq: 1 })]],
  ])('%s', (_what, seq, labels) => expect(appliedWatermark(stream, labels).seq).toBe(seq));

  it('names ten of those that block it and counts the rest', () => {
    const labels = Array.from({ length: 25 }, (_, i) => standing({ label: `l${i}` }));
    const { blocked, blockedBy } = appliedWatermark(stream, labels);
    expect([blocked, blockedBy.length, blockedBy[0]]).toEqual([25, 10, 'l0']);
  });

  it('is the highest position at which no till charges what a shelf still owes', () => {
    const anyStanding = fc.record({
      label: fc.string(),
      epoch: fc.constantFrom(6, 7, 7, 7),
      seq: fc.integer({ min: 0, max: 120 }),
      state: fc.constantFrom('proven' as const, 'open' as const, 'till' as const),
    });
    fc.assert(
      fc.property(fc.array(anyStanding, { maxLength: 12 }), labels => {
        const { seq, blocked } = appliedWatermark(stream, labels);
        if (seq > 0) expect(owed(labels, seq)).toBe(false);
        if (seq < stream.seq) expect(owed(labels, seq + 1)).toBe(true);
        expect(blocked > 0).toBe(owed(labels, Number.POSITIVE_INFINITY));
      }),
      { numRuns: 500 },
    );
  });
});
