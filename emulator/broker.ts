import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { createSerial } from './serial.ts';

/** The embedded MQTT 3.1.1 broker, so that a fresh machine needs none. What it is told to do, it does in that order. */
export interface Broker {
  /** `mqtt://127.0.0.1:PORT` */
  readonly url: string;
  /** Cuts every connection and forgets sessions, queues and retained messages, as a killed broker without disk does. */
  kill(): Promise<void>;
  /** Comes back on the same port with nothing in its memory. Does nothing while it runs, or once it was stopped. */
  revive(): Promise<void>;
  running(): boolean;
  /** `kill` for good. */
  stop(): Promise<void>;
}

/**
 * Starts a broker on the loopback interface.
 * @param options.port 0 picks a free one; it stays the same over `kill` and `revive`
 */
export async function createBroker(options: { readonly port?: number } = {}): Promise<Broker> {
  let port = options.port ?? 0;
  let stopped = false;
  const inTurn = createSerial();
  let life: { readonly server: Server; readonly aedes: Aedes; readonly sockets: Set<Socket> } | null = null;

  async function revive(): Promise<void> {
    if (life !== null || stopped) return;
    const aedes = await Aedes.createBroker();
    const sockets = new Set<Socket>();
    const server = createServer(socket => {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => sockets.delete(socket));
      aedes.handle(socket);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the broker has no TCP port');
    port = address.port;
    life = { server, aedes, sockets };
  }

  async function kill(): Promise<void> {
    if (life === null) return;
    const { server, aedes, sockets } = life;
    life = null;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
    await new Promise<void>(resolve => aedes.close(resolve));
  }

  await revive();
  return {
    url: `mqtt://127.0.0.1:${port}`,
    kill: () => inTurn(kill),
    revive: () => inTurn(revive),
    running: () => life !== null,
    stop() {
      stopped = true;
      return inTurn(kill);
    },
  };
}
