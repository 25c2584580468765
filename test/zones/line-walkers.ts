import type { BeamEvent } from '../../src/zones/ports.ts';

/** Between the beams, centimetres. */
const beamGapCm = 12;

/** A body on its way along the line; beam 0 is at 0 cm, beam 1 behind it. */
export interface Walker {
  readonly startMs: number;
  readonly lengthCm: number;
  /** Centimetres per second, above zero. */
  readonly speed: number;
  readonly direction: 'in' | 'out';
  /** How far the front goes past the first beam before it turns; without it, it goes through. */
  readonly turnsAtCm?: number;
  /** How long it stands before it turns. */
  readonly standsMs?: number;
}

interface Interval {
  readonly beam: 0 | 1;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** When a walker darkens each beam. */
function intervals({ startMs, lengthCm, speed, direction, turnsAtCm, standsMs = 0 }: Walker): Interval[] {
  const near = direction === 'in' ? 0 : 1;
  const far = near === 0 ? 1 : 0;
  const at = (cm: number) => startMs + (cm / speed) * 1_000;
  const passing = (beam: 0 | 1, beamCm: number): Interval[] => {
    if (turnsAtCm === undefined) return [{ beam, fromMs: at(beamCm), untilMs: at(beamCm + lengthCm) }];
    if (turnsAtCm <= beamCm) return [];
    // On the way back everything happens again, mirrored at the moment of the turn.
    const turnMs = at(turnsAtCm);
    const back = (ms: number) => 2 * turnMs + standsMs - ms;
    if (turnsAtCm <= beamCm + lengthCm) return [{ beam, fromMs: at(beamCm), untilMs: back(at(beamCm)) }];
    const end = at(beamCm + lengthCm);
    return [
      { beam, fromMs: at(beamCm), untilMs: end },
      { beam, fromMs: back(end), untilMs: back(at(beamCm)) },
    ];
  };
  return [...passing(near, 0), ...passing(far, beamGapCm)];
}

/** What both beams say while these walk, a beam being dark while anybody is in it. */
export function beamsOf(walkers: readonly Walker[]): BeamEvent[] {
  const edges = walkers.flatMap(walker =>
    intervals(walker).flatMap(({ beam, fromMs, untilMs }) => [
      { beam, atMs: fromMs, change: 1 },
      { beam, atMs: untilMs, change: -1 },
    ]),
  );
  const dark = [0, 0];
  return edges
    .sort((a, b) => a.atMs - b.atMs || b.change - a.change)
    .flatMap(({ beam, atMs, change }) => {
      const before = dark[beam]! > 0;
      dark[beam]! += change;
      const broken = dark[beam]! > 0;
      return broken === before ? [] : [{ beam, broken, atMs }];
    });
}

/** Until the last of him is out of both beams. */
export const walkMs = ({ lengthCm, speed, turnsAtCm, standsMs = 0 }: Walker): number =>
  (turnsAtCm === undefined ? (lengthCm + beamGapCm) / speed : (2 * turnsAtCm) / speed) * 1_000 + standsMs;

/** How far a front may go and still turn with a part of the body in the last beam. */
export const lastTurnCm = (lengthCm: number): number => beamGapCm + lengthCm;
