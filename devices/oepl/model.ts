import type { LabelModel } from '../label-model.ts';
import type { MemoryOrder } from '../memory-order.ts';

/** What an OpenEPaperLink label needs to be told apart and drawn on, beside what every label has. */
export interface OeplModel extends LabelModel {
  readonly family: 'oepl';
  /** What it calls its hardware when it checks in. */
  readonly hardware: number;
  /** What OpenEPaperLink calls `rotatebuffer` and counts in quarter turns (makeimage.cpp, `spr2color`). */
  readonly rotation: MemoryOrder['rotation'];
  /** First firmware that unpacks zlib; null: none does. */
  readonly zlibFrom: number | null;
}

/** Declares an OpenEPaperLink label; checked where it stands. */
export function oeplLabel<const M extends OeplModel>(model: M): M {
  return model;
}

/** Two coin-cells, or four, side by side. Source: OpenEPaperLink: ESP32_AP-Flasher/src/web.cpp (low below 2400 mV). */
export const coinCells = { emptyMv: 2400, fullMv: 3000 } as const;

/** Refresh figures of panels with a colour: about 15 s a picture, and a pause that spares the pigment. */
export const colourRefresh = { fullMs: 15_000, minGapMs: 180_000, perDay: 24 } as const;

/** Refresh figures of black and white panels. */
export const monoRefresh = { fullMs: 3_000, minGapMs: 60_000, perDay: 48 } as const;
