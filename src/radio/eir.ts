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

const reversedHex = (bytes: Uint8Array): string => Buffer.from(bytes).reverse().toString('hex');

/** Reads as far as the structure holds; what follows a wrong length is passed over. */
export function parseEir(eir: Uint8Array): AdvertisedFields {
  let name: string | null = null;
  let manufacturer: AdvertisedFields['manufacturer'] = null;
  const serviceUuids: string[] = [];
  for (let at = 0; at + 1 < eir.length; ) {
    const length = eir[at]!;
    const data = eir.subarray(at + 2, at + 1 + length);
    if (length === 0 || data.length < length - 1) break;
    switch (eir[at + 1]) {
      case 0x02:
      case 0x03:
        for (let i = 0; i + 2 <= data.length; i += 2) serviceUuids.push(fullUuid(reversedHex(data.subarray(i, i + 2))));
        break;
      case 0x06:
      case 0x07:
        for (let i = 0; i + 16 <= data.length; i += 16) serviceUuids.push(reversedHex(data.subarray(i, i + 16)));
        break;
      case 0x08:
      case 0x09:
        name = Buffer.from(data).toString('utf8');
        break;
      case 0xff:
        // A copy: a Buffer's own slice would keep the whole chunk alive that it came in.
        if (data.length >= 2)
          manufacturer = { company: data[0]! | (data[1]! << 8), data: new Uint8Array(data.subarray(2)) };
        break;
    }
    at += 1 + length;
  }
  return { name, manufacturer, serviceUuids };
}
