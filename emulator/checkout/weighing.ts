import type { Cancel } from '../clock.ts';

export type ScaleUnit = 'kg' | 'g' | 'lb';

/** What the scale's own display would say. */
export interface Reading {
  /** In steps of the scale's division, tare taken off. */
  readonly grams: number;
  readonly stable: boolean;
  readonly range: 'within' | 'over' | 'under';
  readonly net: boolean;
  /** Nearer to nothing than a quarter of a division. */
  readonly atZero: boolean;
  /** Near enough to nothing to be called zero. */
  readonly canZero: boolean;
}

/** What a dialect may ask of the scale. */
export interface Weighing {
  readonly unit: ScaleUnit;
  readonly serialNumber: string;
  reading(): Reading;
  /** Calls once the weight is stable, at the latest after `withinMs`. Returns how to stop waiting. */
  whenStable(withinMs: number, then: (stable: boolean) => void): Cancel;
  /** False: it is not stable, or too far from zero. */
  zero(): boolean;
  /** False: it is not stable, or there is nothing to take off. */
  tare(): boolean;
  clearTare(): void;
}

/** A host's conversation in one dialect. */
export interface Dialect {
  hear(bytes: Uint8Array): void;
  end(): void;
}
