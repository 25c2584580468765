import { beaconFlags, manufacturerData, payload, serviceData16 } from './ad-structures.ts';
import { sealCcm } from './ciphers.ts';

/**
 * What sensors broadcast. Sources: BTHome v2: bthome.io/format and bthome.io/encryption, Bluetooth-Devices/bthome-ble;
 * Ruuvi: ruuvi/ruuvi-sensor-protocols, dataformat_05.md.
 */

const bthome = 0xfcd2;
const ruuvi = 0x0499;
const micBytes = 4;

/** What a BTHome sensor can say here. */
export type Reading =
  | { readonly object: 'packet'; readonly id: number }
  | { readonly object: 'battery'; readonly percent: number }
  | { readonly object: 'temperature'; readonly celsius: number }
  | { readonly object: 'humidity'; readonly percent: number }
  | { readonly object: 'door'; readonly open: boolean }
  | { readonly object: 'button'; readonly press: keyof typeof presses };

const presses = { none: 0x00, press: 0x01, double: 0x02, triple: 0x03, long: 0x04 } as const;

export interface BthomeKey {
  /** Sixteen bytes. */
  readonly bindKey: Uint8Array;
  /** Twelve hex digits: part of the nonce. */
  readonly address: string;
  /** Never the same twice. */
  readonly counter: number;
}

/** Objects in ascending order of their ids, as the format wants them. */
export function bthomeObjects(readings: readonly Reading[]): Buffer {
  return Buffer.concat(readings.map(objectOf).sort((a, b) => a[0]! - b[0]!));
}

function objectOf(reading: Reading): Buffer {
  switch (reading.object) {
    case 'packet':
      return Buffer.of(0x00, reading.id & 0xff);
    case 'battery':
      return Buffer.of(0x01, reading.percent);
    case 'temperature':
      return Buffer.concat([Uint8Array.of(0x02), i16(Math.round(reading.celsius * 100))]);
    case 'humidity':
      return Buffer.concat([Uint8Array.of(0x03), i16(Math.round(reading.percent * 100))]);
    case 'door':
      return Buffer.of(0x1a, reading.open ? 1 : 0);
    case 'button':
      return Buffer.of(0x3a, presses[reading.press]);
  }
}

function i16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16LE(value);
  return bytes;
}

export interface BthomeOptions {
  /** Speaks only when something happens. */
  readonly sleepy?: boolean;
  /** Null: in the clear. */
  readonly key: BthomeKey | null;
}

/** The service data behind the UUID: information byte, objects, and where they are encrypted, counter and MIC. */
export function bthomeData(readings: readonly Reading[], { sleepy = false, key }: BthomeOptions): Buffer {
  const version = 2 << 5;
  const info = version | (sleepy ? 0x04 : 0) | (key === null ? 0 : 0x01);
  const objects = bthomeObjects(readings);
  if (key === null) return Buffer.concat([Uint8Array.of(info), objects]);
  const counter = Buffer.alloc(4);
  counter.writeUInt32LE(key.counter >>> 0);
  const nonce = Buffer.concat([Buffer.from(key.address, 'hex'), Uint8Array.of(0xd2, 0xfc, info), counter]);
  const { text, tag } = sealCcm(key.bindKey, nonce, objects, micBytes);
  return Buffer.concat([Uint8Array.of(info), text, counter, tag]);
}

export function bthomeFrame(readings: readonly Reading[], options: BthomeOptions): Buffer {
  return payload(beaconFlags, serviceData16(bthome, bthomeData(readings, options)));
}

/** One measurement of a RuuviTag. */
export interface RuuviReading {
  readonly celsius: number;
  readonly humidityPercent: number;
  readonly pressurePa: number;
  readonly accelerationMg: readonly [x: number, y: number, z: number];
  readonly batteryMv: number;
  readonly txDbm: number;
  readonly movements: number;
  readonly sequence: number;
  /** Twelve hex digits. */
  readonly address: string;
}

/** Data format 5, the 24 bytes behind the company identifier. */
export function ruuviData(reading: RuuviReading): Buffer {
  const body = Buffer.alloc(24);
  body[0] = 0x05;
  body.writeInt16BE(Math.round(reading.celsius / 0.005), 1);
  body.writeUInt16BE(Math.round(reading.humidityPercent / 0.0025), 3);
  body.writeUInt16BE(reading.pressurePa - 50_000, 5);
  for (const [axis, mg] of reading.accelerationMg.entries()) body.writeInt16BE(mg, 7 + axis * 2);
  body.writeUInt16BE(((reading.batteryMv - 1600) << 5) | ((reading.txDbm + 40) / 2), 13);
  body[15] = reading.movements & 0xff;
  body.writeUInt16BE(reading.sequence & 0xffff, 16);
  body.write(reading.address, 18, 'hex');
  return body;
}

export function ruuviFrame(reading: RuuviReading): Buffer {
  return payload(beaconFlags, manufacturerData(ruuvi, ruuviData(reading)));
}
