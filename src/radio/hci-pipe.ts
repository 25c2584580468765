import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Clock } from '../clock.ts';
import { createPacketCutter } from './h4-framing.ts';
import { maxUnsentBytes, openStream } from './h4-transport.ts';
import type { RadioUrl } from './radio-url.ts';

/** The way to a controller that is ours alone: whole packets in both directions, packet type first. */
export interface HciPipe {
  send(packet: Uint8Array): void;
  /** Idempotent; nothing is told any more. */
  close(): void;
}

export interface HciPipeEvents {
  packet(packet: Uint8Array): void;
  /** It cannot be used any more; told once at most. */
  lost(detail: string): void;
}

/** The kernel's user channel, as noble's own socket package offers it. */
interface UserChannel extends EventEmitter {
  bindUser(device: number): number;
  start(): void;
  stop(): void;
  write(packet: Buffer): void;
}

/** Opens the pipe; rejects when the controller is not there. */
export async function openHciPipe(
  where: RadioUrl,
  events: HciPipeEvents,
  clock: Clock,
  timeoutMs: number,
): Promise<HciPipe> {
  let over = false;
  const lost = (detail: string): void => {
    if (over) return;
    over = true;
    events.lost(detail);
  };
  const packet = (bytes: Uint8Array): void => {
    if (!over) events.packet(bytes);
  };
  if (where.kind === 'hci') {
    const channel = openUserChannel(where.device);
    channel.on('data', packet);
    channel.on('error', (error: Error) => lost(error.message));
    channel.start();
    return {
      send: bytes => channel.write(Buffer.from(bytes)),
      close() {
        over = true;
        channel.stop();
      },
    };
  }
  const stream = await openStream(where, clock, timeoutMs);
  const cutter = createPacketCutter(packet);
  const fail = (detail: string): void => {
    lost(detail);
    stream.destroy();
  };
  stream.on('data', (chunk: Buffer) => {
    if (!cutter.push(chunk)) fail('what the controller sends is not H4');
  });
  stream.on('error', error => fail(error.message));
  stream.on('close', () => {
    cutter.clear();
    fail('the connection to the controller is closed');
  });
  return {
    send(bytes) {
      if (stream.destroyed) return;
      stream.write(bytes);
      if (stream.writableLength > maxUnsentBytes) fail('the controller takes no more data');
    },
    close() {
      over = true;
      stream.destroy();
    },
  };
}

/** The kernel gives an adapter away only while it does not use it itself; otherwise binding throws. */
function openUserChannel(device: number): UserChannel {
  const beside = createRequire(createRequire(import.meta.url).resolve('noble'));
  const { loadDriver } = beside('@stoprocent/bluetooth-hci-socket') as {
    loadDriver(kind: 'native'): new () => UserChannel;
  };
  const channel = new (loadDriver('native'))();
  channel.bindUser(device);
  return channel;
}
