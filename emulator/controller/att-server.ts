import {
  type AttError,
  type Attribute,
  attributeTable,
  attributeType,
  property,
  type Service,
  uuidBytes,
} from './attributes.ts';

/** Opcodes. Bluetooth Core 5.4, Vol 3, Part F, 3.4. */
export const att = {
  error: 0x01,
  mtuRequest: 0x02,
  mtuResponse: 0x03,
  findInformationRequest: 0x04,
  findInformationResponse: 0x05,
  readByTypeRequest: 0x08,
  readByTypeResponse: 0x09,
  readRequest: 0x0a,
  readResponse: 0x0b,
  readBlobRequest: 0x0c,
  readBlobResponse: 0x0d,
  readByGroupTypeRequest: 0x10,
  readByGroupTypeResponse: 0x11,
  writeRequest: 0x12,
  writeResponse: 0x13,
  prepareWriteRequest: 0x16,
  prepareWriteResponse: 0x17,
  executeWriteRequest: 0x18,
  executeWriteResponse: 0x19,
  notification: 0x1b,
  confirmation: 0x1e,
  writeCommand: 0x52,
} as const;

const errorCode = {
  invalidHandle: 0x01,
  readNotPermitted: 0x02,
  writeNotPermitted: 0x03,
  invalidPdu: 0x04,
  requestNotSupported: 0x06,
  invalidOffset: 0x07,
  prepareQueueFull: 0x09,
  attributeNotFound: 0x0a,
  unsupportedGroupType: 0x10,
} as const;

const defaultMtu = 23;
const maxAttributeBytes = 512;

export interface AttServer {
  /** Takes one PDU from the client; whatever it is, this does not throw. */
  received(pdu: Buffer): void;
  /** Sends a notification, cut to the MTU. False when the client has not subscribed. */
  notify(characteristic: string, value: Uint8Array): boolean;
  /** The MTU agreed on, bytes. */
  mtu(): number;
}

export interface AttServerOptions {
  readonly services: readonly Service[];
  /** Largest MTU that this server agrees to, bytes. */
  readonly maxMtu: number;
  readonly send: (pdu: Buffer) => void;
  readonly written: (characteristic: string, value: Buffer) => void;
}

