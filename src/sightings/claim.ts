import { firstOf, manufacturerData, serviceData16, serviceData128 } from '../beacons/formats/advertising-data.ts';
import { isIbeacon } from '../beacons/formats/ibeacon.ts';
import { eddystoneUuid } from '../beacons/formats/service-uuids.ts';
import { isSessionToken } from '../beacons/formats/session-token.ts';

/** What somebody may be known by, beside an address. */
export type ClaimKind = 'ibeacon' | 'uid' | 'eid' | 'token';

/**
 * Who an advertisement says that it is of: where the bytes of it stand. Only they are looked at, because most who are
 * heard are strangers, and many put their address in what they say: a text of that could not be wiped.
 */
export interface Claim {
  readonly kind: ClaimKind;
  readonly from: number;
  readonly to: number;
  /** It is too short or too long to be what it calls itself. */
  readonly malformed: boolean;
}

/** Bytes of each identity: UUID, major and minor; namespace and instance; and two that change. */
export const claimBytes: Readonly<Record<ClaimKind, number>> = { ibeacon: 20, uid: 16, eid: 8, token: 8 };

/** Bytes before the identity, and whole lengths, counted from the company or UUID. Sources: `src/beacons/formats`. */
const frames: Readonly<Record<ClaimKind, { readonly head: number; readonly bytes: readonly number[] }>> = {
  ibeacon: { head: 4, bytes: [25] },
  uid: { head: 4, bytes: [20, 22] },
  eid: { head: 4, bytes: [12] },
  token: { head: 16, bytes: [24] },
};
const uidType = 0x00;
const eidType = 0x30;

function kindOf(data: Uint8Array, type: number, from: number, to: number): ClaimKind | null {
  if (type === manufacturerData) return to - from >= 4 && isIbeacon(data, from) ? 'ibeacon' : null;
  if (type === serviceData128) return to - from >= 16 && isSessionToken(data, from) ? 'token' : null;
  if (type !== serviceData16 || to - from < 3) return null;
  if ((data[from]! | (data[from + 1]! << 8)) !== eddystoneUuid) return null;
  return data[from + 2] === uidType ? 'uid' : data[from + 2] === eidType ? 'eid' : null;
}

function claimOf(data: Uint8Array, type: number, from: number, to: number): Claim | null {
  const kind = kindOf(data, type, from, to);
  if (kind === null) return null;
  const { head, bytes } = frames[kind];
  const start = from + head;
  return { kind, from: start, to: start + claimBytes[kind], malformed: to > data.length || !bytes.includes(to - from) };
}

/** The first identity in the AD structures, or null. */
export const claimIn = (data: Uint8Array): Claim | null => firstOf(data, claimOf);
