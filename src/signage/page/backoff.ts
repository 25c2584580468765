const firstMs = 500;
const longestMs = 15_000;

/** How long to wait before the next try, in milliseconds: doubled each time, and never the same for two pages. */
export function backoffMs(tries: number, random: () => number): number {
  const fullMs = Math.min(longestMs, firstMs * 2 ** Math.min(tries, 10));
  return fullMs * (0.5 + random() / 2);
}