/** One client's view of a device's attributes: its MTU, its subscriptions and its prepared writes end with the link. */
export function createAttServer({ services, maxMtu, send, written }: AttServerOptions): AttServer {
  const table = attributeTable(services);
  const subscriptions = new Map<number, number>();
  let prepared: { handle: number; value: Buffer } | null = null;
  /** What the last Read Request began to return: the blobs after it continue the same value. */
  let begun: { readonly handle: number; readonly value: Buffer } | null = null;
  let mtu = defaultMtu;

  const at = (handle: number): Attribute | undefined => table[handle - 1];
  const refuse = (request: number, handle: number, code: number) => {
    const pdu = Buffer.from([att.error, request, 0, 0, code]);
    pdu.writeUInt16LE(handle, 2);
    send(pdu);
  };
  const current = (attribute: Attribute): Buffer | AttError => {
    if (attribute.read) {
      const value = attribute.read();
      return 'attCode' in value ? value : Buffer.from(value);
    }
    if (attribute.role !== 'subscription') return attribute.value;
    const value = Buffer.alloc(2);
    value.writeUInt16LE(subscriptions.get(attribute.handle) ?? 0);
    return value;
  };

  /** Answers a search with as many results of equal length as fit. */
  const list = (opcode: number, results: readonly Buffer[], withLength: boolean, format?: number) => {
    const size = results[0]!.length;
    const room = Math.floor((mtu - 2) / size);
    const alike = results.findIndex(result => result.length !== size);
    const fitting = results.slice(0, Math.min(room, alike < 0 ? results.length : alike));
    send(Buffer.concat([Buffer.from([opcode, withLength ? size : format!]), ...fitting]));
  };

  const range = (pdu: Buffer): { from: number; to: number } | null => {
    const from = pdu.readUInt16LE(1);
    const to = pdu.readUInt16LE(3);
    if (from === 0 || from > to) {
      refuse(pdu[0]!, from, errorCode.invalidHandle);
      return null;
    }
    return { from, to };
  };

  const search = (pdu: Buffer) => {
    const bounds = range(pdu);
    if (!bounds) return;
    const grouped = pdu[0] === att.readByGroupTypeRequest;
    const type = Buffer.from(pdu.subarray(5)).reverse().toString('hex');
    if (grouped && type !== attributeType.primaryService)
      return refuse(pdu[0]!, bounds.from, errorCode.unsupportedGroupType);
    const found = table.filter(a => a.handle >= bounds.from && a.handle <= bounds.to && a.type === type);
    if (found.length === 0) return refuse(pdu[0]!, bounds.from, errorCode.attributeNotFound);
    const results: Buffer[] = [];
    for (const attribute of found) {
      const value = current(attribute);
      if ('attCode' in value) {
        // A refusal ends the list; only as its first does it become the answer.
        if (results.length === 0) return refuse(pdu[0]!, attribute.handle, value.attCode);
        break;
      }
      const head = Buffer.alloc(grouped ? 4 : 2);
      head.writeUInt16LE(attribute.handle, 0);
      if (grouped) head.writeUInt16LE(attribute.groupEnd, 2);
      results.push(Buffer.concat([head, value]).subarray(0, Math.min(mtu - 2, 253)));
    }
    list(grouped ? att.readByGroupTypeResponse : att.readByTypeResponse, results, true);
  };

  const findInformation = (pdu: Buffer) => {
    const bounds = range(pdu);
    if (!bounds) return;
    const found = table.filter(a => a.handle >= bounds.from && a.handle <= bounds.to);
    if (found.length === 0) return refuse(pdu[0]!, bounds.from, errorCode.attributeNotFound);
    const results = found.map(attribute => {
      const head = Buffer.alloc(2);
      head.writeUInt16LE(attribute.handle, 0);
      return Buffer.concat([head, uuidBytes(attribute.type)]);
    });
    list(att.findInformationResponse, results, false, results[0]!.length === 4 ? 1 : 2);
  };

  const read = (pdu: Buffer, offset: number, response: number) => {
    const handle = pdu.readUInt16LE(1);
    const attribute = at(handle);
    if (!attribute) return refuse(pdu[0]!, handle, errorCode.invalidHandle);
    if (!(attribute.properties & property.read)) return refuse(pdu[0]!, handle, errorCode.readNotPermitted);
    const value = offset > 0 && begun?.handle === handle ? begun.value : current(attribute);
    if ('attCode' in value) return refuse(pdu[0]!, handle, value.attCode);
    begun = { handle, value };
    if (offset > value.length) return refuse(pdu[0]!, handle, errorCode.invalidOffset);
    send(Buffer.concat([Buffer.from([response]), value.subarray(offset, offset + mtu - 1)]));
  };

  const writable = (handle: number, needed: number): Attribute | number => {
    const attribute = at(handle);
    if (!attribute) return errorCode.invalidHandle;
    return attribute.properties & needed ? attribute : errorCode.writeNotPermitted;
  };

  const accept = (attribute: Attribute, value: Buffer) => {
    if (attribute.role === 'subscription') subscriptions.set(attribute.handle, value.length < 1 ? 0 : value[0]! & 3);
    else if (!attribute.write) written(attribute.characteristic!, value);
  };
  /** Asks those that decide for themselves; the others accept. */
  const refusal = (attribute: Attribute, value: Buffer): AttError | null => attribute.write?.(value) ?? null;

  const prepare = (pdu: Buffer) => {
    const handle = pdu.readUInt16LE(1);
    const offset = pdu.readUInt16LE(3);
    const attribute = writable(handle, property.write);
    if (typeof attribute === 'number') return refuse(pdu[0]!, handle, attribute);
    const before: Buffer = prepared?.handle === handle ? prepared.value : Buffer.alloc(0);
    if (offset !== before.length) return refuse(pdu[0]!, handle, errorCode.invalidOffset);
    const value = Buffer.concat([before, pdu.subarray(5)]);
    if (value.length > maxAttributeBytes) return refuse(pdu[0]!, handle, errorCode.prepareQueueFull);
    prepared = { handle, value };
    send(Buffer.concat([Buffer.from([att.prepareWriteResponse]), pdu.subarray(1)]));
  };

  /** Fewest bytes of each request, opcode included. */
  const shortest: Readonly<Record<number, number>> = {
    [att.mtuRequest]: 3,
    [att.findInformationRequest]: 5,
    [att.readByTypeRequest]: 7,
    [att.readRequest]: 3,
    [att.readBlobRequest]: 5,
    [att.readByGroupTypeRequest]: 7,
    [att.writeRequest]: 3,
    [att.prepareWriteRequest]: 5,
    [att.executeWriteRequest]: 2,
    [att.writeCommand]: 3,
  };

  return {
    mtu: () => mtu,
    notify(characteristic, value) {
      const attribute = table.find(a => a.role === 'value' && a.characteristic === characteristic);
      const subscription = table.find(a => a.role === 'subscription' && a.characteristic === characteristic);
      if (!attribute || !subscription || !((subscriptions.get(subscription.handle) ?? 0) & 1)) return false;
      const pdu = Buffer.alloc(3 + Math.min(value.length, mtu - 3));
      pdu[0] = att.notification;
      pdu.writeUInt16LE(attribute.handle, 1);
      pdu.set(value.subarray(0, pdu.length - 3), 3);
      send(pdu);
      return true;
    },
    received(pdu) {
      const opcode = pdu[0];
      if (opcode === undefined) return;
      const least = shortest[opcode];
      if (least === undefined) {
        // Commands (bit 6) and everything that only a server sends, odd, want no answer.
        if (!(opcode & 0x40) && !(opcode & 1) && opcode !== att.confirmation)
          refuse(opcode, 0, errorCode.requestNotSupported);
        return;
      }
      if (pdu.length < least) {
        if (opcode !== att.writeCommand) refuse(opcode, 0, errorCode.invalidPdu);
        return;
      }
      switch (opcode) {
        case att.mtuRequest: {
          mtu = Math.max(defaultMtu, Math.min(maxMtu, pdu.readUInt16LE(1)));
          const response = Buffer.from([att.mtuResponse, 0, 0]);
          response.writeUInt16LE(maxMtu, 1);
          return send(response);
        }
        case att.findInformationRequest:
          return findInformation(pdu);
        case att.readByTypeRequest:
        case att.readByGroupTypeRequest:
          return search(pdu);
        case att.readRequest:
          return read(pdu, 0, att.readResponse);
        case att.readBlobRequest:
          return read(pdu, pdu.readUInt16LE(3), att.readBlobResponse);
        case att.writeRequest: {
          const handle = pdu.readUInt16LE(1);
          const attribute = writable(handle, property.write);
          if (typeof attribute === 'number') return refuse(opcode, handle, attribute);
          const refused = refusal(attribute, pdu.subarray(3));
          if (refused) return refuse(opcode, handle, refused.attCode);
          send(Buffer.from([att.writeResponse]));
          return accept(attribute, pdu.subarray(3));
        }
        case att.writeCommand: {
          const attribute = writable(pdu.readUInt16LE(1), property.writeWithoutResponse);
          if (typeof attribute === 'number' || refusal(attribute, pdu.subarray(3))) return;
          return accept(attribute, pdu.subarray(3));
        }
        case att.prepareWriteRequest:
          return prepare(pdu);
        case att.executeWriteRequest: {
          const done = prepared;
          prepared = null;
          const target = done && pdu[1] === 1 ? at(done.handle)! : null;
          const refused = target ? refusal(target, done!.value) : null;
          if (refused) return refuse(opcode, done!.handle, refused.attCode);
          send(Buffer.from([att.executeWriteResponse]));
          if (target) accept(target, done!.value);
          return;
        }
      }
    },
  };
}
