import { expect, it } from 'vitest';
import { decodedPerSecond, memoryAfter } from './decode-load.ts';

it('a crowd of 10,000 leaves nothing behind, and tags are heard in it', () => {
  const { people, tagsHeard, dropped } = memoryAfter(10_000);
  expect(tagsHeard).toBe(60);
  expect(dropped).toBeGreaterThan(10_000);
  expect(people).toBeGreaterThan(7_000);
  expect(people).toBeLessThan(dropped);
});

it('listens faster than any radio hears', () => {
  // A controller delivers a few thousand advertisements a second at most.
  expect(decodedPerSecond(10_000)).toBeGreaterThan(5_000);
});
