import { type BthomeObject, type ObjectType, objectType } from './bthome-objects.ts';

/*
 * BTHome version 2: service data of 0xFCD2. Source: bthome.io/format; Bluetooth-Devices/bthome-ble:
 * src/bthome_ble/parser.py.
 */

interface BthomeHead {
  readonly format: 'bthome';
  /** It only speaks when something happens, so its silence says nothing. */
  readonly triggered: boolean;
  /** 12 hex digits, where it says its address itself. */
  readonly address: string | null;
}

/** What a sensor says openly. */
export interface BthomePlainFrame extends BthomeHead {
  readonly encrypted: false;
  /** As far as they are known: the length of an unknown one is unknown too, so the rest goes unread. */
  readonly objects: readonly BthomeObject[];
}

/** What a sensor says to who has its key; see `openBthome`. */
export interface BthomeSealedFrame extends BthomeHead {
  readonly encrypted: true;
  readonly counter: number;
  /** All of the service data behind its UUID, in hex. */
  readonly serviceData: string;
}

export type BthomeFrame = BthomePlainFrame | BthomeSealedFrame;

const encryptedBit = 0x01;
const addressBit = 0x02;
const triggeredBit = 0x04;
const versionShift = 5;
const version = 2;
/** Behind the encrypted objects: the counter, then the code that vouches for them. */
export const counterBytes = 4;
export const micBytes = 4;
const addressBytes = 6;
/** An object is an id and a byte at least. */
const leastObjectBytes = 2;

/** The byte before everything else, and where what it announces begins. */
export interface BthomeInfo {
  readonly info: number;
  readonly encrypted: boolean;
  readonly triggered: boolean;
  readonly address: string | null;
  readonly objectsFrom: number;
}

const reversedHex = (bytes: Uint8Array): string => Buffer.from(bytes).reverse().toString('hex');

/** Null when it is not version 2, or shorter than it says. */
export function readInfo(serviceData: Uint8Array): BthomeInfo | null {
  const info = serviceData[0];
  if (info === undefined || info >>> versionShift !== version) return null;
  const objectsFrom = (info & addressBit) === 0 ? 1 : 1 + addressBytes;
  if (serviceData.length < objectsFrom) return null;
  return {
    info,
    encrypted: (info & encryptedBit) !== 0,
    triggered: (info & triggeredBit) !== 0,
    address: objectsFrom === 1 ? null : reversedHex(serviceData.subarray(1, objectsFrom)),
    objectsFrom,
  };
}

/** The info byte and the address, as they begin the service data. */
export function writeInfo(frame: BthomeHead & { readonly encrypted: boolean }): Uint8Array {
  const { encrypted, triggered, address } = frame;
  const bits = (encrypted ? encryptedBit : 0) | (address === null ? 0 : addressBit) | (triggered ? triggeredBit : 0);
  if (address !== null && address.length !== 2 * addressBytes) throw new RangeError(`${address} is no address`);
  const own = address === null ? [] : Buffer.from(address, 'hex').reverse();
  return Uint8Array.from([(version << versionShift) | bits, ...own]);
}

/** The service data behind its UUID; null when it is no whole frame of version 2. */
export function decodeBthome(serviceData: Uint8Array): BthomeFrame | null {
  const head = readInfo(serviceData);
  if (!head) return null;
  const { encrypted, triggered, address, objectsFrom } = head;
  if (!encrypted) {
    const objects = decodeObjects(serviceData.subarray(objectsFrom));
    return objects && { format: 'bthome', encrypted, triggered, address, objects };
  }
  if (serviceData.length < objectsFrom + leastObjectBytes + counterBytes + micBytes) return null;
  return {
    format: 'bthome',
    encrypted,
    triggered,
    address,
    counter: integerAt(serviceData, serviceData.length - micBytes - counterBytes, counterBytes),
    serviceData: Buffer.from(serviceData).toString('hex'),
  };
}

/** Throws RangeError on an object that is unknown, or whose value does not fit. */
export const encodeBthome = (frame: BthomeFrame): Uint8Array =>
  frame.encrypted
    ? new Uint8Array(Buffer.from(frame.serviceData, 'hex'))
    : Uint8Array.from([...writeInfo(frame), ...encodeObjects(frame.objects)]);

const strictText = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | null {
  try {
    return strictText.decode(bytes);
  } catch {
    return null;
  }
}

/** Least significant byte first. */
function integerAt(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes[at + i]!;
  return value;
}

/** One known object whose bytes are all there. */
function objectValue(type: ObjectType, bytes: Uint8Array, at: number, size: number): BthomeObject['value'] | null {
  switch (type.form) {
    case 'text':
      return textOf(bytes.subarray(at, at + size));
    case 'raw':
      return Buffer.from(bytes.subarray(at, at + size)).toString('hex');
    case 'flag':
      return bytes[at] !== 0;
    case 'dimmer':
      return bytes[at] === 1 ? -bytes[at + 1]! : bytes[at] === 2 ? bytes[at + 1]! : 0;
    case 'unsigned':
      return (integerAt(bytes, at, size) * type.times) / type.over;
    case 'signed': {
      const raw = integerAt(bytes, at, size);
      const wrap = 256 ** size;
      return ((raw >= wrap / 2 ? raw - wrap : raw) * type.times) / type.over;
    }
  }
}

/** Objects up to the first unknown one; null when one is cut off, or its text is none. */
export function decodeObjects(bytes: Uint8Array): readonly BthomeObject[] | null {
  const objects: BthomeObject[] = [];
  for (let at = 0; at < bytes.length; ) {
    const id = bytes[at]!;
    const type = objectType(id);
    if (!type) return objects;
    const ownLength = type.form === 'text' || type.form === 'raw';
    const from = ownLength ? at + 2 : at + 1;
    const size = ownLength ? bytes[at + 1] : type.bytes;
    if (size === undefined || from + size > bytes.length) return null;
    const value = objectValue(type, bytes, from, size);
    if (value === null) return null;
    objects.push({ id, name: type.name, value });
    at = from + size;
  }
  return objects;
}

function integerBytes(value: number, size: number, signed: boolean): number[] {
  const wrap = 256 ** size;
  const [least, most] = signed ? [-wrap / 2, wrap / 2 - 1] : [0, wrap - 1];
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${value} does not fit ${size} bytes`);
  const raw = value < 0 ? value + wrap : value;
  return Array.from({ length: size }, (_, i) => Math.floor(raw / 256 ** i) % 256);
}

function bytesOf({ id, value }: BthomeObject): number[] {
  const type = objectType(id);
  if (!type) throw new RangeError(`BTHome has no object ${id}`);
  if (type.form === 'text' || type.form === 'raw') {
    const bytes = Buffer.from(String(value), type.form === 'text' ? 'utf8' : 'hex');
    return [id, ...integerBytes(bytes.length, 1, false), ...bytes];
  }
  const number = Number(value);
  if (type.form === 'flag') return [id, value ? 1 : 0];
  if (type.form === 'dimmer')
    return [id, number < 0 ? 1 : number > 0 ? 2 : 0, ...integerBytes(Math.abs(number), 1, false)];
  return [id, ...integerBytes(Math.round((number * type.over) / type.times), type.bytes, type.form === 'signed')];
}

/** In the order given, which should be that of their ids. Throws RangeError as `encodeBthome` does. */
export const encodeObjects = (objects: readonly BthomeObject[]): Uint8Array =>
  Uint8Array.from(objects.flatMap(bytesOf));
