/*
 * The H4 transport: one byte of packet type, then the packet with its own length. Source: Bluetooth Core
 * Specification, Vol 4 Part A. The stream carries no marks to find one's way back by, so a wrong byte is fatal to it.
 */

const aclPacket = 0x02;
const eventPacket = 0x04;
/** The first event any controller sends, to HCI_Reset: Command Complete. */
const commandComplete = 0x0e;
/** Longest ACL packet that is taken, in bytes of payload. Controllers announce 251 at most. */
const maxAclBytes = 2_048;
/** Noise that is passed over before the first event, as a serial line may deliver it. */
const maxNoiseBytes = 4_096;

/** Longest packet, its type and header included. */
const maxPacketBytes = 5 + maxAclBytes;

/** Cuts a stream into packets, and leaves nothing of them behind. */
export interface PacketCutter {
  /** Takes the next bytes and wipes them; false when they cannot be H4, after which nothing more is delivered. */
  push(chunk: Buffer): boolean;
  /** Wipes the packet that is not whole, once no more of it will come. */
  clear(): void;
}

/** Lends every whole packet, packet type first, for the time of the call: it is wiped afterwards. */
export function createPacketCutter(deliver: (packet: Buffer) => void): PacketCutter {
  /** The beginning of a packet whose end is yet to come. */
  const begun = Buffer.alloc(maxPacketBytes);
  let begunBytes = 0;
  let synchronised = false;
  let noise = 0;
  let broken = false;

  /** Length of the packet at the head, 0 while it is not known, null when it is none. */
  function packetLength(bytes: Uint8Array): number | null {
    if (bytes.length === 0) return 0;
    if (!synchronised && bytes.length > 1 && (bytes[0] !== eventPacket || bytes[1] !== commandComplete)) return null;
    switch (bytes[0]) {
      case eventPacket:
        return bytes.length < 3 ? 0 : 3 + bytes[2]!;
      case aclPacket: {
        if (bytes.length < 5) return 0;
        const payload = bytes[3]! | (bytes[4]! << 8);
        return payload > maxAclBytes ? null : 5 + payload;
      }
      default:
        return null;
    }
  }

  /** Delivers what is whole; returns how many bytes are used up, or null when they are no packets. */
  function cut(bytes: Buffer): number | null {
    let at = 0;
    for (;;) {
      const rest = bytes.subarray(at);
      const length = packetLength(rest);
      if (length === null) {
        if (synchronised || ++noise > maxNoiseBytes) return null;
        at++;
        continue;
      }
      if (length === 0 || rest.length < length) return at;
      synchronised = true;
      at += length;
      deliver(rest.subarray(0, length));
    }
  }

  /**
   * Adds to the packet that has begun, as many bytes as fit; cuts and wipes what is whole. Byte by byte: copying in one
   * go leaves the bytes in wide registers, which the engine puts on the heap when it goes back to slower code.
   */
  function fill(chunk: Buffer, from: number): number | null {
    const taken = Math.min(chunk.length - from, maxPacketBytes - begunBytes);
    for (let i = 0; i < taken; i++) begun[begunBytes + i] = chunk[from + i]!;
    const length = begunBytes + taken;
    const used = cut(begun.subarray(0, length));
    if (used === null) return null;
    begunBytes = length - used;
    for (let i = 0; i < begunBytes; i++) begun[i] = begun[used + i]!;
    begun.fill(0, begunBytes, length);
    return from + taken;
  }

  function take(chunk: Buffer): boolean {
    let at: number | null = 0;
    while (at < chunk.length) {
      if (begunBytes > 0) {
        at = fill(chunk, at);
      } else {
        const used = cut(chunk.subarray(at));
        at = used === null ? null : at + used;
        // What is left of a chunk is less than a packet, so it fits.
        if (at !== null && at < chunk.length) at = fill(chunk, at);
      }
      if (at === null) return false;
    }
    return true;
  }

  const clear = (): void => {
    begun.fill(0);
    begunBytes = 0;
  };

  return {
    push(chunk) {
      try {
        if (!broken && !take(chunk)) broken = true;
      } finally {
        chunk.fill(0);
        if (broken) clear();
      }
      return !broken;
    },
    clear,
  };
}
