import type { Dropped } from './audience.ts';

/*
 * Frames that are somebody's own affair: they are dropped before anything looks at them, whoever sends them. Sources:
 * Exposure Notification Bluetooth Specification (FD6F); Eddystone protocol specification (FEAA); IETF
 * draft-ietf-dult-accessory-protocol (FCB2); Bluetooth SIG Assigned Numbers, 16-bit UUIDs of members.
 */

const serviceData16 = 0x16;
const manufacturerData = 0xff;
const listsOf16 = [0x02, 0x03];

const exposureNotification = 0xfd6f;
const eddystone = 0xfeaa;
/** Trackers apart from their owners, then those of Samsung, Tile (two) and Chipolo. */
const trackers: readonly number[] = [0xfcb2, 0xfd5a, 0xfeed, 0xfeec, 0xfe33];
const apple = 0x004c;
/** Apple's type of message for things that are looked for. */
const findMy = 0x12;
/** UID, URL, TLM, EID. The lower half of the byte is reserved and zero. */
const eddystoneFrames: readonly number[] = [0x00, 0x10, 0x20, 0x30];

const u16 = (data: Uint8Array, at: number): number => data[at]! | (data[at + 1]! << 8);

/** Which reserved kind of frame the AD structures hold; null: none. */
export function reservedKind(data: Uint8Array): Exclude<Dropped, 'other' | 'malformed'> | null {
  for (let at = 0; at + 1 < data.length; ) {
    const length = data[at]!;
    const end = at + 1 + length;
    if (length === 0 || end > data.length) break;
    const type = data[at + 1]!;
    if (type === serviceData16 && length >= 3) {
      const service = u16(data, at + 2);
      const kind = kindOfService(service);
      if (kind !== null) return kind;
      if (service === eddystone && !(length > 3 && eddystoneFrames.includes(data[at + 4]!))) return 'unknown-feaa';
    } else if (type === manufacturerData) {
      if (length > 3 && u16(data, at + 2) === apple && data[at + 4] === findMy) return 'personal-tracker';
    } else if (listsOf16.includes(type)) {
      for (let i = at + 2; i + 2 <= end; i += 2) {
        const kind = kindOfService(u16(data, i));
        if (kind !== null) return kind;
      }
    }
    at = end;
  }
  return null;
}

function kindOfService(service: number): 'exposure-notification' | 'personal-tracker' | null {
  if (service === exposureNotification) return 'exposure-notification';
  return trackers.includes(service) ? 'personal-tracker' : null;
}
