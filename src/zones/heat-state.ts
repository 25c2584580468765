import type { HeatHour } from './heat.ts';

/** Hours that are read back; there are no more zones. */
const mostHours = 1_000;

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** Reads the hours that ran when the agent stopped; what cannot be read is left out. Never throws. */
export function heatStateFrom(value: unknown): HeatHour[] {
  return Array.isArray(value) ? value.slice(0, mostHours).flatMap(one => heatHour(one) ?? []) : [];
}

function heatHour(value: unknown): HeatHour | null {
  if (typeof value !== 'object' || value === null) return null;
  const { zone, hourMs, entered, left, peak, visits, dwellSeconds, motionSeconds, method, confidence } =
    value as Record<string, unknown>;
  if (typeof zone !== 'string' || typeof method !== 'string' || method.length > 80) return null;
  if (!isAmount(hourMs) || !isAmount(entered) || !isAmount(left) || !isAmount(peak) || !isAmount(visits)) return null;
  if (!isAmount(motionSeconds) || !isAmount(confidence) || confidence > 1) return null;
  if (dwellSeconds !== null && !isAmount(dwellSeconds)) return null;
  return { zone, hourMs, entered, left, peak, visits, dwellSeconds, motionSeconds, method, confidence };
}
