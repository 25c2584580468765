import { createPickWindow, type LoadWindow } from './pick-window.ts';
import type { LoadSample } from './ports.ts';

/** How weights come about. An estimate, and never billed. */
export const loadMethod = 'load-cell';

/** How a cell turns what its converter says into grams. */
export interface Calibration {
  /** With nothing on it; null: never tared. */
  readonly zeroRaw: number | null;
  /** May be negative: the cell hangs upside down. Null: never calibrated. */
  readonly gramsPerRaw: number | null;
}

export const notCalibrated: Calibration = { zeroRaw: null, gramsPerRaw: null };

/** What outlives a restart. */
export interface LoadCellState extends Calibration {
  /** The weight at rest, as it was taken last; null: none yet. */
  readonly restGrams: number | null;
  /** How far the cell has crept since it was tared. */
  readonly driftGrams: number;
}

export interface LoadCellOptions {
  /** Of one piece; without it changes are told in grams. */
  readonly pieceGrams?: number | undefined;
  /** How long it has to be at rest before anything is believed. */
  readonly settleMs?: number;
  readonly state?: LoadCellState;
}

/** Something was taken or put back. */
export interface PickEvent {
  readonly event: 'pick' | 'put';
  /** Monotonic. */
  readonly atMs: number;
  /** Above zero; null: the weight of a piece is not known. */
  readonly pieces: number | null;
  /** Below zero for a pick. */
  readonly grams: number;
  readonly estimate: true;
  readonly method: string;
  readonly confidence: number;
}

type NotCalibrated = {
  readonly ok: false;
  readonly reason: 'sensor.not-calibrated';
  readonly detail: string;
};

export type LoadReading =
  | {
      readonly ok: true;
      readonly state: 'stable' | 'moving';
      /** At rest, or as it was at rest last. */
      readonly grams: number;
      readonly pieces: number | null;
      readonly estimate: true;
      readonly method: string;
      readonly confidence: number;
    }
  | NotCalibrated;

export type SetAnswer =
  | { readonly ok: true; readonly calibration: Calibration }
  | {
      readonly ok: false;
      readonly reason: 'checkout.scale-unstable' | 'sensor.not-calibrated' | 'sensor.unfit';
      readonly detail: string;
    };

/** Smaller changes are nobody's, without the weight of a piece. */
const leastGrams = 20;
/** A change of more than this share of a piece is a pick or a put; a smaller one is creep. */
const leastShare = 0.5;
/** At rest its samples stay within this share of a piece, of so many grams, and of so many units of the converter. */
const restShare = 0.15;
const restGramsLeast = 2;
const restUnits = 4;
/** Before it is calibrated, nobody knows what its noise weighs: so much more than it has been mostly is no rest. */
const restNoise = 6;
/** The noise is followed quickly when it falls and slowly when it grows, as that may be somebody's hand. */
const noiseFalls = 0.05;
const noiseGrows = 0.0005;
/** A known weight has to stand out of the noise so many times. */
const leastSpanNoise = 2;
/** Creep is followed no faster than this share of a piece in a minute, so that nothing is carried off gram by gram. */
const creepSharePerMinute = 0.1;
/** And no further than so many pieces since it was tared. */
const mostCreepPieces = 3;
const best = 0.8;
/** After a break: what changed meanwhile was not seen. */
const afterBreak = 0.5;

/**
 * Reads picks and puts from the load cell under a shelf. Only a weight that has come to rest is compared with the one
 * before it: what trembles, swings or is leant upon says nothing until it is over, and when it then weighs what it did
 * before, nothing happened. What is carried off and replaced within one settling is not seen, nor is a vibration so
 * near to a multiple of the sampling rate that it looks like a weight. Times are monotonic.
 */
