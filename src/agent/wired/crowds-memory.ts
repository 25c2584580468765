import { heatStateFrom } from '../../zones/heat-state.ts';
import { occupancyStateFrom } from '../../zones/occupancy-state.ts';
import type { CrowdsState } from './crowds.ts';

const name = 'wired/crowds';

/** What counted before the restart; null: nothing, or nothing that can be read. */
export function recallCrowds(memory: { recall(name: string): string | null }): CrowdsState | null {
  const text = memory.recall(name);
  if (text === null) return null;
  try {
    const { atMs, queues, zones, hours } = JSON.parse(text) as Record<string, unknown>;
    if (typeof atMs !== 'number') return null;
    return { atMs, queues: counts(queues), zones: counts(zones), hours: heatStateFrom(hours) };
  } catch {
    return null;
  }
}

export function rememberCrowds(memory: { remember(name: string, value: string): void }, state: CrowdsState): void {
  memory.remember(name, JSON.stringify(state));
}

function counts(value: unknown): CrowdsState['zones'] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.flatMap(([id, one]) => {
      const state = occupancyStateFrom(one);
      return state === null ? [] : [[id, state] as const];
    }),
  );
}
