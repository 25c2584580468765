import { EventEmitter } from 'node:events';
import { type Noble, type Peripheral, withBindings } from 'noble';
import { createPacketCutter } from './h4-framing.ts';
import { type H4Stream, maxUnsentBytes } from './h4-transport.ts';
import { type Report, readReports } from './reports.ts';

/*
 * The one file, with `noble-att.ts`, that knows noble from the inside. It does three things that noble has no public way for: it lets an
 * instance speak over any byte stream; it takes advertisements out before noble's HCI layer sees them, because noble
 * writes every address down and keeps every device for ever; and it makes noble forget a device after its connection.
 */

/** noble's HCI layer, as far as it is used here. */
interface NobleHci extends EventEmitter {
  _socket: unknown;
  onSocketData(data: Uint8Array): void;
  createLeConn(address: string, type: string, parameters: object, reset: boolean, token: object): void;
}

/** noble's binding layer, as far as it is used here. */
interface NobleBindings extends EventEmitter {
  _hci: NobleHci | null;
  _sigIntHandler: () => void;
  _exitHandler: () => void;
  _addresses: Record<string, string>;
  _addresseTypes: Record<string, string>;
  _connectable: Record<string, boolean>;
  scannable: Record<string, boolean>;
  startScanning(services: readonly string[], allowDuplicates: boolean): void;
  stopScanning(): void;
  connect(id: string, parameters: object): void;
  cancelConnect(id: string): void;
  stop(): void;
}

/** noble itself, with what is not in its typings. */
interface NobleInside extends Noble {
  _bindings: NobleBindings;
  _peripherals: Map<string, Peripheral>;
  _cleanupPeriperals(id: string): void;
}

/** What a noble instance tells. All listeners are set before it starts. */
export interface AdapterEvents {
  /** It is ready for work. */
  ready(): void;
  /** It cannot work (any more); nothing else follows. */
  down(detail: string): void;
  /** Lent for the time of the call. */
  report(report: Report): void;
  scanStarted(): void;
  scanStopped(): void;
  /** The controller's answer to `connect`; `error` null: the link is open. */
  connected(address: string, error: Error | null): void;
  /** Any outcome of a connection attempt on the HCI layer, also of a cancelled one. */
  attemptOver(): void;
  /** Something came in that could not be digested; it was dropped. The kind of error says nothing of its bytes. */
  malformed(kind: string): void;
}

/** One running noble instance on one controller. */
export interface Adapter {
  startScan(): void;
  stopScan(): void;
  connect(address: string, addressType: 'public' | 'random'): void;
  cancelConnect(address: string): void;
  /** noble's object for an open connection. */
  peripheral(address: string): Peripheral | null;
  /** Drops all that noble keeps of a device that is not connected. */
  forget(address: string): void;
  /** Idempotent. */
  stop(): void;
}

/** How a noble instance reaches its controller. */
export type AdapterSource = { readonly stream: H4Stream } | { readonly device: number };

/** Starts noble on a controller. */
export function createAdapter(source: AdapterSource, events: AdapterEvents): Adapter {
  // The user channel over a stream is ours alone: no polling whether the kernel has the device up.
  const options =
    'stream' in source ? { hciDriver: 'uart', userChannel: true } : { hciDriver: 'native', deviceId: source.device };
  const noble = withBindings('hci', options) as NobleInside;
  const bindings = noble._bindings;
  let over = false;
  const down = (detail: string): void => {
    if (over) return;
    over = true;
    events.down(detail);
  };

  noble.removeAllListeners('warning');
  interceptHci(bindings, hci => {
    const digest = hci.onSocketData;
    hci.onSocketData = packet => {
      try {
        const read = readReports(packet, events.report);
        if (read === 'malformed') events.malformed('advertising report');
        // A copy: noble keeps parts of what it is given, and this is wiped.
        if (read === 'other' && actsUpon(packet)) digest.call(hci, Buffer.from(packet));
      } catch (error) {
        events.malformed((error as Error).name);
      } finally {
        packet.fill(0);
      }
    };
    if (!('stream' in source)) return;
    hci._socket = createStreamSocket(source.stream, down);
    // noble resets the controller before its first connection, for adapters that it shares with the kernel's own
    // host. Here nobody else talks to it, and a reset costs time and forgets nothing that matters.
    const connect = hci.createLeConn;
    hci.createLeConn = (address, type, parameters, _reset, token) =>
      connect.call(hci, address, type, parameters, false, token);
  });

  bindings.on('stateChange', (state: string) => {
    if (state === 'poweredOn') events.ready();
    else if (state !== 'unknown') down(`the adapter is ${state}`);
  });
  bindings.on('scanStart', () => events.scanStarted());
  bindings.on('scanStop', () => events.scanStopped());
  startNow(noble);
  bindings.on('connect', (id: string, error: Error | null) => events.connected(id, error));
  bindings._hci!.on('leConnComplete', () => events.attemptOver());

  return {
    startScan: () => bindings.startScanning([], true),
    stopScan: () => bindings.stopScanning(),
    connect: (address, addressType) => bindings.connect(address, { addressType }),
    cancelConnect: address => bindings.cancelConnect(address),
    peripheral: address => noble._peripherals.get(address) ?? null,
    forget(address) {
      noble._cleanupPeriperals(address);
      for (const memory of [bindings._addresses, bindings._addresseTypes, bindings._connectable, bindings.scannable]) {
        delete memory[address];
      }
    },
    stop() {
      over = true;
      bindings.stop();
      bindings.removeAllListeners();
      noble.removeAllListeners();
      if ('stream' in source) source.stream.destroy();
    },
  };
}

