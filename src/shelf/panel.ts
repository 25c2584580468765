/** The inks an e-paper panel has beside its white ground. */
export type Ink = 'black' | 'red' | 'yellow';

/** Which inks: black/white, + red, + yellow, + both. */
export type Palette = 'bw' | 'bwr' | 'bwy' | 'bwry';

/** A panel as the shopper sees it: upright, in pixels. How its memory is laid out is the device codec's business. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  /** Dots per inch; decides how many pixels a barcode module needs to be scanned. */
  readonly dpi: number;
  /** Set where it shows characters in cells: width and height are then those of its dots, 6×9 a cell. */
  readonly cells?: Cells;
}

/** How many characters a panel shows. */
export interface Cells {
  readonly columns: number;
  readonly rows: number;
}

/** Dots from one character of such a panel to the next: 5×8 and a gap. */
export const cellDots = { width: 6, height: 9 } as const;

/**
 * A picture for a panel: one bit plane per ink. Rows run left to right, most significant bit first, each padded to a
 * whole byte with zero bits; 1 = ink. A pixel carries at most one ink; no ink is white.
 */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** Bytes per row: ceil(width / 8). */
  readonly stride: number;
  readonly black: Uint8Array;
  /** Null where the palette has no red. */
  readonly red: Uint8Array | null;
  /** Null where the palette has no yellow. */
  readonly yellow: Uint8Array | null;
  /** What a panel of characters is told: its rows, each as many characters as it has columns. The planes show the same. */
  readonly text?: readonly string[];
}

const inksOf: Record<Palette, readonly Ink[]> = {
  bw: ['black'],
  bwr: ['black', 'red'],
  bwy: ['black', 'yellow'],
  bwry: ['black', 'red', 'yellow'],
};

/** The inks of a palette, black first. */
export function inks(palette: Palette): readonly Ink[] {
  return inksOf[palette];
}

/** An all-white picture for a panel. */
export function blankBitmap(panel: Pick<Panel, 'width' | 'height' | 'palette'>): Bitmap {
  const stride = (panel.width + 7) >> 3;
  const plane = () => new Uint8Array(stride * panel.height);
  const has = inks(panel.palette);
  return {
    width: panel.width,
    height: panel.height,
    stride,
    black: plane(),
    red: has.includes('red') ? plane() : null,
    yellow: has.includes('yellow') ? plane() : null,
  };
}
