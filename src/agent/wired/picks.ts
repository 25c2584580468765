import type { Inventory, Part } from './inventory.ts';
import type { Lights } from './lights.ts';

export interface Guide {
  readonly label: string;
  readonly light: string;
  readonly sinceMs: number;
}

/** Lights that guide to a label, until somebody has found it. A restart forgets them, and puts them out. */
export function createPicks(inventory: Inventory, lights: Lights, nowMs: () => number) {
  const guides = new Map<string, Guide>();
  const lightsOf = (label: string): Part<'light'>[] => inventory.of('light').filter(light => light.label === label);
  return {
    /** False: no light stands beside any of these labels. */
    start(labels: readonly string[]): boolean {
      const found = labels.flatMap(lightsOf);
      for (const { id, label } of found) {
        if (label === undefined || guides.has(id)) continue;
        guides.set(id, { label, light: id, sinceMs: nowMs() });
        lights.wish(id, 'pick', 'flash');
      }
      return found.length > 0;
    },
    /** False: none guided there. */
    stop(label: string): boolean {
      const ended = [...guides.values()].filter(guide => guide.label === label);
      for (const { light } of ended) {
        guides.delete(light);
        lights.wish(light, 'pick', 'off');
      }
      return ended.length > 0;
    },
    all: (): readonly Guide[] => [...guides.values()],
  };
}
export type Picks = ReturnType<typeof createPicks>;
