import { type Random, seededRandom } from '../random.ts';
import type { Area, Walker } from './script.ts';
import { drawn } from './span.ts';

/** A point of floor, metres. */
export interface Spot {
  readonly xM: number;
  readonly yM: number;
}

interface Leg {
  readonly from: Spot;
  readonly to: Spot;
  readonly walkMs: number;
  /** At `to`, once there. */
  readonly pauseMs: number;
}

/** Where somebody is at any time; pure, so that time may be asked for in any order. */
export interface Walk {
  /** @param ms since the shop opened. Null: not in the shop. */
  spotAt(ms: number): Spot | null;
  /** Duration of one walk, without the time outside. */
  readonly lapMs: number;
}

const second = 1000;

/**
 * Follows a walker's path from stop to stop in straight lines. What the script leaves open, such as where in an area,
 * follows from the seed and stays the same in every lap.
 */
export function createWalk(walker: Walker, areas: Readonly<Record<string, Area>>, seed: number): Walk {
  const random = seededRandom(seed);
  const startMs = drawn(walker.startSeconds, random) * second;
  const stops = walker.path.map(({ x, y, area, pauseSeconds }) => ({
    spot: area === undefined ? { xM: x!, yM: y! } : within(areas[area]!, random),
    pauseMs: drawn(pauseSeconds, random) * second,
  }));
  const [first] = stops;
  const returns = walker.repeat && walker.awaySeconds === 0 && stops.length > 1;
  const ends = returns ? [...stops.slice(1), { ...first!, pauseMs: 0 }] : stops.slice(1);
  const legs: Leg[] = [{ from: first!.spot, to: first!.spot, walkMs: 0, pauseMs: first!.pauseMs }];
  for (const { spot, pauseMs } of ends) {
    const from = legs.at(-1)!.to;
    legs.push({ from, to: spot, walkMs: (distanceM(from, spot) / walker.speedMps) * second, pauseMs });
  }
  const lapMs = legs.reduce((sum, { walkMs, pauseMs }) => sum + walkMs + pauseMs, 0);
  const awayMs = walker.awaySeconds * second;

  return {
    lapMs,
    spotAt(ms) {
      if (ms < startMs) return null;
      const sinceMs = ms - startMs;
      // Whoever has one stop only and never leaves stands there for good.
      if (walker.repeat && awayMs === 0 && (stops.length === 1 || lapMs === 0)) return first!.spot;
      if (!walker.repeat && sinceMs >= lapMs) return null;
      const spot = along(legs, walker.repeat ? sinceMs % (lapMs + awayMs) : sinceMs);
      // The end of a lap may be missed by a rounding.
      return spot ?? (returns ? first!.spot : null);
    },
  };
}

/** Null: past the last leg. */
function along(legs: readonly Leg[], atMs: number): Spot | null {
  let leftMs = atMs;
  for (const { from, to, walkMs, pauseMs } of legs) {
    if (leftMs < walkMs) {
      const share = leftMs / walkMs;
      return { xM: from.xM + (to.xM - from.xM) * share, yM: from.yM + (to.yM - from.yM) * share };
    }
    leftMs -= walkMs;
    if (leftMs < pauseMs) return to;
    leftMs -= pauseMs;
  }
  return null;
}

function within({ x, y, width, height }: Area, random: Random): Spot {
  return { xM: x + width * random(), yM: y + height * random() };
}

function distanceM(a: Spot, b: Spot): number {
  return Math.hypot(a.xM - b.xM, a.yM - b.yM);
}

/** Whether a spot lies in an area; its left and upper edge belong to it. */
export function isWithin({ xM, yM }: Spot, { x, y, width, height }: Area): boolean {
  return xM >= x && xM < x + width && yM >= y && yM < y + height;
}
