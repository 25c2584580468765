import { ephemeralId, windowStart } from '../beacons/formats/eid.ts';
import { intervalAt, intervalSeconds } from '../beacons/formats/rolling-identifier.ts';
import { tokenOf } from '../beacons/formats/session-token.ts';
import type { IdentityTable } from './identity-table.ts';

/** Identities that change with time: those of now and of one window before and after, as no two clocks agree. */
export interface Rotation {
  /** Brings the table up to date. Cheap until the window changes; then two or three blocks of AES. */
  turn(nowSeconds: number): void;
  /** When the window ends, seconds; it may begin anew at once when the clock was set. */
  readonly from: () => number;
  readonly until: () => number;
  /** Takes all of it out of the table. */
  end(): void;
}

interface Kind {
  readonly kind: 'eid' | 'token';
  readonly windowSeconds: number;
  /** The identity of the window with that number. */
  readonly identity: (window: number) => Uint8Array;
}

function createRotation<T>(table: IdentityTable<T>, who: T, { kind, windowSeconds, identity }: Kind): Rotation {
  /** By the number of its window. */
  let known = new Map<number, Uint8Array>();
  let current = Number.NaN;
  return {
    turn(nowSeconds) {
      const window = Math.floor(nowSeconds / windowSeconds);
      if (window === current) return;
      current = window;
      const next = new Map<number, Uint8Array>();
      for (const one of [window, window - 1, window + 1]) if (one >= 0) next.set(one, known.get(one) ?? identity(one));
      for (const [one, bytes] of known) if (!next.has(one)) table.delete(kind, bytes);
      for (const [one, bytes] of next) if (!known.has(one)) table.add(kind, bytes, who);
      known = next;
    },
    from: () => (Number.isNaN(current) ? Number.POSITIVE_INFINITY : current * windowSeconds),
    until: () => (Number.isNaN(current) ? Number.NEGATIVE_INFINITY : (current + 1) * windowSeconds),
    end() {
      for (const bytes of known.values()) table.delete(kind, bytes);
      known.clear();
      current = Number.NaN;
    },
  };
}

/** The identities of an Eddystone EID whose clock is the Unix epoch's. */
export function eidRotation<T>(table: IdentityTable<T>, who: T, key: Uint8Array, exponent: number): Rotation {
  const windowSeconds = 2 ** exponent;
  return createRotation(table, who, {
    kind: 'eid',
    windowSeconds,
    identity: window =>
      Uint8Array.from(Buffer.from(ephemeralId(key, exponent, windowStart(window * windowSeconds, exponent)), 'hex')),
  });
}

/** The tokens of a consented session. */
export const tokenRotation = <T>(table: IdentityTable<T>, who: T, tokenKey: Uint8Array): Rotation =>
  createRotation(table, who, {
    kind: 'token',
    windowSeconds: intervalSeconds,
    identity: window => Uint8Array.from(Buffer.from(tokenOf(tokenKey, intervalAt(window * intervalSeconds)), 'hex')),
  });
