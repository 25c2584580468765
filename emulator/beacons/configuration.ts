import { type AttError, property, type Service } from '../controller/attributes.ts';
import type { Random } from '../random.ts';
import { decryptBlock, encryptBlock } from './aes.ts';
import type { KeyPair } from './eid.ts';
import { type Lock, lockState, refused } from './lock.ts';
import { type Content, type FrameName, frameType, type Sealing, type Slot, slotData, type Telemetry } from './slots.ts';

/** What a beacon can do. */
export interface Abilities {
  readonly slots: number;
  readonly eidSlots: number;
  readonly frames: readonly FrameName[];
  /** dBm, ascending. */
  readonly powers: readonly number[];
  readonly minIntervalMs: number;
  readonly maxIntervalMs: number;
  /** Whether each slot has an interval, and a power, of its own. */
  readonly ownIntervals: boolean;
  readonly ownPowers: boolean;
  /** Whether it can stop being connectable. */
  readonly canHide: boolean;
}

/** What the service works on. */
export interface Configurable {
  readonly abilities: Abilities;
  readonly lock: Lock;
  readonly keys: KeyPair;
  readonly slots: Slot[];
  readonly random: Random;
  nowMs(): number;
  telemetry(): Telemetry;
  remainConnectable(remain: boolean): void;
  reset(): void;
}

/** The UUID of the service, and of its characteristics by the four digits in which they differ. */
const uuid = (part: string): string => `a3c8${part}8ed34bdf8a39a01bebede295`;
export const serviceUuid = uuid('7500');

const frameBit: Readonly<Record<FrameName, number>> = { uid: 1, url: 2, tlm: 4, eid: 8 };

/** The key whose turn it is to encrypt telemetry; null while no slot broadcasts an EID. */
export function sealingOf({ slots, random }: Pick<Configurable, 'slots' | 'random'>, turn: number): Sealing {
  const ephemeral = slots.map(({ content }) => content).filter(content => content.type === 'eid');
  return ephemeral.length === 0 ? null : { content: ephemeral[turn % ephemeral.length]!, random };
}

/**
 * The Eddystone configuration service as one client sees it: the active slot begins at 0 with each connection.
 * Source: google/eddystone: configuration-service. Integers are big-endian, keys of X25519 little-endian.
 */
