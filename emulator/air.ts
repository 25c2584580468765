import { createAdvertisingSchedule } from './advertising.ts';
import {
  type AddressType,
  type AdvertisedSet,
  type Broadcaster,
  createBroadcasting,
  type Transmission,
} from './broadcasting.ts';
import type { Cancel, Clock } from './clock.ts';
import { att } from './controller/att-server.ts';
import { channel } from './controller/l2cap.ts';
import { meanRssi, type Position, packetRssi, sensitivityDbm } from './path-loss.ts';
import { type Conditions, createConditions, createLane, damaged } from './radio-link.ts';
import { pick, type Random } from './random.ts';

/** What a label sends while it waits for somebody: at most 31 bytes each. */
export interface Advertising {
  readonly data: Uint8Array;
  readonly scanResponse: Uint8Array;
}

/** The label's end of an open link. */
export interface PeripheralEnd {
  received(cid: number, pdu: Buffer): void;
  closed(): void;
}

/** Anything that can be found and connected to. */
export interface Peripheral {
  /** Twelve lower-case hex digits, most significant byte first. A random (static) address. */
  readonly address: string;
  readonly position: Position;
  /** Null while it is asleep, redraws or is connected: then it can be neither heard nor reached. */
  advertising(): Advertising | null;
  opened(link: PeripheralLink): PeripheralEnd;
}

/** What an open link is to a label. */
export interface PeripheralLink {
  send(cid: number, pdu: Buffer): void;
  /** Takes leave properly. */
  close(): void;
  /** Falls silent, as when the label restarts: the radio notices after the supervision timeout. */
  vanish(): void;
}

/** Why a link ended: HCI's own codes. */
export type CloseReason = 'timeout' | 'remote' | 'failed';

/** The radio's end of an open link. */
export interface CentralLink {
  readonly address: string;
  send(cid: number, pdu: Buffer, sent: () => void): void;
  /** Ends the link; `closed` is not called for it. */
  close(): void;
  rssi(): number;
}

export interface CentralEnd {
  received(cid: number, pdu: Buffer): void;
  closed(reason: CloseReason): void;
}

export interface Heard extends Advertising {
  readonly address: string;
  readonly addressType: AddressType;
  /** What is not connectable is not asked for a scan response either. */
  readonly connectable: boolean;
  readonly rssi: number;
}

/** One antenna. */
export interface Adapter {
  readonly index: number;
  readonly position: Position;
  /** Hears every advertisement in reach until called with null. */
  scan(listener: ((heard: Heard) => void) | null): void;
  /** Waits until the label advertises, then opens a link. The returned function gives up waiting. */
  connect(address: string, timeoutMs: number, opened: (link: CentralLink) => CentralEnd): Cancel;
  /** Mean strength at which this adapter hears a label, dBm. */
  hears(address: string): number | null;
  /** Puts an advertising set on air, changes it, or with null takes it off. */
  advertise(setId: number, set: AdvertisedSet | null): void;
}

export interface AirOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Seed of the walls and tins between labels and adapters. */
  readonly seed?: number;
  /** Time in which each label advertises once; default 1 s, and 1 ms per label above 1,000. */
  readonly advertisingIntervalMs?: number;
  /** Time that a packet waits for its turn on a link; default none. */
  readonly connectionIntervalMs?: number;
  /** Longest wait for a label's next advertisement when connecting; default 20 ms. */
  readonly connectWaitMs?: number;
}

export interface Air {
  readonly conditions: Conditions;
  add(peripheral: Peripheral): void;
  remove(address: string): void;
  addAdapter(position: Position): Adapter;
  /** Lets something broadcast that nobody can connect to. Returns how to take it away. */
  addBroadcaster(broadcaster: Broadcaster): () => void;
  /** Ends a label's link as if the label had gone out of reach: its peer notices after the supervision timeout. */
  vanish(address: string): void;
  /** Open links at this moment. */
  links(): number;
}

/** How often a waiting radio looks whether the label advertises by now. */
const retryMs = 50;
/** A link that failed to establish is noticed after six intervals of 7.5 ms. */
const failureMs = 45;
const nothing = new Uint8Array(0);

interface Link {
  readonly lost: () => void;
}

