import type { LabelModel } from '../label-model.ts';

/** What a display on a node needs to be written to, beside what every label has. */
export interface DisplayModel extends LabelModel {
  readonly family: 'textdisplay';
  /** As the configuration of the node calls it. */
  readonly display: 'lcd-20x4' | 'lcd-16x2' | 'oled-128x64';
}

/** Declares a display; checked where it stands. */
export function displayOf<const M extends DisplayModel>(model: M): M {
  return model;
}

/** They hang on the node's five volts and have no battery; nobody ever tells these. */
export const nodePower = { emptyMv: 4_500, fullMv: 5_000 } as const;

/** A display of liquid crystals or light does not wear; writing it over 57,600 baud takes half a second. */
export const freely = { fullMs: 500, minGapMs: 1_000, perDay: 20_000 } as const;
