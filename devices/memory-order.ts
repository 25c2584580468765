import type { Bitmap } from '../src/shelf/panel.ts';

/** How a picture lies in the memory of a panel that stands otherwise than the shopper sees it. */
export interface MemoryOrder {
  /** Degrees counter-clockwise from what the shopper sees to the panel's memory. */
  readonly rotation: 0 | 90 | 180 | 270;
  /** Columns of the memory run from right to left. */
  readonly mirrorX?: boolean;
  /** Rows of the memory run from bottom to top. */
  readonly mirrorY?: boolean;
}

/** Columns and rows of the memory: a quarter turn swaps those of the picture. */
export function memorySize(
  { width, height }: { readonly width: number; readonly height: number },
  { rotation }: MemoryOrder,
): { readonly columns: number; readonly rows: number } {
  return rotation % 180 === 0 ? { columns: width, rows: height } : { columns: height, rows: width };
}

/** Where the memory's pixels are in the upright picture, in the order of the memory. */
export function* inMemoryOrder(
  image: Bitmap,
  order: MemoryOrder,
): Generator<{ readonly byte: number; readonly mask: number }> {
  const { width, height, stride } = image;
  const { columns, rows } = memorySize(image, order);
  for (let row = 0; row < rows; row++) {
    const y = order.mirrorY ? rows - 1 - row : row;
    for (let column = 0; column < columns; column++) {
      const x = order.mirrorX ? columns - 1 - column : column;
      const [u, v] = upright(x, y, order.rotation, width, height);
      yield { byte: v * stride + (u >> 3), mask: 0x80 >> (u & 7) };
    }
  }
}

/** Where a pixel of the picture, turned counter-clockwise by `rotation`, was before. */
function upright(
  x: number,
  y: number,
  rotation: MemoryOrder['rotation'],
  width: number,
  height: number,
): [number, number] {
  switch (rotation) {
    case 0:
      return [x, y];
    case 90:
      return [width - 1 - y, x];
    case 180:
      return [width - 1 - x, height - 1 - y];
    case 270:
      return [y, height - 1 - x];
  }
}
