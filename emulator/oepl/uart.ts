import type { Clock } from '../clock.ts';
import { type Random, randomBytes } from '../random.ts';

/** Speed after power-on and after `HSPD`, baud. */
export const slowBaud = 115_200;
export const fastBaud = 2_000_000;

export interface LineConditions {
  /** How many times longer bytes take from the host than the line needs: a busy host, a USB hub. */
  slowFactor: number;
  /** Shares of the bytes to the host that vanish, and that come twice. */
  lostBytes: number;
  doubledBytes: number;
}

/** A serial line with the time that its bytes take: start bit, eight bits, stop bit. */
export interface Uart {
  readonly conditions: LineConditions;
  /** Bytes that the host wrote; they arrive one line time later. */
  fromHost(bytes: Uint8Array): void;
  toHost(bytes: Uint8Array): void;
  /** The module's speed. */
  baud(): number;
  setBaud(baud: number): void;
  /**
   * What the host's end is set to. Neither TCP nor a pseudo-terminal carries a speed, so null, the usual case, takes the
   * host to follow the exchange of commands; another speed than the module's turns all bytes into noise.
   */
  setHostBaud(baud: number | null): void;
  /** While the module changes its speed, what a host sends that has changed its own already is noise. */
  setChanging(changing: boolean): void;
  /** What is on the way is lost, as when power fails. */
  drop(): void;
}

export interface UartOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly received: (bytes: Uint8Array) => void;
  readonly send: (bytes: Uint8Array) => void;
  /** Called before bytes go to the host: the time to learn of its speed. */
  readonly beforeSend?: () => void;
}

const bitsPerByte = 10;
/** Bytes that are timed together. */
const sliceBytes = 256;
/** What may be on the way to the module at once; what a host sends on top is lost. */
const maxQueuedBytes = 64 * 1024;

export function createUart({ clock, random, received, send, beforeSend }: UartOptions): Uart {
  const conditions: LineConditions = { slowFactor: 1, lostBytes: 0, doubledBytes: 0 };
  let baud: number = slowBaud;
  let hostBaud: number | null = null;
  let changing = false;
  let freeAtMs = 0;
  let queuedBytes = 0;
  let powerCycle = 0;
  const understood = (): boolean => (hostBaud === null ? !changing : hostBaud === baud);

  const spoilt = (bytes: Uint8Array): Uint8Array => {
    const { lostBytes, doubledBytes } = conditions;
    if (lostBytes === 0 && doubledBytes === 0) return bytes;
    return Uint8Array.from(
      [...bytes].flatMap(byte => {
        if (random() < lostBytes) return [];
        return random() < doubledBytes ? [byte, byte] : [byte];
      }),
    );
  };

  return {
    conditions,
    fromHost(bytes) {
      const mine = powerCycle;
      for (let at = 0; at < bytes.length; at += sliceBytes) {
        const slice = bytes.slice(at, at + sliceBytes);
        if (queuedBytes + slice.length > maxQueuedBytes) return;
        queuedBytes += slice.length;
        const takesMs = (slice.length * bitsPerByte * 1000 * conditions.slowFactor) / (hostBaud ?? baud);
        freeAtMs = Math.max(clock.now(), freeAtMs) + takesMs;
        clock.after(freeAtMs - clock.now(), () => {
          if (mine !== powerCycle) return;
          queuedBytes -= slice.length;
          received(understood() ? slice : randomBytes(random, slice.length));
        });
      }
    },
    toHost(bytes) {
      beforeSend?.();
      const heard = hostBaud === null || hostBaud === baud;
      send(heard ? spoilt(bytes) : randomBytes(random, bytes.length));
    },
    baud: () => baud,
    setBaud(next) {
      baud = next;
    },
    setHostBaud(next) {
      hostBaud = next;
    },
    setChanging(next) {
      changing = next;
    },
    drop() {
      powerCycle++;
      queuedBytes = 0;
      freeAtMs = 0;
      changing = false;
    },
  };
}
