import { type Report, readReports } from '../../src/radio/reports.ts';
import type { Sightings } from '../../src/sightings/sightings.ts';
import { legacyEvent } from '../radio/raw-reports.ts';

/** Lends a report to `use` and wipes it, as a radio does. */
export function lend<T>(data: Uint8Array, address: string, use: (report: Report) => T, rssi = -60): T {
  const packet = legacyEvent({ address, data, rssi });
  const results: T[] = [];
  readReports(packet, report => void results.push(use(report)));
  packet.fill(0);
  return results[0]!;
}

/** One gateway's radio that hears for the sightings. */
export const hearing =
  (sightings: Sightings, receiver = 'gw-01/0') =>
  (data: Uint8Array, address: string, nowMs: number, rssi = -60) =>
    lend(data, address, report => sightings.hear(report, receiver, nowMs), rssi);
