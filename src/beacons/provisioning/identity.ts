import { ephemeralId } from '../formats/eid.ts';
import type { FoundContent } from './slot-content.ts';

/**
 * The identity key that one of our own resolvers shares with a beacon; both keys are X25519, 64 hex digits. Null: the
 * resolver is somebody else's, and whether a beacon is registered with it cannot be known here.
 */
export type SharedIdentity = (resolverKey: string, beaconKey: string) => Uint8Array | null;

/** Whether what the beacon goes by now follows from this identity key. */
export function isIdentityOf(identityKey: Uint8Array, found: Extract<FoundContent, { type: 'eid' }>): boolean {
  return ephemeralId(identityKey, found.exponent, found.clockSeconds) === found.eid;
}
