import { concat, constant, layout, rest, u8, u16le, u32le } from '../layout.ts';

/*
 * Everything that travels between a Gicisky (PICKSMART) label with its vendor's firmware and its central. Integers are
 * little-endian. Source: fpoli/gicisky-tag: docs/ble-tag-protocol.html;
 * hassg: custom_components/gicisky/gicisky_ble/writer.py.
 */

/** Asks for the largest frame the label takes on its image characteristic. */
export const blockSizeRequest = layout({ command: constant(0x01) });
/** `bytes` counts the part number's four bytes too: 244 in all labels seen. */
export const blockSizeReply = layout({ command: constant(0x01), bytes: u16le });

/** Announces the number of bytes to come, as they travel. */
export const sizeRequest = layout({
  command: constant(0x02),
  bytes: u32le,
  zero0: constant(0),
  zero1: constant(0),
  zero2: constant(0),
});
/** The form that labels with packed planes take. Source: a capture of the vendor's app quoted in hassg's writer. */
export const packedSizeRequest = layout({ command: constant(0x02), bytes: u32le, packed: constant(0x01) });
/** Labels may append bytes to it: a real one sent 02 00 2C. */
export const sizeReply = layout({ command: constant(0x02), status: u8 });

/** Starts the transfer; the label answers by asking for its first part. */
export const startRequest = layout({ command: constant(0x03) });

/** What the label says during the transfer. The part number is there while it asks for parts. */
export const transferStatus = layout({ command: constant(0x05), status: u8, rest });
/** Inside `rest` of a status `asking`. */
export const partNumber = layout({ part: u32le });

/** Values of `transferStatus.status`; any other is an error. */
export const asking = 0x00;
export const complete = 0x08;

/** One part of the picture, for the image characteristic. */
export const partData = layout({ part: u32le, data: rest });

/**
 * Manufacturer data of the advertisement under company 0x5053, exactly five bytes.
 * Source: hassg: custom_components/gicisky/gicisky_ble/parser.py.
 */
export const advertisement = layout({
  hardwareLow: u8,
  /** Tenths of a volt. */
  battery: u8,
  software: u8,
  hardwareRevision: u8,
  hardwareHigh: u8,
});

/** Company identifier of the advertisement. */
export const company = 0x5053;

/** What an advertisement says, or null when it is of something else. */
export function parseAdvertisement(data: Uint8Array): { hardware: number; firmware: number; batteryMv: number } | null {
  const frame = data.length === 5 ? advertisement.decode(data) : null;
  if (frame === null) return null;
  return {
    // Bits 14 and 15 tell about the transfer, not about the panel.
    hardware: ((frame.hardwareHigh << 8) | frame.hardwareLow) & 0x3fff,
    firmware: (frame.software << 8) | frame.hardwareRevision,
    batteryMv: frame.battery * 100,
  };
}

/** Joins a length word and chunks, as the packed encodings want it. */
export function prefixed(word: number, ...chunks: readonly Uint8Array[]): Uint8Array {
  return concat(layout({ word: u32le }).encode({ word }), ...chunks);
}
