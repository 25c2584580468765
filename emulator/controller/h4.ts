/** Packet indicators. Bluetooth Core 5.4, Vol 4, Part A, 2. */
export const h4 = { command: 0x01, acl: 0x02, event: 0x04 } as const;

/** Longest ACL payload that is believed; a longer length is noise. */
const maxAclBytes = 1024;

export type HostPacket =
  | { readonly type: 'command'; readonly opcode: number; readonly parameters: Buffer }
  | { readonly type: 'acl'; readonly handle: number; readonly boundary: number; readonly data: Buffer };

export interface H4Parser {
  /** Takes what arrived, in pieces of any size, and returns the packets that are complete by now. */
  push(chunk: Uint8Array): readonly HostPacket[];
  /** Bytes that belonged to no packet since the start. */
  skippedBytes(): number;
}

/**
 * Cuts the host's byte stream into packets. A byte that cannot begin a packet is skipped, so that the parser finds
 * back after garbage. Never holds more than one packet.
 */
export function createH4Parser(): H4Parser {
  let pending: Buffer = Buffer.alloc(0);
  let skipped = 0;
  return {
    push(chunk) {
      pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk]);
      const packets: HostPacket[] = [];
      let at = 0;
      while (at < pending.length) {
        const kind = pending[at];
        const left = pending.length - at;
        if (kind === h4.command) {
          if (left < 4) break;
          const end = at + 4 + pending.readUInt8(at + 3);
          if (end > pending.length) break;
          packets.push({
            type: 'command',
            opcode: pending.readUInt16LE(at + 1),
            parameters: pending.subarray(at + 4, end),
          });
          at = end;
        } else if (kind === h4.acl) {
          if (left < 5) break;
          const length = pending.readUInt16LE(at + 3);
          if (length > maxAclBytes) {
            skipped++;
            at++;
            continue;
          }
          const end = at + 5 + length;
          if (end > pending.length) break;
          const header = pending.readUInt16LE(at + 1);
          packets.push({
            type: 'acl',
            handle: header & 0x0fff,
            boundary: (header >> 12) & 0x3,
            data: pending.subarray(at + 5, end),
          });
          at = end;
        } else {
          skipped++;
          at++;
        }
      }
      pending = pending.subarray(at);
      return packets;
    },
    skippedBytes: () => skipped,
  };
}

/** An event as the controller sends it. `parameters` at most 255 bytes. */
export function eventPacket(code: number, parameters: Uint8Array): Buffer {
  const packet = Buffer.allocUnsafe(3 + parameters.length);
  packet[0] = h4.event;
  packet[1] = code;
  packet[2] = parameters.length;
  packet.set(parameters, 3);
  return packet;
}

/** An ACL fragment from controller to host. Boundary 2 starts an L2CAP frame, 1 continues it. */
export function aclPacket(handle: number, boundary: 1 | 2, data: Uint8Array): Buffer {
  const packet = Buffer.allocUnsafe(5 + data.length);
  packet[0] = h4.acl;
  packet.writeUInt16LE(handle | (boundary << 12), 1);
  packet.writeUInt16LE(data.length, 3);
  packet.set(data, 5);
  return packet;
}
