import type { LayoutPlace } from '../../src/signage/layout-preview.ts';

/** Panels as they hang in shops, with the distance of their readers and the layouts that are drawn on them. */
export interface SignPlace extends LayoutPlace {
  readonly name: string;
  readonly layouts: readonly string[];
}

const place = (
  name: string,
  [widthPx, heightPx]: readonly [number, number],
  diagonalInch: number,
  viewingDistanceM: number,
  layouts: readonly string[],
): SignPlace => ({ name, panel: { widthPx, heightPx, diagonalInch }, viewingDistanceM, layouts });

export const signPanels: readonly SignPlace[] = [
  place('1080p', [1920, 1080], 43, 4, ['landscape', 'board', 'door']),
  place('4k', [3840, 2160], 55, 5, ['landscape', 'board', 'door']),
  place('1080p-portrait', [1080, 1920], 32, 2.5, ['portrait', 'board-portrait', 'door']),
  place('4k-portrait', [2160, 3840], 50, 4, ['portrait', 'board-portrait', 'door']),
  place('bar', [1920, 360], 28, 1, ['bar']),
];
