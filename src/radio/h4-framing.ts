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

/** Cuts a stream into packets. */
export interface PacketCutter {
  /** Takes the next bytes; false when they cannot be H4, after which nothing more is delivered. */
  push(chunk: Uint8Array): boolean;
}

/** Delivers every whole packet, packet type first, as noble wants it. */
export function createPacketCutter(deliver: (packet: Buffer) => void): PacketCutter {
  let pending: Buffer = Buffer.alloc(0);
  let synchronised = false;
  let noise = 0;
  let broken = false;

  /** Length of the packet at the head, 0 while it is not known, null when it is none. */
  function packetLength(): number | null {
    if (pending.length === 0) return 0;
    if (!synchronised && pending.length > 1 && (pending[0] !== eventPacket || pending[1] !== commandComplete))
      return null;
    switch (pending[0]) {
      case eventPacket:
        return pending.length < 3 ? 0 : 3 + pending[2]!;
      case aclPacket: {
        if (pending.length < 5) return 0;
        const payload = pending.readUInt16LE(3);
        return payload > maxAclBytes ? null : 5 + payload;
      }
      default:
        return null;
    }
  }

  return {
    push(chunk) {
      if (broken) return false;
      pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk]);
      for (;;) {
        const length = packetLength();
        if (length === null) {
          if (synchronised || ++noise > maxNoiseBytes) {
            broken = true;
            return false;
          }
          pending = pending.subarray(1);
          continue;
        }
        if (length === 0 || pending.length < length) return true;
        synchronised = true;
        const packet = pending.subarray(0, length);
        pending = pending.subarray(length);
        deliver(packet);
      }
    },
  };
}
