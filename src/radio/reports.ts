/*
 * Advertising reports as a controller sends them: an H4 event packet with LE meta event 0x02 or 0x0D. Source: Bluetooth
 * Core Specification, Vol 4 Part E, 7.7.65.2 and 7.7.65.13. They are read here, and never by noble, because noble makes
 * a text of every address, and a text cannot be wiped.
 */

/** One advertising report, lent for the time of a call: it is wiped afterwards, so nothing may keep it or a view of it. */
export interface Report {
  /** Six bytes, the most significant last, as they came. */
  readonly address: Uint8Array;
  /** The upper 24 bits of the address. In halves it is looked up without leaving a number behind on the heap. */
  readonly addressHigh: number;
  readonly addressLow: number;
  readonly addressType: 'public' | 'random';
  readonly connectable: boolean;
  /** AD structures; at most 229 bytes. */
  readonly data: Uint8Array;
  /** dBm; -127 where the controller could not tell. */
  readonly rssi: number;
}

const eventPacket = 0x04;
const leMetaEvent = 0x3e;
const advertisingReport = 0x02;
const extendedAdvertisingReport = 0x0d;
const connectableUndirected = 0x00;
const connectableDirected = 0x01;
const connectableBit = 0x01;
/** Bits 5 and 6 of the event type: the data goes on in another report, which could not be told from a whole one. */
const statusBits = 0x60;
const moreToCome = 0x20;
const rssiUnknown = 127;

const nothing = new Uint8Array(0);
/**
 * The one report there is, lent again and again. One for each would leave the halves of its address on the heap, side by
 * side, until the engine needs the place.
 */
const lent: { -readonly [Name in keyof Report]: Report[Name] } = {
  address: nothing,
  addressHigh: 0,
  addressLow: 0,
  addressType: 'public',
  connectable: false,
  data: nothing,
  rssi: 0,
};

/** Bytes of a report before its data. */
const legacyHead = 9;
const extendedHead = 24;

/**
 * Calls `take` with each report of the packet. `other`: it is no packet of advertising reports. `malformed`: it ends
 * too early or says something else than it holds; the reports before that were taken.
 */
export function readReports(packet: Uint8Array, take: (report: Report) => void): 'reports' | 'malformed' | 'other' {
  if (packet.length < 4 || packet[0] !== eventPacket || packet[1] !== leMetaEvent) return 'other';
  const subevent = packet[3];
  if (subevent !== advertisingReport && subevent !== extendedAdvertisingReport) return 'other';
  if (packet.length < 5 || packet.length !== 3 + packet[2]!) return 'malformed';
  const read = subevent === advertisingReport ? readLegacy : readExtended;
  try {
    let at = 5;
    for (let left = packet[4]!; left > 0; left--) {
      const end = read(packet, at, take);
      if (end === null) return 'malformed';
      at = end;
    }
    return at === packet.length ? 'reports' : 'malformed';
  } finally {
    takeBack();
  }
}

function takeBack(): void {
  lent.address = nothing;
  lent.addressHigh = 0;
  lent.addressLow = 0;
  lent.data = nothing;
}

/** Type 1, address type 1, address 6, length 1, data, RSSI 1. Returns where it ends; null: it is none. */
function readLegacy(packet: Uint8Array, at: number, take: (report: Report) => void): number | null {
  if (at + legacyHead >= packet.length) return null;
  const from = at + legacyHead;
  const to = from + packet[at + 8]!;
  if (to >= packet.length) return null;
  const type = packet[at]!;
  const connectable = type === connectableUndirected || type === connectableDirected;
  take(lend(packet, at + 1, connectable, from, to, packet[to]!));
  return to + 1;
}

/** Type 2, address type 1, address 6, PHYs 2, set 1, power 1, RSSI 1, interval 2, direct address 7, length 1, data. */
function readExtended(packet: Uint8Array, at: number, take: (report: Report) => void): number | null {
  if (at + extendedHead > packet.length) return null;
  const from = at + extendedHead;
  const to = from + packet[at + 23]!;
  if (to > packet.length) return null;
  const type = packet[at]!;
  if ((type & statusBits) === moreToCome) return to;
  take(lend(packet, at + 2, (type & connectableBit) !== 0, from, to, packet[at + 13]!));
  return to;
}

function lend(
  packet: Uint8Array,
  typeAt: number,
  connectable: boolean,
  from: number,
  to: number,
  rssi: number,
): Report {
  const at = typeAt + 1;
  lent.address = packet.subarray(at, at + 6);
  lent.addressHigh = (packet[at + 5]! << 16) | (packet[at + 4]! << 8) | packet[at + 3]!;
  lent.addressLow = (packet[at + 2]! << 16) | (packet[at + 1]! << 8) | packet[at]!;
  // Odd ones are random: 1 on air, 3 where the controller resolved it.
  lent.addressType = (packet[typeAt]! & 1) === 0 ? 'public' : 'random';
  lent.connectable = connectable;
  lent.data = packet.subarray(from, to);
  lent.rssi = rssi === rssiUnknown ? -127 : (rssi << 24) >> 24;
  return lent;
}

/** The address as twelve hex digits. Only for who is meant to be known: a text stays in memory. */
export const addressText = (report: Pick<Report, 'addressHigh' | 'addressLow'>): string =>
  hex24(report.addressHigh) + hex24(report.addressLow);

const hex24 = (half: number): string => half.toString(16).padStart(6, '0');
