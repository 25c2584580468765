import type { EventEmitter } from 'node:events';
import type { Characteristic, Peripheral } from 'noble';
import type { AttRefusal } from './radio.ts';

/*
 * noble drops the error responses of ATT: to its callers a refused read looks like an empty one, and a refused write
 * never ends. Here they are taken from the link before noble sees them. This rests on the inside of noble, as
 * `noble-binding.ts` does.
 */

/** noble's GATT client of one connection, as far as it is used here. */
interface NobleGatt {
  readonly _aclStream: EventEmitter;
  readonly _characteristics: Readonly<Record<string, Readonly<Record<string, { readonly valueHandle: number }>>>>;
}

/** A characteristic of noble, with what is not in its typings. */
interface NobleCharacteristic extends Characteristic {
  readonly _serviceUuid: string;
}

/** A peripheral of noble, with what is not in its typings. */
interface NoblePeripheral extends Peripheral {
  readonly _noble: { readonly _bindings: { readonly _gatts: Readonly<Record<string, NobleGatt>> } };
}

/** Bluetooth Core 5.4, Vol 3, Part A, 2.1, and Part F, 3.4. */
const attributeChannel = 0x0004;
const opcode = {
  error: 0x01,
  read: 0x0a,
  readBlob: 0x0c,
  write: 0x12,
  prepareWrite: 0x16,
  executeWrite: 0x18,
  executeWriteResponse: 0x19,
} as const;

/** There is no such attribute. */
export const attributeNotFound = 0x0a;

/** The rejection that a refusal becomes. */
export function attRefusal(attCode: number): AttRefusal {
  const code = `0x${attCode.toString(16).padStart(2, '0')}`;
  return Object.assign(new Error(`refused with ATT error ${code}`), { attCode });
}

/**
 * From now on a read or a write with response of one of these characteristics rejects with an `AttRefusal` when the
 * peer refuses it. It ends with the connection.
 */
export function surfaceRefusals(peripheral: Peripheral, characteristics: readonly Characteristic[]): void {
  const gatt = (peripheral as NoblePeripheral)._noble._bindings._gatts[peripheral.id];
  if (gatt === undefined) return;
  const byHandle = new Map<number, Characteristic>();
  for (const one of characteristics) {
    const known = gatt._characteristics[(one as NobleCharacteristic)._serviceUuid]?.[one.uuid];
    if (known !== undefined) byHandle.set(known.valueHandle, one);
  }
  // A long write is several requests, and noble sends them all whatever becomes of the first: it ends with the last.
  let long: { readonly target: Characteristic; readonly code: number } | null = null;

  gatt._aclStream.prependListener('data', (cid: number, pdu: Buffer) => {
    if (cid !== attributeChannel) return;
    if (pdu[0] === opcode.executeWriteResponse && long !== null) {
      long.target.emit('write', attRefusal(long.code));
      long = null;
    }
    if (pdu[0] !== opcode.error || pdu.length < 5) return;
    const target = byHandle.get(pdu.readUInt16LE(2));
    const code = pdu[4]!;
    switch (pdu[1]) {
      case opcode.read:
      case opcode.readBlob:
        target?.emit('data', Buffer.alloc(0), false, attRefusal(code));
        return;
      case opcode.write:
        target?.emit('write', attRefusal(code));
        return;
      case opcode.prepareWrite:
        if (target !== undefined) long ??= { target, code };
        return;
      case opcode.executeWrite:
        (long?.target ?? target)?.emit('write', attRefusal(long?.code ?? code));
        long = null;
        return;
    }
  });
}
