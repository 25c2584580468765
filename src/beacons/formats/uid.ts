import { hexOctets, i8, layout, marker, octets } from '../../../devices/layout.ts';

/** Eddystone-UID. `namespace` 20 hex digits, `instance` 12; power in dBm at no distance, 41 above that at one metre. */
export interface UidFrame {
  readonly format: 'eddystone-uid';
  readonly namespace: string;
  readonly instance: string;
  readonly powerAt0m: number;
}

const fields = { type: marker(0x00), powerAt0m: i8, namespace: hexOctets(10), instance: hexOctets(6) };
/** Source: google/eddystone: eddystone-uid/README.md. */
const frameOf2016 = layout({ ...fields, reserved: octets(2) });
/** Older beacons leave the reserved bytes out. */
const frameOf2015 = layout(fields);

/** Service data of 0xFEAA; null when it is no whole frame. The reserved bytes may be anything, as they must. */
export function decodeUid(data: Uint8Array): UidFrame | null {
  if (data.length !== 20 && data.length !== 18) return null;
  const said = frameOf2015.decode(data);
  if (!said) return null;
  const { namespace, instance, powerAt0m } = said;
  return { format: 'eddystone-uid', namespace, instance, powerAt0m };
}

/** Throws RangeError on a value that does not fit its field. */
export const encodeUid = (frame: UidFrame): Uint8Array => frameOf2016.encode({ ...frame, reserved: new Uint8Array(2) });
