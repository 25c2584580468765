/** Characteristic property bits. Bluetooth Core 5.4, Vol 3, Part G, 3.3.1.1. */
export const property = { read: 0x02, writeWithoutResponse: 0x04, write: 0x08, notify: 0x10 } as const;

/** A GATT service as a table. UUIDs are four hex digits (16 bit) or 32 (128 bit), most significant first. */
export interface Service {
  readonly uuid: string;
  readonly characteristics: readonly {
    readonly uuid: string;
    readonly properties: number;
    /** What a read returns; empty when left out. */
    readonly value?: Uint8Array;
    /** Computes what a read returns, instead of `value`. */
    readonly read?: () => Uint8Array | AttError;
    /** Takes what a client writes, or says why not. Where it is left out, whatever is permitted is accepted. */
    readonly write?: (value: Buffer) => AttError | null;
  }[];
}

/** Why a request is refused: a code of Bluetooth Core 5.4, Vol 3, Part F, 3.4.1.1. */
export interface AttError {
  readonly attCode: number;
}

export interface Attribute {
  readonly handle: number;
  readonly type: string;
  readonly value: Buffer;
  /** Last handle of the service that this attribute declares; 0 for the others. */
  readonly groupEnd: number;
  readonly role: 'declaration' | 'value' | 'subscription';
  /** The characteristic that it belongs to, and its properties. */
  readonly characteristic: string | null;
  readonly properties: number;
  /** Of a characteristic's value that answers for itself. */
  readonly read?: (() => Uint8Array | AttError) | undefined;
  readonly write?: ((value: Buffer) => AttError | null) | undefined;
}

export const attributeType = {
  primaryService: '2800',
  characteristic: '2803',
  clientConfiguration: '2902',
} as const;

/** A UUID as it stands in a frame: little-endian. */
export function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid, 'hex').reverse();
}

/** Lays services out as the flat list of attributes that ATT speaks of, handles counting from 1. */
export function attributeTable(services: readonly Service[]): readonly Attribute[] {
  const table: Attribute[] = [];
  let handle = 1;
  for (const service of services) {
    const size = service.characteristics.reduce((sum, c) => sum + (c.properties & property.notify ? 3 : 2), 1);
    const declaration = { groupEnd: 0, role: 'declaration', characteristic: null, properties: property.read } as const;
    table.push({
      ...declaration,
      handle,
      type: attributeType.primaryService,
      value: uuidBytes(service.uuid),
      groupEnd: handle + size - 1,
    });
    handle++;
    for (const { uuid, properties, value, read, write } of service.characteristics) {
      const pointer = Buffer.from([properties, 0, 0]);
      pointer.writeUInt16LE(handle + 1, 1);
      const own = { groupEnd: 0, characteristic: uuid } as const;
      table.push({
        ...declaration,
        handle: handle++,
        type: attributeType.characteristic,
        value: Buffer.concat([pointer, uuidBytes(uuid)]),
      });
      const held = Buffer.from(value ?? []);
      table.push({ ...own, handle: handle++, type: uuid, value: held, role: 'value', properties, read, write });
      if (properties & property.notify) {
        table.push({
          ...own,
          handle: handle++,
          type: attributeType.clientConfiguration,
          value: Buffer.alloc(2),
          role: 'subscription',
          properties: property.read | property.write,
        });
      }
    }
  }
  return table;
}
