import { blockBytes, channelPower, channelPowerSubGhz, pendingData } from './wire.ts';

/** What a host asked of a module. */
export type Command =
  | { readonly kind: 'ready' | 'information' | 'reset' | 'high-speed' | 'block-begins' }
  | { readonly kind: 'pending' | 'cancel' | 'channel'; readonly body: Buffer };

/** Reads commands byte by byte, as the module does: any four bytes in a row may be one. */
export interface CommandReader {
  /** The command that `byte` completes, if it does. Data of a block goes into `block` silently. */
  push(byte: number, nowMs: number): Command | null;
  /** The block that came last, or as much of it as there is, over what was there before. */
  readonly block: Buffer;
  /** Bytes of it that have come since it was asked for. */
  arrived(): number;
  /** Another block is asked for: what comes now, even the rest of one under way, goes to the beginning. */
  rewind(): void;
  reset(): void;
}

/** A command that was begun is forgotten after so long without a byte, ms. */
const givesUpAfterMs = 1_000;
/** Data of a block comes with all bits of this turned. */
const mask = 0xaa;

const plain: ReadonlyMap<string, Command> = new Map([
  ['RDY?', { kind: 'ready' }],
  ['NFO?', { kind: 'information' }],
  ['RSET', { kind: 'reset' }],
  ['HSPD', { kind: 'high-speed' }],
]);

export function createCommandReader({ subGhz }: { readonly subGhz: boolean }): CommandReader {
  const bodies: ReadonlyMap<string, { readonly kind: 'pending' | 'cancel' | 'channel'; readonly bytes: number }> =
    new Map([
      ['SDA>', { kind: 'pending', bytes: pendingData.size }],
      ['CXD>', { kind: 'cancel', bytes: pendingData.size }],
      ['SCP>', { kind: 'channel', bytes: subGhz ? channelPowerSubGhz.size : channelPower.size }],
    ]);
  const block = Buffer.alloc(blockBytes);
  let window = '\0\0\0\0';
  let position = 0;
  let inBlock = false;
  let body: { readonly kind: 'pending' | 'cancel' | 'channel'; readonly bytes: Buffer; filled: number } | null = null;
  let lastMs = Number.NEGATIVE_INFINITY;

  const header = (byte: number): Command | null => {
    window = window.slice(1) + String.fromCharCode(byte);
    if (window.endsWith('>D>')) {
      inBlock = true;
      position = 0;
      return { kind: 'block-begins' };
    }
    const wanted = bodies.get(window);
    if (wanted) {
      body = { kind: wanted.kind, bytes: Buffer.alloc(wanted.bytes), filled: 0 };
      return null;
    }
    return plain.get(window) ?? null;
  };

  return {
    block,
    arrived: () => position,
    rewind() {
      position = 0;
    },
    reset() {
      window = '\0\0\0\0';
      inBlock = false;
      body = null;
      position = 0;
    },
    push(byte, nowMs) {
      if (nowMs - lastMs > givesUpAfterMs) {
        inBlock = false;
        body = null;
      }
      lastMs = nowMs;
      if (inBlock) {
        block[position++] = byte ^ mask;
        inBlock = position < block.length;
        return null;
      }
      if (!body) return header(byte);
      body.bytes[body.filled++] = byte;
      if (body.filled < body.bytes.length) return null;
      const whole: Command = { kind: body.kind, body: body.bytes };
      body = null;
      return whole;
    },
  };
}
