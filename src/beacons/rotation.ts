/*
 * Which advertisements are on air when there are more than the adapter has sets. They are dealt out to the sets, and
 * each set goes round its own: everyone gets its turn, and a set with a single one is never touched.
 */

/** More than that share no set: they would be on air less than once in two seconds. */
export const mostPerSet = 16;

/** Longest and shortest turn; below, a controller would hear commands all day. */
const turn = { mostMs: 200, leastMs: 100 } as const;
/** Each is to be on air again within that, where the shortest turn allows it. */
const roundMs = 1_000;

const perSet = (items: number, sets: number): number => Math.ceil(items / Math.max(1, sets));

/** How many advertisements an adapter with so many sets can broadcast in turn. */
export const capacity = (sets: number): number => sets * mostPerSet;

/** How long a turn lasts; null: nobody has to take turns. */
export function turnMs(items: number, sets: number): number | null {
  const sharing = perSet(items, sets);
  if (sharing <= 1) return null;
  return Math.max(turn.leastMs, Math.min(turn.mostMs, Math.floor(roundMs / sharing)));
}

/** Those on air in turn `n`, in the order of their sets; at most `sets`. */
export function onAirAt<T>(items: readonly T[], sets: number, n: number): readonly T[] {
  return Array.from({ length: Math.min(sets, items.length) }, (_, set) => {
    const sharing = Math.ceil((items.length - set) / sets);
    return items[set + sets * (n % sharing)]!;
  });
}
