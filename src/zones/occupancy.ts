import { lineMethod } from './line-counter.ts';
import type { Crossing } from './ports.ts';

/** More people than any shop holds; beyond it the count stays where it is. */
export const mostInside = 10_000;
const hourMs = 3_600_000;

/** How sure two beams are at their best: people side by side are one. */
const best = 0.95;
/** A count that was never begun anew for so long is half as sure. */
const halfSureMs = 12 * hourMs;
/** So many crossings make it half as sure: each may be wrong by one. */
const halfSureCrossings = 1_000;
/** After a restart: who came and went meanwhile was not seen. */
const resumedConfidence = 0.6;
/** Each time that somebody left who had never come, of the last hour. */
const perDrift = 0.8;
const driftsKept = 32;

/** What outlives a restart. Ages instead of instants, as a monotonic clock begins anew. */
export interface OccupancyState {
  readonly inside: number;
  readonly entered: number;
  readonly left: number;
  readonly sinceZeroMs: number;
  readonly sinceMovedMs: number;
  readonly crossings: number;
  readonly drifts: number;
  readonly resumed: boolean;
}

export interface OccupancyOptions {
  /** Nobody inside and nobody moving for so long: surely nobody, and the count begins anew. */
  readonly quietMs?: number;
  /** Nobody moved for so long: whoever is said to be inside is not, as at night. */
  readonly idleMs?: number;
  readonly nowMs: number;
  /** Of the run before. */
  readonly state?: OccupancyState;
  /** How long ago that was; null: unknown. */
  readonly awayMs?: number | null;
}

export interface OccupancyFigure {
  readonly inside: number;
  /** Since the start. */
  readonly entered: number;
  readonly left: number;
  readonly sinceMovedMs: number;
  readonly sinceZeroMs: number;
  /** How often somebody left who had not come, since the count began anew. */
  readonly drifts: number;
  readonly method: string;
  readonly confidence: number;
}

/** `rezeroed`: somebody left an empty place, so one who came was missed; the count begins anew. */
export type OccupancyAnswer = 'counted' | 'rezeroed' | 'full';

/**
 * How many are in a place: who came in less who went out, over all its lines. Such a sum never forgets a mistake, so it
 * is begun anew whenever the truth is known: by hand, when it would fall below zero, and when nobody has moved for long.
 * Until then it is trusted less by the hour and by each crossing. Times are monotonic.
 */
export function createOccupancy(options: OccupancyOptions) {
  const { quietMs = 10 * 60_000, idleMs = 2 * hourMs, state } = options;
  // Who was away for longer than anybody stays begins with nobody.
  const away = state ? (options.awayMs ?? idleMs) : 0;
  const gone = state !== undefined && away >= idleMs;
  let inside = gone ? 0 : Math.min(mostInside, Math.max(0, Math.floor(state?.inside ?? 0)));
  let entered = state?.entered ?? 0;
  let left = state?.left ?? 0;
  let crossings = gone ? 0 : (state?.crossings ?? 0);
  let resumed = state !== undefined;
  let zeroMs = options.nowMs - (gone ? 0 : (state?.sinceZeroMs ?? 0) + away);
  let movedMs = options.nowMs - (gone ? 0 : (state?.sinceMovedMs ?? 0) + away);
  let drifts: number[] = gone ? [] : Array.from({ length: Math.min(driftsKept, state?.drifts ?? 0) }, () => zeroMs);

  function zero(nowMs: number): void {
    inside = 0;
    zeroMs = nowMs;
    crossings = 0;
    drifts = [];
    resumed = false;
  }

  /** Begins anew where nobody can be left; to be asked at least once a minute. Returns whether it did. */
  function rest(nowMs: number): boolean {
    const stillMs = nowMs - Math.max(movedMs, zeroMs);
    if (stillMs < (inside === 0 ? quietMs : idleMs)) return false;
    const stale = inside > 0 || crossings > 0 || resumed;
    zero(nowMs);
    return stale;
  }

  const recentDrifts = (nowMs: number): number => drifts.filter(atMs => nowMs - atMs < hourMs).length;

  /** @param freeShare share of its lines that count, as the others are blocked or away */
  function confidence(nowMs: number, freeShare: number): number {
    const age = halfSureMs / (halfSureMs + Math.max(0, nowMs - zeroMs));
    const work = halfSureCrossings / (halfSureCrossings + crossings);
    const drift = perDrift ** recentDrifts(nowMs);
    return hundredths(best * age * work * drift * (resumed ? resumedConfidence : 1) * freeShare);
  }

  return {
    crossed({ direction, atMs }: Pick<Crossing, 'direction' | 'atMs'>): OccupancyAnswer {
      rest(atMs);
      movedMs = Math.max(movedMs, atMs);
      crossings += 1;
      if (direction === 'in') {
        entered += 1;
        if (inside === mostInside) return 'full';
        inside += 1;
        return 'counted';
      }
      left += 1;
      if (inside > 0) {
        inside -= 1;
        return 'counted';
      }
      drifts.push(atMs);
      if (drifts.length > driftsKept) drifts.shift();
      return 'rezeroed';
    },
    /** Somebody looked: nobody is there. */
    zero,
    rest,
    figure: (nowMs: number, freeShare = 1): OccupancyFigure => ({
      inside,
      entered,
      left,
      sinceMovedMs: Math.max(0, nowMs - movedMs),
      sinceZeroMs: Math.max(0, nowMs - zeroMs),
      drifts: drifts.length,
      method: lineMethod,
      confidence: confidence(nowMs, Math.min(1, Math.max(0, freeShare))),
    }),
    state: (nowMs: number): OccupancyState => ({
      inside,
      entered,
      left,
      sinceZeroMs: Math.max(0, nowMs - zeroMs),
      sinceMovedMs: Math.max(0, nowMs - movedMs),
      crossings,
      drifts: recentDrifts(nowMs),
      resumed,
    }),
  };
}

export type Occupancy = ReturnType<typeof createOccupancy>;

const hundredths = (share: number): number => Math.round(share * 100) / 100;
