import { i8, layout, octets, u8, u16, u32 } from '../controller/layout.ts';

/**
 * What goes over the wire between a host and an OpenEPaperLink radio module. Little-endian, packed; the first byte of
 * every body is the sum of the others.
 * Sources: OEPL: ARM_Tag_FW/OpenEPaperLink_esp32_C6_AP/main/proto.h, oepl-proto.h
 */

/** Words of the module. Text for people may stand between them. */
export const word = {
  acknowledge: 'ACK>',
  refuse: 'NOK>',
  full: 'NOQ>',
  restarted: 'RES>',
  ready: 'RDY>',
  checkedIn: 'ADR>',
  blockWanted: 'RQB>',
  complete: 'XFC>',
  expired: 'XTO>',
} as const;

/** Bytes of the address of a label or a module. */
export const macBytes = 8;
export const mac = octets(macBytes);

/** What a label may fetch. `ver` says which file it is: labels know it again by that. */
const offer = {
  checksum: u8,
  ver: octets(8),
  size: u32,
  type: u8,
  argument: u8,
  /** Minutes; with bit 15 set, seconds. */
  nextCheckIn: u16,
};
export const dataInfo = layout(offer);
export const pendingData = layout({ ...offer, attemptsLeft: u16, mac });

/** What a label says of itself when it checks in. */
export const dataRequest = layout({
  checksum: u8,
  lqi: u8,
  rssi: i8,
  temperature: i8,
  batteryMv: u16,
  hwType: u8,
  wakeupReason: u8,
  capabilities: u8,
  software: u16,
  channel: u8,
  customMode: u8,
  reserved: octets(8),
});
export const checkIn = layout({ checksum: u8, mac, request: octets(dataRequest.size) });
export const blockWanted = layout({ checksum: u8, ver: octets(8), block: u8, mac });
export const told = layout({ checksum: u8, mac });
export const channelPower = layout({ checksum: u8, channel: u8, power: u8 });
export const channelPowerSubGhz = layout({ checksum: u8, channel: u8, power: u8, subGhz: u8 });

/** A block: size and sum of its data, then the data. */
export const blockHeader = layout({ size: u16, sum: u16 });
export const blockDataBytes = 4096;
export const blockBytes = blockHeader.size + blockDataBytes;
/** A block travels over the air in parts; the last one is short of data and filled up. */
export const partBytes = 99;
export const partsPerBlock = Math.ceil(blockBytes / partBytes);

export const dataType = {
  nothing: 0x00,
  raw1: 0x20,
  raw2: 0x21,
  zlib: 0x30,
  command: 0xaf,
} as const;

export const wakeup = { timed: 0x00, boot: 0x01, scanned: 0xfd } as const;

/** Channels of 802.15.4 that modules and labels use. */
export const channels: readonly number[] = [11, 15, 20, 25, 26, 27];

export function checksumOf(body: Uint8Array): number {
  let sum = 0;
  for (let at = 1; at < body.length; at++) sum += body[at]!;
  return sum & 0xff;
}

/** Writes the checksum into the first byte. */
export function sealed(body: Buffer): Buffer {
  body[0] = checksumOf(body);
  return body;
}

export function intact(body: Uint8Array): boolean {
  return body[0] === checksumOf(body);
}

/** Sixteen upper-case hex digits as modules print them: most significant byte first, on the wire the other way. */
export function macText(bytes: Uint8Array): string {
  return Buffer.from(bytes).reverse().toString('hex').toUpperCase();
}

export function macOf(text: string): Buffer {
  return Buffer.from(text, 'hex').reverse();
}
