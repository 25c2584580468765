import type { BeamEvent } from './ports.ts';

/** Edges that wait to be believed; there are two beams, and each has one at most. */
type Waiting = [BeamEvent | null, BeamEvent | null];

/**
 * Leaves out pulses that are shorter than a person can be, dark or light alike: an edge counts when its beam has stayed
 * so for `leastPulseMs`, and then with the time at which it came.
 */
export function createLineDebounce(leastPulseMs: number) {
  const level: [boolean, boolean] = [false, false];
  const waiting: Waiting = [null, null];
  let pulses = 0;
  let lastMs = Number.NEGATIVE_INFINITY;

  /** Edges that have lasted by now, the older first. */
  function settled(atMs: number): BeamEvent[] {
    lastMs = Math.max(lastMs, atMs);
    const due = waiting
      .filter(edge => edge !== null)
      .filter(edge => lastMs - edge.atMs >= leastPulseMs)
      .sort((a, b) => a.atMs - b.atMs);
    for (const edge of due) {
      waiting[edge.beam] = null;
      level[edge.beam] = edge.broken;
    }
    return due;
  }

  return {
    /** Takes an edge; returns those before it that have lasted. A time before the last one counts as that one. */
    take(event: BeamEvent): BeamEvent[] {
      if (!Number.isFinite(event.atMs)) return [];
      const due = settled(event.atMs);
      const { beam, broken } = event;
      if (waiting[beam]) {
        if (broken !== waiting[beam].broken) {
          waiting[beam] = null;
          pulses += 1;
        }
      } else if (broken !== level[beam]) waiting[beam] = { beam, broken, atMs: lastMs };
      return due;
    },
    settled,
    /** How long until the next edge has lasted; null: none waits. */
    nextInMs(atMs: number): number | null {
      const waits = waiting.filter(edge => edge !== null).map(edge => Math.max(0, edge.atMs + leastPulseMs - atMs));
      return waits.length === 0 ? null : Math.min(...waits);
    },
    /** Pulses that were left out. */
    pulses: (): number => pulses,
  };
}
