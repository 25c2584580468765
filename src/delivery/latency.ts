/** Measurements that count; the oldest make room. */
const kept = 200;
/** Below so many they say little. */
const fewest = 20;
/** Assumed until then. */
const assumedMs = 60_000;
/** A label that comes back after hours says nothing about the way to the others. */
const longestMs = 900_000;

/** How long figures take from the decision to the label's word. */
export function createLatency() {
  const measured: number[] = [];
  let at = 0;
  let p95Ms: number | null = null;
  return {
    add(ms: number): void {
      measured[at] = Math.min(longestMs, Math.max(0, ms));
      at = (at + 1) % kept;
      p95Ms = null;
    },
    /** The 95th percentile in milliseconds. */
    p95Ms(): number {
      if (measured.length < fewest) return assumedMs;
      if (p95Ms === null) {
        const sorted = measured.toSorted((a, b) => a - b);
        p95Ms = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? assumedMs;
      }
      return p95Ms;
    },
  };
}
