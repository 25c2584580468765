/** Fixed channels of an LE link. Bluetooth Core 5.4, Vol 3, Part A, 2.1. */
export const channel = { attribute: 0x0004, signalling: 0x0005, security: 0x0006 } as const;

/** Longest frame that a label accepts: an attribute of 512 bytes with its headers. */
const maxFrameBytes = 600;

export interface L2capFrame {
  readonly cid: number;
  readonly pdu: Buffer;
}

/** Puts fragments together again. `boundary` 1 continues a frame, anything else begins one. */
export function createReassembly(): { push(boundary: number, data: Uint8Array): L2capFrame | null } {
  let pending: Buffer = Buffer.alloc(0);
  return {
    push(boundary, data) {
      if (boundary === 1) {
        // A continuation without its beginning can only be dropped.
        if (pending.length === 0) return null;
        pending = Buffer.concat([pending, data]);
      } else {
        pending = Buffer.from(data);
      }
      if (pending.length < 4) return null;
      const length = pending.readUInt16LE(0);
      if (length > maxFrameBytes) {
        pending = Buffer.alloc(0);
        return null;
      }
      if (pending.length < 4 + length) return null;
      const frame = { cid: pending.readUInt16LE(2), pdu: pending.subarray(4, 4 + length) };
      pending = Buffer.alloc(0);
      return frame;
    },
  };
}

/** Cuts a frame into ACL payloads of at most `aclBytes`. */
export function fragment(cid: number, pdu: Uint8Array, aclBytes: number): readonly Buffer[] {
  const frame = Buffer.allocUnsafe(4 + pdu.length);
  frame.writeUInt16LE(pdu.length, 0);
  frame.writeUInt16LE(cid, 2);
  frame.set(pdu, 4);
  const parts: Buffer[] = [];
  for (let at = 0; at < frame.length; at += aclBytes) parts.push(frame.subarray(at, at + aclBytes));
  return parts;
}
