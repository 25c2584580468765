/** One field of a frame: how many bytes it takes, and how it is read and written there. */
export interface Field<T> {
  readonly size: number;
  read(frame: Buffer, at: number): T;
  write(frame: Buffer, at: number, value: T): void;
}

export const u8: Field<number> = {
  size: 1,
  read: (frame, at) => frame.readUInt8(at),
  write: (frame, at, value) => void frame.writeUInt8(value, at),
};

export const i8: Field<number> = {
  size: 1,
  read: (frame, at) => frame.readInt8(at),
  write: (frame, at, value) => void frame.writeInt8(value, at),
};

/** Little-endian, as everything in HCI, L2CAP and ATT. */
export const u16: Field<number> = {
  size: 2,
  read: (frame, at) => frame.readUInt16LE(at),
  write: (frame, at, value) => void frame.writeUInt16LE(value, at),
};

export const u24: Field<number> = {
  size: 3,
  read: (frame, at) => frame.readUIntLE(at, 3),
  write: (frame, at, value) => void frame.writeUIntLE(value, at, 3),
};

export const u32: Field<number> = {
  size: 4,
  read: (frame, at) => frame.readUInt32LE(at),
  write: (frame, at, value) => void frame.writeUInt32LE(value, at),
};

/** A device address: twelve hex digits, most significant byte first; on the wire it runs the other way. */
export const address: Field<string> = {
  size: 6,
  read: (frame, at) =>
    Buffer.from(frame.subarray(at, at + 6))
      .reverse()
      .toString('hex'),
  write: (frame, at, value) => void Buffer.from(value, 'hex').reverse().copy(frame, at),
};

/** A run of bytes that nobody looks into. */
export function octets(size: number): Field<Uint8Array> {
  return {
    size,
    read: (frame, at) => frame.subarray(at, at + size),
    write: (frame, at, value) => void frame.set(value.subarray(0, size), at),
  };
}

type Shape = Readonly<Record<string, Field<unknown>>>;
export type Values<S extends Shape> = { readonly [K in keyof S]: S[K] extends Field<infer T> ? T : never };

export interface Layout<S extends Shape> {
  /** Bytes taken by all fields together. */
  readonly size: number;
  encode(values: Values<S>): Buffer;
  /** Null when `frame` is shorter than the layout; bytes behind it are left alone. */
  decode(frame: Uint8Array): Values<S> | null;
}

/**
 * Declares a frame as the table of its fields, in order.
 *
 * @example
 * const disconnect = layout({ handle: u16, reason: u8 });
 * disconnect.encode({ handle: 0x40, reason: 0x13 }); // 40 00 13
 */
export function layout<const S extends Shape>(shape: S): Layout<S> {
  const fields = Object.entries(shape);
  const size = fields.reduce((sum, [, field]) => sum + field.size, 0);
  return {
    size,
    encode(values) {
      const frame = Buffer.alloc(size);
      let at = 0;
      for (const [name, field] of fields) {
        field.write(frame, at, values[name]);
        at += field.size;
      }
      return frame;
    },
    decode(bytes) {
      if (bytes.length < size) return null;
      const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const values: Record<string, unknown> = {};
      let at = 0;
      for (const [name, field] of fields) {
        values[name] = field.read(frame, at);
        at += field.size;
      }
      return values as Values<S>;
    },
  };
}
