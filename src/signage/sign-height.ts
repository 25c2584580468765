/**
 * How large text on a sign has to be. What counts is the height of a capital letter as a share of the distance from which
 * it is read:
 *
 * - distance / 300: just readable (11 minutes of arc, a little more than twice the letters of normal sight, which are 5);
 * - distance / 200: comfortable;
 * - distance / 120: at a glance, in passing (the inch for each 10 feet of the sign trade).
 *
 * Sizes of a layout are in units of the first, so 1 is the least that may be drawn, 1.5 is comfortable, 2.5 is seen at a
 * glance, on every panel and at every distance.
 */
export const readingGrades = { readable: 300, comfortable: 200, glance: 120 } as const;

/** The least of each size in a layout, in units. */
export const leastUnits = { price: 2.5, title: 2, body: 1.5, small: 1 } as const;

/** Height of a capital of DejaVu Sans as a share of its font size. */
export const capitalShare = 1493 / 2048;

/** What of a panel decides how large a letter has to be. */
export interface SignPanel {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly diagonalInch: number;
}

/** Height of a capital of one unit in millimetres. */
export function unitMm(viewingDistanceM: number): number {
  return (viewingDistanceM * 1000) / readingGrades.readable;
}

export function pxPerMm({ widthPx, heightPx, diagonalInch }: SignPanel): number {
  return Math.hypot(widthPx, heightPx) / (diagonalInch * 25.4);
}

/** Height of a capital of so many units in the panel's pixels. */
export function capitalPx(units: number, panel: SignPanel, viewingDistanceM: number): number {
  return units * unitMm(viewingDistanceM) * pxPerMm(panel);
}

/** The font size in the panel's pixels whose capitals are so many units high. */
export function fontPx(units: number, panel: SignPanel, viewingDistanceM: number): number {
  return capitalPx(units, panel, viewingDistanceM) / capitalShare;
}

/** From how far away capitals of this height in pixels can just be read on this panel, in metres. */
export function readableFromM(capitalHeightPx: number, panel: SignPanel): number {
  return (capitalHeightPx / pxPerMm(panel) / 1000) * readingGrades.readable;
}
