import type { LabelModel } from '../label-model.ts';

/** What an OpenDisplay label needs to be told apart and drawn on, beside what every label has. */
export interface OpenDisplayModel extends LabelModel {
  readonly family: 'opendisplay';
  /** Set where panels of the same size and colours differ: the number of the tag's type in its configuration. */
  readonly tagType?: number;
  /** Numbers of panel controllers; set where they decide how colours are coded. */
  readonly panelIcs?: readonly number[];
  /** Yellow and red have each other's code. */
  readonly yellowRedSwapped?: boolean;
  /** Compressed pictures: unpacked as they arrive, kept whole in 50 KiB first, or not at all. */
  readonly zlib: 'streaming' | 'buffered' | 'none';
}

/** Declares an OpenDisplay label; checked where it stands. */
export function openDisplayLabel<const M extends OpenDisplayModel>(model: M): M {
  return model;
}

/** Whether a model is of this family. */
export const isOpenDisplay = (model: LabelModel): model is OpenDisplayModel => model.family === 'opendisplay';

/** Two lithium coin cells in parallel. */
export const coinCells = { emptyMv: 2400, fullMv: 3000 } as const;

/** Refresh figures of panels with colour pigment. */
export const colourRefresh = { fullMs: 15_000, minGapMs: 180_000, perDay: 24 } as const;

/** Refresh figures of black and white panels. */
export const monoRefresh = { fullMs: 3_000, minGapMs: 60_000, perDay: 48 } as const;
