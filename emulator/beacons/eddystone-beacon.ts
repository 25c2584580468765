import type { Advertising, Peripheral, PeripheralLink } from '../air.ts';
import type { Clock } from '../clock.ts';
import { createAttServer } from '../controller/att-server.ts';
import type { Service } from '../controller/attributes.ts';
import { channel } from '../controller/l2cap.ts';
import { advertisingEntry, genericServices } from '../labels/label.ts';
import type { Position } from '../path-loss.ts';
import { type Random, randomBytes } from '../random.ts';
import { type Abilities, configurationService, sealingOf, serviceUuid } from './configuration.ts';
import { createKeyPair } from './eid.ts';
import { createLock, type LockState, lockState } from './lock.ts';
import { counterOf, frameOnAir, type Slot } from './slots.ts';

/** A slot as somebody who opens the beacon would find it in its memory. */
export interface SlotState {
  /** `empty`, `tlm`, or `uid`, `url` and `eid` with what they say in hex; an EID shows its key and exponent. */
  readonly content: string;
  readonly intervalMs: number;
  readonly radioPower: number;
  readonly advertisedPower: number;
}

export interface BeaconState {
  readonly lock: LockState;
  readonly lockCode: string;
  readonly slots: readonly SlotState[];
  readonly remainConnectable: boolean;
}

/** A beacon of another maker: found, connected to and configured over the air. */
export interface EddystoneBeacon extends Peripheral {
  state(): BeaconState;
  /** Writes taken since it was made, by the last four digits of the characteristic's part of the UUID, in order. */
  written(): readonly string[];
  /** Of an EID slot: what it counts and goes by now. */
  counter(slot: number): number | null;
  publicKey(): Buffer;
  /** Its button: connectable for 30 s. */
  press(): void;
  /** Falls silent after that many more writes, as when its battery falls out; null: never. */
  vanishAfter(writes: number | null): void;
  /** Acknowledges writes to these characteristics, by their four digits, and does not keep them. */
  forget(characteristics: readonly string[]): void;
}

export interface EddystoneBeaconOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Twelve lower-case hex digits; the two highest bits are set. */
  readonly address: string;
  readonly position: Position;
  /** 16 bytes. */
  readonly lockCode: Uint8Array;
  /** Default locked. */
  readonly lock?: LockState;
  readonly abilities?: Partial<Abilities>;
  /** Default 23: small beacons know no other. */
  readonly maxMtu?: number;
}

const usual: Abilities = {
  slots: 4,
  eidSlots: 1,
  frames: ['uid', 'url', 'tlm', 'eid'],
  powers: [-40, -20, -16, -12, -8, -4, 0, 4],
  minIntervalMs: 100,
  maxIntervalMs: 10_240,
  ownIntervals: true,
  ownPowers: true,
  canHide: false,
};
/** https://eddystone.org/s, encoded. */
const factoryUrl = Buffer.concat([
  Buffer.from([0x03]),
  Buffer.from('eddystone'),
  Buffer.from([0x01]),
  Buffer.from('s'),
]);
const buttonMs = 30_000;
/** Bluetooth Core 5.4, Vol 3, Part H, 3.5.5: pairing is not supported. */
const pairingFailed = Buffer.from([0x05, 0x05]);
const adType = { flags: 0x01, services16: 0x03, services128: 0x07, shortName: 0x08, serviceData16: 0x16 } as const;
const eddystone = Buffer.from([0xaa, 0xfe]);

const factorySlots = ({ slots, powers }: Abilities): Slot[] =>
  Array.from({ length: slots }, (_, index) => ({
    content: index === 0 ? { type: 'url', data: factoryUrl } : { type: 'empty' },
    intervalMs: 1000,
    radioPower: powers.find(power => power >= -12) ?? powers.at(-1)!,
    advertisedPower: null,
  }));

function inWords({ content, intervalMs, radioPower, advertisedPower }: Slot): SlotState {
  const say = (): string => {
    switch (content.type) {
      case 'uid':
      case 'url':
        return `${content.type}:${content.data.toString('hex')}`;
      case 'eid':
        return `eid:${content.identityKey.toString('hex')}:${content.exponent}`;
      default:
        return content.type;
    }
  };
  return { content: say(), intervalMs, radioPower, advertisedPower: advertisedPower ?? radioPower };
}

