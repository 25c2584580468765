import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, covers, maxAhead, missing, type Position, reach } from '../../src/mesh/stream.ts';

const ranges = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 6 }))
    .map(([first, more]) => [first, first + more] as const),
  { maxLength: 25 },
);

const start: Position = { seq: 0, ahead: [] };

test('MESH-024: what is known of a stream equals a plain set of numbers', () => {
  fc.assert(
    fc.property(ranges, fc.integer({ min: 0, max: 80 }), (seen, head) => {
      const numbers = new Set<number>();
      let position = start;
      for (const [first, last] of seen) {
        const fresh = Array.from({ length: last - first + 1 }, (_, index) => first + index);
        expect(covers(position, first, last)).toBe(fresh.every(seq => numbers.has(seq)));
        position = advance(position, first, last);
        for (const seq of fresh) numbers.add(seq);
      }
      let seq = 0;
      while (numbers.has(seq + 1)) seq += 1;
      const highest = Math.max(0, ...numbers);
      expect(position.seq).toBe(seq);
      expect(reach(position)).toBe(highest);
      const top = Math.max(highest, head);
      expect(missing(position, head)).toBe(top - numbers.size);
    }),
  );
});

test(`at most ${maxAhead} ranges are kept, those next to the gap`, () => {
  let position = start;
  for (let at = 0; at < 100; at++) position = advance(position, 1_000 - at * 2, 1_000 - at * 2);
  expect(position.ahead).toHaveLength(maxAhead);
  expect(position.ahead[0]).toEqual([802, 802]);
  expect(position.seq).toBe(0);
});
