import type { Transfer } from './transfer.ts';

/** Errors of the sliding-window transfer. Source: odfw: docs/pipe-write-protocol.md */
export const pipeError = {
  version: 0x01,
  flag: 0x02,
  size: 0x03,
  partialUnsupported: 0x06,
  overflow: 0x03,
  window: 0x04,
} as const;

const maskBits = 32;
/** While a gap is open, at most every so many chunks are answered. */
const gapAnswerEvery = 4;

export type PipeReply = { readonly type: 'ack' | 'silent' } | { readonly type: 'nack'; readonly error: number };

export interface Pipe {
  readonly transfer: Transfer;
  /** Takes one numbered chunk; numbers are one byte and wrap. */
  chunk(sequence: number, data: Uint8Array): PipeReply;
  /** Highest number seen, then a bit for each of the 32 before it: bit i is chunk `highest - 1 - i`. */
  state(): Buffer;
  /** Whether everything that was seen has arrived in order. */
  settled(): boolean;
}

/** Receives chunks in any order within a window and hands them on in order. */
export function createPipe(transfer: Transfer, window: number, every: number): Pipe {
  const waiting = new Map<number, Buffer>();
  let expected = 0;
  let highest = -1;
  let sinceAck = 0;
  let gapOpen = false;
  let sinceGapAnswer = 0;

  return {
    transfer,
    settled: () => waiting.size === 0,
    chunk(sequence, data) {
      // Numbers wrap at 256 and the window is 32: the nearest number of that byte is the one that is meant.
      const distance = ((sequence - expected + 128) & 0xff) - 128;
      if (distance < 0) return { type: 'ack' };
      if (distance >= window) return { type: 'nack', error: pipeError.window };
      const number = expected + distance;
      highest = Math.max(highest, number);
      if (distance > 0) {
        waiting.set(number, Buffer.from(data));
        const first = !gapOpen;
        gapOpen = true;
        sinceGapAnswer = first ? 0 : sinceGapAnswer + 1;
        return { type: first || sinceGapAnswer % gapAnswerEvery === 0 ? 'ack' : 'silent' };
      }
      let next: Uint8Array | undefined = data;
      while (next) {
        if (!transfer.add(next)) return { type: 'nack', error: pipeError.overflow };
        waiting.delete(expected);
        expected++;
        sinceAck++;
        next = waiting.get(expected);
      }
      const closed = gapOpen && waiting.size === 0;
      if (closed) gapOpen = false;
      if (sinceAck < every && !closed) return { type: 'silent' };
      sinceAck = 0;
      return { type: 'ack' };
    },
    state() {
      const bytes = Buffer.alloc(5);
      const top = highest < 0 ? expected - 1 : highest;
      let mask = 0;
      for (let bit = 0; bit < maskBits; bit++) {
        const number = top - 1 - bit;
        if (number >= 0 && (number < expected || waiting.has(number))) mask |= 1 << bit;
      }
      bytes[0] = top & 0xff;
      bytes.writeUInt32LE(mask >>> 0, 1);
      return bytes;
    },
  };
}
