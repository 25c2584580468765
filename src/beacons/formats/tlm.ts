import { concat, i16be, layout, u16be, u32be } from '../../../devices/layout.ts';

/** Eddystone-TLM: how a beacon is. It belongs to the frame beside it that says which beacon this is. */
export interface TlmFrame {
  readonly format: 'eddystone-tlm';
  /** Null: on mains, or not measured. */
  readonly batteryMv: number | null;
  /** In steps of 1/256 degree; null: not measured. */
  readonly temperatureC: number | null;
  /** Frames since it started. */
  readonly advertisements: number;
  /** Since it started, in steps of a tenth of a second. */
  readonly uptimeMs: number;
}

/** Without type and version, as it is encrypted too. Source: google/eddystone: eddystone-tlm/tlm-plain.md. */
const telemetry = layout({ batteryMv: u16be, temperature: i16be, advertisements: u32be, uptime: u32be });
export const telemetryBytes = 12;
const noTemperature = -0x8000;
const head = Uint8Array.of(0x20, 0x00);

/** The telemetry without its type and version. Null unless it is exactly that long. */
export function decodeTelemetry(bytes: Uint8Array): TlmFrame | null {
  const said = bytes.length === telemetryBytes ? telemetry.decode(bytes) : null;
  if (!said) return null;
  return {
    format: 'eddystone-tlm',
    batteryMv: said.batteryMv === 0 ? null : said.batteryMv,
    temperatureC: said.temperature === noTemperature ? null : said.temperature / 256,
    advertisements: said.advertisements,
    uptimeMs: said.uptime * 100,
  };
}

/** Throws RangeError on a value that does not fit its field. */
export const encodeTelemetry = (frame: TlmFrame): Uint8Array =>
  telemetry.encode({
    batteryMv: frame.batteryMv ?? 0,
    temperature: frame.temperatureC === null ? noTemperature : Math.round(frame.temperatureC * 256),
    advertisements: frame.advertisements,
    uptime: Math.floor(frame.uptimeMs / 100),
  });

/** Service data of 0xFEAA; null when it is no whole plain frame. */
export const decodeTlm = (data: Uint8Array): TlmFrame | null =>
  data[0] === head[0] && data[1] === head[1] ? decodeTelemetry(data.subarray(head.length)) : null;

/** Throws RangeError on a value that does not fit its field. */
export const encodeTlm = (frame: TlmFrame): Uint8Array => concat(head, encodeTelemetry(frame));
