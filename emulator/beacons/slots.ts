import { type Random, randomBytes } from '../random.ts';
import { sealEax } from './aes.ts';
import { ephemeralId, timeBase } from './eid.ts';

/*
 * What a beacon says in its slots: as it is configured, as it is read back, and as it goes on air.
 * Source: google/eddystone: configuration-service, characteristic 10; eddystone-uid, -url, -tlm and -eid.
 */

export const frameType = { uid: 0x00, url: 0x10, tlm: 0x20, eid: 0x30 } as const;
export type FrameName = keyof typeof frameType;

export type Content =
  | { readonly type: 'empty' }
  /** `id`: namespace and instance; `url`: scheme and the rest, encoded. */
  | { readonly type: 'uid' | 'url'; readonly data: Buffer }
  | { readonly type: 'tlm' }
  | {
      readonly type: 'eid';
      readonly identityKey: Buffer;
      readonly exponent: number;
      /** When its counter stood at `firstCounter`. */
      readonly sinceMs: number;
    };

export interface Slot {
  content: Content;
  intervalMs: number;
  radioPower: number;
  /** Null: the radio's. */
  advertisedPower: number | null;
}

/** What telemetry tells. */
export interface Telemetry {
  readonly batteryMv: number;
  readonly frames: number;
  readonly upMs: number;
}

/** Where a counter begins: shortly before its temporary key changes, as the specification recommends. */
const firstCounter = 65_280;

export const counterOf = (content: { readonly sinceMs: number }, nowMs: number): number =>
  (firstCounter + Math.floor((nowMs - content.sinceMs) / 1000)) % 2 ** 32;

/** How telemetry is put together while it must not be linked: with a slot's identity key. */
export type Sealing = { readonly content: Extract<Content, { type: 'eid' }>; readonly random: Random } | null;

function telemetryFrame(telemetry: Telemetry, nowMs: number, sealing: Sealing): Buffer {
  const frame = Buffer.alloc(14);
  frame[0] = frameType.tlm;
  frame.writeUInt16BE(telemetry.batteryMv, 2);
  // 8.8 fixed point: 21.5 °C.
  frame.writeInt16BE(0x1580, 4);
  frame.writeUInt32BE(telemetry.frames >>> 0, 6);
  frame.writeUInt32BE(Math.floor(telemetry.upMs / 100) >>> 0, 10);
  if (sealing === null) return frame;
  const { content, random } = sealing;
  const salt = randomBytes(random, 2);
  const nonce = Buffer.concat([timeBase(content.exponent, counterOf(content, nowMs)), salt]);
  const { ciphertext, tag } = sealEax(content.identityKey, nonce, Buffer.alloc(0), frame.subarray(2));
  return Buffer.concat([Buffer.from([frameType.tlm, 0x01]), ciphertext, salt, tag.subarray(0, 2)]);
}

/** The service data of a slot on air; null: it is empty. */
export function frameOnAir(slot: Slot, nowMs: number, telemetry: Telemetry, sealing: Sealing): Buffer | null {
  const { content } = slot;
  const power = (slot.advertisedPower ?? slot.radioPower) & 0xff;
  switch (content.type) {
    case 'empty':
      return null;
    case 'uid':
      return Buffer.concat([Buffer.from([frameType.uid, power]), content.data, Buffer.alloc(2)]);
    case 'url':
      return Buffer.concat([Buffer.from([frameType.url, power]), content.data]);
    case 'tlm':
      return telemetryFrame(telemetry, nowMs, sealing);
    case 'eid': {
      const id = ephemeralId(content.identityKey, content.exponent, counterOf(content, nowMs));
      return Buffer.concat([Buffer.from([frameType.eid, power]), id]);
    }
  }
}

/** What a client reads of a slot: the frame, but for an EID what its resolver needs to know. */
export function slotData(slot: Slot, nowMs: number, telemetry: Telemetry, sealing: Sealing): Buffer {
  const { content } = slot;
  if (content.type !== 'eid') return frameOnAir(slot, nowMs, telemetry, sealing) ?? Buffer.alloc(0);
  const counter = counterOf(content, nowMs);
  const head = Buffer.from([frameType.eid, content.exponent, 0, 0, 0, 0]);
  head.writeUInt32BE(counter, 2);
  return Buffer.concat([head, ephemeralId(content.identityKey, content.exponent, counter)]);
}