export function createLoadCell({ pieceGrams, settleMs = 800, state }: LoadCellOptions) {
  let { zeroRaw, gramsPerRaw } = state ?? notCalibrated;
  let restGrams = state?.restGrams ?? null;
  let driftGrams = state?.driftGrams ?? 0;
  let creptMs: number | null = null;
  let broken = state !== undefined;
  let window = createPickWindow(settleMs);
  /** As of the last sample; null: it moves. */
  let rest: LoadWindow | null = null;
  /** What samples differ by while nothing happens, in units of the converter. */
  let noiseRaw: number | null = null;

  const piece = pieceGrams ?? leastGrams / leastShare;

  function isAtRest({ range, trend }: LoadWindow): boolean {
    if (gramsPerRaw === null) return range <= Math.max(restUnits, restNoise * (noiseRaw ?? range));
    const perRaw = Math.abs(gramsPerRaw);
    const within = Math.max(restGramsLeast, restShare * piece, restUnits * perRaw);
    return range * perRaw <= within && trend * perRaw <= within / 2;
  }

  /** Grams before creep is taken off; null: not calibrated. */
  function weigh(raw: number): number | null {
    return zeroRaw === null || gramsPerRaw === null ? null : (raw - zeroRaw) * gramsPerRaw;
  }

  function settled(weight: number, atMs: number): PickEvent | null {
    const grams = weight - driftGrams;
    if (restGrams === null) {
      restGrams = grams;
      creptMs = atMs;
      broken = false;
      return null;
    }
    const change = grams - restGrams;
    if (Math.abs(change) <= leastShare * piece) {
      creep(change, atMs);
      broken = false;
      return null;
    }
    restGrams = grams;
    creptMs = atMs;
    const pieces = pieceGrams === undefined ? null : Math.max(1, Math.round(Math.abs(change) / pieceGrams));
    const event: PickEvent = {
      event: change < 0 ? 'pick' : 'put',
      atMs,
      pieces,
      grams: round(change),
      estimate: true,
      method: loadMethod,
      confidence: hundredths(closeness(Math.abs(change), pieces) * (broken ? afterBreak : 1)),
    };
    broken = false;
    return event;
  }

  /** How near a change is to whole pieces. */
  function closeness(grams: number, pieces: number | null): number {
    if (pieces === null || pieceGrams === undefined) return best / 2;
    return best * Math.max(0.1, 1 - 2 * Math.abs(grams / pieceGrams - pieces)) * crept();
  }

  const crept = (): number => 1 - Math.min(1, Math.abs(driftGrams) / (mostCreepPieces * piece)) / 2;

  /** What changes slowly and by less than a piece is the cell, not a person. */
  function creep(change: number, atMs: number): void {
    const most = (creepSharePerMinute * piece * Math.max(0, atMs - (creptMs ?? atMs))) / 60_000;
    const limit = mostCreepPieces * piece;
    const step = Math.max(-most, Math.min(most, change));
    driftGrams = Math.max(-limit, Math.min(limit, driftGrams + step));
    creptMs = atMs;
  }

  /** What was seen so far was in another measure. */
  function begin(grams: number): void {
    restGrams = grams;
    driftGrams = 0;
    creptMs = null;
    rest = null;
    broken = false;
    window = createPickWindow(settleMs);
  }

  const unstable = { ok: false, reason: 'checkout.scale-unstable', detail: 'the load cell is not at rest' } as const;
  const calibration = (): Calibration => ({ zeroRaw, gramsPerRaw });

  return {
    /** Takes a sample of the converter; returns what it shows to have happened, or null. */
    sample(sample: LoadSample): PickEvent | null {
      const answer = window.take(sample);
      if (answer === 'invalid') return null;
      if (answer === 'broken') broken = true;
      const seen = window.look();
      if (seen) noiseRaw = followed(noiseRaw, seen.range);
      rest = seen && isAtRest(seen) ? seen : null;
      const weight = rest && weigh(rest.mean);
      return weight === null ? null : settled(weight, sample.atMs);
    },
    reading(): LoadReading {
      if (zeroRaw === null || gramsPerRaw === null) {
        const detail = zeroRaw === null ? 'it was never tared' : 'no known weight was put on it';
        return { ok: false, reason: 'sensor.not-calibrated', detail };
      }
      const grams = restGrams ?? 0;
      return {
        ok: true,
        state: rest ? 'stable' : 'moving',
        grams: round(grams),
        pieces: pieceGrams === undefined ? null : Math.max(0, Math.round(grams / pieceGrams)),
        estimate: true,
        method: loadMethod,
        confidence: restGrams === null ? 0 : hundredths(best * crept() * (rest ? 1 : 0.5) * (broken ? afterBreak : 1)),
      };
    },
    /** Nothing is on it now. */
    tare(): SetAnswer {
      if (!rest) return unstable;
      zeroRaw = rest.mean;
      begin(0);
      return { ok: true, calibration: calibration() };
    },
    /** So many grams are on it now, since it was tared. */
    calibrate(grams: number): SetAnswer {
      if (!rest) return unstable;
      if (zeroRaw === null) return { ok: false, reason: 'sensor.not-calibrated', detail: 'tare it first, empty' };
      const span = rest.mean - zeroRaw;
      if (!(grams > 0 && Number.isFinite(grams)) || Math.abs(span) < leastSpanNoise * Math.max(restUnits, rest.range)) {
        return { ok: false, reason: 'sensor.unfit', detail: 'the weight on it does not differ from none' };
      }
      gramsPerRaw = grams / span;
      begin(grams);
      return { ok: true, calibration: calibration() };
    },
    state: (): LoadCellState => ({ zeroRaw, gramsPerRaw, restGrams, driftGrams }),
  };
}

export type LoadCell = ReturnType<typeof createLoadCell>;

function followed(noise: number | null, range: number): number {
  return noise === null ? range : noise + (range - noise) * (range < noise ? noiseFalls : noiseGrows);
}

const round = (grams: number): number => Math.round(grams * 10) / 10 || 0;
const hundredths = (share: number): number => Math.round(share * 100) / 100;
