/*
 * What a board may say, cut into whole messages before the Firmata library sees it: that throws on several malformed ones
 * and gathers without end what never ends. Source: firmata/protocol, protocol.md 2.6.
 */

export const command = { digital: 0x90, analog: 0xe0, sysexStart: 0xf0, sysexEnd: 0xf7, version: 0xf9 } as const;
export const sysex = {
  mapping: 0x6a,
  capabilities: 0x6c,
  pinState: 0x6e,
  text: 0x71,
  i2cReply: 0x77,
  firmware: 0x79,
} as const;

/** The answer on the abilities of 128 pins takes less. */
const maxSysexBytes = 4_096;
const maxPins = 128;

export interface Framer {
  /** Whole messages, in order. What belongs to none is dropped. */
  push(bytes: Uint8Array): readonly Uint8Array[];
  /** Bytes that belonged to none since the beginning. */
  dropped(): number;
}

/** Cuts a stream into messages; after any damage it goes on at the next byte that begins one. */
export function createFramer(): Framer {
  let open: number[] = [];
  let dropped = 0;

  function take(byte: number, out: Uint8Array[]): void {
    if (byte >= 0x80) {
      const ends = byte === command.sysexEnd && open[0] === command.sysexStart;
      if (ends) out.push(Uint8Array.from([...open, byte]));
      else dropped += open.length + (begins(byte) ? 0 : 1);
      open = !ends && begins(byte) ? [byte] : [];
      return;
    }
    if (open.length === 0) {
      // Between messages a zero means nothing.
      if (byte !== 0) dropped += 1;
      return;
    }
    open.push(byte);
    if (open[0] !== command.sysexStart && open.length === 3) {
      out.push(Uint8Array.from(open));
      open = [];
    } else if (open.length > maxSysexBytes) {
      dropped += open.length;
      open = [];
    }
  }

  return {
    push(bytes) {
      const out: Uint8Array[] = [];
      for (const byte of bytes) take(byte, out);
      return out;
    },
    dropped: () => dropped,
  };
}

function begins(byte: number): boolean {
  const kind = byte & 0xf0;
  return kind === command.digital || kind === command.analog || byte === command.sysexStart || byte === command.version;
}

/** What a message is, when it is one that is understood. */
export type BoardMessage =
  | { readonly kind: 'version' | 'digital' | 'analog' | 'text' | 'i2c-reply' }
  | { readonly kind: 'firmware'; readonly name: string }
  | { readonly kind: 'capabilities' | 'mapping'; readonly pins: number }
  | { readonly kind: 'pin-state'; readonly pin: number };

/** Null: it is not, or not whole. */
export function readMessage(message: Uint8Array): BoardMessage | null {
  const [first = 0, id = 0] = message;
  if (first === command.version) return { kind: 'version' };
  if ((first & 0xf0) === command.digital) return { kind: 'digital' };
  if ((first & 0xf0) === command.analog) return { kind: 'analog' };
  const body = message.subarray(2, -1);
  switch (id) {
    case sysex.firmware: {
      const name = readPairs(body.subarray(2));
      if (body.length < 2 || name === null) return null;
      return { kind: 'firmware', name: `${printable(name)} ${body[0]}.${body[1]}`.trim() };
    }
    case sysex.capabilities: {
      const pins = body.filter(byte => byte === 0x7f).length;
      return pins > 0 && pins <= maxPins && body.at(-1) === 0x7f ? { kind: 'capabilities', pins } : null;
    }
    case sysex.mapping:
      return body.length > 0 && body.length <= maxPins ? { kind: 'mapping', pins: body.length } : null;
    case sysex.pinState:
      return body.length >= 3 ? { kind: 'pin-state', pin: body[0]! } : null;
    case sysex.text:
      return { kind: 'text' };
    case sysex.i2cReply:
      return body.length >= 4 && body.length % 2 === 0 ? { kind: 'i2c-reply' } : null;
    default:
      return null;
  }
}

/** Bytes that travel as two of seven bits; null: half a byte is missing. */
function readPairs(pairs: Uint8Array): Uint8Array | null {
  if (pairs.length % 2 !== 0) return null;
  return Uint8Array.from({ length: pairs.length / 2 }, (_, i) => (pairs[2 * i]! | (pairs[2 * i + 1]! << 7)) & 0xff);
}

/** A firmware's name for people: at most 60 characters that can be printed, without the ending of its source. */
function printable(name: Uint8Array): string {
  const text = Buffer.from(name)
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '');
  return text.replace(/\.ino$/, '').slice(0, 60);
}
