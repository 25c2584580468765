import type { LoadCellState } from './pick.ts';

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isKnown = (value: unknown): value is number | null => value === null || isNumber(value);

/**
 * Reads what was kept of a load cell over a restart; null: it cannot be read, and the cell is not calibrated. Never
 * throws.
 */
export function loadCellStateFrom(value: unknown): LoadCellState | null {
  if (typeof value !== 'object' || value === null) return null;
  const { zeroRaw, gramsPerRaw, restGrams, driftGrams } = value as Record<string, unknown>;
  if (!isKnown(zeroRaw) || !isKnown(gramsPerRaw) || !isKnown(restGrams) || !isNumber(driftGrams)) return null;
  // A scale of nothing weighs nothing, and hides every pick.
  return gramsPerRaw === 0 ? null : { zeroRaw, gramsPerRaw, restGrams, driftGrams };
}
