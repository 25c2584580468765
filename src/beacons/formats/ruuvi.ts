import { hexOctets, i16be, layout, marker, u8, u16be } from '../../../devices/layout.ts';

/** A RuuviTag's measurements, data format 5. Null: not available. */
export interface RuuviFrame {
  readonly format: 'ruuvi';
  /** In steps of 0.005 degree. */
  readonly temperatureC: number | null;
  /** Relative, in steps of 0.0025. */
  readonly humidityPercent: number | null;
  readonly pressurePa: number | null;
  /** Along each axis, thousandths of the earth's. */
  readonly accelerationMg: { readonly x: number | null; readonly y: number | null; readonly z: number | null };
  readonly batteryMv: number | null;
  readonly txPowerDbm: number | null;
  /** Rolls over after 254. */
  readonly movements: number | null;
  /** Number of the measurement; rolls over after 65,534. */
  readonly sequence: number | null;
  /** The sensor's address, 12 hex digits. */
  readonly address: string | null;
}

const prefix = [0x99, 0x04, 0x05] as const;

/** Manufacturer data: company 0x0499, format 5. Source: ruuvi/ruuvi-sensor-protocols: dataformat_05.md. */
const manufacturerFrame = layout({
  prefix: marker(...prefix),
  temperature: i16be,
  humidity: u16be,
  pressure: u16be,
  x: i16be,
  y: i16be,
  z: i16be,
  /** Eleven bits of battery above 1,600 mV, five of power above -40 dBm in steps of two. */
  power: u16be,
  movements: u8,
  sequence: u16be,
  address: hexOctets(6),
});
const frameBytes = 26;
const noBattery = 0x7ff;
const noPower = 0x1f;
const noAddress = 'ffffffffffff';

const unlessInvalid = (raw: number, invalid: number): number | null => (raw === invalid ? null : raw);
const signed = (raw: number): number | null => unlessInvalid(raw, -0x8000);
const unsigned = (raw: number): number | null => unlessInvalid(raw, 0xffff);

/** Whether manufacturer data from `from` on calls itself data format 5. */
export const isRuuvi = (data: Uint8Array, from: number): boolean =>
  data[from] === prefix[0] && data[from + 1] === prefix[1] && data[from + 2] === prefix[2];

/** Manufacturer data with its company; null when it is no whole frame. */
export function decodeRuuvi(data: Uint8Array): RuuviFrame | null {
  const said = data.length === frameBytes ? manufacturerFrame.decode(data) : null;
  if (!said) return null;
  const temperature = signed(said.temperature);
  const humidity = unsigned(said.humidity);
  const pressure = unsigned(said.pressure);
  const battery = unlessInvalid(said.power >>> 5, noBattery);
  const power = unlessInvalid(said.power & noPower, noPower);
  return {
    format: 'ruuvi',
    temperatureC: temperature === null ? null : temperature / 200,
    humidityPercent: humidity === null ? null : humidity / 400,
    pressurePa: pressure === null ? null : pressure + 50_000,
    accelerationMg: { x: signed(said.x), y: signed(said.y), z: signed(said.z) },
    batteryMv: battery === null ? null : battery + 1_600,
    txPowerDbm: power === null ? null : power * 2 - 40,
    movements: unlessInvalid(said.movements, 0xff),
    sequence: unsigned(said.sequence),
    address: said.address === noAddress ? null : said.address,
  };
}

function within(value: number, most: number): number {
  if (!Number.isInteger(value) || value < 0 || value > most) throw new RangeError(`${value} is not 0 to ${most}`);
  return value;
}

/** Throws RangeError on a value that does not fit its field. */
export function encodeRuuvi(frame: RuuviFrame): Uint8Array {
  const { temperatureC, humidityPercent, pressurePa, accelerationMg, batteryMv, txPowerDbm } = frame;
  const battery = batteryMv === null ? noBattery : within(batteryMv - 1_600, noBattery - 1);
  const power = txPowerDbm === null ? noPower : within((txPowerDbm + 40) / 2, noPower - 1);
  return manufacturerFrame.encode({
    temperature: temperatureC === null ? -0x8000 : Math.round(temperatureC * 200),
    humidity: humidityPercent === null ? 0xffff : Math.round(humidityPercent * 400),
    pressure: pressurePa === null ? 0xffff : pressurePa - 50_000,
    x: accelerationMg.x ?? -0x8000,
    y: accelerationMg.y ?? -0x8000,
    z: accelerationMg.z ?? -0x8000,
    power: (battery << 5) | power,
    movements: frame.movements ?? 0xff,
    sequence: frame.sequence ?? 0xffff,
    address: frame.address ?? noAddress,
  });
}
