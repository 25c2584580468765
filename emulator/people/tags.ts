import { ephemeralId } from '../beacons/eid.ts';
import { beaconFlags, manufacturerData, payload, serviceData16, serviceUuid16 } from './ad-structures.ts';

/**
 * What tags broadcast. Sources: iBeacon as public descriptions have it (aprbrother, RTX); Eddystone: google/eddystone,
 * eddystone-eid/eid-computation.md and eddystone-tlm/tlm-plain.md.
 */

const apple = 0x004c;
const eddystone = 0xfeaa;

export interface IBeacon {
  /** 32 hex digits. */
  readonly uuid: string;
  readonly major: number;
  readonly minor: number;
  /** Measured at one metre, dBm. */
  readonly powerAt1m: number;
}

export function iBeaconFrame({ uuid, major, minor, powerAt1m }: IBeacon): Buffer {
  const body = Buffer.alloc(23);
  body.set([0x02, 0x15]);
  body.write(uuid, 2, 'hex');
  body.writeUInt16BE(major, 18);
  body.writeUInt16BE(minor, 20);
  body.writeInt8(powerAt1m, 22);
  return payload(beaconFlags, manufacturerData(apple, body));
}

export interface EidKey {
  /** Sixteen bytes. */
  readonly identityKey: Uint8Array;
  /** 0 to 15: the identity changes every 2^exponent seconds. */
  readonly exponent: number;
}

/** Counts the identities of a beacon. */
export function eidPeriod(exponent: number, seconds: number): number {
  return Math.floor((seconds >>> 0) / 2 ** exponent);
}

/** @param seconds of the beacon's own clock */
export function eidFrame({ identityKey, exponent }: EidKey, seconds: number, powerAt0m: number): Buffer {
  const identity = ephemeralId(identityKey, exponent, seconds);
  const body = Buffer.concat([Uint8Array.of(0x30, powerAt0m & 0xff), identity]);
  return payload(beaconFlags, serviceUuid16(eddystone), serviceData16(eddystone, body));
}

export interface Telemetry {
  readonly batteryMv: number;
  readonly celsius: number;
  /** Frames since power-on. */
  readonly frames: number;
  readonly sinceBootMs: number;
}

export function tlmFrame({ batteryMv, celsius, frames, sinceBootMs }: Telemetry): Buffer {
  const body = Buffer.alloc(14);
  body.set([0x20, 0x00]);
  body.writeUInt16BE(batteryMv, 2);
  body.writeInt16BE(Math.round(celsius * 256), 4);
  body.writeUInt32BE(frames >>> 0, 6);
  body.writeUInt32BE(Math.floor(sinceBootMs / 100) >>> 0, 10);
  return payload(beaconFlags, serviceUuid16(eddystone), serviceData16(eddystone, body));
}
