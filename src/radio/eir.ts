/*
 * What advertisements carry: [length][type][data]… Source: Bluetooth Core Specification Supplement, Part A.
 */

const baseUuidTail = '00001000800000805f9b34fb';

/** The fields of an advertisement that labels are recognised by; null or empty where it has none. */
export interface AdvertisedFields {
  readonly name: string | null;
  readonly manufacturer: { readonly company: number; readonly data: Uint8Array } | null;
  /** 128-bit form, lower case, without dashes. */
  readonly serviceUuids: readonly string[];
}

/** The 128-bit form of a UUID as noble writes it: hex without dashes and without leading zeros. */
export const fullUuid = (uuid: string): string =>
  uuid.length <= 8 ? uuid.toLowerCase().padStart(8, '0') + baseUuidTail : uuid.toLowerCase();

/** Lists of a shop's labels name the same few services. */
const maxKnownServices = 256;
const knownServices = new Map<number, string>();

/** The 128-bit form of a 16-bit number. */
function fullService(service: number): string {
  const known = knownServices.get(service);
  if (known !== undefined) return known;
  const uuid = fullUuid(service.toString(16).padStart(4, '0'));
  if (knownServices.size < maxKnownServices) knownServices.set(service, uuid);
  return uuid;
}

const reversedHex = (bytes: Uint8Array): string => Buffer.from(bytes).reverse().toString('hex');

/** Reads as far as the structure holds; what follows a wrong length is passed over. */
export function parseEir(eir: Uint8Array): AdvertisedFields {
  const { name, manufacturer, serviceUuids } = read(eir, true);
  // A copy, and not a Buffer's own slice, which is none: what was lent is wiped.
  return {
    name,
    manufacturer: manufacturer && { ...manufacturer, data: new Uint8Array(manufacturer.data) },
    serviceUuids,
  };
}

/**
 * What may be looked at before it is known whose advertisement it is: neither the name, which may be a person's, nor
 * 128-bit services, which may hold an address. The bytes are those of `eir` itself.
 */
export const parseOutline = (eir: Uint8Array): AdvertisedFields => read(eir, false);

function read(eir: Uint8Array, whole: boolean): AdvertisedFields {
  let name: string | null = null;
  let manufacturer: AdvertisedFields['manufacturer'] = null;
  const serviceUuids: string[] = [];
  for (let at = 0; at + 1 < eir.length; ) {
    const length = eir[at]!;
    const from = at + 2;
    const end = at + 1 + length;
    if (length === 0 || end > eir.length) break;
    switch (eir[at + 1]) {
      case 0x02:
      case 0x03:
        for (let i = from; i + 2 <= end; i += 2) serviceUuids.push(fullService(eir[i]! | (eir[i + 1]! << 8)));
        break;
      case 0x06:
      case 0x07:
        for (let i = from; whole && i + 16 <= end; i += 16) serviceUuids.push(reversedHex(eir.subarray(i, i + 16)));
        break;
      case 0x08:
      case 0x09:
        if (whole) name = Buffer.from(eir.buffer, eir.byteOffset + from, length - 1).toString('utf8');
        break;
      case 0xff:
        if (length >= 3)
          manufacturer = { company: eir[from]! | (eir[from + 1]! << 8), data: eir.subarray(from + 2, end) };
        break;
    }
    at = end;
  }
  return { name, manufacturer, serviceUuids };
}