export function configurationService(beacon: Configurable): Service {
  const { abilities, lock, keys, slots } = beacon;
  let active = 0;
  const locked = (): boolean => lock.state() === lockState.locked;
  const slot = (): Slot => slots[active]!;

  type Answer = () => Uint8Array | AttError;
  type Take = (value: Buffer) => AttError | null;
  const whenUnlocked =
    (read: Answer): Answer =>
    () =>
      locked() ? refused.read : read();
  const taking =
    (bytes: number, take: Take): Take =>
    value => {
      if (locked()) return refused.write;
      return value.length === bytes ? take(value) : refused.length;
    };
  /** Writes to the active slot, or to all where they have it in common. */
  const set = (own: boolean, change: (slot: Slot) => void): null => {
    for (const each of own ? [slot()] : slots) change(each);
    return null;
  };

  function parse(value: Buffer): Content | AttError {
    const data = value.subarray(1);
    if (value.length === 0 || (value.length === 1 && value[0] === 0)) return { type: 'empty' };
    const name = (Object.keys(frameType) as FrameName[]).find(each => frameType[each] === value[0]);
    if (name === undefined || !abilities.frames.includes(name)) return refused.length;
    switch (name) {
      case 'uid':
        return data.length === 16 ? { type: 'uid', data: Buffer.from(data) } : refused.length;
      case 'url':
        return data.length >= 2 && data.length <= 18 ? { type: 'url', data: Buffer.from(data) } : refused.length;
      case 'tlm':
        return data.length === 0 ? { type: 'tlm' } : refused.length;
      case 'eid':
        return parseEid(data);
    }
  }

  function parseEid(data: Buffer): Content | AttError {
    const exponent = data.at(-1) ?? 0;
    if ((data.length !== 33 && data.length !== 17) || exponent > 15) return refused.length;
    const others = slots.filter((each, index) => index !== active && each.content.type === 'eid').length;
    if (others >= abilities.eidSlots) return refused.length;
    const key = data.subarray(0, -1);
    const identityKey = key.length === 32 ? keys.agree(key) : decryptBlock(lock.code(), key);
    return identityKey === null ? refused.length : { type: 'eid', identityKey, exponent, sinceMs: beacon.nowMs() };
  }

  const { read, write } = property;
  return {
    uuid: serviceUuid,
    characteristics: [
      {
        uuid: uuid('7501'),
        properties: read,
        read: whenUnlocked(() => {
          const flags = (abilities.ownIntervals ? 1 : 0) | (abilities.ownPowers ? 2 : 0);
          const bits = abilities.frames.reduce((sum, name) => sum | frameBit[name], 0);
          const powers = Buffer.from(Int8Array.from(abilities.powers).buffer);
          return Buffer.concat([Buffer.from([0, abilities.slots, abilities.eidSlots, flags, 0, bits]), powers]);
        }),
      },
      {
        uuid: uuid('7502'),
        properties: read | write,
        read: whenUnlocked(() => Buffer.from([active])),
        write: taking(1, value => {
          if (value[0]! >= slots.length) return refused.length;
          active = value[0]!;
          return null;
        }),
      },
      {
        uuid: uuid('7503'),
        properties: read | write,
        read: whenUnlocked(() => Buffer.from([slot().intervalMs >> 8, slot().intervalMs & 0xff])),
        write: taking(2, value => {
          const { minIntervalMs, maxIntervalMs, ownIntervals } = abilities;
          const intervalMs = Math.min(maxIntervalMs, Math.max(minIntervalMs, value.readUInt16BE()));
          return set(ownIntervals, each => {
            each.intervalMs = intervalMs;
          });
        }),
      },
      {
        uuid: uuid('7504'),
        properties: read | write,
        read: whenUnlocked(() => Buffer.from([slot().radioPower & 0xff])),
        write: taking(1, value => {
          const radioPower = abilities.powers.find(power => power >= value.readInt8()) ?? abilities.powers.at(-1)!;
          return set(abilities.ownPowers, each => {
            each.radioPower = radioPower;
          });
        }),
      },
      {
        uuid: uuid('7505'),
        properties: read | write,
        read: whenUnlocked(() => Buffer.from([(slot().advertisedPower ?? slot().radioPower) & 0xff])),
        write: taking(1, value => {
          slot().advertisedPower = value.readInt8();
          return null;
        }),
      },
      {
        uuid: uuid('7506'),
        properties: read | write,
        read: () => Buffer.from([lock.state()]),
        write: lock.write,
      },
      { uuid: uuid('7507'), properties: read | write, read: lock.challenge, write: lock.unlock },
      { uuid: uuid('7508'), properties: read, read: whenUnlocked(() => keys.publicKey) },
      {
        uuid: uuid('7509'),
        properties: read,
        read: whenUnlocked(() => {
          const { content } = slot();
          return content.type === 'eid' ? encryptBlock(lock.code(), content.identityKey) : refused.read;
        }),
      },
      {
        uuid: uuid('750a'),
        properties: read | write,
        read: whenUnlocked(() => slotData(slot(), beacon.nowMs(), beacon.telemetry(), sealingOf(beacon, 0))),
        write(value) {
          if (locked()) return refused.write;
          const content = parse(value);
          if ('attCode' in content) return content;
          slot().content = content;
          return null;
        },
      },
      {
        uuid: uuid('750b'),
        properties: write,
        write(value) {
          if (lock.state() !== lockState.unlocked) return refused.write;
          if (value.length === 1 && value[0] === 0x0b) beacon.reset();
          return null;
        },
      },
      {
        uuid: uuid('750c'),
        properties: read | write,
        read: () => Buffer.from([abilities.canHide ? 1 : 0]),
        write: taking(1, value => {
          beacon.remainConnectable(value[0] !== 0);
          return null;
        }),
      },
    ],
  };
}
