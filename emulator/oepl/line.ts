import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { openPty, type Pty } from '../pty.ts';
import { createSerial } from '../serial.ts';

/** Where a host plugs in. */
export interface Line {
  /** `tcp://127.0.0.1:PORT`, or `serial:///…` when it is a pseudo-terminal. */
  readonly url: string;
  /** Writes to the host; without one, or when it does not read, the bytes are lost. */
  send(bytes: Uint8Array): void;
  /** The speed that the host's end is set to, baud; null when there is none to tell. */
  hostBaud(): number | null;
  /** Takes the plug out, after what was sent has gone. */
  close(): Promise<void>;
  /** Puts it in again, at the same address. */
  open(): Promise<void>;
  stop(): Promise<void>;
}

/** Bytes waiting for a slow host above which more are dropped, as on a real line. */
const congestedBytes = 32 * 1024;

interface Port {
  readonly url: string;
  readonly stream: () => Duplex | null;
  readonly hostBaud: () => number | null;
  close(): Promise<void>;
}

async function openTcp(port: number, received: (bytes: Uint8Array) => void): Promise<Port & { readonly port: number }> {
  let host: Duplex | null = null;
  const server: Server = createServer(socket => {
    socket.setNoDelay(true);
    // One host at a time: the newer one stays.
    host?.destroy();
    host = socket;
    socket.on('data', (bytes: Uint8Array) => host === socket && received(bytes));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (host === socket) host = null;
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the label radio has no port');
  return {
    url: `tcp://127.0.0.1:${address.port}`,
    port: address.port,
    stream: () => host,
    hostBaud: () => null,
    async close() {
      const leaving = host;
      host = null;
      if (leaving?.writableNeedDrain) leaving.destroy();
      else leaving?.end(() => leaving.destroy());
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

async function openSerial(path: string, received: (bytes: Uint8Array) => void): Promise<Port> {
  const pty: Pty = await openPty({ path });
  pty.stream.on('data', received);
  return { url: `serial://${path}`, stream: () => pty.stream, hostBaud: pty.baudRate, close: pty.stop };
}

export async function createLine(options: {
  readonly pty: boolean;
  readonly received: (bytes: Uint8Array) => void;
}): Promise<Line> {
  const folder = options.pty ? mkdtempSync(join(tmpdir(), 'endcap-oepl-')) : null;
  let tcpPort = 0;
  const plug = async (): Promise<Port> => {
    if (folder !== null) return openSerial(join(folder, 'radio'), options.received);
    const tcp = await openTcp(tcpPort, options.received);
    tcpPort = tcp.port;
    return tcp;
  };
  let port: Port | null = await plug();
  const { url } = port;
  let stopped = false;
  const inTurn = createSerial();
  const close = async (): Promise<void> => {
    const leaving = port;
    port = null;
    await leaving?.close();
  };
  return {
    url,
    send(bytes) {
      const stream = port?.stream();
      if (stream?.writable && stream.writableLength < congestedBytes) stream.write(bytes);
    },
    hostBaud: () => port?.hostBaud() ?? null,
    close: () => inTurn(close),
    open: () =>
      inTurn(async () => {
        if (!stopped) port ??= await plug();
      }),
    async stop() {
      stopped = true;
      await inTurn(close);
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
}
