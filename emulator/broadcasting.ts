import { createBroadcastWheel } from './broadcast-wheel.ts';
import type { Clock } from './clock.ts';
import { meanRssi, type Position } from './path-loss.ts';
import type { Random } from './random.ts';

export type AddressType = 'public' | 'random';

/** Anything that says something every now and then and cannot be connected to: a beacon, a sensor, a telephone. */
export interface Broadcaster {
  /** Twelve lower-case hex digits; a function where it changes, asked before every frame. */
  readonly address: string | (() => string);
  readonly addressType: AddressType;
  /** Asked before every frame: it may walk. */
  position(): Position;
  /** What it says now, at most 31 bytes; null: nothing. */
  advertising(): Uint8Array | null;
  readonly intervalMs: number;
  /** How much stronger than a label it sends, dB; default 0. */
  readonly txPowerDb?: number;
}

/** One advertising set of an adapter. */
export interface AdvertisedSet {
  readonly address: string;
  readonly addressType: AddressType;
  readonly data: Uint8Array;
  readonly intervalMs: number;
  readonly connectable: false;
  readonly txPowerDb?: number;
}

/** A frame without its strength, and how strong it is at an adapter. */
export interface Transmission {
  readonly address: string;
  readonly addressType: AddressType;
  readonly data: Uint8Array;
  /** The adapter that sends it, which does not hear itself; null: none. */
  readonly from: number | null;
  meanAt(adapter: number): number;
}

export interface BroadcastingOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly seed: number;
  readonly positionOf: (adapter: number) => Position;
  readonly transmit: (transmission: Transmission) => void;
}

export interface Broadcasting {
  add(broadcaster: Broadcaster): () => void;
  /** Puts a set of an adapter on air, changes it, or with null takes it off. */
  advertise(adapter: number, setId: number, set: AdvertisedSet | null): void;
  listen(wanted: boolean): void;
}

/** Side of the squares at whose corners it is drawn what stands around, metres. */
const shadowGridM = 3;

/** Everything that is on air without being a label. */
export function createBroadcasting(options: BroadcastingOptions): Broadcasting {
  const { clock, random, seed, positionOf, transmit } = options;
  const wheel = createBroadcastWheel(clock, random);
  const sets = new Map<string, { set: AdvertisedSet; readonly end: () => void }>();

  /**
   * Mean strength between a place and an adapter. What stands in between belongs to the place and changes gradually
   * from one to the next, so nothing is kept for whoever walks there.
   */
  const meanFrom = (place: Position, adapter: number): number => {
    const x = place.xM / shadowGridM;
    const y = place.yM / shadowGridM;
    const [left, low] = [Math.floor(x), Math.floor(y)];
    const corner = (dx: number, dy: number): number => {
      const shadow = Math.imul(left + dx, 0x85ebca6b) ^ Math.imul(low + dy, 0xc2b2ae35);
      return meanRssi(place, positionOf(adapter), (shadow ^ Math.imul(adapter + 1, 0x9e3779b1) ^ seed) >>> 0);
    };
    const [right, up] = [x - left, y - low];
    const below = corner(0, 0) * (1 - right) + corner(1, 0) * right;
    const above = corner(0, 1) * (1 - right) + corner(1, 1) * right;
    return below * (1 - up) + above * up;
  };

  return {
    add(broadcaster) {
      const { address, addressType, intervalMs, txPowerDb = 0 } = broadcaster;
      return wheel.add(intervalMs, random() * intervalMs, () => {
        const data = broadcaster.advertising();
        if (!data) return;
        const place = broadcaster.position();
        transmit({
          address: typeof address === 'string' ? address : address(),
          addressType,
          data,
          from: null,
          meanAt: adapter => meanFrom(place, adapter) + txPowerDb,
        });
      });
    },
    advertise(adapter, setId, set) {
      const key = `${adapter}/${setId}`;
      const before = sets.get(key);
      if (set && before?.set.intervalMs === set.intervalMs) {
        before.set = set;
        return;
      }
      before?.end();
      sets.delete(key);
      if (!set) return;
      const end = wheel.add(set.intervalMs, 0, () => {
        const { address, addressType, data, txPowerDb = 0 } = entry.set;
        const meanAt = (other: number): number => meanFrom(positionOf(adapter), other) + txPowerDb;
        transmit({ address, addressType, data, from: adapter, meanAt });
      });
      const entry = { set, end };
      sets.set(key, entry);
    },
    listen: wheel.listen,
  };
}
