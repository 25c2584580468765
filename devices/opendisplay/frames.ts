import { concat, layout, octets, rest, u8, u16le, u32be, u32le } from '../layout.ts';

/*
 * Everything that travels between an OpenDisplay label and its central, inside the frame of a command. Integers are
 * little-endian unless their field says otherwise. Source: odfw: include/opendisplay_protocol.h,
 * src/communication.cpp; pyod: src/opendisplay/protocol/commands.py.
 */

/** Commands, as the low byte; the high byte is always zero. */
export const commands = {
  readConfig: 0x40,
  readFirmware: 0x43,
  authenticate: 0x50,
  startWrite: 0x70,
  data: 0x71,
  endWrite: 0x72,
  /** Never sent by us: the label's word that its panel shows the picture. */
  refreshed: 0x73,
  /** Never sent by us: the label's word that its panel did not finish in time. */
  refreshTimedOut: 0x74,
} as const;

/** First byte of a reply. */
export const accepted = 0x00;
/** First byte of a reply. */
export const rejected = 0xff;
/** Third byte of a three-byte reply: the command needs an authenticated session. */
export const authRequired = 0xfe;
/** Third byte of a three-byte reply: the encrypted frame did not pass the label's check. */
export const integrityFailed = 0xff;

/** A command in the open: two bytes most significant first, then its payload. */
export const request = (command: number, payload: Uint8Array = new Uint8Array()): Uint8Array =>
  concat(Uint8Array.of(0x00, command), payload);

/** What a label answers in the open. */
export const reply = layout({ status: u8, command: u8, data: rest });

/** Around an encrypted payload, both ways: the two bytes of the command or reply, then nonce, text and tag. */
export const sealed = layout({ head: octets(2), nonce: octets(16), body: rest });

/** Payload of the first step of authentication, and of its answer. */
export const challengeRequest = layout({ zero: u8 });
export const challenge = layout({ status: u8, serverNonce: octets(16), deviceId: octets(4) });
/** Payload of the second step, and of its answer. */
export const proofRequest = layout({ clientNonce: octets(16), proof: octets(16) });
export const proofReply = layout({ status: u8, serverProof: octets(16) });
/** Either answer when it is a refusal. */
export const authStatus = layout({ status: u8 });

/** Values of `authStatus.status`. */
export const authStatuses = { ok: 0, wrongKey: 1, already: 2, notConfigured: 3, rateLimited: 4 } as const;

/** A piece of the configuration; the first piece starts with `configTotal`. */
export const configChunk = layout({ index: u16le, data: rest });
/** Length of the whole configuration in bytes. */
export const configTotal = layout({ total: u16le, data: rest });

/** Head of the answer to the question for the firmware; the commit's name and a patch number follow. */
export const firmwareReply = layout({ major: u8, minor: u8, shaLength: u8, rest });

/** Payload that starts a compressed picture: its unpacked length, then the first packed bytes. */
export const startCompressed = layout({ bytes: u32le, data: rest });

/** Payload that ends a picture: how to redraw (0 full), and the identity that the label is to remember. */
export const endWrite = layout({ refresh: u8, etag: u32be });

/** Bytes of payload that fit a command in the open, and encrypted. Source: pyod: src/opendisplay/protocol/commands.py. */
export const payloadLimits = {
  start: { open: 200, sealed: 154 },
  data: { open: 230, sealed: 154 },
} as const;

/**
 * Manufacturer data of the advertisement under company 0x2446, 14 bytes.
 * Source: pyod: src/opendisplay/models/advertisement.py.
 */
export const advertisement = layout({
  dynamic: octets(11),
  /** Half degrees Celsius above -40. */
  temperature: u8,
  /** Low byte of the battery's voltage in hundredths of a volt. */
  battery: u8,
  /** Bit 0: bit 8 of the battery's voltage; bit 1: restarted; bit 2: wants to be connected to; bits 4 to 7: counter. */
  status: u8,
});

/** The older form, 11 bytes, after a fixed prefix. */
export const legacyAdvertisement = layout({ prefix: octets(7), batteryMv: u16le, temperatureC: u8, counter: u8 });
const legacyPrefix = Uint8Array.of(0x02, 0x36, 0x00, 0x6c, 0x00, 0xc3, 0x01);

/** Company identifier of the advertisement. */
export const company = 0x2446;

/** What an advertisement says, or null when its length is none that is known. */
export function parseAdvertisement(
  data: Uint8Array,
): { batteryMv: number; temperatureC: number; rebooted: boolean | null } | null {
  // Some stacks leave the company identifier in front.
  const body = data.length === 13 || data.length === 16 ? data.subarray(2) : data;
  if (body.length === 14) {
    const said = advertisement.decode(body);
    return said === null
      ? null
      : {
          batteryMv: (((said.status & 1) << 8) | said.battery) * 10,
          temperatureC: said.temperature / 2 - 40,
          rebooted: (said.status & 2) !== 0,
        };
  }
  if (body.length === 11 && legacyPrefix.every((byte, i) => body[i] === byte)) {
    const said = legacyAdvertisement.decode(body);
    return said === null
      ? null
      : { batteryMv: said.batteryMv, temperatureC: (said.temperatureC << 24) >> 24, rebooted: null };
  }
  return null;
}
