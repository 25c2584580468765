import type { LabelModel } from '../label-model.ts';
import type { MemoryOrder } from '../memory-order.ts';

/** How a picture becomes the bytes that travel. */
export type GiciskyEncoding =
  /** One bit plane after the other. */
  | 'planes'
  /** Two bits per pixel, for black, white, yellow and red. */
  | 'packed-pixels'
  /** Planes cut in lines, each in a container of literals. */
  | 'literal-lines'
  /** Planes cut in 64-byte chunks, each packed with QuickLZ. */
  | 'quicklz-chunks';

/** What a Gicisky label needs to be told apart and drawn on, beside what every label has. */
export interface GiciskyModel extends LabelModel, MemoryOrder {
  readonly family: 'gicisky';
  /** The 14-bit number in its advertisement. */
  readonly hardware: number;
  /** Set where the same hardware number means something else with this firmware. */
  readonly firmware?: number;
  /** The black/white plane says 1 for ink instead of 1 for white. */
  readonly inverted?: boolean;
  readonly encoding: GiciskyEncoding;
}

/** Declares a Gicisky label; checked where it stands. */
export function giciskyLabel<const M extends GiciskyModel>(model: M): M {
  return model;
}

/** A coin-cell's range in these labels. Source: hassg: custom_components/gicisky/gicisky_ble/devices.py. */
export const coinCells = { emptyMv: 2200, fullMv: 3000 } as const;

/** Refresh figures of tri-colour panels of this family: about 15 s a picture, and a pause that spares the pigment. */
export const colourRefresh = { fullMs: 15_000, minGapMs: 180_000, perDay: 24 } as const;

/** Refresh figures of the black and white panels of this family. */
export const monoRefresh = { fullMs: 3_000, minGapMs: 60_000, perDay: 48 } as const;
