import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Cancel, Clock } from '../clock.ts';
import { pick, type Random, randomBytes } from '../random.ts';
import { createSerial } from '../serial.ts';

/** A conversation with whoever opened a device's port. */
export interface Conversation {
  hear(bytes: Uint8Array): void;
  /** The port was closed. */
  end(): void;
}

/** A device at the end of a cable. */
export interface Device {
  /** Somebody opened its port. */
  open(say: (bytes: Uint8Array) => void): Conversation;
}

export interface CableOptions {
  readonly device: Device;
  readonly clock: Clock;
  readonly random: Random;
  /** TCP port; 0 or absent: the system chooses. */
  readonly port?: number;
}

/** A device's cable and what can happen to it. One host at a time; a second one is refused. */
export interface Cable {
  /** `tcp://127.0.0.1:PORT`, the same after the cable was pulled and plugged in again. */
  readonly url: string;
  connected(): boolean;
  /** Bytes since the start: to the host, and from it. */
  passed(): { readonly out: number; readonly in: number };
  /**
   * Lets a host speak over any stream, as over a serial line. Returns how to take it off again. A pseudo-terminal does not
   * tell when it is opened, and what was said before is lost: a board that announces itself wants a `reboot` then.
   */
  attach(stream: Duplex): () => void;
  pull(): Promise<void>;
  /** Pulls it once so many more bytes have gone through, counted in both directions; null: not after all. */
  pullAfter(bytes: number | null): void;
  plug(): Promise<void>;
  /** Puts that many bytes of noise into the stream to the host. False when no host is there. */
  disturb(bytes: number): boolean;
  /** From now on so many bytes a second, in pieces; null: as fast as it goes. */
  slow(bytesPerSecond: number | null): void;
  stop(): Promise<void>;
}

const longestPiece = 8;
/** Bytes on their way in a slow cable; beyond that it breaks, as a port does whose buffer overruns. */
const maxWaiting = 64 * 1024;

/**
 * Lets a device be reached over TCP.
 * @throws when the port is taken
 */
export async function layCable({ device, clock, random, port: wanted = 0 }: CableOptions): Promise<Cable> {
  let host: { readonly stream: Duplex; readonly end: () => void } | null = null;
  let server: Server | null = null;
  let port = wanted;
  let bytesPerSecond: number | null = null;
  let cutAfter: number | null = null;
  const passed = { out: 0, in: 0 };
  const inOrder = createSerial();

  /** Carries bytes one way. */
  function lane(way: 'in' | 'out', deliver: (bytes: Uint8Array) => void) {
    let freeAtMs = 0;
    let waiting = 0;
    let open = true;
    const timers = new Set<Cancel>();

    function pass(bytes: Uint8Array): void {
      if (!open) return;
      const room = cutAfter ?? bytes.length;
      const through = bytes.subarray(0, room);
      passed[way] += through.length;
      if (through.length > 0) deliver(through);
      if (cutAfter === null) return;
      cutAfter -= through.length;
      if (cutAfter <= 0) {
        cutAfter = null;
        void pull();
      }
    }

    return {
      carry(bytes: Uint8Array): void {
        if (bytesPerSecond === null && waiting === 0) {
          pass(bytes);
          return;
        }
        waiting += bytes.length;
        if (waiting > maxWaiting) {
          void pull().then(plug);
          return;
        }
        const perByteMs = bytesPerSecond === null ? 0 : 1000 / bytesPerSecond;
        for (let at = 0; at < bytes.length; ) {
          const piece = bytes.slice(at, at + 1 + pick(random, longestPiece));
          at += piece.length;
          freeAtMs = Math.max(freeAtMs, clock.now()) + piece.length * perByteMs;
          const cancel = clock.after(freeAtMs - clock.now(), () => {
            timers.delete(cancel);
            waiting -= piece.length;
            pass(piece);
          });
          timers.add(cancel);
        }
      },
      close() {
        open = false;
        for (const cancel of timers) cancel();
      },
    };
  }

  function attach(stream: Duplex): () => void {
    if (host !== null) {
      stream.destroy();
      return () => {};
    }
    const toHost = lane('out', bytes => {
      if (!stream.destroyed && stream.writable) stream.write(bytes);
    });
    let conversation: Conversation | null = null;
    const toDevice = lane('in', bytes => conversation?.hear(bytes));
    const onData = (bytes: Buffer) => toDevice.carry(bytes);
    const end = (): void => {
      if (host?.stream !== stream) return;
      host = null;
      toHost.close();
      toDevice.close();
      stream.off('data', onData);
      conversation?.end();
    };
    host = { stream, end };
    stream.on('error', end).on('close', end).on('data', onData);
    conversation = device.open(bytes => toHost.carry(bytes));
    // Pulled within the first bytes that it said.
    if (host?.stream !== stream) conversation.end();
    return end;
  }

  async function listen(): Promise<void> {
    const next = createServer({ noDelay: true }, attach);
    next.listen(port, '127.0.0.1');
    await once(next, 'listening');
    const address = next.address();
    if (address !== null && typeof address === 'object') port = address.port;
    server = next;
  }

  const plug = (): Promise<void> => inOrder(async () => (server === null ? listen() : undefined));

  /** What was said before still arrives; nothing after. */
  function pull(): Promise<void> {
    cutAfter = null;
    const gone = host;
    gone?.end();
    // Ending first lets the last bytes through, where destroying would take them back.
    gone?.stream.end(() => gone.stream.destroy());
    gone?.stream.resume();
    return inOrder(async () => {
      const closing = server;
      server = null;
      if (closing !== null) await new Promise<void>(resolve => closing.close(() => resolve()));
    });
  }

  await listen();
  return {
    url: `tcp://127.0.0.1:${port}`,
    connected: () => host !== null,
    passed: () => ({ ...passed }),
    attach,
    pull,
    pullAfter(bytes) {
      cutAfter = bytes === null ? null : Math.max(1, bytes);
    },
    plug,
    disturb(bytes) {
      if (host === null || bytes <= 0) return false;
      host.stream.write(randomBytes(random, bytes));
      return true;
    },
    slow(rate) {
      bytesPerSecond = rate;
    },
    stop: pull,
  };
}
