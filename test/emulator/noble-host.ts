import { EventEmitter, once } from 'node:events';
import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';

/** The parts of noble that the emulator's tests use; the package's own typings stand under another name. */
export interface NobleCharacteristic {
  readonly uuid: string;
  on(name: 'data', listener: (data: Buffer) => void): void;
  subscribeAsync(): Promise<void>;
  writeAsync(data: Buffer, withoutResponse: boolean): Promise<void>;
}
export interface NoblePeripheral {
  readonly id: string;
  readonly rssi: number;
  readonly mtu: number | null;
  readonly state: string;
  readonly advertisement: { readonly localName?: string; readonly manufacturerData?: Buffer };
  connectAsync(): Promise<void>;
  disconnectAsync(): Promise<void>;
  once(name: 'disconnect', listener: (reason: unknown) => void): void;
  discoverSomeServicesAndCharacteristicsAsync(
    services: string[],
    characteristics: string[],
  ): Promise<{ characteristics: NobleCharacteristic[] }>;
}
export interface Noble {
  on(name: 'discover', listener: (peripheral: NoblePeripheral) => void): void;
  waitForPoweredOnAsync(timeoutMs?: number): Promise<void>;
  startScanningAsync(services: string[], duplicates: boolean): Promise<void>;
  stopScanningAsync(): Promise<void>;
  stop(): void;
}

const require = createRequire(import.meta.url);
const { withBindings } = require('noble') as { withBindings(kind: 'hci', options: object): Noble };

/** Cuts controller-to-host bytes into whole packets, which is what noble expects of a socket. */
function packetsOf(deliver: (packet: Buffer) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return chunk => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const header = pending[0] === 0x02 ? 5 : 3;
      if (pending.length < header) return;
      const length = header + (header === 5 ? pending.readUInt16LE(3) : pending.readUInt8(2));
      if (pending.length < length) return;
      deliver(pending.subarray(0, length));
      pending = pending.subarray(length);
    }
  };
}

/** Stands in for noble's own socket: the same few methods, over TCP. */
class TcpHciSocket extends EventEmitter {
  readonly #socket: Socket;
  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    const push = packetsOf(packet => this.emit('data', packet));
    socket.on('data', push);
    socket.on('error', () => {});
  }
  bindRaw() {}
  bindUser() {}
  start() {}
  setFilter() {}
  isDevUp = () => true;
  stop() {
    this.#socket.destroy();
  }
  write(data: Buffer) {
    this.#socket.write(data);
  }
}

/** The real noble, speaking to an emulated controller over TCP. */
export async function nobleOverTcp(url: string): Promise<Noble> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.setNoDelay(true);
  const Hci = require('noble/lib/hci-socket/hci.js') as { prototype: { init(this: unknown): void } };
  const init = Hci.prototype.init;
  // noble makes its socket in the constructor and binds it in `init`: in between it is exchanged.
  Hci.prototype.init = function (this: { _socket: unknown; _userChannel: boolean }) {
    this._socket = new TcpHciSocket(socket);
    this._userChannel = true;
    Hci.prototype.init = init;
    init.call(this);
  };
  const noble = withBindings('hci', { hciDriver: 'uart', userChannel: true });
  await noble.waitForPoweredOnAsync(5_000);
  return noble;
}

/** The real noble over a serial line, with its own driver. */
export async function nobleOverSerial(path: string): Promise<Noble> {
  const uart = { port: path, baudRate: 1_000_000, flowControl: false };
  const noble = withBindings('hci', { hciDriver: 'uart', bindParams: { uart } });
  await noble.waitForPoweredOnAsync(5_000);
  return noble;
}

/** Scans until a label with that id is heard. */
export async function find(noble: Noble, id: string): Promise<NoblePeripheral> {
  const found = new Promise<NoblePeripheral>(resolve => {
    noble.on('discover', peripheral => {
      if (peripheral.id === id) resolve(peripheral);
    });
  });
  await noble.startScanningAsync([], true);
  const peripheral = await found;
  await noble.stopScanningAsync();
  return peripheral;
}

/** Notifications in the order in which they came, to be waited for one by one. */
export function inbox(characteristic: NobleCharacteristic): () => Promise<Buffer> {
  const arrived: Buffer[] = [];
  const waiting: ((data: Buffer) => void)[] = [];
  characteristic.on('data', data => {
    const next = waiting.shift();
    if (next) next(data);
    else arrived.push(data);
  });
  return () => {
    const data = arrived.shift();
    return data ? Promise.resolve(data) : new Promise(resolve => waiting.push(resolve));
  };
}