/** A beacon with the Eddystone configuration service. Source: google/eddystone: configuration-service. */
export function createEddystoneBeacon(options: EddystoneBeaconOptions): EddystoneBeacon {
  const { clock, random, address, position, maxMtu = 23 } = options;
  const abilities: Abilities = { ...usual, ...options.abilities };
  const lock = createLock(random, options.lockCode, options.lock ?? lockState.locked);
  const keys = createKeyPair(randomBytes(random, 32));
  const slots = factorySlots(abilities);
  const bornMs = clock.now();
  const written: string[] = [];
  let link: PeripheralLink | null = null;
  let remain = false;
  let connectableUntilMs = Number.NEGATIVE_INFINITY;
  let frames = 0;
  let writesLeft: number | null = null;
  let forgotten: readonly string[] = [];

  const connectable = (): boolean => !abilities.canHide || remain || clock.now() < connectableUntilMs;
  const telemetry = () => ({ batteryMv: 2950, frames, upMs: clock.now() - bornMs });
  const configurable = {
    abilities,
    lock,
    keys,
    slots,
    random,
    telemetry,
    nowMs: () => clock.now(),
    remainConnectable(next: boolean) {
      if (abilities.canHide) remain = next;
    },
    reset() {
      slots.splice(0, slots.length, ...factorySlots(abilities));
      remain = false;
    },
  };

  /** The service with the faults that this beacon was told to have. */
  function servedTo(client: PeripheralLink): Service {
    const service = configurationService(configurable);
    const characteristics = service.characteristics.map(one => {
      const { write } = one;
      if (!write) return one;
      const name = one.uuid.slice(4, 8);
      return {
        ...one,
        write(value: Buffer) {
          if (writesLeft === 0) client.vanish();
          if (writesLeft !== null) writesLeft = Math.max(0, writesLeft - 1);
          if (link !== client || forgotten.includes(name)) return null;
          const answer = write(value);
          if (answer === null) written.push(name);
          return answer;
        },
      };
    });
    return { ...service, characteristics };
  }

  const scanResponse = Buffer.concat([
    advertisingEntry(adType.services128, Buffer.from(serviceUuid, 'hex').reverse()),
    advertisingEntry(adType.shortName, Buffer.from(`ED${address.slice(-4)}`)),
  ]);

  return {
    address,
    position,
    advertising(): Advertising | null {
      if (link !== null) return null;
      const onAir = slots.filter(({ content }) => content.type !== 'empty');
      const flags = advertisingEntry(adType.flags, Buffer.from([0x06]));
      if (onAir.length === 0) return connectable() ? { data: flags, scanResponse } : null;
      const turn = frames++;
      const sealing = sealingOf(configurable, Math.floor(turn / onAir.length));
      const frame = frameOnAir(onAir[turn % onAir.length]!, clock.now(), telemetry(), sealing)!;
      const data = Buffer.concat([
        flags,
        advertisingEntry(adType.services16, eddystone),
        advertisingEntry(adType.serviceData16, Buffer.concat([eddystone, frame])),
      ]);
      return { data, scanResponse: connectable() ? scanResponse : Buffer.alloc(0) };
    },
    opened(opening) {
      if (!connectable()) {
        // The air has one kind of advertisement: what cannot be connected to hangs up at once.
        clock.after(0, () => opening.close());
        return { received() {}, closed() {} };
      }
      link = opening;
      const server = createAttServer({
        services: [...genericServices(`ED${address.slice(-4)}`), servedTo(opening)],
        maxMtu,
        send: pdu => opening.send(channel.attribute, pdu),
        written: () => {},
      });
      return {
        received(cid, pdu) {
          if (cid === channel.attribute) server.received(pdu);
          else if (cid === channel.security && pdu[0] === 0x01) opening.send(channel.security, pairingFailed);
        },
        closed() {
          if (link !== opening) return;
          link = null;
          connectableUntilMs = Number.NEGATIVE_INFINITY;
          lock.disconnected();
        },
      };
    },
    state: () => ({
      lock: lock.state(),
      lockCode: lock.code().toString('hex'),
      slots: slots.map(inWords),
      remainConnectable: connectable(),
    }),
    written: () => [...written],
    counter(index) {
      const content = slots[index]?.content;
      return content?.type === 'eid' ? counterOf(content, clock.now()) : null;
    },
    publicKey: () => Buffer.from(keys.publicKey),
    press() {
      connectableUntilMs = clock.now() + buttonMs;
    },
    vanishAfter(writes) {
      writesLeft = writes;
    },
    forget(characteristics) {
      forgotten = characteristics;
    },
  };
}
