/** A beam of a line, as a node reports it. */
export interface BeamEvent {
  /** 0: the one that who comes in breaks first. */
  readonly beam: 0 | 1;
  readonly broken: boolean;
  /** Monotonic. */
  readonly atMs: number;
}

export type Direction = 'in' | 'out';

/** Somebody went through a line. */
export interface Crossing {
  readonly direction: Direction;
  /** When the last beam was free again, monotonic. */
  readonly atMs: number;
  readonly confidence: number;
}

/** What a load cell's converter says. */
export interface LoadSample {
  readonly raw: number;
  /** Monotonic. */
  readonly atMs: number;
}
