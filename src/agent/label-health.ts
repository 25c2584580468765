import type { LabelModel } from '../../devices/label-model.ts';
import type { LabelHealth } from '../console/documents.ts';
import type { LabelReport } from '../delivery/delivery.ts';
import type { LabelSample } from '../delivery/ports.ts';
import { type BatterySample, forecastBattery } from '../shelf/battery.ts';

type BatteryRange = LabelModel['battery'];

/** Below this share of its usable voltage a battery is low; it counts as well again only above the second. */
const lowShare = 0.15;
const wellShare = 0.25;

/** How much of the usable voltage is left, 0 to 1. */
export function batteryShare(mv: number, { emptyMv, fullMv }: BatteryRange): number {
  return Math.min(1, Math.max(0, (mv - emptyMv) / (fullMv - emptyMv)));
}

/** Whether a battery is low, given whether it was: a reading that trembles does not make it come and go. */
export function batteryIsLow(mv: number | null, range: BatteryRange | null, wasLow: boolean): boolean {
  if (mv === null || range === null) return wasLow;
  return batteryShare(mv, range) < (wasLow ? wellShare : lowShare);
}

/** Check-ins that a label missed in a row: each `freshMs` it should have been heard once. Null: it never was. */
export function missedCheckIns(lastSeenMs: number | null, freshMs: number, nowMs: number): number | null {
  return lastSeenMs === null ? null : Math.max(0, Math.floor((nowMs - lastSeenMs) / freshMs));
}

/** What is known of a label's well-being. */
export function labelHealth(
  { label }: LabelReport,
  samples: readonly LabelSample[],
  freshMs: number,
  nowMs: number,
): LabelHealth {
  const { row, model, shown } = label;
  const readings = samples.flatMap(({ atMs, batteryMv }): BatterySample[] =>
    batteryMv === null ? [] : [{ atMs, mv: batteryMv }],
  );
  const forecast = model && forecastBattery(readings, model.battery.emptyMv, nowMs);
  return {
    batteryShare: row.batteryMv !== null && model ? batteryShare(row.batteryMv, model.battery) : null,
    batteryEmptyInDays: forecast?.known ? { low: forecast.low, likely: forecast.likely, high: forecast.high } : null,
    batteryForecastMissing: forecast === null ? 'model-unknown' : forecast.known ? null : forecast.why,
    missedCheckIns: missedCheckIns(row.lastSeenMs, freshMs, nowMs),
    lastAcknowledged: shown && shown.proof !== 'sent' ? new Date(shown.atMs).toISOString() : null,
  };
}
