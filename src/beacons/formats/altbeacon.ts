import { hexOctets, i8, layout, marker, u8, u16le } from '../../../devices/layout.ts';

/** The open proximity beacon. `manufacturer` is a Bluetooth company identifier, `id` 40 hex digits; power in dBm. */
export interface AltbeaconFrame {
  readonly format: 'altbeacon';
  readonly manufacturer: number;
  readonly id: string;
  readonly powerAt1m: number;
  /** The manufacturer's own byte. */
  readonly reserved: number;
}

const code = [0xbe, 0xac] as const;

/** Manufacturer data. Source: AltBeacon/spec: README.md, AltBeacon protocol fields. */
const manufacturerFrame = layout({
  manufacturer: u16le,
  code: marker(...code),
  id: hexOctets(20),
  powerAt1m: i8,
  reserved: u8,
});
const frameBytes = 26;

/** Whether manufacturer data from `from` on, whoever's, calls itself an AltBeacon. */
export const isAltbeacon = (data: Uint8Array, from: number): boolean =>
  data[from + 2] === code[0] && data[from + 3] === code[1];

/** Manufacturer data with its company; null when it is no whole frame. */
export function decodeAltbeacon(data: Uint8Array): AltbeaconFrame | null {
  if (data.length !== frameBytes) return null;
  const said = manufacturerFrame.decode(data);
  if (!said) return null;
  const { manufacturer, id, powerAt1m, reserved } = said;
  return { format: 'altbeacon', manufacturer, id, powerAt1m, reserved };
}

/** Throws RangeError on a value that does not fit its field. */
export const encodeAltbeacon = (frame: AltbeaconFrame): Uint8Array => manufacturerFrame.encode(frame);
