/** Why a hash was not taken. */
export type Taken = 'new' | 'known' | 'full';

/**
 * Hashes of eight bytes, each with the zone that hears it best, in flat memory that can be wiped: nothing of them is ever
 * a text, a number on the heap or a key of a map. Open addressing; a place is free where its zone is none.
 */
export function createHashTable(mostHashes: number) {
  const places = 2 ** Math.ceil(Math.log2(mostHashes * 1.5));
  const high = new Uint32Array(places);
  const low = new Uint32Array(places);
  /** Number of the zone plus one; 0: free. */
  const zones = new Uint16Array(places);
  const levels = new Int8Array(places);
  let size = 0;

  return {
    /** The zone with the best RSSI keeps it, the lower number of two. `hash`: eight bytes, read here and not kept. */
    put(hash: Uint8Array, zone: number, rssi: number): Taken {
      const h = word(hash, 0);
      const l = word(hash, 4);
      let at = l & (places - 1);
      while (zones[at] !== 0 && (high[at] !== h || low[at] !== l)) at = (at + 1) & (places - 1);
      if (zones[at] === 0) {
        if (size >= mostHashes) return 'full';
        size += 1;
        high[at] = h;
        low[at] = l;
      } else if (rssi < levels[at]! || (rssi === levels[at] && zone + 1 >= zones[at]!)) return 'known';
      const known = zones[at] !== 0;
      zones[at] = zone + 1;
      levels[at] = rssi;
      return known ? 'known' : 'new';
    },

    /** Distinct hashes by zone number. */
    counts(ofZones: number): number[] {
      const counts = new Array<number>(ofZones).fill(0);
      for (const zone of zones) if (zone > 0 && zone <= ofZones) counts[zone - 1]! += 1;
      return counts;
    },

    /** Overwrites everything. */
    wipe(): void {
      for (const part of [high, low, zones, levels]) part.fill(0);
      size = 0;
    },

    size: (): number => size,
    /** The memory itself, so that it can be shown to be empty. */
    memory: (): readonly ArrayBufferView[] => [high, low, zones, levels],
  };
}

/** Four bytes, the most significant first. */
function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
