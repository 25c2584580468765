/**
 * Frames as declared layouts: a layout reads like the table in the protocol's document, the TypeScript type follows
 * from it, and there is one encoder and one decoder for all of them.
 *
 * @example
 * const part = layout({ part: u32le, data: rest });
 * part.encode({ part: 2, data: bytes });  // 02 00 00 00 …
 * part.decode(frame)?.part;               // 2, or null when the frame is too short
 */

/** One field: its size in bytes (`null`: all that is left), and its codec. */
export interface Field<T> {
  readonly size: number | null;
  write(view: DataView, offset: number, value: T): void;
  /** Undefined when the bytes are not what the field must be. */
  read(view: DataView, offset: number, size: number): T | undefined;
}

/** The value of a layout. */
export type FrameOf<L> = L extends Layout<infer T> ? T : never;

/** A declared frame. */
export interface Layout<T> {
  /** Throws RangeError on a value that does not fit its field: that is a bug of the caller. */
  encode(value: T): Uint8Array;
  /** Null when the frame is too short or a constant does not match. Bytes after the last field are ignored. */
  decode(frame: Uint8Array): T | null;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type ValueOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

const integer = (
  size: number,
  max: number,
  write: (view: DataView, offset: number, value: number) => void,
  read: (view: DataView, offset: number) => number,
  min = 0,
): Field<number> => ({
  size,
  write(view, offset, value) {
    if (!Number.isInteger(value) || value < min || value > max)
      throw new RangeError(`${value} does not fit ${size} bytes`);
    write(view, offset, value);
  },
  read,
});

/** Unsigned 8-bit integer. */
export const u8 = integer(
  1,
  0xff,
  (v, o, n) => v.setUint8(o, n),
  (v, o) => v.getUint8(o),
);
/** Unsigned 16-bit integer, least significant byte first. */
export const u16le = integer(
  2,
  0xffff,
  (v, o, n) => v.setUint16(o, n, true),
  (v, o) => v.getUint16(o, true),
);
/** Unsigned 32-bit integer, least significant byte first. */
export const u32le = integer(
  4,
  0xffffffff,
  (v, o, n) => v.setUint32(o, n, true),
  (v, o) => v.getUint32(o, true),
);
/** Unsigned 32-bit integer, most significant byte first. */
export const u32be = integer(
  4,
  0xffffffff,
  (v, o, n) => v.setUint32(o, n),
  (v, o) => v.getUint32(o),
);
/** Signed 8-bit integer. */
export const i8 = integer(
  1,
  0x7f,
  (v, o, n) => v.setInt8(o, n),
  (v, o) => v.getInt8(o),
  -0x80,
);
/** Unsigned 16-bit integer, most significant byte first. */
export const u16be = integer(
  2,
  0xffff,
  (v, o, n) => v.setUint16(o, n),
  (v, o) => v.getUint16(o),
);
/** Signed 16-bit integer, most significant byte first. */
export const i16be = integer(
  2,
  0x7fff,
  (v, o, n) => v.setInt16(o, n),
  (v, o) => v.getInt16(o),
  -0x8000,
);

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const span = (size: number | null): Field<Uint8Array> => ({
  size,
  write(target, offset, value) {
    if (size !== null && value.length !== size) throw new RangeError(`${value.length} bytes where ${size} belong`);
    new Uint8Array(target.buffer, target.byteOffset + offset, value.length).set(value);
  },
  read: (source, offset, length) => new Uint8Array(source.buffer, source.byteOffset + offset, length).slice(),
});

/** Exactly that many bytes. */
export const octets = (size: number): Field<Uint8Array> => span(size);

/** All bytes that are left; only as the last field. */
export const rest: Field<Uint8Array> = span(null);

/** A byte that must have this value; it needs no value when encoding. */
export const constant = <const N extends number>(value: N): Field<N | undefined> => ({
  size: 1,
  write: (target, offset) => target.setUint8(offset, value),
  read: (source, offset) => (source.getUint8(offset) === value ? value : undefined),
});

/** Bytes that must be there; they need no value when encoding. */
export const marker = (...bytes: readonly number[]): Field<true | undefined> => ({
  size: bytes.length,
  write(target, offset) {
    for (const [at, byte] of bytes.entries()) target.setUint8(offset + at, byte);
  },
  read(source, offset) {
    for (let at = 0; at < bytes.length; at++) if (source.getUint8(offset + at) !== bytes[at]) return undefined;
    return true;
  },
});

/** Exactly that many bytes, as lower-case hex digits. */
export const hexOctets = (size: number): Field<string> => ({
  size,
  write(target, offset, value) {
    const bytes = Buffer.from(value, 'hex');
    if (value.length !== 2 * size || bytes.length !== size)
      throw new RangeError(`${value} is not ${size} bytes in hex`);
    new Uint8Array(target.buffer, target.byteOffset + offset, size).set(bytes);
  },
  read: (source, offset) => Buffer.from(source.buffer, source.byteOffset + offset, size).toString('hex'),
});

type Optional<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: T[K] } & {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
};

/** Declares a frame. */
export function layout<const F extends Fields>(fields: F): Layout<Optional<ValueOf<F>>> {
  type Frame = Optional<ValueOf<F>>;
  const entries = Object.entries(fields);
  const fixed = entries.reduce((sum, [, field]) => sum + (field.size ?? 0), 0);
  return {
    encode(value: Frame) {
      const values = value as Readonly<Record<string, unknown>>;
      const tail = entries.find(([, field]) => field.size === null);
      const frame = new Uint8Array(fixed + (tail ? (values[tail[0]] as Uint8Array).length : 0));
      let offset = 0;
      for (const [name, field] of entries) {
        field.write(view(frame), offset, values[name]);
        offset += field.size ?? 0;
      }
      return frame;
    },
    decode(frame: Uint8Array) {
      if (frame.length < fixed) return null;
      const values: Record<string, unknown> = {};
      const source = view(frame);
      let offset = 0;
      for (const [name, field] of entries) {
        const size = field.size ?? frame.length - offset;
        const value = field.read(source, offset, size);
        if (value === undefined) return null;
        values[name] = value;
        offset += size;
      }
      return values as Frame;
    },
  };
}

/** Joins byte strings. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