/** Calls `adapt` with the HCI layer between its making and its first use. */
function interceptHci(bindings: NobleBindings, adapt: (hci: NobleHci) => void): void {
  let current: NobleHci | null = null;
  Object.defineProperty(bindings, '_hci', {
    configurable: true,
    enumerable: true,
    get: () => current,
    set(hci: NobleHci | null) {
      if (hci !== null) adapt(hci);
      current = hci;
    },
  });
}

/** Asking for the state makes noble start at once; its handlers of the process's end are not wanted here. */
function startNow(noble: NobleInside): void {
  void noble.state;
  process.removeListener('SIGINT', noble._bindings._sigIntHandler);
  process.removeListener('exit', noble._bindings._exitHandler);
}

const aclPacket = 0x02;
const commandPacket = 0x01;
const leMetaEvent = 0x3e;
/** Disconnection, encryption, command complete and status, completed packets. */
const eventsForNoble: readonly number[] = [0x05, 0x08, 0x0e, 0x0f, 0x13];
/** Connection complete, connection update, data length change, enhanced connection complete. */
const metaEventsForNoble: readonly number[] = [0x01, 0x03, 0x07, 0x0a];
/** Scanning switched by another host of the same adapter, legacy and extended. */
const commandsForNoble: readonly number[] = [0x200c, 0x2042];

/**
 * Whether noble does anything with the packet. It writes a text of all that it is given, and what else a controller
 * tells may name devices that are no business of ours.
 */
function actsUpon(packet: Uint8Array): boolean {
  switch (packet[0]) {
    case aclPacket:
      return true;
    case commandPacket:
      return packet.length > 3 && commandsForNoble.includes(packet[1]! | (packet[2]! << 8));
    default:
      return packet[1] === leMetaEvent
        ? packet.length > 3 && metaEventsForNoble.includes(packet[3]!)
        : packet.length > 1 && eventsForNoble.includes(packet[1]!);
  }
}

/** Stands in for noble's socket to the kernel: the same methods and events, over a stream. */
function createStreamSocket(stream: H4Stream, down: (detail: string) => void): EventEmitter {
  const emitter = new EventEmitter();
  const fail = (detail: string): void => {
    stream.destroy();
    down(detail);
  };
  const cutter = createPacketCutter(packet => emitter.emit('data', packet));
  stream.on('data', (chunk: Buffer) => {
    if (!cutter.push(chunk)) fail('what the controller sends is not H4');
  });
  stream.on('error', error => fail(error.message));
  stream.on('close', () => {
    cutter.clear();
    fail('the connection to the controller is closed');
  });
  return Object.assign(emitter, {
    bindRaw: () => undefined,
    bindUser: () => undefined,
    start: () => undefined,
    stop: () => undefined,
    setFilter: () => undefined,
    reset: () => undefined,
    isDevUp: () => !stream.destroyed,
    write(data: Buffer) {
      if (stream.destroyed) return;
      stream.write(data);
      if (stream.writableLength > maxUnsentBytes) fail('the controller takes no more data');
    },
  });
}
