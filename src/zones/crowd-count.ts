import { createHmac } from 'node:crypto';
import { crowdConfidence } from './confidence.ts';
import { createHashTable } from './hash-table.ts';

const keyBytes = 32;
const addressBytes = 6;
const hashBytes = 8;
const leastWindowMs = 60_000;
const leastEverTold = 5;
/** Counts are told in steps of five. */
const step = 5;
const randomResolvable = 0b01;
const randomNonResolvable = 0b00;

export interface CrowdCountOptions {
  /** Zones of this gateway; nothing is counted for others. */
  readonly zones: readonly string[];
  /** At least a minute. */
  readonly windowMs: number;
  /** Fewer people are not told; at least five. */
  readonly leastTold: number;
  /** Who is heard worse is in another room, dBm. */
  readonly leastRssi?: number;
  /** Of a window, all zones together, 11 bytes each and half as much again; beyond it is `saturated`. */
  readonly mostHashes?: number;
  /** Returns memory of its own, which is overwritten after use. */
  readonly randomBytes: (length: number) => Uint8Array;
}

/** How many were near a zone in the last window that is over. */
export interface CrowdFigure {
  readonly zone: string;
  /** Rounded to five; null: fewer than the least that is told. */
  readonly count: number | null;
  /** More addresses came than are remembered: it were more. */
  readonly saturated: boolean;
  readonly method: string;
  readonly confidence: number;
}

export interface CrowdWindow {
  /** When it was over, monotonic. */
  readonly endedMs: number;
  readonly figures: readonly CrowdFigure[];
}

/** Why an address does not count. */
export type CrowdAnswer = 'counted' | 'device' | 'weak' | 'elsewhere' | 'saturated' | 'stopped';

/**
 * Counts people by the random addresses that their phones change every quarter of an hour, and knows none of them: an
 * address is hashed with a key that lives for one window in this memory only, and each window starts from nothing. Two
 * windows, two zones or two gateways have nothing in common that could be linked. Times are monotonic.
 */
export function createCrowdCount(options: CrowdCountOptions) {
  const { randomBytes, leastRssi = -85, mostHashes = 20_000 } = options;
  const windowMs = Math.max(leastWindowMs, options.windowMs);
  const leastTold = Math.max(leastEverTold, options.leastTold);
  const zones = [...new Set(options.zones)].sort();
  const numbers = new Map(zones.map((zone, number) => [zone, number]));
  const hashes = createHashTable(mostHashes);
  const method = `random-addresses-${Math.round(windowMs / 1000)}s`;
  let key: Uint8Array | null = null;
  let beganMs = 0;
  let saturated = false;
  let last: CrowdWindow | null = null;
  let stopped = false;

  /** Ends the window when its time is over. Of several that passed unheard only the last is told: nobody was there. */
  function roll(monotonicMs: number): void {
    if (stopped) return;
    if (key === null) {
      key = randomBytes(keyBytes);
      beganMs = monotonicMs;
      return;
    }
    const passed = Math.floor((monotonicMs - beganMs) / windowMs);
    if (passed < 1) return;
    const counts = passed === 1 ? hashes.counts(zones.length) : zones.map(() => 0);
    const full = passed === 1 && saturated;
    beganMs += passed * windowMs;
    last = {
      endedMs: beganMs,
      figures: zones.map((zone, at) => {
        const count = told(counts[at]!, leastTold);
        return { zone, count, saturated: full, method, confidence: crowdConfidence(count, full) };
      }),
    };
    forget();
    key = randomBytes(keyBytes);
  }

  function forget(): void {
    key?.fill(0);
    key = null;
    hashes.wipe();
    saturated = false;
  }

  return {
    /**
     * Takes what a radio heard. The address is read during the call and not kept; six bytes, the most significant last.
     * Public and static random addresses are devices, not people.
     */
    heard(
      address: Uint8Array,
      addressType: 'public' | 'random',
      zone: string,
      rssi: number,
      monotonicMs: number,
    ): CrowdAnswer {
      roll(monotonicMs);
      if (addressType !== 'random' || !isPrivate(address)) return 'device';
      if (!(rssi >= leastRssi && rssi <= 20)) return 'weak';
      const number = numbers.get(zone);
      if (number === undefined) return 'elsewhere';
      if (key === null) return 'stopped';
      const hash = keyedHash(key, address);
      const taken = hashes.put(hash, number, rssi);
      hash.fill(0);
      if (taken !== 'full') return 'counted';
      saturated = true;
      return 'saturated';
    },

    /** The last window that is over; null: the first one runs. To be asked at least once a second, so that it ends in time. */
    figures(monotonicMs: number): CrowdWindow | null {
      roll(monotonicMs);
      return last;
    },

    /** Wipes everything, figures as well, for good: people are not to be counted any more. */
    stop(): void {
      stopped = true;
      forget();
      last = null;
    },

    /** Hashes of the running window. */
    size: hashes.size,
  };
}

export type CrowdCount = ReturnType<typeof createCrowdCount>;

/** HMAC-SHA256 of the address, the first eight bytes. */
export function keyedHash(key: Uint8Array, address: Uint8Array): Uint8Array {
  const digest = createHmac('sha256', key).update(address).digest();
  const hash = Uint8Array.from(digest.subarray(0, hashBytes));
  digest.fill(0);
  return hash;
}

/** Core Specification, Vol 6 Part B, 1.3.2: the two most significant bits say of which kind a random address is. */
function isPrivate(address: Uint8Array): boolean {
  const kind = address[addressBytes - 1]! >> 6;
  return address.length === addressBytes && (kind === randomResolvable || kind === randomNonResolvable);
}

/** Rounding never tells less than the least that is told: that would say exactly how many there are. */
function told(count: number, leastTold: number): number | null {
  const rounded = Math.round(count / step) * step;
  return count < leastTold || rounded < leastTold ? null : rounded;
}
