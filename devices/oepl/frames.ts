import { createHash } from 'node:crypto';
import { i8, layout, octets, u8, u16le, u32le } from '../layout.ts';

/*
 * What travels between an OpenEPaperLink label and whoever it gets its pictures from, as the radio module hands it on.
 * Integers are little-endian. Source: OpenEPaperLink: oepl-proto.h, oepl-definitions.h.
 */

/** What a label says when it checks in (AvailDataReq). */
export const availDataReq = layout({
  checksum: u8,
  lastPacketLqi: u8,
  lastPacketRssi: i8,
  temperatureC: i8,
  batteryMv: u16le,
  hardware: u8,
  wakeupReason: u8,
  capabilities: u8,
  firmware: u16le,
  channel: u8,
  customMode: u8,
  reserved: octets(8),
});

/** What a label is told (AvailDataInfo), and how many minutes the module keeps it: pendingData without its address. */
export const pendingOffer = layout({
  /** Byte 0 of the whole frame once the address is behind it: only then can it be summed up. */
  checksum: u8,
  /** First eight bytes of the file's MD5: the picture's identity for the label, which draws what it has without asking. */
  dataVersion: octets(8),
  dataSize: u32le,
  dataType: u8,
  dataTypeArgument: u8,
  /** Minutes until the label comes back, seconds with bit 15; 0: as it likes. */
  nextCheckIn: u16le,
  attemptsLeft: u16le,
});

/** A block as the module buffers it (blockData). */
export const blockData = layout({ size: u16le, checksum: u16le, data: octets(4_096) });

/** Values of `dataType`. */
export const rawOnePlane = 0x20;
export const rawTwoPlanes = 0x21;
export const zlib = 0x30;

/** Head of the unpacked bytes under `zlib`; the size counts itself. */
export const zlibHead = layout({ headBytes: u8, width: u16le, height: u16le, planes: u8 });

/** Values of `wakeupReason`, and of `batteryMv`, which mean something else than they say. */
export const wokeByBoot = [0x01, 0xfc, 0xfe] as const;
export const batteryUnknown = [0, 1337] as const;

/** The checksum of all these structures ("addCRC"): the low byte of the sum of all bytes but the first. */
export function addCrc(frame: Uint8Array): number {
  let sum = 0;
  for (let at = 1; at < frame.length; at++) sum += frame[at]!;
  return sum & 0xff;
}

/** The identity of a file, as labels remember it. */
export const dataVersion = (file: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('md5').update(file).digest().subarray(0, 8));

/** What a check-in says. `brief`: the label saved its breath, so that the zeros are no readings. Null: it is none. */
export function parseCheckIn(data: Uint8Array): {
  readonly brief: boolean;
  readonly hardware: number;
  readonly firmware: number;
  readonly batteryMv: number | null;
  readonly temperatureC: number;
  readonly booted: boolean;
} | null {
  const said = availDataReq.decode(data);
  if (said === null) return null;
  const { hardware, firmware, temperatureC, wakeupReason } = said;
  return {
    brief: data.subarray(1).every(byte => byte === 0),
    hardware,
    firmware,
    batteryMv: (batteryUnknown as readonly number[]).includes(said.batteryMv) ? null : said.batteryMv,
    temperatureC,
    booted: (wokeByBoot as readonly number[]).includes(wakeupReason),
  };
}
