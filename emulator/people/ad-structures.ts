/** Types of AD structures; Bluetooth Assigned Numbers, section 2.3. */
export const adType = {
  flags: 0x01,
  uuids16: 0x03,
  txPower: 0x0a,
  serviceData16: 0x16,
  serviceData128: 0x21,
  manufacturer: 0xff,
} as const;

/** LE only, generally discoverable: what beacons and sensors say. */
export const beaconFlags = structure(adType.flags, Uint8Array.of(0x06));
/** What telephones say, which could speak BR/EDR as well. */
export const phoneFlags = structure(adType.flags, Uint8Array.of(0x1a));

/** Bytes of a legacy advertisement. */
const maxPayloadBytes = 31;

/** Length, type, data. */
export function structure(type: number, data: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.of(1 + data.length, type), data]);
}

/** Data of a manufacturer, by its Bluetooth company identifier. */
export function manufacturerData(company: number, data: Uint8Array): Buffer {
  return structure(adType.manufacturer, Buffer.concat([u16(company), data]));
}

/** Data of a service with a short UUID. */
export function serviceData16(uuid: number, data: Uint8Array): Buffer {
  return structure(adType.serviceData16, Buffer.concat([u16(uuid), data]));
}

/** A list of one short UUID, complete. */
export function serviceUuid16(uuid: number): Buffer {
  return structure(adType.uuids16, u16(uuid));
}

/** @throws when the structures do not fit one legacy advertisement: nothing on this air sends longer ones */
export function payload(...structures: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(structures);
  if (bytes.length > maxPayloadBytes) throw new RangeError(`${bytes.length} bytes do not fit an advertisement`);
  return bytes;
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
