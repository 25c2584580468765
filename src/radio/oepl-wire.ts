/*
 * What is spoken on the serial line of an OpenEPaperLink radio module: tokens of four letters, some with a structure
 * behind them, and text for people in between. Source: OpenEPaperLink: ESP32_AP-Flasher/src/serialap.cpp,
 * ARM_Tag_FW/OpenEPaperLink_esp32_C6_AP/main/main.c and proto.h. Integers are little-endian.
 */

/** What the module says. Addresses are twelve hex digits, versions sixteen, both most significant byte first. */
export type ModuleEvent =
  /** The answer to the last command. */
  | { readonly type: 'reply'; readonly reply: 'ACK' | 'NOK' | 'NOQ' }
  /** One line of its self-description; `MAC` in hex, the others as numbers. */
  | { readonly type: 'info'; readonly key: string; readonly value: string }
  /** It restarted, and knows nothing any more. */
  | { readonly type: 'booted' }
  /** A label checked in; 21 bytes. */
  | { readonly type: 'check-in'; readonly address: string; readonly data: Uint8Array }
  | { readonly type: 'block-request'; readonly address: string; readonly version: string; readonly block: number }
  /** A label has everything. Of what, it does not say. */
  | { readonly type: 'complete'; readonly address: string }
  /** The module gave up waiting for a label. */
  | { readonly type: 'expired'; readonly address: string };

/** What was thrown away. */
export interface WireCounts {
  /** Bytes that belong to no frame. Text for people is among them. */
  noiseBytes: number;
  /** Frames whose checksum is wrong. */
  damaged: number;
  /** Frames of labels whose address has more than six bytes. */
  foreign: number;
}

/** Bytes behind the token. */
const bodies: Readonly<Record<string, number>> = { 'ADR>': 30, 'RQB>': 18, 'XFC>': 9, 'XTO>': 9 };
/** Behind this one stands a length: checksum, address, length, data. */
const returned = 'TRD>';
const returnedHead = 10;
/** Digits behind the token. */
const infos: Readonly<Record<string, number>> = {
  'TYP>': 2,
  'VER>': 4,
  'MAC>': 16,
  'ZCH>': 2,
  'SCH>': 3,
  'ZPW>': 2,
  'PEN>': 2,
  'NOP>': 2,
};
const tokenBytes = 4;
const checkInBytes = 21;
const addressBytes = 8;

export interface ModuleReader {
  push(chunk: Uint8Array): void;
  /** The module has paused: what is half there will not become whole. */
  settle(): void;
  /** Whether something is half there. */
  waiting(): boolean;
  readonly counts: Readonly<WireCounts>;
}

/**
 * Reads the module's stream. A frame counts when its checksum is right; else the search goes on at its second byte, so
 * that a lost or doubled byte costs that frame only. Holds at most one frame, 265 bytes.
 */
export function createModuleReader(take: (event: ModuleEvent) => void): ModuleReader {
  const counts: WireCounts = { noiseBytes: 0, damaged: 0, foreign: 0 };
  let held: Uint8Array = new Uint8Array(0);

  /** Reads what is complete; returns where the rest begins. */
  function read(bytes: Uint8Array, last: boolean): number {
    let at = 0;
    while (bytes.length - at >= tokenBytes) {
      const need = frameBytes(bytes, at);
      if (need !== null && at + need > bytes.length && !last) return at;
      const whole = need !== null && at + need <= bytes.length && takeFrame(bytes.subarray(at, at + need));
      if (!whole) counts.noiseBytes += 1;
      at += whole ? need : 1;
    }
    return at;
  }

  function takeFrame(frame: Uint8Array): boolean {
    const token = text(frame, 0, tokenBytes);
    const body = frame.subarray(tokenBytes);
    switch (token) {
      case 'ACK>':
      case 'NOK>':
      case 'NOQ>':
        take({ type: 'reply', reply: token.slice(0, 3) as 'ACK' | 'NOK' | 'NOQ' });
        return true;
      case 'RES>':
        take({ type: 'booted' });
        return true;
      case 'RDY>':
        return true;
    }
    if (infos[token] !== undefined) {
      const value = text(body, 0, body.length);
      if (!/^[0-9A-Fa-f]+$/.test(value)) return false;
      take({ type: 'info', key: token.slice(0, 3), value });
      return true;
    }
    if (checksumOf(body) !== body[0]) {
      counts.damaged += 1;
      return false;
    }
    takeBody(token, body);
    return true;
  }

  function takeBody(token: string, body: Uint8Array): void {
    if (token === returned) return;
    const address = addressIn(body, token === 'RQB>' ? 10 : 1);
    if (address === null) {
      counts.foreign += 1;
      return;
    }
    take(eventOf(token, body, address));
  }

  return {
    counts,
    push(chunk) {
      const bytes = held.length === 0 ? chunk : joined(held, chunk);
      held = bytes.slice(read(bytes, false));
    },
    settle() {
      held = held.slice(read(held, true));
      // A token may begin in the last three bytes only while the module is still writing it.
      counts.noiseBytes += held.length;
      held = new Uint8Array(0);
    },
    waiting: () => held.length > 0,
  };
}

