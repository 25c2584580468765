import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge, type Versioned } from '../../src/mesh/ordering.ts';

const fact = fc.record({
  epoch: fc.integer({ min: 1, max: 3 }),
  version: fc.integer({ min: 1, max: 6 }),
});

/** One content per (epoch, version), as an honest publisher has it. */
const honest = (at: { epoch: number; version: number }): Versioned => ({
  ...at,
  contentHash: `${at.epoch}/${at.version}`,
});

test('MESH-020: every order, with any repetition, ends in the newest fact', () => {
  fc.assert(
    fc.property(fc.array(fact, { minLength: 1, maxLength: 30 }), facts => {
      let stored: Versioned | null = null;
      for (const each of facts.map(honest)) if (judge(each, stored) === 'newer') stored = each;
      const newest = facts.reduce((a, b) =>
        b.epoch > a.epoch || (b.epoch === a.epoch && b.version > a.version) ? b : a,
      );
      expect(stored).toEqual(honest(newest));
    }),
  );
});

test('MESH-021, MESH-022: the same version is a duplicate, with another content an equivocation', () => {
  const stored = { epoch: 7, version: 4, contentHash: 'a' };
  expect(judge(stored, stored)).toBe('duplicate');
  expect(judge({ ...stored, contentHash: 'b' }, stored)).toBe('equivocation');
  expect(judge({ ...stored, version: 3 }, stored)).toBe('older');
  expect(judge({ ...stored, epoch: 6, version: 999 }, stored)).toBe('older');
  expect(judge({ ...stored, epoch: 8, version: 1 }, stored)).toBe('newer');
});
