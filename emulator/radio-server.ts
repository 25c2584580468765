import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Adapter, Air } from './air.ts';
import { type Controller, type ControllerOptions, createController } from './controller/controller.ts';
import type { Position } from './path-loss.ts';
import { pick, type Random } from './random.ts';
import { createSerial } from './serial.ts';

/** Bytes waiting for a slow host above which reports of advertisements are dropped. */
const congestedBytes = 256 * 1024;

export interface RadioServerOptions {
  readonly air: Air;
  readonly random: Random;
  /** Where the adapters stand; one controller each. */
  readonly adapters: readonly Position[];
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** TCP ports, one per adapter; 0 or none: the system chooses. */
  readonly ports?: readonly number[];
  /** Bluetooth 5 extended advertising; default no. */
  readonly extended?: boolean;
  /** Links per adapter; default 8. */
  readonly maxLinks?: number;
  /** Where further adapters stand that gateways broadcast with; default none. */
  readonly beacons?: readonly Position[];
  /** TCP ports of those; 0 or none: the system chooses. */
  readonly beaconPorts?: readonly number[];
  /** Whether those know Bluetooth 5 extended advertising; default yes. */
  readonly beaconsExtended?: boolean;
  /** Advertising sets of each of those; default 4. */
  readonly advertisingSets?: number;
}

export interface RadioServer {
  /** One URL per adapter: `tcp://127.0.0.1:PORT`. */
  readonly urls: readonly string[];
  readonly adapters: readonly Adapter[];
  /** The adapters to broadcast with; in `unplug` and the like they are counted on after the others. */
  readonly beaconUrls: readonly string[];
  /** Lets a host speak over any stream, as over a serial line. Returns how to take it off again. */
  attach(stream: Duplex, adapter: number): () => void;
  /** Closes what is connected and listens no more, as when the adapter is pulled. */
  unplug(adapter: number): Promise<void>;
  /** Listens again on the same port. Pulling and plugging in happen in the order they were asked for. */
  replug(adapter: number): Promise<void>;
  /** Puts that many bytes of noise into the stream to the host. False when no host is there. */
  disturb(adapter: number, bytes: number): boolean;
  stop(): Promise<void>;
}

type Abilities = Pick<ControllerOptions, 'extended' | 'maxLinks' | 'advertisingSets'>;

interface Seat {
  readonly adapter: Adapter;
  readonly controller: Controller;
  host: Duplex | null;
  server: Server | null;
  port: number;
}

/**
 * Serves Bluetooth controllers as byte streams: H4 over TCP, or over whatever is attached. One host per controller: a
 * newer one takes the place of the older, and finds the controller as after power-on.
 */
export async function createRadioServer(options: RadioServerOptions): Promise<RadioServer> {
  const { air, random, host = '127.0.0.1' } = options;
  const open = (position: Position, index: number, port: number, abilities: Abilities): Seat => {
    const adapter = air.addAdapter(position);
    const seat: Seat = {
      adapter,
      controller: createController({
        adapter,
        address: (0x00_1b_dc_00_00_00 + index + 1).toString(16).padStart(12, '0'),
        random,
        ...abilities,
        send: bytes => void (seat.host?.writable && seat.host.write(bytes)),
        congested: () => (seat.host?.writableLength ?? 0) > congestedBytes,
      }),
      host: null,
      server: null,
      port,
    };
    return seat;
  };
  const { extended = false, maxLinks = 8, beacons = [], beaconsExtended = true, advertisingSets = 4 } = options;
  const scanning = options.adapters.map((position, index) =>
    open(position, index, options.ports?.[index] ?? 0, { extended, maxLinks }),
  );
  const broadcasting = beacons.map((position, index) =>
    open(position, scanning.length + index, options.beaconPorts?.[index] ?? 0, {
      extended: beaconsExtended,
      advertisingSets,
    }),
  );
  const seats = [...scanning, ...broadcasting];
  const url = (seat: Seat): string => `tcp://${host}:${seat.port}`;

  const detach = (seat: Seat, stream: Duplex): void => {
    if (seat.host !== stream) return;
    seat.host = null;
    seat.controller.reset();
  };
  const seatHost = (seat: Seat, stream: Duplex): (() => void) => {
    const before = seat.host;
    seat.controller.reset();
    seat.host = stream;
    before?.destroy();
    stream.on('data', (chunk: Uint8Array) => {
      if (seat.host !== stream) return;
      stream.cork();
      seat.controller.receive(chunk);
      stream.uncork();
    });
    stream.on('error', () => detach(seat, stream));
    stream.on('close', () => detach(seat, stream));
    stream.on('end', () => detach(seat, stream));
    return () => detach(seat, stream);
  };
  let stopped = false;
  const inTurn = createSerial();
  const listen = async (seat: Seat): Promise<void> => {
    if (seat.server || stopped) return;
    const server = createServer((socket: Socket) => {
      socket.setNoDelay(true);
      seatHost(seat, socket);
    });
    seat.server = server;
    server.listen(seat.port, host);
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the radio server has no port');
    seat.port = address.port;
  };
  const close = async (seat: Seat): Promise<void> => {
    const { server, host: stream } = seat;
    seat.server = null;
    seat.host = null;
    seat.controller.reset();
    stream?.destroy();
    if (server) await new Promise<void>(resolve => server.close(() => resolve()));
  };

  for (const seat of seats) await listen(seat);
  return {
    urls: scanning.map(url),
    beaconUrls: broadcasting.map(url),
    adapters: scanning.map(({ adapter }) => adapter),
    attach: (stream, adapter) => seatHost(seats[adapter]!, stream),
    unplug: adapter => inTurn(() => close(seats[adapter]!)),
    replug: adapter => inTurn(() => listen(seats[adapter]!)),
    disturb(adapter, bytes) {
      const stream = seats[adapter]?.host;
      if (!stream?.writable) return false;
      stream.write(Buffer.from(Array.from({ length: bytes }, () => pick(random, 256))));
      return true;
    },
    async stop() {
      stopped = true;
      await inTurn(() => Promise.all(seats.map(close)));
    },
  };
}
