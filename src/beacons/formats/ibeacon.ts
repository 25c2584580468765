import { hexOctets, i8, layout, marker, u16be } from '../../../devices/layout.ts';

/** Proximity beacon of Apple's kind. `uuid` 32 hex digits; power in dBm, measured at one metre. */
export interface IbeaconFrame {
  readonly format: 'ibeacon';
  readonly uuid: string;
  readonly major: number;
  readonly minor: number;
  readonly powerAt1m: number;
}

/** Company 0x004C, then the type and length of what follows. */
const prefix = [0x4c, 0x00, 0x02, 0x15] as const;

/**
 * Manufacturer data. Source: kontaktparser: parser_test.go;
 * custom-components/ble_monitor: custom_components/ble_monitor/ble_parser/ibeacon.py.
 */
const manufacturerFrame = layout({
  prefix: marker(...prefix),
  uuid: hexOctets(16),
  major: u16be,
  minor: u16be,
  powerAt1m: i8,
});
const frameBytes = 25;

/** Whether manufacturer data from `from` on calls itself an iBeacon. */
export const isIbeacon = (data: Uint8Array, from: number): boolean =>
  data[from] === prefix[0] &&
  data[from + 1] === prefix[1] &&
  data[from + 2] === prefix[2] &&
  data[from + 3] === prefix[3];

/** Manufacturer data with its company; null when it is no whole frame. */
export function decodeIbeacon(data: Uint8Array): IbeaconFrame | null {
  if (data.length !== frameBytes) return null;
  const said = manufacturerFrame.decode(data);
  if (!said) return null;
  const { uuid, major, minor, powerAt1m } = said;
  return { format: 'ibeacon', uuid, major, minor, powerAt1m };
}

/** Throws RangeError on a value that does not fit its field. */
export const encodeIbeacon = (frame: IbeaconFrame): Uint8Array => manufacturerFrame.encode(frame);