export function createAir(options: AirOptions): Air {
  const { clock, random, seed = 1, connectionIntervalMs = 0, connectWaitMs = 20 } = options;
  const conditions = createConditions();
  const peripherals: Peripheral[] = [];
  const byAddress = new Map<string, Peripheral>();
  const links = new Map<string, Link>();
  const listeners = new Map<number, (heard: Heard) => void>();
  const adapters: { position: Position; mean: Map<string, number> }[] = [];

  const mean = (adapter: number, label: Peripheral): number => {
    const { position, mean: known } = adapters[adapter]!;
    let value = known.get(label.address);
    if (value === undefined) {
      const shadow = (Number.parseInt(label.address.slice(-8), 16) ^ Math.imul(adapter + 1, 0x9e3779b1) ^ seed) >>> 0;
      value = meanRssi(label.position, position, shadow);
      known.set(label.address, value);
    }
    return value;
  };
  const onAir = (label: Peripheral): Advertising | null =>
    conditions.silent.has(label.address) || links.has(label.address) ? null : label.advertising();

  const transmit = (frame: Omit<Heard, 'rssi'>, { from, meanAt }: Pick<Transmission, 'from' | 'meanAt'>): void => {
    for (const [adapter, listener] of listeners) {
      if (adapter === from) continue;
      const rssi = packetRssi(meanAt(adapter), random);
      if (rssi < sensitivityDbm || random() < conditions.loss) continue;
      const hit = conditions.corruption > 0 && random() < conditions.corruption;
      listener({ ...frame, data: hit ? damaged(random, frame.data) : frame.data, rssi });
    }
  };
  const broadcasting = createBroadcasting({
    clock,
    random,
    seed,
    positionOf: adapter => adapters[adapter]!.position,
    transmit(transmission) {
      const { address, addressType, data } = transmission;
      if (conditions.silent.has(address)) return;
      transmit({ address, addressType, data, scanResponse: nothing, connectable: false }, transmission);
    },
  });
  const schedule = createAdvertisingSchedule({
    clock,
    count: () => peripherals.length,
    intervalMs: () => options.advertisingIntervalMs ?? Math.max(1000, peripherals.length),
    advertise(index) {
      const label = peripherals[index]!;
      const advertising = onAir(label);
      if (!advertising) return;
      const { address } = label;
      const meanAt = (adapter: number): number => mean(adapter, label);
      transmit({ ...advertising, address, addressType: 'random', connectable: true }, { from: null, meanAt });
    },
  });

  /** Joins radio and label by two lanes, and sees to it that each end hears of the end exactly once. */
  const join = (
    adapter: number,
    label: Peripheral,
    timeoutMs: number,
    opened: (link: CentralLink) => CentralEnd,
  ): void => {
    let open = true;
    let central: CentralEnd | null = null;
    const finish = (tellCentral: CloseReason | null): void => {
      if (!open) return;
      open = false;
      toLabel.stop();
      toCentral.stop();
      links.delete(label.address);
      peripheral.closed();
      if (tellCentral) central?.closed(tellCentral);
    };
    /** From now on nothing passes; the radio finds out when its supervision timeout has run. */
    const lose = (): void => {
      if (!open) return;
      open = false;
      toLabel.stop();
      toCentral.stop();
      peripheral.closed();
      clock.after(timeoutMs, () => {
        if (links.get(label.address) === link) links.delete(label.address);
        central?.closed('timeout');
        central = null;
      });
    };
    const swallowed = (cid: number, pdu: Buffer, opcode: number): boolean =>
      cid === channel.attribute && pdu[0] === opcode && random() < conditions.applicationLoss;
    /** In bad air a link now and then breaks altogether. */
    const broken = (): boolean => conditions.loss > 0 && random() < (conditions.loss * conditions.loss) / 40;
    const lane = { clock, random, conditions, connectionIntervalMs };
    const toLabel = createLane({
      ...lane,
      deliver(cid, pdu) {
        if (conditions.silent.has(label.address) || broken()) lose();
        else if (!swallowed(cid, pdu, att.writeCommand)) peripheral.received(cid, pdu);
      },
    });
    const toCentral = createLane({
      ...lane,
      deliver(cid, pdu) {
        if (conditions.silent.has(label.address)) return lose();
        if (swallowed(cid, pdu, att.notification)) return;
        const hit = pdu[0] === att.notification && conditions.corruption > 0 && random() < conditions.corruption;
        central?.received(cid, hit ? Buffer.concat([pdu.subarray(0, 3), damaged(random, pdu.subarray(3))]) : pdu);
      },
    });
    const link: Link = { lost: lose };
    links.set(label.address, link);
    const peripheral = label.opened({
      send: (cid, pdu) => toCentral.push(cid, pdu),
      close: () => finish('remote'),
      vanish: lose,
    });
    central = opened({
      address: label.address,
      send: (cid, pdu, sent) => toLabel.push(cid, pdu, sent),
      close() {
        finish(null);
        if (links.get(label.address) === link) links.delete(label.address);
        central = null;
      },
      rssi: () => packetRssi(mean(adapter, label), random),
    });
    if (random() < conditions.loss) clock.after(failureMs, () => finish('failed'));
  };

  return {
    conditions,
    add(peripheral) {
      if (byAddress.has(peripheral.address)) throw new Error(`two labels with the address ${peripheral.address}`);
      byAddress.set(peripheral.address, peripheral);
      peripherals.push(peripheral);
    },
    remove(address) {
      links.get(address)?.lost();
      byAddress.delete(address);
      const index = peripherals.findIndex(p => p.address === address);
      if (index >= 0) peripherals.splice(index, 1);
    },
    addAdapter(position) {
      const index = adapters.length;
      adapters.push({ position, mean: new Map() });
      return {
        index,
        position,
        scan(listener) {
          if (listener) listeners.set(index, listener);
          else listeners.delete(index);
          schedule.listen(listeners.size > 0);
          broadcasting.listen(listeners.size > 0);
        },
        advertise: (setId, set) => broadcasting.advertise(index, setId, set),
        connect(address, timeoutMs, opened) {
          let cancel: Cancel = () => {};
          const attempt = (): void => {
            const label = byAddress.get(address);
            if (label && onAir(label) && mean(index, label) >= sensitivityDbm) join(index, label, timeoutMs, opened);
            else cancel = clock.after(retryMs, attempt);
          };
          const waitMs = pick(random, connectWaitMs + 1) * conditions.slowFactor;
          cancel = clock.after(waitMs, attempt);
          return () => cancel();
        },
        hears(address) {
          const label = byAddress.get(address);
          return label ? Math.round(mean(index, label)) : null;
        },
      };
    },
    addBroadcaster: broadcaster => broadcasting.add(broadcaster),
    vanish: address => links.get(address)?.lost(),
    links: () => links.size,
  };
}
