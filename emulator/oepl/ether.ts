import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';

/** One part of a block. Parts that were damaged never arrive: their frame check fails. */
export interface Part {
  readonly block: number;
  readonly part: number;
  readonly data: Uint8Array;
}

/** From a label. `E5`, `E3`, `E4`, `E7`, `EA` and `ED` of OEPL: oepl-proto.h. */
export type Upward =
  | { readonly kind: 'data-request'; readonly body: Uint8Array }
  /** A check-in that says nothing. */
  | { readonly kind: 'short-request' }
  | {
      readonly kind: 'block-request';
      /** Only from what the module has already; it does not ask its host. */
      readonly partial: boolean;
      readonly ver: Uint8Array;
      readonly block: number;
      readonly parts: readonly boolean[];
    }
  | { readonly kind: 'complete' }
  | { readonly kind: 'ping' };

/** From the module. `E6`, `E9`, `E8`, `EB`, `EC` and `EE`. */
export type Downward =
  | { readonly kind: 'data-info'; readonly body: Uint8Array }
  | { readonly kind: 'block-ack'; readonly pleaseWaitMs: number }
  /** Frames that follow one another without a gap, told together when the last one is out. */
  | { readonly kind: 'parts'; readonly parts: readonly Part[] }
  | { readonly kind: 'complete-ack' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'pong'; readonly channel: number };

export interface EtherConditions {
  /** Share of frames that do not arrive, 0 to 1. */
  loss: number;
  /** Labels, by address text, that neither hear nor are heard. */
  readonly silent: Set<string>;
}

/** A label's place on the air. */
export interface Sleeper {
  /** Its address, as text. */
  readonly mac: string;
  /** What it listens to now; null asleep. */
  channel(): number | null;
  heard(packet: Downward): void;
}

/** The module's. */
export interface Listener {
  /** Null without power. */
  channel(): number | null;
  heard(mac: string, packet: Upward): void;
}

/**
 * The air of one shop at 250 kbit/s: whoever wants to send waits until it is free, so that frames never collide.
 * Source: IEEE 802.15.4, 2.4 GHz O-QPSK: two symbols of 16 µs a byte.
 */
export interface Ether {
  readonly conditions: EtherConditions;
  join(sleeper: Sleeper): void;
  serve(listener: Listener): void;
  /** Sends when the air is free; `sent` runs when it is out, before it is heard. */
  up(mac: string, channel: number, packet: Upward, sent?: () => void): void;
  down(mac: string, channel: number, packet: Downward, sent?: () => void): void;
  /** How long the air was in use since the beginning, ms. */
  airMs(): number;
}

const byteMs = 0.032;
/** Preamble, start of frame and length, then the frame check at its end. */
const physicalBytes = 6 + 2;
/** To everybody: 17 bytes; to one: 21. The kind of packet follows. */
const broadcastHeader = 17 + 1;
const unicastHeader = 21 + 1;
/** From receiving to sending, both ways, ms. */
const turnaroundMs = 0.4;

function upBytes(packet: Upward): number {
  switch (packet.kind) {
    case 'data-request':
      return broadcastHeader + packet.body.length;
    case 'short-request':
    case 'ping':
      return broadcastHeader;
    case 'block-request':
      return unicastHeader + 17;
    case 'complete':
      return unicastHeader;
  }
}

function downBytes(packet: Exclude<Downward, { kind: 'parts' }>): number {
  switch (packet.kind) {
    case 'data-info':
      return unicastHeader + packet.body.length;
    case 'block-ack':
      return unicastHeader + 3;
    case 'pong':
      return unicastHeader + 1;
    case 'complete-ack':
    case 'cancel':
      return unicastHeader;
  }
}

/** Checksum, block and number come before the data of a part. */
const partHeader = 3;

/** Time of a packet on the air, ms. */
export function airTimeMs(packet: Upward | Downward): number {
  if (packet.kind === 'parts') {
    const frames = packet.parts.map(({ data }) => unicastHeader + partHeader + data.length + physicalBytes);
    return frames.reduce((sum, bytes) => sum + bytes * byteMs + turnaroundMs, 0);
  }
  const bytes = isUp(packet) ? upBytes(packet) : downBytes(packet);
  return (bytes + physicalBytes) * byteMs + turnaroundMs;
}

function isUp(packet: Upward | Exclude<Downward, { kind: 'parts' }>): packet is Upward {
  return ['data-request', 'short-request', 'block-request', 'complete', 'ping'].includes(packet.kind);
}

export function createEther({ clock, random }: { readonly clock: Clock; readonly random: Random }): Ether {
  const conditions: EtherConditions = { loss: 0, silent: new Set() };
  const sleepers = new Map<string, Sleeper>();
  let module: Listener | null = null;
  let freeAtMs = clock.now();
  let usedMs = 0;
  const lost = (): boolean => conditions.loss > 0 && random() < conditions.loss;
  const occupy = (packet: Upward | Downward, work: () => void): void => {
    const takesMs = airTimeMs(packet);
    const startMs = Math.max(clock.now(), freeAtMs);
    freeAtMs = startMs + takesMs;
    usedMs += takesMs;
    clock.after(freeAtMs - clock.now(), work);
  };
  /** What is left of it on the way; null when nothing is. */
  const arriving = (packet: Downward): Downward | null => {
    if (packet.kind !== 'parts') return lost() ? null : packet;
    const parts = packet.parts.filter(() => !lost());
    return parts.length > 0 ? { kind: 'parts', parts } : null;
  };
  return {
    conditions,
    join(sleeper) {
      if (sleepers.has(sleeper.mac)) throw new Error(`two labels with the address ${sleeper.mac}`);
      sleepers.set(sleeper.mac, sleeper);
    },
    serve(listener) {
      module = listener;
    },
    up(mac, channel, packet, sent) {
      occupy(packet, () => {
        sent?.();
        if (conditions.silent.has(mac) || lost()) return;
        if (module && module.channel() === channel) module.heard(mac, packet);
      });
    },
    down(mac, channel, packet, sent) {
      occupy(packet, () => {
        sent?.();
        const sleeper = sleepers.get(mac);
        if (!sleeper || conditions.silent.has(mac) || sleeper.channel() !== channel) return;
        const left = arriving(packet);
        if (left) sleeper.heard(left);
      });
    },
    airMs: () => usedMs,
  };
}
