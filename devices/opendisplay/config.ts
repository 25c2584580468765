import { layout, octets, u8, u16le } from '../layout.ts';

/*
 * The label's configuration: [length u16][version u8]{[number u8][type u8][fixed-size body]}…[CRC u16].
 * Source: pyod: src/opendisplay/protocol/config_parser.py; odproto: src/opendisplay_protocol.h.
 */

/** Longest configuration that is read, in bytes. Labels keep 4 KiB of it. */
export const maxConfigBytes = 4_096;

const displayPacket = 0x20;
const wifiPacket = 0x26;
/** Bytes of each packet's body. */
const packetBytes: Readonly<Record<number, number>> = {
  1: 22,
  2: 22,
  4: 30,
  [displayPacket]: 46,
  33: 22,
  35: 30,
  36: 30,
  37: 30,
  [wifiPacket]: 160,
  39: 64,
  40: 32,
  41: 32,
  42: 32,
  43: 32,
  44: 288,
};
/** Older firmware wrote a shorter one. */
const legacyWifiBytes = 65;
const headerBytes = 3;
const crcBytes = 2;

const displayBody = layout({
  instance: u8,
  technology: u8,
  panelIc: u16le,
  width: u16le,
  height: u16le,
  widthMm: u16le,
  heightMm: u16le,
  tagType: u16le,
  rotation: u8,
  pins: octets(5),
  partialSupport: u8,
  colourScheme: u8,
  transmissionModes: u8,
});

/** What a label says of its panel. */
export interface DisplayConfig {
  readonly panelIc: number;
  readonly width: number;
  readonly height: number;
  readonly tagType: number;
  readonly colourScheme: number;
  readonly transmissionModes: number;
}

/** CRC-16/CCITT-FALSE: polynomial 1021, start FFFF. */
export function crc16(bytes: Iterable<number>): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ ((crc & 0x8000) !== 0 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

/** Whether the last two bytes are the CRC of the rest, with the length counted as zero. */
export function crcHolds(config: Uint8Array): boolean {
  if (config.length < headerBytes + crcBytes) return false;
  const body = config.slice(0, -crcBytes);
  body.fill(0, 0, 2);
  return crc16(body) === (config.at(-2)! | (config.at(-1)! << 8));
}

/** The first display of a configuration whose CRC holds, or null when there is none or the packets do not add up. */
export function findDisplay(config: Uint8Array): DisplayConfig | null {
  return walk(config, packetBytes[wifiPacket]!) ?? walk(config, legacyWifiBytes);
}

function walk(config: Uint8Array, wifiBytes: number): DisplayConfig | null {
  let display: DisplayConfig | null = null;
  const end = config.length - crcBytes;
  let at = headerBytes;
  while (at + 2 <= end) {
    const type = config[at + 1]!;
    const size = type === wifiPacket ? wifiBytes : packetBytes[type];
    // A packet of a type from the future has no known length; what came before it still holds.
    if (size === undefined) return display;
    const body = config.subarray(at + 2, at + 2 + size);
    if (body.length < size || at + 2 + size > end) return null;
    if (type === displayPacket) display ??= displayBody.decode(body);
    at += 2 + size;
  }
  return at === end ? display : null;
}
