import type { Random } from '../random.ts';

/** A number, or one from a range. */
export function drawn(given: number | readonly [least: number, most: number], random: Random): number {
  return typeof given === 'number' ? given : given[0] + (given[1] - given[0]) * random();
}
