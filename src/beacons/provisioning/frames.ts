import { hexOctets, i8, layout, marker, octets, rest, u8, u16be, u32be } from '../../../devices/layout.ts';

/*
 * What is read from and written to the characteristics of the service. Integers are big-endian; public keys and
 * identity keys are as X25519 has them. Source: google/eddystone: configuration-service.
 */

/** Bits of `flags`: intervals, and powers, of each slot's own. Bits of `frames`: UID, URL, TLM, EID. */
export const capabilities = layout({
  version: u8,
  slots: u8,
  eidSlots: u8,
  flags: u8,
  frames: u16be,
  /** dBm as signed bytes, ascending. */
  powers: rest,
});
export const ownIntervals = 0x01;
export const ownPowers = 0x02;
/** By their bit. */
export const frameNames = ['uid', 'url', 'tlm', 'eid'] as const;
export type FrameName = (typeof frameNames)[number];

export const slotNumber = layout({ slot: u8 });
export const interval = layout({ intervalMs: u16be });
/** dBm. */
export const power = layout({ power: i8 });

export const lockState = layout({ state: u8 });
export const locked = 0;
export const unlocked = 1;
/** Unlocked, and the end of the connection does not lock it. */
export const noRelock = 2;
/** Locks, and replaces the lock code by what this is under the one that holds. */
export const newLockCode = layout({ lock: marker(0x00), sealed: octets(16) });

/** Read: not zero where the beacon can stop being connectable. Written: not zero to stay connectable. */
export const connectable = layout({ value: u8 });

export const publicKey = layout({ key: hexOctets(32) });
/** Under the lock code. */
export const sealedIdentityKey = layout({ sealed: octets(16) });

/** A slot's data as it is written; one byte of zero clears it. */
export const clearSlot = layout({ type: marker(0x00) });
export const writeUid = layout({ type: marker(0x00), id: hexOctets(16) });
/** Scheme and address in codes. */
export const writeUrl = layout({ type: marker(0x10), address: rest });
export const writeTlm = layout({ type: marker(0x20) });
export const writeEid = layout({ type: marker(0x30), resolverKey: hexOctets(32), exponent: u8 });

/** A slot's data as it is read: the frame on air, but for an EID what its resolver must know. */
export const readUid = layout({ type: marker(0x00), power: i8, id: hexOctets(16) });
export const readUrl = layout({ type: marker(0x10), power: i8, address: rest });
export const readTlm = layout({ type: marker(0x20) });
export const readEid = layout({ type: marker(0x30), exponent: u8, clockSeconds: u32be, eid: hexOctets(8) });
