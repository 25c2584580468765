import type { OccupancyState } from './occupancy.ts';

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** Reads what was kept over a restart; null: it cannot be read, and counting begins with nobody. Never throws. */
export function occupancyStateFrom(value: unknown): OccupancyState | null {
  if (typeof value !== 'object' || value === null) return null;
  const { inside, entered, left, sinceZeroMs, sinceMovedMs, crossings, drifts, resumed } = value as Record<
    string,
    unknown
  >;
  if (!isAmount(inside) || !isAmount(entered) || !isAmount(left) || !isAmount(crossings) || !isAmount(drifts)) {
    return null;
  }
  if (!isAmount(sinceZeroMs) || !isAmount(sinceMovedMs)) return null;
  return { inside, entered, left, sinceZeroMs, sinceMovedMs, crossings, drifts, resumed: resumed === true };
}
