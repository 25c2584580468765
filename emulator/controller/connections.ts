import type { CentralEnd, CentralLink, CloseReason } from '../air.ts';
import { aclPacket } from './h4.ts';
import { status } from './hci.ts';
import { createReassembly, fragment } from './l2cap.ts';

/** First handle given out, and the last one that HCI allows. */
const firstHandle = 0x0040;
const lastHandle = 0x0eff;

const reasonCode: Readonly<Record<CloseReason, number>> = {
  timeout: status.connectionTimeout,
  remote: status.remoteEnded,
  failed: status.failedToEstablish,
};

export interface Connections {
  /** Takes an opened link in; `announce` tells the host its handle before anything else of that link. */
  open(link: CentralLink, announce: (handle: number) => void): CentralEnd;
  link(handle: number): CentralLink | undefined;
  /** An ACL fragment from the host. */
  fromHost(handle: number, boundary: number, data: Buffer): void;
  /** The host ends a link. False when there is none with that handle. */
  close(handle: number): boolean;
  closeAll(): void;
  readonly size: number;
}

export interface ConnectionsOptions {
  /** Longest ACL payload in either direction, bytes. */
  readonly aclBytes: number;
  readonly send: (packet: Buffer) => void;
  /** A fragment has left the buffer; the host may send another one. */
  readonly completed: (handle: number) => void;
  readonly closed: (handle: number, reason: number) => void;
}

/** The open links of one controller by handle, and the way of their data: fragments on one side, frames on the other. */
export function createConnections({ aclBytes, send, completed, closed }: ConnectionsOptions): Connections {
  const open = new Map<number, { link: CentralLink; assembly: ReturnType<typeof createReassembly> }>();
  let next = firstHandle;
  const freeHandle = (): number => {
    while (open.has(next)) next = next >= lastHandle ? firstHandle : next + 1;
    const handle = next;
    next = next >= lastHandle ? firstHandle : next + 1;
    return handle;
  };
  return {
    get size() {
      return open.size;
    },
    link: handle => open.get(handle)?.link,
    open(link, announce) {
      const handle = freeHandle();
      open.set(handle, { link, assembly: createReassembly() });
      announce(handle);
      return {
        received(cid, pdu) {
          if (!open.has(handle)) return;
          fragment(cid, pdu, aclBytes).forEach((part, index) => {
            send(aclPacket(handle, index === 0 ? 2 : 1, part));
          });
        },
        closed(reason) {
          if (open.delete(handle)) closed(handle, reasonCode[reason]);
        },
      };
    },
    fromHost(handle, boundary, data) {
      const connection = open.get(handle);
      if (!connection) return;
      const frame = connection.assembly.push(boundary, data);
      if (frame) connection.link.send(frame.cid, frame.pdu, () => completed(handle));
      else completed(handle);
    },
    close(handle) {
      const connection = open.get(handle);
      if (!connection) return false;
      open.delete(handle);
      connection.link.close();
      return true;
    },
    closeAll() {
      for (const { link } of open.values()) link.close();
      open.clear();
    },
  };
}
