import type { Skin } from './wire/layout.ts';

/** What text needs against what is behind it (WCAG 2.2, 1.4.3), and what a shape needs that has to be told apart (1.4.11). */
export const textContrast = 4.5;
export const shapeContrast = 3;

/** Relative luminance of `#rrggbb` as WCAG 2 defines it: 0 black, 1 white. */
export function luminance(colour: string): number {
  const channel = (at: number) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Contrast of two colours, from 1 (the same) to 21 (black and white); which is in front does not matter. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Two colours of a skin that meet on a screen, and the contrast that they need. */
export interface ColourPair {
  readonly front: keyof Skin;
  readonly behind: keyof Skin;
  readonly least: number;
}

/** Everything that has to be told apart. `surface` on `background` is not: cards keep their distance. */
export const colourPairs: readonly ColourPair[] = [
  { front: 'ink', behind: 'background', least: textContrast },
  { front: 'quiet', behind: 'background', least: textContrast },
  { front: 'surfaceInk', behind: 'surface', least: textContrast },
  { front: 'accentInk', behind: 'accent', least: textContrast },
  { front: 'accent', behind: 'background', least: shapeContrast },
];

/** The pairs of a skin that are too close, each with the contrast that it has. */
export function tooClose(skin: Skin): (ColourPair & { readonly has: number })[] {
  return colourPairs.flatMap(pair => {
    const has = contrast(skin[pair.front], skin[pair.behind]);
    return has < pair.least ? [{ ...pair, has }] : [];
  });
}