function eventOf(token: string, body: Uint8Array, address: string): ModuleEvent {
  switch (token) {
    case 'ADR>':
      return {
        type: 'check-in',
        address,
        data: Uint8Array.from(body.subarray(1 + addressBytes, 1 + addressBytes + checkInBytes)),
      };
    case 'RQB>':
      return { type: 'block-request', address, version: hexReversed(body.subarray(1, 9)), block: body[9]! };
    case 'XFC>':
      return { type: 'complete', address };
    default:
      return { type: 'expired', address };
  }
}

/** Bytes of the frame that begins here, as far as that is known; null: none does. */
function frameBytes(bytes: Uint8Array, at: number): number | null {
  if (bytes[at + 3] !== 0x3e) return null;
  const token = text(bytes, at, tokenBytes);
  if (token === 'ACK>' || token === 'NOK>' || token === 'NOQ>' || token === 'RES>' || token === 'RDY>')
    return tokenBytes;
  if (token === returned) {
    const length = bytes[at + tokenBytes + returnedHead - 1];
    return tokenBytes + returnedHead + (length ?? 0);
  }
  const behind = bodies[token] ?? infos[token];
  return behind === undefined ? null : tokenBytes + behind;
}

/** The low byte of the sum of all bytes but the first. */
export function checksumOf(body: Uint8Array): number {
  let sum = 0;
  for (let at = 1; at < body.length; at++) sum += body[at]!;
  return sum & 0xff;
}

/** Labels are called by the lower six of their eight bytes; those that need more cannot be told apart by them. */
function addressIn(body: Uint8Array, at: number): string | null {
  if (body[at + 6] !== 0 || body[at + 7] !== 0) return null;
  return hexReversed(body.subarray(at, at + 6));
}

const hexReversed = (bytes: Uint8Array): string => Buffer.from(bytes).reverse().toString('hex');
const text = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** A token with what belongs behind it. */
export function command(token: string, body: Uint8Array = new Uint8Array(0)): Uint8Array {
  return joined(
    Uint8Array.from(token, letter => letter.charCodeAt(0)),
    body,
  );
}

/** Channels that modules take; 802.15.4. */
export const channels = [11, 15, 20, 25, 26, 27] as const;

/** What `SCP>` takes. `subGhz`: modules with such a radio want a fourth byte; 0 leaves it off. */
export function channelPower(channel: number, power: number, subGhz: boolean): Uint8Array {
  return summed(Uint8Array.from(subGhz ? [0, channel, power, 0] : [0, channel, power]));
}

const offerBytes = 19;

/** What `SDA>` and `CXD>` take: an offer (checksum to be set, 18 bytes more) and the label's address. */
export function pendingData(offer: Uint8Array, address: string): Uint8Array {
  const body = new Uint8Array(offerBytes + addressBytes);
  body.set(offer.subarray(0, offerBytes));
  body.set(Buffer.from(address, 'hex').reverse(), offerBytes);
  return summed(body);
}

function summed(body: Uint8Array): Uint8Array {
  body[0] = checksumOf(body);
  return body;
}

export const blockBytes = 4_096;
const blockHeadBytes = 4;
const disguise = 0xaa;
/** A module that has lost bytes takes these for the rest of the block, and listens to commands again. */
export const kick: Uint8Array = new Uint8Array(32).fill(0xf5);

/** What follows the `ACK>` of `>D>`: size, sum and data of one block, padded, disguised, and the kick; 4,132 bytes. */
export function blockOnWire(file: Uint8Array, block: number): Uint8Array | null {
  const data = file.subarray(block * blockBytes, (block + 1) * blockBytes);
  if (data.length === 0) return null;
  const wire = new Uint8Array(blockHeadBytes + blockBytes + kick.length).fill(0xff);
  const head = new DataView(wire.buffer);
  head.setUint16(0, data.length, true);
  head.setUint16(2, data.reduce((sum, byte) => sum + byte, 0) & 0xffff, true);
  wire.set(data, blockHeadBytes);
  for (let at = 0; at < blockHeadBytes + blockBytes; at++) wire[at]! ^= disguise;
  wire.set(kick, blockHeadBytes + blockBytes);
  return wire;
}

/** What an offer says of the file it is for. Null: it is none. */
export function offerOf(written: Uint8Array): { offer: Uint8Array; version: string; file: Uint8Array } | null {
  if (written.length <= offerBytes) return null;
  const offer = Uint8Array.from(written.subarray(0, offerBytes));
  const file = Uint8Array.from(written.subarray(offerBytes));
  const size = new DataView(offer.buffer).getUint32(9, true);
  return size === file.length ? { offer, version: hexReversed(offer.subarray(1, 9)), file } : null;
}
