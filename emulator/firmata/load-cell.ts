import type { Clock } from '../clock.ts';
import { gaussian, type Random } from '../random.ts';

export interface LoadCellOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** What the amplifier gives with nothing on it, counts of ten bits; default 80. */
  readonly zeroCounts?: number;
  /** Default 10. */
  readonly gramsPerCount?: number;
  /** Standard deviation, counts; default 0.8. */
  readonly noiseCounts?: number;
  readonly pieceGrams: number;
  /** On it at first. */
  readonly pieces: number;
}

export interface LoadCell {
  /** What the pin measures now, counts. */
  sample(): number;
  pieces(): number;
  /** Takes pieces off, or with a negative number puts some on; gives how many it were: there is no less than none. */
  pick(pieces: number): number;
  /** Something heavy passes: the shelf swings for a while. */
  vibrate(forMs: number, amplitudeCounts?: number): void;
}

const swingHz = 7;
/** A hand that takes something presses on the shelf for a moment. */
const handMs = 400;
const handCounts = 6;
const maxPieces = 10_000;

/** A load cell under a shelf, behind an amplifier on an analog pin. */
export function createLoadCell({ clock, random, pieceGrams, ...options }: LoadCellOptions): LoadCell {
  const { zeroCounts = 80, gramsPerCount = 10, noiseCounts = 0.8 } = options;
  let pieces = options.pieces;
  let swing = { fromMs: Number.NEGATIVE_INFINITY, forMs: 1, amplitude: 0 };
  let handUntilMs = Number.NEGATIVE_INFINITY;

  return {
    sample() {
      const nowMs = clock.now();
      const sinceMs = nowMs - swing.fromMs;
      const swinging =
        sinceMs < swing.forMs
          ? swing.amplitude * (1 - sinceMs / swing.forMs) * Math.sin((2 * Math.PI * swingHz * sinceMs) / 1000)
          : 0;
      const hand = nowMs < handUntilMs ? handCounts : 0;
      const resting = zeroCounts + (pieces * pieceGrams) / gramsPerCount;
      return Math.round(resting + swinging + hand + noiseCounts * gaussian(random));
    },
    pieces: () => pieces,
    pick(wanted) {
      const before = pieces;
      pieces = Math.min(maxPieces, Math.max(0, pieces - wanted));
      handUntilMs = clock.now() + handMs;
      return before - pieces;
    },
    vibrate(forMs, amplitudeCounts = 12) {
      swing = { fromMs: clock.now(), forMs: Math.max(1, forMs), amplitude: amplitudeCounts };
    },
  };
}
