/** How well one radio heard one tag over the last seconds, dBm. */
export interface Median {
  readonly tag: string;
  /** `gw-01`, or one radio of it, `gw-01/1`. */
  readonly receiver: string;
  readonly rssi: number;
}

/** How long a reading counts. */
export const windowMs = 5_000;
/** Of one tag at one radio, 12.8 a second; of more the oldest go. */
const readingsPerSeries = 64;
const weakestDbm = -127;
const strongestDbm = 20;

interface Series {
  readonly tag: string;
  readonly receiver: string;
  /** Both are rings; the next reading goes to `at`. */
  readonly rssi: Int8Array;
  readonly heardMs: Float64Array;
  at: number;
  lastMs: number;
}

export interface MediansOptions {
  /**
   * Pairs of a tag and a radio that are remembered, each about 800 bytes; beyond, the one that was heard longest ago goes.
   * As many as fit into one message.
   */
  readonly mostSeries?: number;
}

/** Readings of this gateway's own radios. Times are monotonic, so that a set clock neither keeps nor drops readings. */
export function createMedians({ mostSeries = 5_000 }: MediansOptions = {}) {
  /** By tag and radio; the one that was heard longest ago stands first. */
  const series = new Map<string, Series>();
  const scratch = new Int8Array(readingsPerSeries);

  return {
    /** Takes a reading; one that no radio could have measured is left out. */
    heard(tag: string, receiver: string, rssi: number, monotonicMs: number): void {
      if (!(rssi > weakestDbm && rssi <= strongestDbm)) return;
      const key = `${tag} ${receiver}`;
      let one = series.get(key);
      if (one) series.delete(key);
      else {
        if (series.size >= mostSeries) series.delete(series.keys().next().value!);
        one = {
          tag,
          receiver,
          rssi: new Int8Array(readingsPerSeries),
          heardMs: new Float64Array(readingsPerSeries).fill(Number.NEGATIVE_INFINITY),
          at: 0,
          lastMs: monotonicMs,
        };
      }
      one.rssi[one.at] = Math.round(rssi);
      one.heardMs[one.at] = monotonicMs;
      one.at = (one.at + 1) % readingsPerSeries;
      one.lastMs = monotonicMs;
      series.set(key, one);
    },

    /** Medians of the five seconds up to this moment, by tag and radio. Forgets who was not heard in them. */
    at(monotonicMs: number): Median[] {
      const medians: Median[] = [];
      for (const [key, one] of series) {
        if (one.lastMs <= monotonicMs - windowMs) series.delete(key);
        const rssi = medianOf(one, monotonicMs, scratch);
        if (rssi !== null) medians.push({ tag: one.tag, receiver: one.receiver, rssi });
      }
      return medians.sort((a, b) => order(a.tag, b.tag) || order(a.receiver, b.receiver));
    },

    /** Pairs of a tag and a radio that are remembered now. */
    size: (): number => series.size,
  };
}

export type Medians = ReturnType<typeof createMedians>;

/**
 * Of an even number the stronger of the two in the middle: a strong reading is nearly always true, a weak one often is a
 * body or a fade.
 */
function medianOf({ rssi, heardMs }: Series, monotonicMs: number, scratch: Int8Array): number | null {
  let count = 0;
  for (let i = 0; i < readingsPerSeries; i++) {
    const ageMs = monotonicMs - heardMs[i]!;
    if (ageMs >= 0 && ageMs < windowMs) scratch[count++] = rssi[i]!;
  }
  return count === 0 ? null : scratch.subarray(0, count).sort()[count >> 1]!;
}

/** Of identifiers, by code units: the same on every machine. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
